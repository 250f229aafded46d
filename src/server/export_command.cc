#include "server/export_command.h"

#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

#include "base/count_of.h"
#include "formats/check.h"
#include "server/cli_report.h"
#include "server/project_export.h"
#include "server/project_open.h"
#include "server/zip_writer.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

base::Status write_file(const fs::path& file, const std::string& bytes) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), std::streamsize(bytes.size()));
  stream.close();
  if (stream) return {};
  return {base::StatusCode::kUnavailable,
          "The file " + file.string() +
              " can't be written; check the folder's permissions and the space on the disk."};
}

bool is_zip(const fs::path& out) {
  return out.extension() == ".zip" || out.extension() == ".ZIP";
}

// Returns how many files there are.
base::Result<std::size_t> write_all(Project& project, const ExportCommandOptions& options,
                                    formats::Report& report) {
  std::size_t count = 0;
  ZipWriter zip;
  std::error_code error;
  const bool one = formats::is_one_file(options.format) && !fs::is_directory(options.out, error);
  const bool zipped = is_zip(options.out);
  const auto take = [&](formats::ExportFile file) -> base::Status {
    ++count;
    if (options.check == ExportCommandOptions::Check::kYes) {
      const auto checked = formats::check_export(options.format, file.bytes);
      if (!checked.ok()) return checked.status();
      report.append(*checked);
    }
    if (options.out.empty()) return {};
    if (zipped) return zip.add(file.path, file.bytes);
    return write_file(one ? options.out : options.out / file.path, file.bytes);
  };
  auto status = export_project(project, options.format, options.choices, report, take);
  if (!status.ok()) return status;
  if (zipped) {
    auto bytes = zip.finish();
    if (!bytes.ok()) return bytes.status();
    if (status = write_file(options.out, *bytes); !status.ok()) return status;
  }
  return count;
}

}  // namespace

int export_command(const ExportCommandOptions& options) {
  const auto project = open_project(options.dir);
  if (!project.ok()) {
    report_error(options.dir.string(), project.status());
    return kExitFailed;
  }
  formats::Report report;
  const auto count = write_all(**project, options, report);
  if (!count.ok()) {
    report_error("", count.status());
    return kExitFailed;
  }
  for (const formats::Finding& finding : report.findings())
    std::fprintf(stderr, "maskpoint: %s\n", formats::sentence(finding).c_str());
  if (!options.out.empty())
    std::printf("%s: %s.\n", options.out.c_str(), base::count_of(*count, "file").c_str());
  const bool whole =
      report.count(formats::Outcome::kNotTaken) == 0 && report.count(formats::Outcome::kWrong) == 0;
  return whole ? kExitDone : kExitFailed;
}

}  // namespace maskpoint::server
