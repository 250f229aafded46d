// What writers of annotation files take and give. Values in, bytes out: no files, no threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "doc/types.h"
#include "formats/json_input.h"
#include "formats/label_image.h"

namespace maskpoint::formats {

enum class Format {
  kCoco,              // compressed run lengths; what came as polygons and nobody edited stays that
  kCocoUncompressed,  // run lengths as lists of numbers
  kCocoPolygon,
  kSa1b,
  kYolo,
  kLabelme,
  kPngSemantic,
  kPngInstance,
  kCutouts,
  kAll,  // every one of these
};
inline constexpr Format kEveryFormat[] = {
    Format::kCoco,   Format::kCocoUncompressed, Format::kCocoPolygon, Format::kSa1b,
    Format::kYolo,   Format::kLabelme,          Format::kPngSemantic, Format::kPngInstance,
    Format::kCutouts};
// As INTERFACES.md and the command line call them.
const char* name_of(Format format);
std::optional<Format> format_named(std::string_view name);
// "coco, coco-uncompressed, …", for messages.
std::string all_format_names();
// One file for the whole project instead of many.
bool is_one_file(Format format);

// A polygon has no holes and a YOLO line no parts. A bridge is a cut of no width between two rings:
// filled by even and odd, as pycocotools and OpenCV do, no pixel is gained or lost.
enum class Holes { kBridge, kFill, kSkip };
enum class Parts { kJoin, kSplit };
struct ExportChoices {
  Holes holes = Holes::kBridge;  // kSkip leaves objects with holes out
  Parts parts = Parts::kJoin;    // kSplit: an object of several parts becomes several
};

struct ExportObject {
  doc::AnnotationPtr object;
  Json coco;  // as it goes into a COCO file (source_record.h), its id, class and image that file's
};
struct ExportImage {
  std::int64_t id = 0;  // in files
  std::string path;     // relative, '/' between its parts
  geom::ImageSize size;
  std::vector<ExportObject> objects;  // bottom to top
};

struct ExportFile {
  std::string path;  // relative, '/' between its parts
  std::string bytes;
};

}  // namespace maskpoint::formats
