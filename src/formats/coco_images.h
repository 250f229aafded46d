// COCO's "images" against the project's: which of them is which, and whether it may be that one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "formats/image_names.h"
#include "formats/import_builder.h"

namespace maskpoint::formats {

struct FileImage {
  std::size_t known = 0;  // index into KnownProject::images
  const Json* source = nullptr;
};

struct FileImages {
  std::unordered_map<std::int64_t, FileImage> usable;  // by their id in the file
  // Those the file has, but the project cannot take: their annotations need no other reason.
  std::unordered_map<std::int64_t, bool> unusable;
};

// Refers to `images`.
FileImages match_images(const Json& images, ImportBuilder& into);

// "a.jpg: 20 × 10 pixels here, 10 × 20 there", or empty where the sizes agree or none is given.
std::string size_difference(const Json& image, const KnownImage& known);

}  // namespace maskpoint::formats
