#include "server/project_core.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "server/folder_scan.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

constexpr auto kScanEvery = std::chrono::seconds(2);

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

}  // namespace

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
      if (row.present && row.size == file.size && row.mtime_ns == file.mtime_ns) continue;
      embeddings_->forget(row.id);
    } else {
      appeared = true;
    }
    row.size = file.size;
    row.mtime_ns = file.mtime_ns;
    row.present = true;
    look_at(root_, row);
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
  if (!lock.owns_lock() || std::chrono::steady_clock::now() - scanned_ < kScanEvery) return {};
  const auto found = rescan();
  scanned_ = std::chrono::steady_clock::now();
  if (!found.ok()) return found.status();
  if (*found == Found::kDifferent) events_.publish("change", {{"images", true}});
  return {};
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
      threads, [&events = project->events_](ImageId image, const EmbeddingStatus& status) {
        Json data = {
            {"image_id", image}, {"state", name_of(status.state)}, {"progress", status.progress}};
        if (!status.error.empty()) data["error"] = status.error;
        events.publish("embedding", data);
      });
  const auto found = project->rescan();
  if (!found.ok()) return found.status();
  project->scanned_ = std::chrono::steady_clock::now();
  return project;
}

}  // namespace maskpoint::server
