// What readers of one set of files fill together: classes by name, images in the order in which
// they get something, one report. Refers to the project, which must stay. For one thread.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "formats/class_list.h"
#include "formats/coco_annotation.h"
#include "formats/image_names.h"
#include "formats/import_types.h"
#include "formats/label_image.h"

namespace maskpoint::formats {

class ImportBuilder {
 public:
  ImportBuilder(const KnownProject& known, PngCodec codec, ZeroIds zero);
  ImportBuilder(const ImportBuilder&) = delete;
  ImportBuilder& operator=(const ImportBuilder&) = delete;

  // Ids of a file mean nothing in the next one.
  void begin_file();
  ImportedImage& image(std::size_t known);
  // The image a file is about, by its name without ending or by the name it says; reports why not.
  const KnownImage* image_called(const std::string& name, const NameMatch& match);
  std::size_t index_of(const KnownImage& image) const;
  Import finish() &&;

  const KnownProject& project;
  const PngCodec png;
  const ZeroIds zero_ids;
  const ImageNames names;
  Report report;
  ClassList classes;
  AnnotationTaker taker;
  std::vector<Json> file_keys;  // of COCO files
  std::unordered_map<std::int64_t, std::size_t> by_source_id;

 private:
  std::unordered_map<std::size_t, std::size_t> places_;
  std::vector<ImportedImage> images_;
};

}  // namespace maskpoint::formats
