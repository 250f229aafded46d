// A project as files of annotations have it: which images and classes go out, under which ids, and
// each object as a COCO annotation and as a document's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "doc/types.h"
#include "formats/export_types.h"
#include "formats/report.h"
#include "server/http_json.h"
#include "server/project_core.h"

namespace maskpoint::server {

class ExportContext {
 public:
  static base::Result<ExportContext> open(Project& project);

  // Every readable image and those whose file is gone but which have objects, in list order.
  const std::vector<ImageRow>& images() const { return images_; }
  // Files that can't be read.
  const std::vector<std::string>& unreadable() const { return unreadable_; }
  const doc::Categories& classes() const { return classes_; }

  // COCO's "images" and "categories", and the file's other keys.
  Json image_json(const ImageRow& row) const;
  std::vector<Json> category_jsons() const;
  const Json& imported_keys() const { return imported_; }

  // Whether its image and class go out.
  bool has(const Store::StoredObject& object) const {
    return image_ids_.contains(object.image) && class_ids_.contains(object.category);
  }
  // A stored object as it goes into a COCO file, nothing where its image or class does not go out.
  // The stored text as it is, where nothing of it has another name there.
  std::optional<std::string> annotation_text(const Store::StoredObject& object) const;
  std::optional<std::string> carried_text(const CarriedRow& row) const;
  // The image with its objects; one that can't be read is reported.
  base::Result<formats::ExportImage> image(Project& project, const ImageRow& row,
                                           formats::Report& report) const;

 private:
  const Json& source_of(ImageId image) const;
  Json annotation(const Json& stored, ImageId image, std::int64_t category) const;

  std::vector<ImageRow> images_;
  std::vector<std::string> unreadable_;
  std::map<ImageId, Json> sources_;
  Json imported_;
  std::vector<Json> class_jsons_;
  doc::Categories classes_;
  // A file that came from elsewhere keeps what it was called there.
  std::map<std::int64_t, std::int64_t> image_ids_, class_ids_;
};

}  // namespace maskpoint::server
