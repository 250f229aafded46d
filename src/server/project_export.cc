#include "server/project_export.h"

#include <string>
#include <utility>
#include <vector>

#include "formats/exporter.h"
#include "server/coco_export.h"
#include "server/cutouts.h"
#include "server/export_context.h"
#include "server/label_png.h"

namespace maskpoint::server {
namespace {

std::vector<std::string> paths_of(const ExportContext& context) {
  std::vector<std::string> paths;
  for (const ImageRow& row : context.images())
    paths.push_back(row.path);
  return paths;
}

base::Status take_all(base::Result<std::vector<formats::ExportFile>> files, const TakeFile& take) {
  if (!files.ok()) return files.status();
  for (formats::ExportFile& file : *files)
    if (auto status = take(std::move(file)); !status.ok()) return status;
  return {};
}

void tell_carried(Project& project, formats::Report& report) {
  (void)project.store().each_carried([&](const CarriedRow& row) {
    report.add(formats::Outcome::kNotTaken, "annotation", "without a mask",
               "id " + std::to_string(row.id));
  });
}

base::Result<RgbImage> photo_of(Project& project, const std::string& path) {
  auto file = project.root().open_file(path);
  if (!file.ok()) return file.status();
  const auto bytes = file->read_all(ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  return decode_image(*bytes);
}

base::Status export_cutouts(Project& project, const ExportContext& context, formats::Report& report,
                            const TakeFile& take) {
  const formats::FileStems stems(paths_of(context));
  for (const ImageRow& row : context.images()) {
    if (row.annotation_count == 0) continue;
    const auto image = context.image(project, row, report);
    if (!image.ok()) return image.status();
    const auto photo = photo_of(project, row.path);
    auto files = photo.ok() ? cutouts(*image, *photo, context.classes(), stems.of(row.path))
                            : base::Result<std::vector<formats::ExportFile>>(photo.status());
    if (!files.ok() && files.status().code() != base::StatusCode::kInternal) {
      report.add(formats::Outcome::kNotTaken, "image",
                 "whose file can't be used: " + formats::inside_sentence(files.status()), row.path);
      continue;
    }
    if (auto status = take_all(std::move(files), take); !status.ok()) return status;
  }
  return {};
}

}  // namespace

base::Status export_project(Project& project, formats::Format format,
                            const formats::ExportChoices& choices, formats::Report& report,
                            const TakeFile& take) {
  if (formats::is_one_file(format)) {
    auto text = coco_export(project, format, choices, report);
    if (!text.ok()) return text.status();
    return take({"annotations.json", *std::move(text)});
  }
  tell_carried(project, report);
  const auto context = ExportContext::open(project);
  if (!context.ok()) return context.status();
  if (format == formats::Format::kCutouts) return export_cutouts(project, *context, report, take);
  formats::Exporter exporter(format, context->classes(), choices, label_png_codec(),
                             paths_of(*context), report);
  for (const ImageRow& row : context->images()) {
    const auto image = context->image(project, row, report);
    if (!image.ok()) return image.status();
    if (auto status = take_all(exporter.image(*image), take); !status.ok()) return status;
  }
  return take_all(exporter.finish(), take);
}

}  // namespace maskpoint::server
