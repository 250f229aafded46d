#include "server/import_command.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "server/cli_report.h"
#include "server/image_file.h"
#include "server/project_import.h"
#include "server/project_open.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

// Reads files, prints what came of each and remembers whether all of it came in.
class Importing {
 public:
  Importing(Project& project, formats::ZeroIds zero_ids) : project_(project) {
    request_.zero_ids = zero_ids;
  }

  void alone(const fs::path& file) {
    if (auto bytes = bytes_of(file))
      tell(file.string(), import_file(project_, file.filename().string(), *bytes, request_));
  }
  // Files that belong together, named relative to `base` where there is one.
  void together(const std::string& subject, std::vector<fs::path> files, const fs::path& base) {
    std::sort(files.begin(), files.end());
    std::vector<formats::NamedFile> named;
    for (const fs::path& file : files) {
      const std::string name =
          (base.empty() ? file : file.lexically_relative(base)).generic_string();
      if (auto bytes = bytes_of(file)) named.push_back({name, *std::move(bytes)});
    }
    tell(subject, import_files(project_, named, request_));
  }
  bool all() const { return all_; }

 private:
  std::optional<std::string> bytes_of(const fs::path& file) {
    const auto bytes = read_file(file);
    if (bytes.ok()) return std::string(bytes->begin(), bytes->end());
    report_error(file.string(), bytes.status());
    all_ = false;
    return std::nullopt;
  }
  void tell(const std::string& subject, const base::Result<ImportSummary>& summary) {
    if (!summary.ok()) {
      report_error(subject, summary.status());
      all_ = false;
      return;
    }
    std::printf("%s: %s\n", subject.c_str(), summary_sentence(*summary).c_str());
    std::fflush(stdout);
    for (const formats::Finding& finding : summary->report.findings())
      std::fprintf(stderr, "maskpoint: %s: %s\n", subject.c_str(),
                   formats::sentence(finding).c_str());
    all_ &= summary->report.count(formats::Outcome::kNotTaken) == 0;
  }

  Project& project_;
  ImportRequest request_;
  bool all_ = true;
};

// Photos and the like are not read at all.
bool may_be_annotations(const fs::path& file) {
  const std::string ending = file.extension().string();
  for (const char* known : {".json", ".txt", ".png", ".yaml", ".yml"})
    if (ending == known) return true;
  return false;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
      continue;
    }
    std::error_code unused;
    if (at->is_regular_file(unused) && may_be_annotations(at->path())) files.push_back(at->path());
  }
  return files;
}

// Of labels, masks and their lists of names one alone says nothing.
bool needs_others(const fs::path& file) {
  const std::string name = file.filename().string(), ending = file.extension().string();
  return ending == ".txt" || ending == ".png" || ending == ".yaml" || ending == ".yml" ||
         name == "classes.json" || name == "instances.json";
}

}  // namespace

int import_command(const ImportOptions& options) {
  const auto project = open_project(options.dir);
  if (!project.ok()) {
    report_error(options.dir.string(), project.status());
    return kExitFailed;
  }
  Importing importing(**project, options.zero_ids);
  std::vector<fs::path> pooled;
  std::error_code error;
  for (const fs::path& file : options.files) {
    if (fs::is_directory(file, error))
      importing.together(file.string(), files_in(file), file);
    else if (needs_others(file))
      pooled.push_back(file);
    else
      importing.alone(file);
  }
  if (!pooled.empty()) {
    const std::string subject = pooled.size() == 1 ? pooled.front().string() : "labels and masks";
    importing.together(subject, std::move(pooled), "");
  }
  return importing.all() ? kExitDone : kExitFailed;
}

}  // namespace maskpoint::server
