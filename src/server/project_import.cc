#include "server/project_import.h"

#include <utility>
#include <vector>

#include "base/count_of.h"
#include "formats/page_json.h"
#include "server/label_png.h"
#include "server/zip_reader.h"

namespace maskpoint::server {
namespace {

base::Result<formats::KnownProject> known_project(Store& store) {
  const auto rows = store.all_images();
  if (!rows.ok()) return rows.status();
  const auto categories = store.categories();
  if (!categories.ok()) return categories.status();
  const auto sources = store.imported_images();
  if (!sources.ok()) return sources.status();
  formats::KnownProject known;
  for (const ImageRow& row : *rows) {
    if (!row.present) continue;
    formats::KnownImage image{row.id, row.path,
                              row.error.empty() ? row.upright : geom::ImageSize{}};
    if (const auto at = sources->find(row.id); at != sources->end())
      image.source_id =
          formats::whole_number(formats::member(Json::parse(at->second, nullptr, false), "id"));
    known.images.push_back(std::move(image));
  }
  for (const CategoryRow& row : categories->rows)
    known.classes.push_back(
        {int(row.id), formats::text_at(Json::parse(row.json, nullptr, false), "name")});
  return known;
}

void announce(Project& project, const ImportApplied& applied, const std::string& client) {
  if (applied.classes_changed)
    if (const auto list = project.store().categories(); list.ok())
      project.events().publish("change",
                               {{"categories", true}, {"etag", list->etag}, {"client", client}});
  for (const ImageId image : applied.touched)
    if (const auto list = project.store().annotations(image); list.ok())
      project.events().publish("change",
                               {{"image_id", image}, {"etag", list->etag}, {"client", client}});
}

void tell(formats::Report& report, formats::Outcome outcome, std::size_t count, const char* what) {
  for (std::size_t i = 0; i < count; ++i)
    report.add(outcome, "annotation", what);
}

base::Result<ImportSummary> store_import(Project& project, formats::Import import,
                                         const std::string& client) {
  auto applied = project.store().apply_import(import);
  if (!applied.ok()) return applied.status();
  ImportSummary summary;
  summary.applied = *std::move(applied);
  summary.images = summary.applied.touched.size();
  summary.report = std::move(import.report);
  tell(summary.report, formats::Outcome::kNote, summary.applied.already,
       "already here, left as here");
  tell(summary.report, formats::Outcome::kChanged, summary.applied.renumbered,
       "with an id that another one has here, given the next");
  tell(summary.report, formats::Outcome::kNotTaken, summary.applied.too_many,
       "of an image that has 100,000 already");
  announce(project, summary.applied, client);
  return summary;
}

}  // namespace

base::Result<ImportSummary> import_file(Project& project, std::string_view name,
                                        std::string_view bytes, const ImportRequest& request) {
  if (looks_like_zip(bytes)) {
    const auto files = read_zip(bytes);
    if (!files.ok()) return files.status();
    return import_files(project, *files, request);
  }
  const auto known = known_project(project.store());
  if (!known.ok()) return known.status();
  auto import = formats::read_file(name, bytes, *known, {request.zero_ids, label_png_codec()});
  if (!import.ok()) return import.status();
  return store_import(project, *std::move(import), request.client);
}

base::Result<ImportSummary> import_files(Project& project,
                                         std::span<const formats::NamedFile> files,
                                         const ImportRequest& request) {
  const auto known = known_project(project.store());
  if (!known.ok()) return known.status();
  return store_import(project,
                      formats::read_files(files, *known, {request.zero_ids, label_png_codec()}),
                      request.client);
}

Json summary_json(const ImportSummary& summary) {
  const ImportApplied& applied = summary.applied;
  return {{"images", summary.images},
          {"objects", applied.objects},
          {"boxes", applied.boxes},
          {"carried", applied.carried},
          {"classes", applied.classes},
          {"already", applied.already},
          {"findings", findings_json(summary.report)}};
}

std::string summary_sentence(const ImportSummary& summary) {
  using base::count_of;
  const ImportApplied& applied = summary.applied;
  std::string text =
      count_of(applied.objects, "object") + " on " + count_of(summary.images, "image");
  if (applied.boxes > 0)
    text += ", " + std::to_string(applied.boxes) + (applied.boxes == 1 ? " box" : " boxes");
  if (applied.carried > 0)
    text += ", " + count_of(applied.carried, "annotation") + " without a mask";
  if (applied.classes > 0)
    text += ", " + std::to_string(applied.classes) +
            (applied.classes == 1 ? " new class" : " new classes");
  return text + ".";
}

}  // namespace maskpoint::server
