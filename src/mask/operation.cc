#include "mask/operation.h"

#include <cassert>
#include <utility>

#include "mask/components.h"

namespace maskpoint::mask {
namespace {

std::vector<Rle> copies(std::span<const MaskPtr> masks) {
  std::vector<Rle> all;
  all.reserve(masks.size());
  for (const MaskPtr& mask : masks)
    all.push_back(*mask);
  return all;
}

std::vector<Rle> pieces_of(const Rle& mask) {
  std::vector<Rle> pieces = split_pieces(mask);
  if (pieces.size() <= kMostPieces) return pieces;
  const std::span<const Rle> rest = std::span(pieces).subspan(kMostPieces - 1);
  Rle together = merge(rest, MergeKind::kUnion);
  pieces.resize(kMostPieces);
  pieces.back() = std::move(together);
  return pieces;
}

std::vector<Rle> results_of(Operation operation, std::span<const MaskPtr> masks,
                            const Cleanup& cleanup) {
  std::vector<Rle> results;
  switch (operation) {
    case Operation::kClean:
      for (const MaskPtr& mask : masks)
        results.push_back(cleaned(*mask, cleanup));
      break;
    case Operation::kKeepLargest:
      for (const MaskPtr& mask : masks)
        results.push_back(keep_largest(*mask));
      break;
    case Operation::kSplit:
      return pieces_of(*masks[0]);
    case Operation::kUnite:
      results.push_back(merge(copies(masks), MergeKind::kUnion));
      break;
    case Operation::kIntersect:
      results.push_back(merge(copies(masks), MergeKind::kIntersection));
      break;
    case Operation::kSubtract:
      if (masks.size() == 1)
        results.push_back(normalised(*masks[0]));
      else
        results.push_back(subtract(*masks[0], merge(copies(masks.subspan(1)), MergeKind::kUnion)));
      break;
  }
  return results;
}

}  // namespace

MeasuredMask measured(Rle mask) {
  MeasuredMask m;
  m.bbox = bbox(mask);
  m.area = area(mask);
  m.mask = std::make_shared<const Rle>(std::move(mask));
  return m;
}

std::vector<MeasuredMask> perform(Operation operation, std::span<const MaskPtr> masks,
                                  const Cleanup& cleanup) {
  assert(!masks.empty());
  std::vector<MeasuredMask> measured_masks;
  for (Rle& result : results_of(operation, masks, cleanup))
    measured_masks.push_back(measured(std::move(result)));
  return measured_masks;
}

}  // namespace maskpoint::mask
