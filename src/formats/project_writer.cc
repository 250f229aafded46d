#include "formats/project_writer.h"

#include <string>
#include <utility>

#include "formats/coco_writer.h"
#include "formats/export_context.h"
#include "formats/exporter.h"

namespace maskpoint::formats {
namespace {

std::vector<std::string> paths_of(const ProjectContent& project) {
  std::vector<std::string> paths;
  for (const StoredImage& row : project.images)
    paths.push_back(row.path);
  return paths;
}

base::Status take_all(base::Result<std::vector<ExportFile>> files, const TakeFile& take) {
  if (!files.ok()) return files.status();
  for (ExportFile& file : *files)
    if (auto status = take(std::move(file)); !status.ok()) return status;
  return {};
}

base::Status write_cutouts(const ExportContext& context, const WritingHelp& help, Report& report,
                           const TakeFile& take) {
  const FileStems stems(paths_of(context.content()));
  for (const StoredImage& row : context.content().images) {
    if (!row.has_objects) continue;
    const auto image = context.image(row, report);
    if (!image.ok()) return image.status();
    auto files = help.cutouts(*image, context.classes(), stems.of(row.path));
    if (!files.ok() && files.status().code() != base::StatusCode::kInternal) {
      report.add(Outcome::kNotTaken, "image",
                 "whose file can't be used: " + inside_sentence(files.status()), row.path);
      continue;
    }
    if (auto status = take_all(std::move(files), take); !status.ok()) return status;
  }
  return {};
}

base::Status write_many(const ProjectContent& project, Format format, const ExportChoices& choices,
                        const WritingHelp& help, Report& report, const TakeFile& take) {
  const auto told = project.each_carried([&](const StoredCarried& row) {
    report.add(Outcome::kNotTaken, "annotation", "without a mask", "id " + std::to_string(row.id));
  });
  if (!told.ok()) return told;
  const ExportContext context(project);
  if (format == Format::kCutouts) return write_cutouts(context, help, report, take);
  Exporter exporter(format, context.classes(), choices, help.png, paths_of(project), report);
  for (const StoredImage& row : project.images) {
    const auto image = context.image(row, report);
    if (!image.ok()) return image.status();
    if (auto status = take_all(exporter.image(*image), take); !status.ok()) return status;
  }
  return take_all(exporter.finish(), take);
}

// Whatever one of them loses another has: COCO has everything, so only what it says is said.
base::Status write_every_format(const ProjectContent& project, const ExportChoices& choices,
                                const WritingHelp& help, Report& report, const TakeFile& take) {
  for (const Format format : kEveryFormat) {
    const auto into_folder = [&](ExportFile file) {
      file.path = std::string(name_of(format)) + "/" + file.path;
      return take(std::move(file));
    };
    Report unsaid;
    auto status = write_project(project, format, choices, help,
                                format == Format::kCoco ? report : unsaid, into_folder);
    if (!status.ok()) return status;
  }
  return {};
}

}  // namespace

base::Status write_project(const ProjectContent& project, Format format,
                           const ExportChoices& choices, const WritingHelp& help, Report& report,
                           const TakeFile& take) {
  if (format == Format::kAll) return write_every_format(project, choices, help, report, take);
  if (!is_one_file(format)) return write_many(project, format, choices, help, report, take);
  auto text = coco_text(project, format, choices, report);
  if (!text.ok()) return text.status();
  return take({"annotations.json", *std::move(text)});
}

}  // namespace maskpoint::formats
