#include "server/auto_command.h"

#include <cstdio>
#include <string>
#include <system_error>

#include "base/count_of.h"
#include "server/auto_coco.h"
#include "server/auto_masks.h"
#include "server/auto_record.h"
#include "server/cli_report.h"
#include "server/embedding_key.h"
#include "server/embedding_write.h"
#include "server/image_file.h"
#include "server/image_run.h"
#include "server/interruption.h"
#include "server/model_folder.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;

// Where the results of single images go.
fs::path folder_of(const AutoOptions& options) {
  fs::path folder = options.out;
  if (options.format == AutoFormat::kCoco) folder += ".parts";
  return folder;
}

base::Status check_place(const AutoOptions& options) {
  std::error_code error;
  if (options.format == AutoFormat::kCoco && fs::is_directory(options.out, error))
    return base::invalid_input(options.out.string() +
                               " is a folder; give -o the name of the COCO file to write.");
  if (options.format == AutoFormat::kSa1b && fs::exists(options.out, error) &&
      !fs::is_directory(options.out, error))
    return base::invalid_input(options.out.string() +
                               " is a file; give -o a folder for the images' SA-1B files.");
  return {};
}

base::Status write_with_folder(const fs::path& path, std::string_view text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (!error) return write_file_whole(path, text);
  return {base::StatusCode::kUnavailable, "The folder " + path.parent_path().string() +
                                              " could not be made (" + error.message() + ")."};
}

class Run {
 public:
  Run(const AutoOptions& options, const ModelFolder& model, AutoSettings settings)
      : options_(options),
        settings_(std::move(settings)),
        folder_(folder_of(options)),
        masks_(model, options.threads) {}

  const std::string& stop_reason() const { return stop_reason_; }

  // One image; of one that fails the record says so.
  base::Result<ImageResult> work(const ImageTask& task) {
    AutoRecord record{settings_, {}, {}, {}};
    auto result = attempt(task, record);
    if (result.ok() || !stop_reason_.empty() || foreign_) return result;
    record.failed = result.status().message();
    const auto written = write_record(task, record);
    if (!written.ok()) return written;
    return result;
  }

 private:
  base::Result<ImageResult> attempt(const ImageTask& task, AutoRecord& record);
  base::Status write_record(const ImageTask& task, const AutoRecord& record) {
    auto status =
        write_with_folder(auto_record_path(folder_, task.relative), auto_record_json(record));
    if (!status.ok()) stop_reason_ = kCannotWrite;
    return status;
  }

  const AutoOptions& options_;
  const AutoSettings settings_;
  const fs::path folder_;
  AutoMasks masks_;
  std::string stop_reason_;
  bool foreign_ = false;  // somebody else's file is where the result of the image at hand would be
};

base::Result<ImageResult> Run::attempt(const ImageTask& task, AutoRecord& record) {
  foreign_ = false;
  const auto bytes = read_file(task.image, ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  record.image_sha256 = sha256_hex(*bytes);
  if (options_.existing == AutoExisting::kSkip) {
    const ExistingMasks existing =
        existing_masks(task.output, auto_record_path(folder_, task.relative), record);
    if (existing == ExistingMasks::kCurrent) return ImageResult{ImageResult::kSkipped, {}};
    foreign_ = existing == ExistingMasks::kForeign;
    if (foreign_) return made_by_others(task.output);
  }
  const auto image = decode_image(*bytes);
  if (!image.ok()) return image.status();
  if (base::Status loaded = masks_.load(); !loaded.ok()) {
    stop_reason_ = kNoModel;
    return loaded;
  }
  const auto masks = masks_.generate(*image, options_.generator, Interruption::asked);
  if (!masks.ok()) return masks.status();
  if (!*masks) return ImageResult{ImageResult::kDropped, {}};
  const std::string json = auto_masks_json(task.relative.generic_string(), image->size, **masks);
  record.result_sha256 =
      sha256_hex(std::span(reinterpret_cast<const std::uint8_t*>(json.data()), json.size()));
  // The record first: see auto_record.h.
  base::Status written = write_record(task, record);
  if (written.ok()) written = write_with_folder(task.output, json);
  if (!written.ok()) {
    stop_reason_ = kCannotWrite;
    return written;
  }
  return ImageResult{ImageResult::kMade, base::count_of((*masks)->size(), "mask")};
}

int put_together(const AutoOptions& options, const ImagePlan& plan, const AutoSettings& settings,
                 int status) {
  const PartsThere parts = parts_there(plan.tasks, folder_of(options), settings);
  if (parts.missing > 0) {
    std::printf("%s of %zu still to be done; the run that does the last writes %s\n",
                base::count_of(parts.missing, "image").c_str(), plan.tasks.size(),
                options.out.c_str());
    return status;
  }
  std::error_code error;
  if (options.out.has_parent_path()) fs::create_directories(options.out.parent_path(), error);
  const base::Status written =
      write_auto_coco(options.out, plan.tasks, folder_of(options), settings);
  if (!written.ok()) return reported_failure(written);
  std::printf("%s: %s\n", options.out.c_str(), base::count_of(parts.made, "image").c_str());
  return status;
}

}  // namespace

int auto_command(const AutoOptions& options) {
  if (const auto status = check_place(options); !status.ok()) {
    report_error("", status);
    return kExitUsage;
  }
  const auto model = find_model(options.model);
  if (!model.ok()) return reported_failure(model.status());
  const auto settings = auto_settings(*model, options.generator);
  if (!settings.ok()) return reported_failure(settings.status());
  const auto plan = plan_images(options.paths, folder_of(options), ".json");
  if (!plan.ok()) return reported_failure(plan.status());

  Run run(options, *model, *settings);
  const ImageRun images{"masked", [&](const ImageTask& task) { return run.work(task); },
                        [&] { return run.stop_reason(); }};
  const RunEnd end = run_images(*plan, options.shard, images);
  if (options.format == AutoFormat::kSa1b || !end.to_the_end) return end.status;
  return put_together(options, *plan, *settings, end.status);
}

}  // namespace maskpoint::server
