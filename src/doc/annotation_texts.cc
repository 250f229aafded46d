#include "doc/annotation_texts.h"

#include <nlohmann/json.hpp>

#include "doc/coco_json.h"
#include "doc/json_text.h"

namespace maskpoint::doc {

const std::string& AnnotationTexts::text_of(const AnnotationPtr& annotation,
                                            std::int64_t image_id) {
  Text& text = texts_[annotation.get()];
  if (text.of.lock() == annotation && text.image_id == image_id) return text.json;
  text = {annotation, image_id, json_text(annotation_to_json(*annotation, image_id))};
  return text.json;
}

std::string AnnotationTexts::write(const ImageDoc& doc) {
  std::string list = "{\"annotations\":[";
  for (const AnnotationPtr& annotation : doc.annotations) {
    if (list.back() != '[') list += ',';
    list += text_of(annotation, doc.image_id);
  }
  list += "]}";
  // Undo keeps many versions alive; those of the past are written again when they come back.
  if (texts_.size() > 2 * doc.annotations.size() + 64)
    std::erase_if(texts_, [&](const auto& entry) { return entry.second.of.expired(); });
  if (texts_.size() > 4 * doc.annotations.size() + 1024) texts_.clear();
  return list;
}

}  // namespace maskpoint::doc
