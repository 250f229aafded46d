#include <algorithm>
#include <limits>

#include "doc/edits.h"
#include "doc/palette.h"
#include "formats/label_masks.h"
#include "mask/column_runs.h"

namespace maskpoint::formats {
namespace {

constexpr std::size_t kMostValues = std::numeric_limits<std::uint16_t>::max();

LabelImage blank(const ExportImage& image, LabelImage::Kind kind) {
  LabelImage out{kind, image.size, {}, {}};
  out.pixels.resize(std::size_t(image.size.width) * std::size_t(image.size.height), 0);
  return out;
}

void paint(const mask::Rle& rle, std::uint16_t value, LabelImage& image) {
  const mask::ColumnRuns runs(rle);
  const std::size_t width = std::size_t(image.size.width);
  for (const mask::ColumnRun& run : runs.all())
    for (int y = run.top; y < run.bottom; ++y)
      image.pixels[std::size_t(y) * width + std::size_t(run.x)] = value;
}

// Which objects lose pixels to those above them; with kMine only where that is another class.
enum class Counts { kAnyOther, kOtherClasses };
void tell_overlaps(const ExportImage& image, Counts counts, Report& report) {
  LabelImage top = blank(image, LabelImage::Kind::kGrey16);
  const std::size_t count = std::min(image.objects.size(), kMostValues);
  for (std::size_t i = 0; i < count; ++i)
    paint(*image.objects[i].object->mask, std::uint16_t(i + 1), top);
  std::vector<std::uint64_t> kept(count + 1, 0);
  if (counts == Counts::kAnyOther) {
    for (const std::uint16_t value : top.pixels)
      ++kept[value];
  } else {
    const std::size_t width = std::size_t(image.size.width);
    for (std::size_t i = 0; i < count; ++i) {
      const doc::Annotation& a = *image.objects[i].object;
      const mask::ColumnRuns runs(*a.mask);
      for (const mask::ColumnRun& run : runs.all())
        for (int y = run.top; y < run.bottom; ++y) {
          const std::uint16_t above = top.pixels[std::size_t(y) * width + std::size_t(run.x)];
          kept[i + 1] += image.objects[above - 1u].object->category_id == a.category_id;
        }
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const doc::Annotation& a = *image.objects[i].object;
    if (kept[i + 1] == a.area) continue;
    const std::string example = image.path + " id " + std::to_string(a.id);
    if (kept[i + 1] == 0)
      report.add(Outcome::kNotTaken, "object", "that others cover altogether", example);
    else
      report.add(Outcome::kChanged, "object", "that others cover in part", example);
  }
}

}  // namespace

LabelImage semantic_image(const ExportImage& image, const doc::Categories& classes,
                          Report& report) {
  const bool palette = classes.size() <= 255;
  LabelImage out = blank(image, palette ? LabelImage::Kind::kPalette8 : LabelImage::Kind::kGrey16);
  if (palette) {
    out.palette.push_back({0, 0, 0});
    for (const doc::Category& category : classes)
      out.palette.push_back(category.color);
  }
  for (const ExportObject& object : image.objects) {
    std::size_t position = 0;
    while (position < classes.size() && classes[position].id != object.object->category_id)
      ++position;
    if (position < classes.size() && position < kMostValues)
      paint(*object.object->mask, std::uint16_t(position + 1), out);
  }
  tell_overlaps(image, Counts::kOtherClasses, report);
  return out;
}

LabelImage instance_image(const ExportImage& image, Report& report) {
  LabelImage out = blank(image, LabelImage::Kind::kGrey16);
  for (std::size_t i = 0; i < image.objects.size(); ++i) {
    if (i >= kMostValues) {
      report.add(Outcome::kNotTaken, "object", "beyond the 65,535 that 16 bits can tell apart",
                 image.path);
      continue;
    }
    paint(*image.objects[i].object->mask, std::uint16_t(i + 1), out);
  }
  tell_overlaps(image, Counts::kAnyOther, report);
  return out;
}

Json semantic_map(const doc::Categories& classes) {
  Json map = Json::array();
  for (std::size_t i = 0; i < classes.size(); ++i)
    map.push_back({{"value", i + 1},
                   {"id", classes[i].id},
                   {"name", classes[i].name},
                   {"color", doc::hex_of(classes[i].color)}});
  return map;
}

Json instance_map(const ExportImage& image, const std::string& mask_path,
                  const doc::Categories& classes) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(image.objects.size(), kMostValues); ++i) {
    const doc::Annotation& a = *image.objects[i].object;
    const doc::Category* category = doc::find(classes, a.category_id);
    list.push_back({{"value", i + 1},
                    {"id", a.id},
                    {"name", category == nullptr ? "object" : category->name}});
  }
  return {{"image", image.path}, {"file", mask_path}, {"instances", std::move(list)}};
}

}  // namespace maskpoint::formats
