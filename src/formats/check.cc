#include "formats/check.h"

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "doc/json_text.h"
#include "doc/segmentation_json.h"
#include "mask/polygon.h"
#include "mask/rle.h"

namespace maskpoint::formats {
namespace {

std::string called(const Json& thing) {
  const Json& id = member(thing, "id");
  return id.is_null() || id.is_structured() ? std::string() : "id " + doc::json_text(id);
}

bool numbers(const Json& value, std::size_t count) {
  if (!value.is_array() || value.size() != count) return false;
  for (const Json& number : value)
    if (!number.is_number() || !std::isfinite(number.get<double>())) return false;
  return true;
}

std::optional<std::int64_t> integer(const Json& value) {
  return value.is_number() ? whole_number(value) : std::nullopt;
}

// One list's findings.
class Checker {
 public:
  Checker(Report& report, std::string_view noun) : report_(report), noun_(noun) {}
  bool expect(bool right, const Json& thing, std::string_view what) {
    if (!right) report_.add(Outcome::kWrong, noun_, what, called(thing));
    return right;
  }
  void note(const Json& thing, std::string_view what) {
    report_.add(Outcome::kNote, noun_, what, called(thing));
  }
  // Its id, once; ids are whole numbers and no two are alike.
  std::optional<std::int64_t> id(const Json& thing) {
    const auto id = integer(member(thing, "id"));
    if (!expect(id.has_value(), thing, "without an id that is a whole number")) return id;
    expect(ids_.insert(*id).second, thing, "with an id that another one has");
    if (*id == 0) note(thing, "with id 0, which COCO's evaluation counts as missed");
    return id;
  }

 private:
  Report& report_;
  const std::string noun_;
  std::set<std::int64_t> ids_;
};

geom::ImageSize size_of(const Json& image) {
  const auto width = integer(member(image, "width")), height = integer(member(image, "height"));
  constexpr std::int64_t kMost = 1 << 20;
  if (!width || !height || *width < 1 || *height < 1 || *width > kMost || *height > kMost)
    return {};
  return {int(*width), int(*height)};
}

// How far a box may lie from its mask's: SA-1B's are a pixel short in width and height.
void check_box(const Json& annotation, const mask::Rle& rle, double tolerance, Checker& checker) {
  const Json& given = member(annotation, "bbox");
  if (!numbers(given, 4)) return;
  const geom::Rect box = mask::bbox(rle);
  const double expected[] = {double(box.x), double(box.y), double(box.width), double(box.height)};
  bool near = true;
  for (std::size_t i = 0; i < 4; ++i)
    near &= std::abs(given[i].get<double>() - expected[i]) <= tolerance;
  checker.expect(near, annotation, "whose bbox is not its mask's");
}

void check_runs(const Json& annotation, geom::ImageSize size, double tolerance, Checker& checker) {
  const auto rle =
      doc::segmentation_from_json(nlohmann::json(member(annotation, "segmentation")), size);
  if (!rle.ok()) {
    checker.expect(false, annotation, "whose mask is damaged: " + inside_sentence(rle.status()));
    return;
  }
  const std::uint64_t area = mask::area(*rle);
  checker.expect(area > 0, annotation, "whose mask is empty");
  check_box(annotation, *rle, tolerance, checker);
  const Json& given = member(annotation, "area");
  if (!given.is_number() || given.get<double>() == double(area)) return;
  // COCO's own files have crowds of which it is not.
  if (whole_number(member(annotation, "iscrowd")) == 1)
    checker.note(annotation, "of a crowd whose area is not its mask's");
  else
    checker.expect(false, annotation, "whose area is not its mask's");
}

void check_polygons(const Json& annotation, geom::ImageSize size, Checker& checker) {
  const Json& list = member(annotation, "segmentation");
  bool inside = true;
  for (const Json& polygon : list) {
    if (!checker.expect(polygon.is_array() && polygon.size() >= 6 &&
                            numbers(polygon, polygon.size()) && polygon.size() % 2 == 0,
                        annotation, "with a polygon that is not three points or more"))
      return;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const double value = polygon[i].get<double>();
      inside &= value >= -1 && value <= (i % 2 == 0 ? size.width : size.height) + 1;
    }
  }
  checker.expect(!list.empty(), annotation, "without a polygon");
  if (!inside) checker.note(annotation, "that reaches beyond the image");
}

}  // namespace

Report check_coco(const Json& file) {
  Report report;
  for (const char* key : {"images", "annotations", "categories"})
    if (!member(file, key).is_array())
      report.add(Outcome::kWrong, "", std::string("The file has no list of ") + key);
  Checker images(report, "image"), classes(report, "class"), annotations(report, "annotation");
  std::map<std::int64_t, geom::ImageSize> sizes;
  for (const Json& image : list_of(file, "images")) {
    const auto id = images.id(image);
    const geom::ImageSize size = size_of(image);
    images.expect(size.width > 0, image, "without a width and height");
    images.expect(!text_at(image, "file_name").empty(), image, "without a file_name");
    if (id) sizes.emplace(*id, size);
  }
  std::set<std::int64_t> class_ids;
  for (const Json& category : list_of(file, "categories")) {
    const auto id = classes.id(category);
    classes.expect(!text_at(category, "name").empty(), category, "without a name");
    if (id) class_ids.insert(*id);
  }
  for (const Json& annotation : list_of(file, "annotations")) {
    if (annotation.contains("segments_info")) continue;  // panoptic: of another format
    annotations.id(annotation);
    const auto image = integer(member(annotation, "image_id"));
    const auto size = image ? sizes.find(*image) : sizes.end();
    if (!annotations.expect(size != sizes.end(), annotation, "of no image of the file")) continue;
    if (annotation.contains("caption")) continue;
    const auto category = integer(member(annotation, "category_id"));
    annotations.expect(category && class_ids.contains(*category), annotation,
                       "of no class of the file");
    const Json& segmentation = member(annotation, "segmentation");
    if (segmentation.is_null() || segmentation == Json::array()) continue;
    const auto crowd = integer(member(annotation, "iscrowd"));
    const Json& crowd_json = member(annotation, "iscrowd");
    annotations.expect(crowd == 0 || crowd == 1 || crowd_json.is_boolean(), annotation,
                       "without iscrowd, which the evaluation needs");
    annotations.expect(numbers(member(annotation, "bbox"), 4), annotation, "without a bbox");
    const Json& area = member(annotation, "area");
    annotations.expect(area.is_number() && area.get<double>() > 0, annotation, "without an area");
    if (size->second.width < 1) continue;
    if (segmentation.is_object())
      check_runs(annotation, size->second, 1, annotations);
    else if (annotations.expect(segmentation.is_array(), annotation,
                                "whose mask is neither polygons nor run lengths"))
      check_polygons(annotation, size->second, annotations);
  }
  return report;
}

Report check_sa1b(const Json& file) {
  Report report;
  const Json& image = member(file, "image");
  Checker images(report, "image"), annotations(report, "annotation");
  const geom::ImageSize size = size_of(image);
  images.expect(integer(member(image, "image_id")).has_value(), image, "without an image_id");
  images.expect(size.width > 0, image, "without a width and height");
  images.expect(!text_at(image, "file_name").empty(), image, "without a file_name");
  if (!member(file, "annotations").is_array())
    report.add(Outcome::kWrong, "", "The file has no list of annotations");
  for (const Json& annotation : list_of(file, "annotations")) {
    annotations.id(annotation);
    for (const char* key : {"area", "predicted_iou", "stability_score"})
      annotations.expect(member(annotation, key).is_number(), annotation,
                         std::string("without ") + key);
    for (const char* key : {"bbox", "crop_box"})
      annotations.expect(numbers(member(annotation, key), 4), annotation,
                         std::string("without ") + key);
    const Json& points = member(annotation, "point_coords");
    bool pairs = points.is_array();
    for (std::size_t i = 0; pairs && i < points.size(); ++i)
      pairs = numbers(points[i], 2);
    annotations.expect(pairs, annotation, "without point_coords");
    const Json& segmentation = member(annotation, "segmentation");
    if (annotations.expect(member(segmentation, "counts").is_string(), annotation,
                           "without compressed run lengths") &&
        size.width > 0)
      check_runs(annotation, size, 1, annotations);
  }
  return report;
}

base::Result<Report> check_export(Format format, std::string_view bytes) {
  if (!is_one_file(format) && format != Format::kSa1b) return Report();
  Report report;
  const auto file = read_json(bytes, report);
  if (!file.ok()) return file.status();
  report.append(format == Format::kSa1b ? check_sa1b(*file) : check_coco(*file));
  return report;
}

}  // namespace maskpoint::formats
