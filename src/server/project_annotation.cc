#include "server/project_annotation.h"

#include <limits>
#include <utility>

#include "mask/rle.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kLongestName = 200, kLongestText = 10'000;  // bytes, of an attribute

base::Status about(const std::string& uuid, const std::string& what) {
  return base::invalid_input("Object " + uuid + ": " + what);
}

// A whole number up to 2^31, written as an integer or as 3.0.
std::optional<std::int64_t> whole(const Json& value) {
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  const double number = value.get<double>();
  if (!(number >= 0 && number <= double(1LL << 40)) || number != double(std::int64_t(number)))
    return std::nullopt;
  return std::int64_t(number);
}

base::Result<mask::Rle> read_mask(const Json& segmentation, geom::ImageSize image) {
  base::Status expected = base::invalid_input(
      "its segmentation must be {\"size\": [height, width], \"counts\": \"…\"}, COCO's RLE.");
  if (!segmentation.is_object() || !segmentation.contains("size") ||
      !segmentation.contains("counts"))
    return expected;
  const Json& size = segmentation["size"];
  if (!size.is_array() || size.size() != 2) return expected;
  const auto height = whole(size[0]);
  const auto width = whole(size[1]);
  if (!height || !width) return expected;
  if (*height != image.height || *width != image.width)
    return base::invalid_input("its mask is " + std::to_string(*width) + " × " +
                               std::to_string(*height) + " pixels but the image is " +
                               std::to_string(image.width) + " × " + std::to_string(image.height) +
                               "; make the mask on this image.");
  const Json& counts = segmentation["counts"];
  if (counts.is_string()) return mask::decode_counts(counts.get_ref<const std::string&>(), image);
  if (!counts.is_array()) return expected;
  mask::Rle rle{image, {}};
  for (const Json& count : counts) {
    const auto value = whole(count);
    if (!value || *value < 0 || *value > std::numeric_limits<std::uint32_t>::max()) return expected;
    rle.counts.push_back(std::uint32_t(*value));
  }
  if (auto status = mask::check(rle); !status.ok()) return status;
  return rle;
}

bool same_box(const Json& value, geom::Rect box) {
  if (!value.is_array() || value.size() != 4) return false;
  const int expected[] = {box.x, box.y, box.width, box.height};
  for (std::size_t i = 0; i < 4; ++i)
    if (whole(value[i]) != std::int64_t(expected[i])) return false;
  return true;
}

// The numbers a reader would take on trust must say what the mask says.
base::Status check_measures(Json& object, const std::string& uuid, const mask::Rle& rle) {
  const geom::Rect box = mask::bbox(rle);
  const std::uint64_t area = mask::area(rle);
  if (!object.contains("bbox"))
    object["bbox"] = {box.x, box.y, box.width, box.height};
  else if (!same_box(object["bbox"], box))
    return about(uuid, "its bbox is not its mask's, which is [" + std::to_string(box.x) + ", " +
                           std::to_string(box.y) + ", " + std::to_string(box.width) + ", " +
                           std::to_string(box.height) + "]; correct it or leave it out.");
  if (!object.contains("area"))
    object["area"] = area;
  else if (whole(object["area"]) != std::int64_t(area))
    return about(uuid, "its area is not its mask's, which is " + std::to_string(area) +
                           "; correct it or leave it out.");
  return {};
}

base::Status check_crowd(Json& object, const std::string& uuid) {
  if (!object.contains("iscrowd")) {
    object["iscrowd"] = 0;
    return {};
  }
  const auto crowd = whole(object["iscrowd"]);
  if (crowd == 0 || crowd == 1) return {};
  return about(uuid, "its iscrowd must be 0 or 1.");
}

// Values may be anything, as they come from many tools; a list instead of an object is one of
// theirs, too, and kept.
base::Status check_attributes(const Json& object, const std::string& uuid) {
  if (!object.contains("attributes") || !object["attributes"].is_object()) return {};
  for (const auto& [name, value] : object["attributes"].items()) {
    if (name.empty() || name.size() > kLongestName)
      return about(uuid, "the name of an attribute must have 1 to 200 bytes.");
    if (value.is_string() && value.get_ref<const std::string&>().size() > kLongestText)
      return about(uuid, "the text of its attribute \"" + name +
                             "\" is longer than 10,000 bytes; shorten it.");
  }
  return {};
}

base::Status check_lock(const Json& object, const std::string& uuid) {
  if (!object.contains("maskpoint") || !object["maskpoint"].is_object()) return {};
  const Json& own = object["maskpoint"];
  if (!own.contains("locked") || own["locked"].is_boolean()) return {};
  return about(uuid, "its maskpoint.locked must be true or false.");
}

}  // namespace

base::Result<std::string> checked_uuid(const std::string& text) {
  std::string out = text;
  bool good = text.size() == 36;
  for (std::size_t i = 0; good && i < out.size(); ++i) {
    char& c = out[i];
    if (c >= 'A' && c <= 'F') c = char(c - 'A' + 'a');
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = dash ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
  if (good) return out;
  return base::invalid_input(
      "An object's uuid must be 8-4-4-4-12 hexadecimal digits; make it with crypto.randomUUID().");
}

base::Result<AnnotationWrite> checked_annotation(Json object, const ImageRow& image) {
  if (!object.is_object())
    return base::invalid_input("Every object must be a JSON object; send COCO annotations.");
  if (!object.contains("uuid") || !object["uuid"].is_string())
    return base::invalid_input("An object has no uuid; make one with crypto.randomUUID().");
  AnnotationWrite out;
  auto uuid = checked_uuid(object["uuid"].get<std::string>());
  if (!uuid.ok()) return uuid.status();
  out.uuid = *std::move(uuid);

  object.erase("id");
  if (!object.contains("image_id"))
    object["image_id"] = image.id;
  else if (whole(object["image_id"]) != image.id)
    return about(out.uuid, "its image_id is another image's; send it to that image.");
  const auto category =
      object.contains("category_id") ? whole(object["category_id"]) : std::nullopt;
  if (!category) return about(out.uuid, "it has no category_id; give it a class.");
  out.category = *category;
  if (!object.contains("segmentation"))
    return about(out.uuid, "it has no segmentation; send its mask as COCO RLE.");
  const auto rle = read_mask(object["segmentation"], image.upright);
  if (!rle.ok()) return about(out.uuid, rle.status().message());
  if (auto status = check_measures(object, out.uuid, *rle); !status.ok()) return status;
  if (auto status = check_crowd(object, out.uuid); !status.ok()) return status;
  if (auto status = check_attributes(object, out.uuid); !status.ok()) return status;
  if (auto status = check_lock(object, out.uuid); !status.ok()) return status;
  out.json = json_text(object);
  return out;
}

}  // namespace maskpoint::server
