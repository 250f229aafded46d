// What reading a file of annotations gives: classes, and for each image of the project the objects
// that came for it. Plain values; whoever asked puts them into the project (the server's store, the
// page's documents) and gives ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "doc/types.h"
#include "formats/json_input.h"
#include "formats/report.h"
#include "geom/points.h"

namespace maskpoint::formats {

// What there is to attach annotations to.
struct KnownImage {
  std::int64_t id = 0;
  std::string path;      // relative to the folder, '/' between its parts
  geom::ImageSize size;  // upright; zeros when the file can't be read
  // The id it had in a COCO file that was read before, for lists of results.
  std::optional<std::int64_t> source_id = {};
};
struct KnownClass {
  int id = 0;
  std::string name;
};
struct KnownProject {
  std::vector<KnownImage> images;
  std::vector<KnownClass> classes;
};

struct ImportedClass {
  std::string name;
  std::optional<int> known;               // the project's class of that name
  std::optional<std::int64_t> wanted_id;  // its id in the file
  Json value = Json::object();            // the file's other keys
};

// An annotation with a mask.
struct ImportedObject {
  std::string uuid;
  std::optional<std::int64_t> wanted_id;  // its id in the file, 0 to 2^52
  std::size_t class_index = 0;            // of Import::classes
  // As a COCO annotation without id, uuid, image_id and category_id; the segmentation compressed,
  // bbox and area the mask's, iscrowd 0 or 1.
  Json value;
  Json source;  // the annotation as it came (formats/source_record.h); null where `value` says it
};

// An annotation without a mask, kept as it came: a box to become a mask, a caption, key points.
struct ImportedCarried {
  std::string uuid;
  std::optional<std::int64_t> wanted_id;
  std::optional<std::size_t> class_index;
  bool is_box = false;
  Json source;
};

struct ImportedImage {
  std::int64_t id = 0;  // KnownImage::id
  std::vector<ImportedObject> objects;
  std::vector<ImportedCarried> carried;
  Json source;  // the image as the file has it, with its id there; null where it has none
};

struct Import {
  std::vector<ImportedClass> classes;
  std::vector<ImportedImage> images;
  std::vector<Json> files;  // of each, its keys beside images, annotations and categories
  Report report;
};

}  // namespace maskpoint::formats
