// Copied objects: what the clipboard holds, and its text, which travels between tabs and projects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "doc/types.h"

namespace maskpoint::doc {

struct Clip {
  std::int64_t image_id = 0;  // where they were copied; prompts mean that image
  geom::ImageSize size;
  std::vector<AnnotationPtr> objects;  // bottom to top
  Categories classes;                  // those the objects have
};

// JSON with "maskpoint": "objects", the size and COCO's annotations and categories.
std::string write_clip(const Clip& clip);
// Whether a text claims to be one: other text on the clipboard is nobody's mistake.
bool looks_like_clip(std::string_view text);
base::Result<Clip> read_clip(std::string_view text);

// The object as it lies on an image of `size`: the same pixels at the same places. Null when
// nothing of it does. Without its prompts where those were put to another image.
AnnotationPtr carried_over(const AnnotationPtr& object, geom::ImageSize size, bool same_image);

}  // namespace maskpoint::doc
