#include "server/project_core.h"

#include <cmath>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/folder_scan.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

constexpr auto kScanEvery = std::chrono::seconds(2);
constexpr int kScanShare = 20;  // a large folder is looked through for a twentieth of the time

// What the list says about a file: its header is read, nothing is decoded.
void look_at(const FolderRoot& root, ImageRow& row) {
  row.upright = {};
  row.orientation = 1;
  row.sha256.clear();
  row.error.clear();
  auto file = root.open_file(row.path);
  if (!file.ok()) {
    row.error = file.status().message();
    return;
  }
  // Through the file that was checked, not by its name again.
  const auto info = probe_image_file("/dev/fd/" + std::to_string(file->descriptor()));
  if (!info.ok()) {
    row.error = info.status().message();
    return;
  }
  row.upright = info->upright;
  row.orientation = info->orientation;
}

std::string pixels(geom::ImageSize size) {
  return std::to_string(size.width) + " × " + std::to_string(size.height);
}

// Objects fit the image they were made on. One of another size in its place keeps them, and says
// so instead of being annotated.
void look_at_changed(const FolderRoot& root, ImageRow& row) {
  const geom::ImageSize before = row.upright;
  look_at(root, row);
  if (row.annotation_count == 0 || !row.error.empty()) return;
  if (before.width == 0 || before == row.upright) return;
  row.error = "The file was replaced by an image of " + pixels(row.upright) +
              " pixels, and its objects were made on one of " + pixels(before) +
              ". They are kept: put the old file back, or delete them.";
  row.upright = before;
}

// A row that waited for its objects to be deleted is looked at anew once they are.
bool waits_for_objects(const ImageRow& row) {
  return !row.error.empty() && row.upright.width > 0 && row.annotation_count == 0;
}

}  // namespace

Json encode_all_json(const EncodeAllStatus& status) {
  return {{"running", status.running},
          {"total", status.total},
          {"done", status.done},
          {"failed", status.failed},
          {"seconds_left", std::round(status.seconds_left * 10) / 10}};
}

std::string Project::name() const {
  return root_.path().filename().string();
}

base::Result<Project::Found> Project::rescan() {
  const std::vector<ScannedFile> files = scan_folder(root_);
  auto known = store_->all_images();
  if (!known.ok()) return known.status();
  std::unordered_map<std::string, ImageRow> rows;
  for (ImageRow& row : *known) {
    std::string path = row.path;
    rows.emplace(std::move(path), std::move(row));
  }

  std::vector<ImageRow> changed;
  std::vector<std::string> order;
  bool appeared = false;
  for (const ScannedFile& file : files) {
    order.push_back(file.path);
    const auto found = rows.find(file.path);
    ImageRow row;
    row.path = file.path;
    if (found != rows.end()) {
      row = std::move(found->second);
      rows.erase(found);
      const bool same = row.present && row.size == file.size && row.mtime_ns == file.mtime_ns;
      if (same && !waits_for_objects(row)) continue;
      embeddings_->forget(row.id);
    } else {
      appeared = true;
    }
    row.size = file.size;
    row.mtime_ns = file.mtime_ns;
    row.present = true;
    look_at_changed(root_, row);
    changed.push_back(std::move(row));
  }
  // Gone ones keep their rows and objects.
  for (auto& [path, row] : rows) {
    if (!row.present) continue;
    row.present = false;
    row.error.clear();
    changed.push_back(std::move(row));
  }
  if (changed.empty()) return Found::kSame;
  if (!appeared) order.clear();
  if (auto status = store_->write_images(changed, order); !status.ok()) return status;
  return Found::kDifferent;
}

base::Status Project::rescan_if_old() {
  // Whoever comes while another looks needs not wait for it.
  const std::unique_lock lock(scan_mutex_, std::try_to_lock);
  const auto now = std::chrono::steady_clock::now();
  if (!lock.owns_lock()) return {};
  if (now - scanned_ < kScanEvery || now - scanned_ < kScanShare * scan_took_) return {};
  const auto found = rescan();
  scanned_ = std::chrono::steady_clock::now();
  scan_took_ = scanned_ - now;
  if (!found.ok()) return found.status();
  if (*found == Found::kDifferent) events_.publish("change", {{"images", true}});
  return {};
}

void Project::rescan_for_listeners() {
  // What can't be looked through now is said when somebody asks for the project.
  if (events_.listeners() > 0) (void)rescan_if_old();
}

base::Result<std::unique_ptr<Project>> Project::open(const std::filesystem::path& dir,
                                                     const std::filesystem::path& data_fallback,
                                                     base::Result<ModelFolder> model, int threads) {
  auto root = FolderRoot::open(dir);
  if (!root.ok()) return root.status();
  auto place = ProjectPlace::open(root->path(), data_fallback);
  if (!place.ok()) return place.status();
  auto store = Store::open(place->folder() / "project.db");
  if (!store.ok()) return store.status();
  std::unique_ptr<Project> project(
      new Project(*std::move(root), *std::move(place), *std::move(store)));
  project->embeddings_ = std::make_unique<ProjectEmbeddings>(
      project->root_, *project->store_, std::move(model), project->place_.folder() / "embeddings",
      threads,
      [&events = project->events_](ImageId image, const EmbeddingStatus& status) {
        Json data = {
            {"image_id", image}, {"state", name_of(status.state)}, {"progress", status.progress}};
        if (!status.error.empty()) data["error"] = status.error;
        events.publish("embedding", data);
      },
      [&events = project->events_](const EncodeAllStatus& status) {
        events.publish("encode_all", encode_all_json(status));
      });
  const auto found = project->rescan();
  if (!found.ok()) return found.status();
  project->scanned_ = std::chrono::steady_clock::now();
  return project;
}

}  // namespace maskpoint::server
