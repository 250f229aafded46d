#include "formats/import_builder.h"

#include <utility>

namespace maskpoint::formats {

ImportBuilder::ImportBuilder(const KnownProject& known, PngCodec codec, ZeroIds zero)
    : project(known),
      png(std::move(codec)),
      zero_ids(zero),
      names(known.images),
      classes(known),
      taker(classes, zero, report) {
  for (std::size_t i = 0; i < known.images.size(); ++i)
    if (known.images[i].source_id) by_source_id.emplace(*known.images[i].source_id, i);
}

void ImportBuilder::begin_file() {
  classes.begin_file();
  taker.begin_file();
}

ImportedImage& ImportBuilder::image(std::size_t known) {
  const auto [at, fresh] = places_.emplace(known, images_.size());
  if (fresh) images_.push_back({project.images[known].id, {}, {}, nullptr});
  return images_[at->second];
}

const KnownImage* ImportBuilder::image_called(const std::string& name, const NameMatch& match) {
  const char* why = nullptr;
  if (match.fit == NameFit::kNone)
    why = "of an image not in the folder";
  else if (match.fit == NameFit::kAmbiguous)
    why = "of an image with a name that several here have";
  else if (project.images[match.image].size.width < 1)
    why = "of an image that can't be read here";
  if (why == nullptr) return &project.images[match.image];
  report.add(Outcome::kNotTaken, "file", why, name);
  return nullptr;
}

std::size_t ImportBuilder::index_of(const KnownImage& image) const {
  return std::size_t(&image - project.images.data());
}

Import ImportBuilder::finish() && {
  Import out;
  out.classes = std::move(classes).take();
  if (zero_ids == ZeroIds::kRenumber)
    for (ImportedClass& imported : out.classes)
      if (imported.wanted_id == 0) imported.wanted_id.reset();
  out.images = std::move(images_);
  out.files = std::move(file_keys);
  out.report = std::move(report);
  return out;
}

}  // namespace maskpoint::formats
