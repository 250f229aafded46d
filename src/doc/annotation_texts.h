// The JSON text of each annotation, kept as long as the annotation lives: saving an image with
// thousands of objects writes anew only those that changed. For one thread.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "doc/types.h"

namespace maskpoint::doc {

class AnnotationTexts {
 public:
  // The same text as write_annotations (doc/coco_json.h).
  std::string write(const ImageDoc& doc);
  std::size_t kept() const { return texts_.size(); }

 private:
  struct Text {
    std::weak_ptr<const Annotation> of;  // its address may be another one's later
    std::int64_t image_id = 0;
    std::string json;
  };
  const std::string& text_of(const AnnotationPtr& annotation, std::int64_t image_id);

  std::unordered_map<const Annotation*, Text> texts_;
};

}  // namespace maskpoint::doc
