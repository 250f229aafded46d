#include "server/project_export.h"

#include <string>
#include <utility>
#include <vector>

#include "server/cutouts.h"
#include "server/label_png.h"
#include "server/project_content.h"

namespace maskpoint::server {
namespace {

base::Result<RgbImage> photo_of(Project& project, const std::string& path) {
  auto file = project.root().open_file(path);
  if (!file.ok()) return file.status();
  const auto bytes = file->read_all(ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  return decode_image(*bytes);
}

}  // namespace

base::Status export_project(Project& project, formats::Format format,
                            const formats::ExportChoices& choices, formats::Report& report,
                            const formats::TakeFile& take) {
  const auto content = content_of(project);
  if (!content.ok()) return content.status();
  const auto cut =
      [&](const formats::ExportImage& image, const doc::Categories& classes,
          const std::string& folder) -> base::Result<std::vector<formats::ExportFile>> {
    const auto photo = photo_of(project, image.path);
    if (!photo.ok()) return photo.status();
    return cutouts(image, *photo, classes, folder);
  };
  return formats::write_project(*content, format, choices, {label_png_codec(), cut}, report, take);
}

}  // namespace maskpoint::server
