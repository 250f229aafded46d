#include "app/exporter.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "app/bridge.h"
#include "base/count_of.h"
#include "doc/coco_file.h"
#include "doc/edits.h"

namespace maskpoint::app {
namespace {

constexpr const char* kExportUrl = "api/v1/export?format=coco";
constexpr double kSaveWaitSeconds = 0.05;

std::int64_t highest_id(const Json& list) {
  std::int64_t highest = 0;
  for (const Json& entry : list)
    highest = std::max(highest, integer_at(entry, "id"));
  return highest;
}

// Puts the page's images and objects behind the server's, under ids that are free there.
void append(Json& coco, const Json& local) {
  for (const char* key : {"images", "annotations"})
    if (!member(coco, key).is_array()) coco[key] = Json::array();
  const std::int64_t image_base = highest_id(coco["images"]);
  const std::int64_t annotation_base = highest_id(coco["annotations"]);
  for (Json image : member(local, "images")) {
    image["id"] = image_base + integer_at(image, "id");
    coco["images"].push_back(std::move(image));
  }
  for (Json annotation : member(local, "annotations")) {
    annotation["id"] = annotation_base + integer_at(annotation, "id");
    annotation["image_id"] = image_base + integer_at(annotation, "image_id");
    coco["annotations"].push_back(std::move(annotation));
  }
}

}  // namespace

Json Exporter::local_coco() const {
  std::vector<doc::CocoImage> images;
  for (const session::ImageRow& row : shell_.session.images()) {
    if (!is_local(row.id)) continue;
    const auto kept = local_.find(row.id);
    auto doc = std::make_shared<doc::ImageDoc>(
        kept == local_.end() ? *doc::empty_doc(row.id, row.size) : *kept->second);
    doc->image_id = -row.id;  // COCO's ids are positive
    images.push_back({row.file_name, std::move(doc)});
  }
  return doc::coco_file(images, shell_.session.categories());
}

void Exporter::write(std::function<void(Json, const std::string&)> done) {
  shell_.requests.send({"GET", kExportUrl, {}, {}, {}},
                       [this, done = std::move(done)](const Reply& reply) {
                         Json coco = parse_json(reply.text());
                         if (!reply.ok() || !coco.is_object()) {
                           done({}, sentence_of(reply, "The export could not be made"));
                           return;
                         }
                         append(coco, local_coco());
                         done(std::move(coco), {});
                       });
}

// What went where: browsers show downloads in many ways, and some not at all. The file's name is
// the server's and the browser's to choose.
std::string Exporter::contents() const {
  std::size_t objects = 0, images = 0;
  for (const session::ImageRow& row : shell_.session.images()) {
    objects += std::size_t(row.annotation_count);
    images += row.annotation_count > 0 ? 1 : 0;
  }
  return "Exported " + base::count_of(objects, "object") + " on " +
         base::count_of(images, "image") + " to your downloads as COCO JSON.";
}

void Exporter::download() {
  const bool any_local = std::any_of(shell_.session.images().begin(), shell_.session.images().end(),
                                     [](const session::ImageRow& row) { return is_local(row.id); });
  const std::string name =
      (shell_.session.project_name().empty() ? "maskpoint" : shell_.session.project_name()) +
      ".coco.json";
  // A server's file is streamed to disk by the browser itself.
  if (!any_local) {
    page::tell(dump({{"type", "download"}, {"url", kExportUrl}, {"name", name}}));
    shell_.dispatch(session::action::Notice{contents()});
    return;
  }
  write([this, name](const Json& coco, const std::string& error) {
    if (!error.empty()) {
      shell_.dispatch(session::action::Failed{error, 0, 0});
      return;
    }
    page::tell(dump({{"type", "save"}, {"name", name}, {"text", dump(coco)}}));
    shell_.dispatch(session::action::Notice{contents()});
  });
}

void Exporter::answer(int request) {
  if (shell_.session.save_state() == session::SaveState::kFailing) {
    page::answer(request, dump({{"error", shell_.session.save_error()}}), {});
    return;
  }
  if (shell_.session.save_state() == session::SaveState::kConflict) {
    page::answer(request,
                 dump({{"error",
                        "Somebody else changed objects that you changed too: choose which are "
                        "kept, then export again."}}),
                 {});
    return;
  }
  if (shell_.session.save_state() != session::SaveState::kSaved) {
    shell_.timers.after(kSaveWaitSeconds, [this, request] { answer(request); });
    return;
  }
  write([request](Json coco, const std::string& error) {
    page::answer(request,
                 error.empty() ? dump({{"value", std::move(coco)}}) : dump({{"error", error}}), {});
  });
}

}  // namespace maskpoint::app
