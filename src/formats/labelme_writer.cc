#include "doc/edits.h"
#include "doc/json_text.h"
#include "formats/base64.h"
#include "formats/bridged_rings.h"
#include "formats/image_names.h"
#include "formats/labelme.h"
#include "mask/column_runs.h"

namespace maskpoint::formats {
namespace {

// The version whose "mask" shapes this writes; LabelMe reads files of any.
constexpr char kVersion[] = "5.5.0";

std::string label_of(const doc::Categories& classes, int id) {
  const doc::Category* category = doc::find(classes, id);
  return category == nullptr ? "object" : category->name;
}

// What LabelMe has of an object's attributes; says whether that is all of them.
bool take_attributes(const doc::Attributes& attributes, Json& flags, std::string& description) {
  bool all = true;
  for (const auto& [name, text] : attributes) {
    const Json value = Json::parse(text, nullptr, false);
    if (value.is_boolean())
      flags[name] = value;
    else if (name == "description" && value.is_string())
      description = value.get<std::string>();
    else
      all = false;
  }
  return all;
}

Json shape(const Json& common, const char* type, Json points, const Json& group) {
  Json out = common;
  out["points"] = std::move(points);
  out["group_id"] = group;
  out["shape_type"] = type;
  out["mask"] = nullptr;
  return out;
}

Json points_of(const mask::Ring& ring) {
  Json points = Json::array();
  for (std::size_t i = 0; i + 1 < ring.size(); i += 2)
    points.push_back(Json::array({doc::json_number(ring[i]), doc::json_number(ring[i + 1])}));
  return points;
}

// The mask inside its box.
base::Result<std::string> mask_png(const doc::Annotation& a, const PngCodec& png) {
  LabelImage image{LabelImage::Kind::kBits1, {a.bbox.width, a.bbox.height}, {}, {}};
  image.pixels.resize(std::size_t(a.bbox.width) * std::size_t(a.bbox.height));
  const mask::ColumnRuns runs(*a.mask);
  for (const mask::ColumnRun& run : runs.all())
    for (int y = run.top; y < run.bottom; ++y)
      image.pixels[std::size_t(y - a.bbox.y) * std::size_t(a.bbox.width) +
                   std::size_t(run.x - a.bbox.x)] = 1;
  return png.encode(image);
}

}  // namespace

base::Result<std::string> write_labelme(const ExportImage& image, const doc::Categories& classes,
                                        const PngCodec& png, Report& report) {
  Json shapes = Json::array();
  std::int64_t group = 0;
  for (const ExportObject& object : image.objects) {
    const doc::Annotation& a = *object.object;
    const std::string example = image.path + " id " + std::to_string(a.id);
    Json flags = Json::object();
    std::string description;
    if (!take_attributes(a.attributes, flags, description))
      report.add(Outcome::kChanged, "object", "with attributes that LabelMe has no place for",
                 example);
    const Json common = {{"label", label_of(classes, a.category_id)},
                         {"description", description},
                         {"flags", std::move(flags)}};
    const Rings rings = rings_of(*a.mask, Holes::kFill);
    if (rings.holes > 0) {
      auto bytes = mask_png(a, png);
      if (!bytes.ok()) return bytes.status();
      // The corners are pixels of the mask, not its edges.
      Json corners = {{a.bbox.x, a.bbox.y},
                      {a.bbox.x + a.bbox.width - 1, a.bbox.y + a.bbox.height - 1}};
      Json whole = shape(common, "mask", std::move(corners), nullptr);
      whole["mask"] = base64_text(*bytes);
      shapes.push_back(std::move(whole));
    } else {
      const Json own = rings.rings.size() > 1 ? Json(++group) : Json(nullptr);
      for (const mask::Ring& ring : rings.rings)
        shapes.push_back(shape(common, "polygon", points_of(ring), own));
    }
    if (a.iscrowd)
      report.add(Outcome::kChanged, "object", "of a crowd, written without that mark", example);
  }
  const Json file = {
      {"version", kVersion},           {"flags", Json::object()},
      {"shapes", std::move(shapes)},   {"imagePath", std::string(file_part(image.path))},
      {"imageData", nullptr},          {"imageHeight", image.size.height},
      {"imageWidth", image.size.width}};
  return doc::json_text(file) + "\n";
}

}  // namespace maskpoint::formats
