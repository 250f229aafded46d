#include <limits>
#include <unordered_map>
#include <utility>

#include "formats/label_masks.h"
#include "mask/run_builder.h"

namespace maskpoint::formats {
namespace {

constexpr std::uint16_t kVoid = 255;

// {"value": 3, "name": "cat"} entries, by value.
std::map<int, std::string> names_by_value(const Json& list) {
  std::map<int, std::string> names;
  for (const Json& entry : list) {
    const auto value = whole_number(member(entry, "value"));
    const std::string name = text_at(entry, "name");
    if (value && *value > 0 && *value <= std::numeric_limits<std::uint16_t>::max() && !name.empty())
      names.emplace(int(*value), name);
  }
  return names;
}

// One mask a value, in the order of the values; 0 is none.
std::map<std::uint16_t, mask::Rle> masks_of(const LabelImage& image) {
  std::unordered_map<std::uint16_t, mask::RunBuilder> builders;
  const std::size_t width = std::size_t(image.size.width);
  std::uint16_t value = 0;
  std::uint64_t start = 0, at = 0;
  const auto end_run = [&] {
    if (value != 0) builders.try_emplace(value, image.size).first->second.add_foreground(start, at);
  };
  for (std::size_t x = 0; x < width; ++x)
    for (std::size_t y = 0; y < std::size_t(image.size.height); ++y, ++at) {
      const std::uint16_t here = image.pixels[y * width + x];
      if (here == value) continue;
      end_run();
      value = here;
      start = at;
    }
  end_run();
  std::map<std::uint16_t, mask::Rle> masks;
  for (auto& [label, builder] : builders)
    masks.emplace(label, std::move(builder).finish());
  return masks;
}

enum class Meaning { kOneObject, kClasses, kInstances };

Meaning meaning_of(const LabelImage& image, const std::map<std::uint16_t, mask::Rle>& masks) {
  if (image.kind == LabelImage::Kind::kGrey16) return Meaning::kInstances;
  const bool one = masks.size() == 1 && (masks.contains(1) || masks.contains(kVoid));
  return image.kind != LabelImage::Kind::kPalette8 && one ? Meaning::kOneObject : Meaning::kClasses;
}

// The instances of the mask whose path ends like `name`.
const std::map<int, std::string>* instances_of(const MaskMaps& maps, std::string_view name) {
  const std::string path = plain_path(name);
  for (const auto& [mask, names] : maps.instances)
    if (path == mask || path.ends_with("/" + mask) || mask.ends_with("/" + path)) return &names;
  return nullptr;
}

}  // namespace

bool take_mask_map(const Json& file, MaskMaps& maps) {
  if (!file.is_array() || file.empty()) return false;
  if (member(file[0], "value").is_number() && member(file[0], "name").is_string()) {
    maps.classes = names_by_value(file);
    return true;
  }
  if (!member(file[0], "instances").is_array()) return false;
  for (const Json& entry : file)
    maps.instances[plain_path(text_at(entry, "file"))] =
        names_by_value(list_of(entry, "instances"));
  return true;
}

base::Status read_mask_png(std::string_view name, std::string_view bytes, const MaskMaps& maps,
                           ImportBuilder& into) {
  const KnownImage* image = into.image_called(std::string(name), into.names.find_stem(name));
  if (image == nullptr) return {};
  if (!into.png.decode) return base::invalid_input("PNGs can't be read here.");
  const auto labels = into.png.decode(bytes);
  if (!labels.ok()) return labels.status();
  if (labels->size != image->size) {
    into.report.add(Outcome::kNotTaken, "file", "of another size than its image",
                    std::string(name));
    return {};
  }
  const auto masks = masks_of(*labels);
  const std::map<int, std::string>* instances = instances_of(maps, name);
  const Meaning meaning = instances != nullptr    ? Meaning::kInstances
                          : !maps.classes.empty() ? Meaning::kClasses
                                                  : meaning_of(*labels, masks);
  ImportedImage& to = into.image(into.index_of(*image));
  for (const auto& [value, rle] : masks) {
    const std::string example = std::string(name) + " value " + std::to_string(value);
    std::string class_name = "object";
    if (meaning == Meaning::kClasses) {
      const auto known = maps.classes.find(value);
      if (known == maps.classes.end() && value == kVoid && masks.size() > 1) {
        into.report.add(Outcome::kNote, "mask", "of value 255, left out as void",
                        std::string(name));
        continue;
      }
      class_name = known == maps.classes.end() ? "class " + std::to_string(value) : known->second;
      if (known == maps.classes.end())
        into.report.add(Outcome::kChanged, "value", "without a name, called by its number",
                        example);
    } else if (instances != nullptr) {
      const auto known = instances->find(value);
      if (known != instances->end()) class_name = known->second;
    }
    into.taker.take_mask(rle, Json{{"label_value", value}}, class_name, *image, to);
  }
  return {};
}

}  // namespace maskpoint::formats
