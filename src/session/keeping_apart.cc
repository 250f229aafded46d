#include "session/keeping_apart.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "doc/edits.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

// Where the object was changed meanwhile it loses what it still has of the cut.
doc::ImageDocPtr with_cut(const doc::ImageDocPtr& doc, const mask::Cut& cut) {
  const doc::AnnotationPtr object = doc::find(*doc, cut.key);
  if (!object || !object->mask) return doc;
  auto next = std::make_shared<doc::Annotation>(*object);
  if (object->mask == cut.before) {
    next->mask = cut.mask;
    next->bbox = cut.bbox;
    next->area = cut.area;
  } else {
    const mask::Rle taken = mask::subtract(*cut.before, *cut.mask);
    mask::MeasuredMask left = mask::measured(mask::subtract(*object->mask, taken));
    next->mask = std::move(left.mask);
    next->bbox = left.bbox;
    next->area = left.area;
  }
  return next->area == 0 ? doc::removed(doc, {cut.key}) : doc::replaced(doc, std::move(next));
}

// Those whose boxes have pixels of this one.
std::vector<mask::Neighbour> neighbours_within(const doc::ImageDoc& doc, const std::string& uuid,
                                               const geom::Rect& box) {
  std::vector<mask::Neighbour> neighbours;
  for (const doc::AnnotationPtr& object : doc.annotations)
    if (geom::share_pixels(object->bbox, box) && object->uuid != uuid && object->mask)
      neighbours.push_back({object->uuid, object->mask, object->bbox, nullptr, 0, object->locked});
  return neighbours;
}

void add_logits(const SessionState& state, std::vector<mask::Neighbour>& neighbours) {
  for (mask::Neighbour& neighbour : neighbours)
    if (const HeldLogits::Entry* held = state.held.find(neighbour.mask)) {
      neighbour.logits = held->logits;
      neighbour.threshold = held->threshold;
    }
}

}  // namespace

mask::OverlapRule overlap_rule(const SessionState& state) {
  switch (state.settings.overlap) {
    case Overlap::kYield:
      return mask::OverlapRule::kNewYields;
    case Overlap::kCut:
      return mask::OverlapRule::kNewCuts;
    case Overlap::kAllowed:
      break;
  }
  return mask::OverlapRule::kAllowed;
}

std::vector<mask::Neighbour> neighbours_of(const SessionState& state, const doc::ImageDoc& doc,
                                           const std::string& uuid) {
  std::vector<mask::Neighbour> neighbours =
      neighbours_within(doc, uuid, {0, 0, doc.size.width, doc.size.height});
  add_logits(state, neighbours);
  return neighbours;
}

doc::ImageDocPtr with_cuts(doc::ImageDocPtr doc, const std::vector<mask::Cut>& cuts) {
  for (const mask::Cut& cut : cuts)
    doc = with_cut(doc, cut);
  return doc;
}

void hold_logits_of_cuts(SessionState& state, const std::vector<mask::Cut>& cuts) {
  for (const mask::Cut& cut : cuts)
    if (const HeldLogits::Entry* held = state.held.find(cut.before))
      state.held.keep(cut.mask, held->logits, held->threshold);
}

void say_what_went(SessionState& state, const std::vector<mask::Cut>& cuts) {
  const auto gone = std::size_t(
      std::count_if(cuts.begin(), cuts.end(), [](const mask::Cut& cut) { return cut.area == 0; }));
  if (gone > 0)
    show_info(state, count_of(gone, "object") +
                         " had nothing left beside the new mask and went. Undo brings it back.");
}

KeptApart kept_apart(const SessionState& state, const doc::ImageDoc& doc, const std::string& uuid,
                     const mask::Rle& before, mask::Rle after) {
  const mask::OverlapRule rule = overlap_rule(state);
  std::vector<mask::Neighbour> neighbours;
  if (rule != mask::OverlapRule::kAllowed)
    neighbours = neighbours_within(doc, uuid, mask::bbox(after));
  mask::Parted parted = mask::part_gained(before, std::move(after), neighbours, rule);
  return {mask::measured(std::move(parted.mask)), std::move(parted.cuts), parted.gave_way};
}

KeptApart kept_apart_when_put_down(const SessionState& state, const doc::ImageDoc& doc,
                                   const doc::Annotation& object) {
  const mask::OverlapRule rule = overlap_rule(state);
  if (rule == mask::OverlapRule::kAllowed)
    return {{object.mask, object.bbox, object.area}, {}, false};
  std::vector<mask::Neighbour> neighbours = neighbours_within(doc, object.uuid, object.bbox);
  add_logits(state, neighbours);
  for (mask::Neighbour& neighbour : neighbours)
    if (neighbour.mask == object.mask || *neighbour.mask == *object.mask) neighbour.fixed = true;
  std::vector<float> logits;
  float threshold = 0;
  if (const HeldLogits::Entry* held = state.held.find(object.mask)) {
    logits = held->logits->unpacked();
    threshold = held->threshold;
  }
  mask::Parted parted = mask::part(*object.mask, logits, threshold, neighbours, rule);
  if (!parted.gave_way)
    return {{object.mask, object.bbox, object.area}, std::move(parted.cuts), false};
  return {mask::measured(std::move(parted.mask)), std::move(parted.cuts), true};
}

doc::AnnotationPtr kept_apart_from_newer(const SessionState& state, const doc::ImageDoc& doc,
                                         const doc::AnnotationPtr& object) {
  if (overlap_rule(state) == mask::OverlapRule::kAllowed) return object;
  mask::Parted parted =
      mask::part(*object->mask, {}, 0, neighbours_within(doc, object->uuid, object->bbox),
                 mask::OverlapRule::kNewYields);
  if (!parted.gave_way) return object;
  mask::MeasuredMask left = mask::measured(std::move(parted.mask));
  if (left.area == 0) return nullptr;
  auto next = std::make_shared<doc::Annotation>(*object);
  next->mask = std::move(left.mask);
  next->bbox = left.bbox;
  next->area = left.area;
  return next;
}

mask::MeasuredMask kept_apart_when_cleaned(const SessionState& state, const doc::ImageDoc& doc,
                                           const doc::Annotation& object,
                                           const mask::MeasuredMask& cleaned) {
  if (overlap_rule(state) == mask::OverlapRule::kAllowed || cleaned.area == 0) return cleaned;
  return kept_apart_when_reopened(doc, object, cleaned);
}

mask::MeasuredMask kept_apart_when_reopened(const doc::ImageDoc& doc, const doc::Annotation& object,
                                            const mask::MeasuredMask& again) {
  mask::Parted parted =
      mask::part_gained(*object.mask, *again.mask, neighbours_within(doc, object.uuid, again.bbox),
                        mask::OverlapRule::kNewYields);
  return parted.gave_way ? mask::measured(std::move(parted.mask)) : again;
}

}  // namespace maskpoint::session
