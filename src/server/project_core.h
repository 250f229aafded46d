// An open project: a folder of images, its store, its embeddings and who listens.
//
// What every route works on. Any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/status.h"
#include "server/events.h"
#include "server/folder_root.h"
#include "server/model_folder.h"
#include "server/project_embedding.h"
#include "server/project_place.h"
#include "server/store.h"

namespace maskpoint::server {

inline constexpr std::size_t kEventStreams = 32;

class Project {
 public:
  // Opens or makes the project of `dir` and lists its images.
  static base::Result<std::unique_ptr<Project>> open(const std::filesystem::path& dir,
                                                     const std::filesystem::path& data_fallback,
                                                     base::Result<ModelFolder> model, int threads);

  // Looks for files that came, went or changed, unless that was done a moment ago.
  base::Status rescan_if_old();
  // The same, while any page listens: called now and then.
  void rescan_for_listeners();

  const FolderRoot& root() const { return root_; }
  const ProjectPlace& place() const { return place_; }
  Store& store() { return *store_; }
  EventHub& events() { return events_; }
  ProjectEmbeddings& embeddings() { return *embeddings_; }
  std::string name() const;

 private:
  Project(FolderRoot root, ProjectPlace place, std::unique_ptr<Store> store)
      : root_(std::move(root)), place_(std::move(place)), store_(std::move(store)) {}
  // Whether anything is different now.
  enum class Found { kSame, kDifferent };
  base::Result<Found> rescan();

  const FolderRoot root_;
  const ProjectPlace place_;
  const std::unique_ptr<Store> store_;
  EventHub events_{kEventStreams};
  std::unique_ptr<ProjectEmbeddings> embeddings_;
  std::mutex scan_mutex_;
  std::chrono::steady_clock::time_point scanned_;
  std::chrono::steady_clock::duration scan_took_{};
};

// As the page is told it: routes and events.
Json encode_all_json(const EncodeAllStatus& status);

}  // namespace maskpoint::server
