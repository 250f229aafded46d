#include "formats/coco_images.h"
#include "formats/sa1b.h"

namespace maskpoint::formats {
namespace {

bool is_mask_of_list(const Json& file) {
  return file.is_array() && !file.empty() && member(file[0], "segmentation").is_object() &&
         member(file[0], "image_id").is_null();
}

}  // namespace

bool looks_like_sa1b(const Json& file) {
  return (member(file, "image").is_object() && member(file, "annotations").is_array()) ||
         is_mask_of_list(file);
}

void read_sa1b(std::string_view name, const Json& file, ImportBuilder& into) {
  const Json& said = member(file, "image");
  const std::string image_name = text_at(said, "file_name");
  const KnownImage* image = image_name.empty()
                                ? into.image_called(std::string(name), into.names.find_stem(name))
                                : into.image_called(image_name, into.names.find(image_name));
  if (image == nullptr) return;
  if (const std::string difference = size_difference(said, *image); !difference.empty()) {
    into.report.add(Outcome::kNotTaken, "file", "of an image of another size than here",
                    difference);
    return;
  }
  ImportedImage& to = into.image(into.index_of(*image));
  for (const Json& annotation : file.is_array() ? file : list_of(file, "annotations"))
    into.taker.take(annotation, *image, AnnotationTaker::Classes::kNone, to);
}

}  // namespace maskpoint::formats
