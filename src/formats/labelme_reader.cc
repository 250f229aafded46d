#include <cmath>
#include <map>
#include <numbers>
#include <utility>

#include "formats/base64.h"
#include "formats/labelme.h"
#include "mask/polygon.h"
#include "mask/run_builder.h"

namespace maskpoint::formats {
namespace {

constexpr int kCirclePoints = 180;

std::optional<mask::Ring> points_of(const Json& shape) {
  mask::Ring ring;
  for (const Json& point : list_of(shape, "points")) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number())
      return std::nullopt;
    ring.push_back(point[0].get<double>());
    ring.push_back(point[1].get<double>());
  }
  return ring;
}

// Its centre and a point on it, to a polygon.
mask::Ring circle(const mask::Ring& points) {
  const double radius = std::hypot(points[2] - points[0], points[3] - points[1]);
  mask::Ring ring;
  for (int i = 0; i < kCirclePoints; ++i) {
    const double angle = 2 * std::numbers::pi * i / kCirclePoints;
    ring.push_back(points[0] + radius * std::cos(angle));
    ring.push_back(points[1] + radius * std::sin(angle));
  }
  return ring;
}

// The PNG with its upper left corner at the first point, cut off at the image's edges.
base::Result<mask::Rle> placed_mask(const Json& shape, const mask::Ring& corners,
                                    geom::ImageSize size, const PngCodec& png) {
  const auto bytes = base64_bytes(text_at(shape, "mask"));
  if (!bytes || bytes->empty()) return base::invalid_input("Its mask is no PNG in base64.");
  if (!png.decode) return base::invalid_input("PNGs can't be read here.");
  const auto image = png.decode(*bytes);
  if (!image.ok()) return image.status();
  if (!(std::abs(corners[0]) < 1e6 && std::abs(corners[1]) < 1e6))
    return base::invalid_input("Its mask lies far outside the image.");
  const int left = int(std::lround(corners[0])), top = int(std::lround(corners[1]));
  mask::RunBuilder builder(size);
  const std::uint64_t height = std::uint64_t(size.height);
  for (int x = std::max(left, 0); x < std::min(left + image->size.width, size.width); ++x)
    for (int y = std::max(top, 0); y < std::min(top + image->size.height, size.height); ++y)
      if (image->pixels[std::size_t(y - top) * std::size_t(image->size.width) +
                        std::size_t(x - left)] != 0) {
        const std::uint64_t at = std::uint64_t(x) * height + std::uint64_t(y);
        builder.add_foreground(at, at + 1);
      }
  return std::move(builder).finish();
}

base::Result<mask::Rle> mask_of(const Json& shape, const std::string& type, geom::ImageSize size,
                                const PngCodec& png) {
  const auto points = points_of(shape);
  if (!points) return base::invalid_input("Its points are not pairs of numbers.");
  if (type == "mask") {
    if (points->size() < 2) return base::invalid_input("Its mask has no place.");
    return placed_mask(shape, *points, size, png);
  }
  if (type != "circle") return mask::rle_from_polygon(*points, size);
  if (points->size() != 4) return base::invalid_input("A circle has a centre and a point on it.");
  return mask::rle_from_polygon(circle(*points), size);
}

// [x, y, w, h] of two corners; null when they are none.
Json box_of(const Json& shape) {
  const auto points = points_of(shape);
  if (!points || (points->size() != 4 && points->size() != 8)) return nullptr;
  double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
  for (std::size_t i = 0; i < points->size(); ++i) {
    low[i % 2] = std::min(low[i % 2], (*points)[i]);
    high[i % 2] = std::max(high[i % 2], (*points)[i]);
  }
  return {low[0], low[1], high[0] - low[0], high[1] - low[1]};
}

Json rest_of(const Json& shape) {
  Json attributes = Json::object();
  if (const Json& flags = member(shape, "flags"); flags.is_object())
    for (const auto& [name, value] : flags.items())
      if (value.is_boolean()) attributes[name] = value;
  if (const std::string text = text_at(shape, "description"); !text.empty())
    attributes["description"] = text;
  Json rest = Json::object();
  if (!attributes.empty()) rest["attributes"] = std::move(attributes);
  if (const Json& score = member(shape, "score"); score.is_number()) rest["score"] = score;
  return rest;
}

// The shapes of one label and one group are one object, on top of where the first of them was.
struct Grouped {
  std::string label;
  Json rest;
  std::vector<mask::Rle> masks;
};

}  // namespace

bool looks_like_labelme(const Json& file) {
  return member(file, "shapes").is_array() &&
         (file.contains("imagePath") || file.contains("imageData"));
}

void read_labelme(std::string_view name, const Json& file, ImportBuilder& into) {
  const std::string path = text_at(file, "imagePath");
  NameMatch match = into.names.find(path);
  // The JSON lies beside its image, whatever imagePath says.
  if (match.fit != NameFit::kExact)
    if (const NameMatch beside = into.names.find_stem(name); beside.fit != NameFit::kNone)
      match = beside;
  const KnownImage* image = into.image_called(path.empty() ? std::string(name) : path, match);
  if (image == nullptr) return;
  const auto width = whole_number(member(file, "imageWidth"));
  const auto height = whole_number(member(file, "imageHeight"));
  if (width && height && (*width != image->size.width || *height != image->size.height)) {
    into.report.add(Outcome::kNotTaken, "file", "of an image of another size than here",
                    image->path);
    return;
  }
  ImportedImage& to = into.image(into.index_of(*image));
  std::vector<Grouped> objects;
  std::map<std::pair<std::string, std::string>, std::size_t> groups;
  for (const Json& shape : list_of(file, "shapes")) {
    std::string label = text_at(shape, "label");
    if (label.empty()) label = "object";
    std::string type = text_at(shape, "shape_type");
    if (type.empty()) type = "polygon";
    const std::string example = image->path + " " + label;
    if (type == "rectangle") {
      const Json box = box_of(shape);
      if (box.is_null() || !is_box(box)) {
        into.report.add(Outcome::kNotTaken, "shape", "whose corners are no box", example);
        continue;
      }
      into.report.add(Outcome::kNote, "rectangle", "kept as a box without a mask", example);
      into.taker.take_box(box, rest_of(shape), label, *image, to);
      continue;
    }
    if (type != "polygon" && type != "mask" && type != "circle" && type != "rotation") {
      into.report.add(Outcome::kNotTaken, "shape", "of a type without an area (" + type + ")",
                      example);
      continue;
    }
    auto rle = mask_of(shape, type, image->size, into.png);
    if (!rle.ok() || mask::area(*rle) == 0) {
      into.report.add(Outcome::kNotTaken, "shape",
                      "unusable: " + (rle.ok() ? std::string("it has no pixel")
                                               : inside_sentence(rle.status())),
                      example);
      continue;
    }
    const Json& group = member(shape, "group_id");
    std::size_t index = objects.size();
    if (!group.is_null())
      index = groups.emplace(std::pair{label, group.dump()}, index).first->second;
    if (index == objects.size()) objects.push_back({label, rest_of(shape), {}});
    objects[index].masks.push_back(*std::move(rle));
  }
  for (Grouped& object : objects)
    into.taker.take_mask(object.masks.size() == 1
                             ? object.masks.front()
                             : mask::merge(object.masks, mask::MergeKind::kUnion),
                         std::move(object.rest), object.label, *image, to);
}

}  // namespace maskpoint::formats
