#include "formats/lenient_segmentation.h"

#include <utility>

#include "doc/segmentation_json.h"
#include "mask/polygon.h"

namespace maskpoint::formats {
namespace {

bool all_numbers(const Json& list) {
  for (const Json& item : list)
    if (!item.is_number()) return false;
  return true;
}

bool is_pair(const Json& value) {
  return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number();
}

// [[x, y], …] → [x, y, …]; nothing when it is not that.
std::optional<mask::Ring> ring_of_pairs(const Json& list) {
  mask::Ring ring;
  for (const Json& pair : list) {
    if (!is_pair(pair)) return std::nullopt;
    ring.push_back(pair[0].get<double>());
    ring.push_back(pair[1].get<double>());
  }
  return ring;
}

std::optional<mask::Ring> ring_of(const Json& item, bool& pairs) {
  if (!item.is_array() || item.empty()) return std::nullopt;
  if (!all_numbers(item)) {
    pairs = true;
    return ring_of_pairs(item);
  }
  mask::Ring ring;
  for (const Json& number : item)
    ring.push_back(number.get<double>());
  return ring;
}

bool reaches_outside(const mask::Ring& ring, geom::ImageSize size) {
  // Tools round; a pixel is no mistake.
  for (std::size_t i = 0; i + 1 < ring.size(); i += 2)
    if (ring[i] < -1 || ring[i] > size.width + 1 || ring[i + 1] < -1 ||
        ring[i + 1] > size.height + 1)
      return true;
  return false;
}

void take_polygons(const Json& value, geom::ImageSize size, SegmentationRead& read) {
  const bool flat = all_numbers(value);
  // One ring of pairs, not nested, has the same look as several rings of one point each.
  const bool flat_pairs = !flat && value.size() >= 3 && ring_of_pairs(value).has_value();
  std::vector<mask::Ring> rings;
  std::string broken;
  bool pairs = flat_pairs, outside = false;
  const auto take = [&](const Json& item) {
    std::optional<mask::Ring> ring = ring_of(item, pairs);
    if (!ring) {
      broken = "a polygon is not a list of numbers";
      return;
    }
    // Each by itself, so that one that is broken does not take the others with it.
    if (const auto filled = mask::rle_from_polygon(*ring, size); !filled.ok()) {
      broken = inside_sentence(filled.status());
      return;
    }
    outside |= reaches_outside(*ring, size);
    rings.push_back(*std::move(ring));
  };
  if (flat || flat_pairs)
    take(value);
  else
    for (const Json& item : value)
      take(item);
  if (rings.empty()) {
    read.error = broken;
    return;
  }
  base::Result<mask::Rle> rle = mask::rle_from_polygons(rings, size);
  if (!rle.ok()) {
    read.error = inside_sentence(rle.status());
    return;
  }
  read.mask = *std::move(rle);
  if (flat) read.notes.emplace_back("whose segmentation is one flat list, read as one polygon");
  if (pairs) read.notes.emplace_back("whose polygons are lists of points, read as such");
  if (outside) read.notes.emplace_back("that reached beyond the image and was cut off at its edge");
  if (!broken.empty()) read.notes.push_back("of which a part could not be read: " + broken);
}

// Whole numbers written as 9.0.
bool as_integers(nlohmann::json& list) {
  if (!list.is_array()) return false;
  bool any = false;
  for (nlohmann::json& number : list)
    if (number.is_number_float()) {
      const auto whole = whole_number(Json(number));
      if (!whole) return false;
      number = *whole;
      any = true;
    }
  return any;
}

void take_runs(const Json& value, geom::ImageSize size, SegmentationRead& read) {
  nlohmann::json plain(value);
  bool floats = false;
  for (const char* key : {"size", "counts"})
    if (plain.contains(key)) floats |= as_integers(plain[key]);
  base::Result<mask::Rle> rle = doc::segmentation_from_json(plain, size);
  if (!rle.ok()) {
    // Which part of it is said by the sentence this goes into.
    constexpr std::string_view kStart = "its segmentation is damaged: ";
    std::string what = rle.status().message();
    if (what.starts_with(kStart)) what.erase(0, kStart.size());
    read.error = inside_sentence(base::invalid_input(std::move(what)));
    return;
  }
  read.mask = *std::move(rle);
  if (floats) read.notes.emplace_back("whose run lengths are floats, read as whole numbers");
}

}  // namespace

SegmentationRead read_segmentation(const Json& value, geom::ImageSize size) {
  SegmentationRead read;
  if (value.is_null() || (value.is_array() && value.empty())) {
    read.absent = true;
  } else if (value.is_array()) {
    take_polygons(value, size, read);
  } else if (value.is_object()) {
    take_runs(value, size, read);
  } else {
    read.error = "it is neither run lengths nor polygons";
  }
  if (read.mask && mask::area(*read.mask) == 0) {
    read.mask.reset();
    read.error = "it has no pixel";
  }
  return read;
}

}  // namespace maskpoint::formats
