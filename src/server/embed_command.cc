#include "server/embed_command.h"

#include <string>
#include <system_error>

#include "server/cli_report.h"
#include "server/embed_record.h"
#include "server/embedding_key.h"
#include "server/embedding_write.h"
#include "server/image_file.h"
#include "server/image_run.h"
#include "server/lazy_encoder.h"
#include "server/model_folder.h"

namespace maskpoint::server {
namespace {

base::Status write_result(const ImageTask& task, EmbedRecord record,
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

struct Run {
  const EmbedOptions& options;
  const ModelFolder& model;
  std::string encoder_sha256;
  LazyEncoder encoder;

  std::string stop_reason;  // why there is no use in computing more

  base::Result<ImageResult> embed(const ImageTask& task);
};

base::Result<ImageResult> Run::embed(const ImageTask& task) {
  const auto bytes = read_file(task.image, ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  EmbedRecord record{model.name, encoder_sha256, sha256_hex(*bytes), {}, options.type, {}};
  if (options.existing == EmbedExisting::kSkip) {
    const ExistingEmbedding existing = existing_embedding(task.output, record);
    if (existing == ExistingEmbedding::kCurrent) return ImageResult{ImageResult::kSkipped, {}};
    if (existing == ExistingEmbedding::kForeign) return made_by_others(task.output);
  }
  const auto image = decode_image(*bytes);
  if (!image.ok()) return image.status();
  record.image_size = image->size;
  const auto loaded = encoder.get();
  if (!loaded.ok()) {
    stop_reason = kNoModel;
    return loaded.status();
  }
  const auto embedding = (*loaded)->encode(*image);
  if (!embedding.ok()) return embedding.status();
  if (options.type == NpyType::kFloat16 && !encoding::fits_float16(*embedding))
    return base::invalid_input("The embedding has values beyond float16's range; use --dtype f32.");
  base::Status written = write_result(task, record, embedding_npy(*embedding, options.type));
  if (!written.ok()) {
    stop_reason = kCannotWrite;
    return written;
  }
  return ImageResult{ImageResult::kMade, {}};
}

}  // namespace

int embed_command(const EmbedOptions& options) {
  const auto model = find_model(options.model);
  if (!model.ok()) return reported_failure(model.status());
  const auto hash = sha256_file(model->encoder());
  if (!hash.ok()) return reported_failure(hash.status());
  const auto plan = plan_images(options.paths, options.out, ".npy");
  if (!plan.ok()) return reported_failure(plan.status());

  Run run{options, *model, *hash, LazyEncoder(*model, options.threads), {}};
  const ImageRun images{"embedded", [&](const ImageTask& task) { return run.embed(task); },
                        [&] { return run.stop_reason; }};
  return run_images(*plan, options.shard, images).status;
}

}  // namespace maskpoint::server
