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
#include "formats/project_content.h"
#include "formats/report.h"

namespace maskpoint::formats {

// Refers to the content, which must stay.
class ExportContext {
 public:
  explicit ExportContext(const ProjectContent& content);

  const ProjectContent& content() const { return content_; }
  const doc::Categories& classes() const { return classes_; }

  // COCO's "images" and "categories".
  Json image_json(const StoredImage& row) const;
  std::vector<Json> category_jsons() const;

  // Whether its image and class go out.
  bool has(const StoredObject& object) const {
    return image_ids_.contains(object.image) && class_ids_.contains(object.category);
  }
  // A stored object as it goes into a COCO file, nothing where its image or class does not go out.
  // The stored text as it is, where nothing of it has another name there.
  std::optional<std::string> annotation_text(const StoredObject& object) const;
  std::optional<std::string> carried_text(const StoredCarried& row) const;
  // The image with its objects; one that can't be read is reported.
  base::Result<ExportImage> image(const StoredImage& row, Report& report) const;

 private:
  Json annotation(const Json& stored, std::int64_t image, std::int64_t category) const;

  const ProjectContent& content_;
  doc::Categories classes_;
  // A file that came from elsewhere keeps what it was called there.
  std::map<std::int64_t, std::int64_t> image_ids_, class_ids_;
};

}  // namespace maskpoint::formats
