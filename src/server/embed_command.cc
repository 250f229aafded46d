#include "server/embed_command.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "server/cli_report.h"
#include "server/embed_plan.h"
#include "server/embed_progress.h"
#include "server/embed_record.h"
#include "server/embedding_key.h"
#include "server/embedding_write.h"
#include "server/encoder.h"
#include "server/image_file.h"
#include "server/model_folder.h"

namespace maskpoint::server {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

void on_interrupt(int signal) {
  g_interrupted = 1;
  std::signal(signal, SIG_DFL);  // a second one ends the program at once
}

// The encoder and what its results are recorded with; loaded when the first image needs it, so that
// a run that only skips starts at once.
class LazyEncoder {
 public:
  LazyEncoder(const ModelFolder& model, int threads) : model_(model), threads_(threads) {}
  base::Result<Encoder*> get() {
    if (!encoder_) {
      auto loaded = Encoder::load(model_.encoder(), threads_);
      if (!loaded.ok()) return loaded.status();
      encoder_ = *std::move(loaded);
    }
    return encoder_.get();
  }

 private:
  const ModelFolder& model_;
  int threads_;
  std::unique_ptr<Encoder> encoder_;
};

base::Status write_result(const EmbedTask& task, EmbedRecord record,
                          const std::vector<std::uint8_t>& npy) {
  std::error_code error;
  std::filesystem::create_directories(task.output.parent_path(), error);
  if (error)
    return {base::StatusCode::kUnavailable, "The folder " + task.output.parent_path().string() +
                                                " could not be made (" + error.message() + ")."};
  record.embedding_sha256 = sha256_hex(npy);
  // The record first: see embed_record.h.
  base::Status status = write_file_whole(record_path(task.output), record_json(record));
  if (status.ok()) status = write_file_whole(task.output, npy);
  return status;
}

enum class Step { kEmbedded, kSkipped };

struct Run {
  const EmbedOptions& options;
  const ModelFolder& model;
  std::string encoder_sha256;
  LazyEncoder encoder;

  // The output cannot be written (a full disk, no permission): no use in computing more.
  bool output_failed = false;

  base::Result<Step> embed(const EmbedTask& task);
};

base::Result<Step> Run::embed(const EmbedTask& task) {
  const auto bytes = read_file(task.image, ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  EmbedRecord record{model.name, encoder_sha256, sha256_hex(*bytes), {}, options.type, {}};
  if (options.existing == EmbedExisting::kSkip) {
    const ExistingEmbedding existing = existing_embedding(task.output, record);
    if (existing == ExistingEmbedding::kCurrent) return Step::kSkipped;
    if (existing == ExistingEmbedding::kForeign)
      return base::Status(base::StatusCode::kConflict,
                          "There already is a " + task.output.string() +
                              " that this command did not make; move it away or give --force to "
                              "overwrite it.");
  }
  const auto image = decode_image(*bytes);
  if (!image.ok()) return image.status();
  record.image_size = image->size;
  const auto loaded = encoder.get();
  if (!loaded.ok()) return loaded.status();
  const auto embedding = (*loaded)->encode(*image);
  if (!embedding.ok()) return embedding.status();
  if (options.type == NpyType::kFloat16 && !encoding::fits_float16(*embedding))
    return base::invalid_input("The embedding has values beyond float16's range; use --dtype f32.");
  base::Status written = write_result(task, record, embedding_npy(*embedding, options.type));
  output_failed = !written.ok();
  if (output_failed) return written;
  return Step::kEmbedded;
}

std::optional<EmbedPlan> planned(const EmbedOptions& options) {
  auto plan = plan_embedding(options.paths, options.out);
  if (!plan.ok()) {
    report_error("", plan.status());
    return std::nullopt;
  }
  for (const auto& [path, status] : plan->failures)
    report_error(path.string(), status);
  return *std::move(plan);
}

}  // namespace

int embed_command(const EmbedOptions& options) {
  const auto model = find_model(options.model);
  if (!model.ok()) {
    report_error("", model.status());
    return kExitFailed;
  }
  const auto hash = sha256_file(model->encoder());
  if (!hash.ok()) {
    report_error("", hash.status());
    return kExitFailed;
  }
  const std::optional<EmbedPlan> plan = planned(options);
  if (!plan) return kExitFailed;

  Run run{options, *model, *hash, LazyEncoder(*model, options.threads), false};
  const std::vector<EmbedTask> tasks = shard_of(plan->tasks, options.shard);
  const auto before = std::signal(SIGINT, on_interrupt);
  std::string summary;
  int status = plan->failures.empty() ? kExitDone : kExitFailed;
  {
    EmbedProgress progress(tasks.size());
    for (const EmbedTask& task : tasks) {
      if (g_interrupted != 0 || run.output_failed) break;
      progress.starting(task.relative.string());
      const auto start = std::chrono::steady_clock::now();
      const auto step = run.embed(task);
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
      if (!step.ok())
        progress.failed(task.image.string(), step.status());
      else if (*step == Step::kSkipped)
        progress.skipped(task.relative.string());
      else
        progress.embedded(task.relative.string(), seconds.count());
    }
    if (progress.failed_count() > 0 || g_interrupted != 0) status = kExitFailed;
    summary = std::to_string(progress.embedded_count()) + " embedded, " +
              std::to_string(progress.skipped_count()) + " skipped, " +
              std::to_string(progress.failed_count() + plan->failures.size()) + " failed";
  }
  if (run.output_failed) summary += "; stopped, because results cannot be written";
  if (g_interrupted != 0) summary += "; interrupted, the same command goes on from here";
  std::printf("%s\n", summary.c_str());
  std::signal(SIGINT, before);
  return status;
}

}  // namespace maskpoint::server
