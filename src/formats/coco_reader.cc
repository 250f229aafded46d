#include "formats/coco_reader.h"

#include <string>
#include <utility>

#include "doc/json_text.h"
#include "formats/coco_images.h"

namespace maskpoint::formats {
namespace {

std::string called(const Json& annotation) {
  const Json& id = member(annotation, "id");
  return id.is_null() || id.is_structured() ? std::string() : "id " + doc::json_text(id);
}

void keep_file_keys(const Json& file, ImportBuilder& into) {
  Json keys = Json::object();
  for (const auto& [key, value] : file.items())
    if (key != "images" && key != "annotations" && key != "categories") keys[key] = value;
  if (!keys.empty()) into.file_keys.push_back(std::move(keys));
}

// Every image of the file keeps what it says of it, whether or not it has annotations.
void keep_images(const Json& file, const FileImages& images, ImportBuilder& into) {
  for (const Json& image : list_of(file, "images")) {
    const auto id = whole_number(member(image, "id"));
    const auto at = id ? images.usable.find(*id) : images.usable.end();
    if (at == images.usable.end() || at->second.source != &image) continue;
    into.by_source_id.emplace(*id, at->second.known);
    Json& source = into.image(at->second.known).source;
    if (!source.is_null()) continue;  // an earlier file's
    source = image;
    if (id == 0 && into.zero_ids == ZeroIds::kRenumber) source.erase("id");
  }
}

}  // namespace

bool looks_like_coco(const Json& file) {
  return member(file, "annotations").is_array() && member(file, "images").is_array();
}

void read_coco(const Json& file, ImportBuilder& into) {
  const Json& categories = member(file, "categories");
  if (!categories.is_array())
    into.report.add(Outcome::kNote, "", "The file has no list of categories");
  into.classes.take_categories(categories, into.report);
  const FileImages images = match_images(list_of(file, "images"), into);
  keep_images(file, images, into);
  for (const Json& annotation : list_of(file, "annotations")) {
    const auto image_id = whole_number(member(annotation, "image_id"));
    const auto image = image_id ? images.usable.find(*image_id) : images.usable.end();
    if (image != images.usable.end()) {
      const std::size_t known = image->second.known;
      into.taker.take(annotation, into.project.images[known], AnnotationTaker::Classes::kOfFile,
                      into.image(known));
      continue;
    }
    const char* why = !annotation.is_object() ? "not a JSON object"
                      : !image_id             ? "without an image_id that is a whole number"
                      : images.unusable.contains(*image_id)
                          ? "of an image that was not taken"
                          : "whose image_id is no image of the file";
    into.report.add(Outcome::kNotTaken, "annotation", why, called(annotation));
  }
  keep_file_keys(file, into);
}

bool looks_like_coco_results(const Json& file) {
  return file.is_array() && !file.empty() && member(file[0], "image_id").is_number();
}

void read_coco_results(const Json& file, ImportBuilder& into) {
  for (const Json& annotation : file) {
    const auto image_id = whole_number(member(annotation, "image_id"));
    const auto known = image_id ? into.by_source_id.find(*image_id) : into.by_source_id.end();
    if (known == into.by_source_id.end()) {
      into.report.add(Outcome::kNotTaken, "annotation",
                      "of a list of results whose image_id is of no COCO file imported before; "
                      "import the file with the images first",
                      called(annotation));
      continue;
    }
    const KnownImage& image = into.project.images[known->second];
    if (image.size.width < 1)
      into.report.add(Outcome::kNotTaken, "annotation", "of an image whose file can't be read",
                      called(annotation));
    else
      into.taker.take(annotation, image, AnnotationTaker::Classes::kOfProject,
                      into.image(known->second));
  }
}

}  // namespace maskpoint::formats
