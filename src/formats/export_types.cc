#include "formats/export_types.h"

#include <utility>

namespace maskpoint::formats {
namespace {

constexpr std::pair<Format, const char*> kNames[] = {
    {Format::kCoco, "coco"},
    {Format::kCocoUncompressed, "coco-uncompressed"},
    {Format::kCocoPolygon, "coco-polygon"},
    {Format::kSa1b, "sa1b"},
    {Format::kYolo, "yolo"},
    {Format::kLabelme, "labelme"},
    {Format::kPngSemantic, "png-semantic"},
    {Format::kPngInstance, "png-instance"},
    {Format::kCutouts, "cutouts"},
    {Format::kAll, "all"},
};

}  // namespace

const char* name_of(Format format) {
  for (const auto& [known, name] : kNames)
    if (known == format) return name;
  return "";
}

std::optional<Format> format_named(std::string_view name) {
  for (const auto& [format, known] : kNames)
    if (name == known) return format;
  return std::nullopt;
}

std::string all_format_names() {
  std::string text;
  for (const auto& [format, name] : kNames)
    text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

bool is_one_file(Format format) {
  return format == Format::kCoco || format == Format::kCocoUncompressed ||
         format == Format::kCocoPolygon;
}

}  // namespace maskpoint::formats
