#include "formats/coco_annotation.h"

#include <cmath>
#include <utility>

#include "doc/json_text.h"
#include "doc/origin_json.h"
#include "doc/segmentation_json.h"
#include "formats/content_uuid.h"
#include "formats/lenient_segmentation.h"
#include "formats/source_record.h"

namespace maskpoint::formats {
namespace {

constexpr std::int64_t kHighestId = std::int64_t{1} << 52;
constexpr std::size_t kLongestName = 200, kLongestText = 10'000;  // of an attribute, bytes

std::string called(const Json& annotation) {
  const Json& id = member(annotation, "id");
  return id.is_null() || id.is_structured() ? std::string() : "id " + doc::json_text(id);
}

bool usable_attributes(const Json& attributes) {
  for (const auto& [name, value] : attributes.items()) {
    if (name.empty() || name.size() > kLongestName) return false;
    if (value.is_string() && value.get_ref<const std::string&>().size() > kLongestText)
      return false;
  }
  return true;
}

Json without_ids(const Json& annotation) {
  Json value = annotation;
  for (const char* key : {"id", "uuid", "image_id", "category_id"})
    value.erase(key);
  return value;
}

void put_mask(const mask::Rle& rle, Json& value) {
  value["segmentation"] = {{"size", {rle.size.height, rle.size.width}},
                           {"counts", mask::encode_counts(rle)}};
  const geom::Rect box = mask::bbox(rle);
  value["bbox"] = {box.x, box.y, box.width, box.height};
  value["area"] = mask::area(rle);
}

}  // namespace

bool is_box(const Json& bbox) {
  if (!bbox.is_array() || bbox.size() != 4) return false;
  for (const Json& number : bbox)
    if (!number.is_number() || !std::isfinite(number.get<double>())) return false;
  return bbox[2].get<double>() > 0 && bbox[3].get<double>() > 0;
}

void AnnotationTaker::tell(Outcome outcome, std::string_view what) {
  report_.add(outcome, "annotation", what, example_);
}

std::string AnnotationTaker::uuid_for(const Json& annotation, const KnownImage& image) {
  std::string uuid = valid_uuid(text_at(annotation, "uuid"));
  if (!uuid.empty() && uuids_.insert(uuid).second) return uuid;
  if (!uuid.empty()) tell(Outcome::kChanged, "with a uuid that another one has, given a new one");
  // With sorted keys: whoever wrote it anew meant the same.
  const std::string text = doc::json_text(nlohmann::json(annotation));
  do {
    std::string key = content_uuid(image.path, text, 0);
    uuid = content_uuid(image.path, text, repeats_[key]++);
  } while (!uuids_.insert(uuid).second);
  return uuid;
}

std::optional<std::int64_t> AnnotationTaker::wanted_id(const Json& annotation) {
  const Json& given = member(annotation, "id");
  if (given.is_null()) {
    tell(Outcome::kChanged, "without an id, given one");
    return std::nullopt;
  }
  const auto id = whole_number(given);
  if (!id || *id < 0 || *id > kHighestId) {
    tell(Outcome::kChanged, "with an id that is no whole number from 0 on, given another one");
    return std::nullopt;
  }
  if (*id == 0 && zero_ids_ == ZeroIds::kRenumber) {
    tell(Outcome::kChanged, "with id 0, given another one");
    return std::nullopt;
  }
  if (!ids_.insert(*id).second) {
    tell(Outcome::kChanged, "with an id that another one has, given a new one");
    return std::nullopt;
  }
  if (*id == 0)
    tell(Outcome::kNote,
         "with id 0, which COCO's evaluation counts as missed; it is kept unless you choose to "
         "renumber");
  return id;
}

std::size_t AnnotationTaker::class_of(const Json& annotation, Classes whose) {
  if (whose == Classes::kNone) return classes_.unnamed();
  const auto id = whole_number(member(annotation, "category_id"));
  if (!id) {
    tell(Outcome::kChanged, "without a class, made an \"object\"");
    return classes_.unnamed();
  }
  return whose == Classes::kOfProject ? classes_.by_project_id(*id, report_)
                                      : classes_.by_file_id(*id, report_);
}

void AnnotationTaker::put_crowd(const Json& annotation, Classes whose, Json& value) {
  const Json& given = member(annotation, "iscrowd");
  const auto number = whole_number(given);
  const bool usable = given.is_boolean() || number == 0 || number == 1;
  if (given.is_null() && whose != Classes::kNone)
    tell(Outcome::kChanged, "without iscrowd, taken as 0");
  else if (!given.is_null() && !usable)
    tell(Outcome::kChanged, "with an iscrowd that is neither 0 nor 1, taken as 0");
  value["iscrowd"] = given.is_boolean() ? int(given.get<bool>()) : number == 1 ? 1 : 0;
}

void AnnotationTaker::check_measures(const Json& annotation) {
  for (const char* key : {"bbox", "area"}) {
    const Json& given = member(annotation, key);
    const bool box = key[0] == 'b';
    const bool usable = box ? given.is_array() && given.size() == 4 : given.is_number();
    if (usable) continue;
    const std::string what = std::string(box ? "a bbox" : "an area");
    tell(Outcome::kChanged, given.is_null() ? "without " + what + ", given its mask's"
                                            : "with " + what + " that is none, given its mask's");
  }
}

// What the document could not read, or the server refuse when the image is saved, stays with the
// source alone.
void AnnotationTaker::keep_only_usable(const KnownImage& image, Json& value) {
  for (const char* key : {"predicted_iou", "stability_score"}) {
    const Json& given = member(value, key);
    const bool usable = given.is_number() && std::isfinite(float(given.get<double>()));
    if (!usable && !given.is_null()) {
      tell(Outcome::kChanged, "with a score that is no number, left out");
    }
    if (!usable) value.erase(key);
  }
  if (const Json& attributes = member(value, "attributes");
      attributes.is_object() && !usable_attributes(attributes)) {
    tell(Outcome::kChanged, "with attributes without a name or over 10,000 bytes, left out");
    value.erase("attributes");
  }
  if (value.contains("maskpoint")) {
    doc::Annotation unused;
    const Json& own = value["maskpoint"];
    if (!doc::read_origin(nlohmann::json(own), image.size, unused).ok()) {
      if (!own.is_null()) tell(Outcome::kChanged, "whose prompts can't be read, left out");
      value.erase("maskpoint");
    }
  }
  value.erase(kSourceKey);
}

void AnnotationTaker::carry(Json annotation, const KnownImage& image, ImportedImage& into) {
  ImportedCarried carried;
  carried.uuid = uuid_for(annotation, image);
  if (annotation.contains("id") || !annotation.contains("segments_info"))
    carried.wanted_id = wanted_id(annotation);
  if (const auto id = whole_number(member(annotation, "category_id")))
    carried.class_index = classes_.declared(*id);
  carried.is_box = is_box(member(annotation, "bbox"));
  carried.source = std::move(annotation);
  into.carried.push_back(std::move(carried));
}

void AnnotationTaker::take(const Json& annotation, const KnownImage& image, Classes whose,
                           ImportedImage& into) {
  example_ = called(annotation);
  const SegmentationRead read = read_segmentation(member(annotation, "segmentation"), image.size);
  const bool box = is_box(member(annotation, "bbox"));
  if (!read.mask) {
    if (read.absent) {
      tell(Outcome::kNote, box ? "without a mask, kept as a box"
                               : "without a mask or a box, carried along unchanged");
      carry(annotation, image, into);
    } else if (box) {
      tell(Outcome::kChanged, "whose mask is unusable, kept as a box: " + read.error);
      Json rest = annotation;
      rest.erase("segmentation");
      carry(std::move(rest), image, into);
    } else {
      tell(Outcome::kNotTaken, "whose mask is unusable: " + read.error);
    }
    return;
  }
  for (const std::string& note : read.notes)
    tell(Outcome::kChanged, note);

  ImportedObject object;
  object.uuid = uuid_for(annotation, image);
  object.wanted_id = wanted_id(annotation);
  object.class_index = class_of(annotation, whose);
  object.value = without_ids(annotation);
  check_measures(annotation);
  put_mask(*read.mask, object.value);
  put_crowd(annotation, whose, object.value);
  keep_only_usable(image, object.value);
  const bool said = text_at(annotation, "uuid") == object.uuid &&
                    nlohmann::json(without_ids(annotation)) == nlohmann::json(object.value);
  if (!said) object.source = annotation;
  into.objects.push_back(std::move(object));
}

void AnnotationTaker::take_mask(const mask::Rle& mask, Json rest, const std::string& class_name,
                                const KnownImage& image, ImportedImage& into) {
  ImportedObject object;
  object.value = std::move(rest);
  put_mask(mask, object.value);
  object.value["iscrowd"] = 0;
  keep_only_usable(image, object.value);
  object.uuid = uuid_for(object.value, image);
  object.class_index = classes_.by_name(class_name);
  into.objects.push_back(std::move(object));
}

void AnnotationTaker::take_box(const Json& bbox, Json rest, const std::string& class_name,
                               const KnownImage& image, ImportedImage& into) {
  ImportedCarried carried;
  carried.source = std::move(rest);
  carried.source["bbox"] = bbox;
  carried.source["area"] = bbox[2].get<double>() * bbox[3].get<double>();
  carried.source["iscrowd"] = 0;
  carried.uuid = uuid_for(carried.source, image);
  carried.class_index = classes_.by_name(class_name);
  carried.is_box = true;
  into.carried.push_back(std::move(carried));
}

}  // namespace maskpoint::formats
