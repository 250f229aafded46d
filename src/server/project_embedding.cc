#include "server/project_embedding.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "server/embedding_key.h"
#include "server/image_file.h"
#include "server/npy.h"

namespace maskpoint::server {
namespace {

constexpr std::uint64_t kSidecarBytes = 2 * kEmbeddingValues * sizeof(float);
constexpr float kLargestHalf = 65504.0f;
constexpr int kNeighbours = 2;

bool fits_half(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(),
                     [](float v) { return std::abs(v) <= kLargestHalf; });
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string quoted(const std::string& hash) {
  return "\"" + hash.substr(0, 32) + "\"";
}

}  // namespace

ProjectEmbeddings::ProjectEmbeddings(const FolderRoot& root, Store& store,
                                     base::Result<ModelFolder> model,
                                     std::filesystem::path cache_folder, int threads,
                                     EmbeddingReport report)
    : root_(root),
      store_(store),
      cache_(std::move(cache_folder)),
      threads_(threads),
      queue_([this](ImageId image, StageClock& clock,
                    base::CancelToken cancel) { return compute(image, clock, cancel); },
             std::move(report)) {
  if (!model.ok()) {
    model_error_ = model.status().message();
    return;
  }
  auto hash = sha256_file(model->encoder());
  if (!hash.ok()) {
    model_error_ = hash.status().message();
    return;
  }
  model_name_ = model->name;
  encoder_file_ = model->encoder();
  decoder_file_ = model->decoder();
  encoder_sha256_ = *std::move(hash);
}

// b.jpg.npy, else b.npy where no other image of that folder could mean it.
std::optional<std::string> ProjectEmbeddings::sidecar_name(const ImageRow& image) const {
  if (root_.has(image.path + ".npy")) return image.path + ".npy";
  const std::size_t dot = image.path.rfind('.');
  if (dot == std::string::npos || !root_.has(image.path.substr(0, dot) + ".npy"))
    return std::nullopt;
  const std::string stem = image.path.substr(0, dot);
  for (const char* ending : {".jpg", ".jpeg", ".jfif", ".png", ".webp"})
    if (stem + ending != image.path && root_.has(stem + ending)) return std::nullopt;
  return stem + ".npy";
}

bool ProjectEmbeddings::known_bad(const std::string& sidecar) {
  std::int64_t mtime = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto found = bad_sidecars_.find(sidecar);
    if (found == bad_sidecars_.end()) return false;
    mtime = found->second;
  }
  const auto file = root_.open_file(sidecar);
  return !file.ok() || file->mtime_ns() == mtime;
}

std::optional<FoundEmbedding> ProjectEmbeddings::find_sidecar(const ImageRow& image) {
  const auto name = sidecar_name(image);
  if (!name) return std::nullopt;
  auto file = root_.open_file(*name);
  if (file.ok()) {
    const auto bytes = file->read_all(kSidecarBytes);
    if (bytes.ok()) {
      const auto values = parse_embedding(*bytes, *name);
      if (values.ok() && fits_half(*values))
        return FoundEmbedding{text_of(embedding_npy(*values, NpyType::kFloat16)),
                              quoted(sha256_hex(*bytes))};
    }
  }
  const std::lock_guard lock(mutex_);
  bad_sidecars_[*name] = file.ok() ? file->mtime_ns() : 0;
  return std::nullopt;
}

std::optional<FoundEmbedding> ProjectEmbeddings::find(const ImageRow& image) {
  if (auto beside = find_sidecar(image)) return beside;
  if (image.sha256.empty() || encoder_sha256_.empty()) return std::nullopt;
  const std::string key = embedding_key(image.sha256, encoder_sha256_);
  auto cached = cache_.load(key);
  if (!cached.ok()) return std::nullopt;
  return FoundEmbedding{text_of(*cached), quoted(key)};
}

EmbeddingStatus ProjectEmbeddings::status(const ImageRow& image) {
  auto status = queue_.status(image.id);
  if (status.state == EmbeddingState::kQueued || status.state == EmbeddingState::kEncoding)
    return status;
  const auto beside = sidecar_name(image);
  const bool ready = (beside && !known_bad(*beside)) ||
                     (!image.sha256.empty() && !encoder_sha256_.empty() &&
                      cache_.contains(embedding_key(image.sha256, encoder_sha256_)));
  if (ready) return {EmbeddingState::kReady, 1, ""};
  return status;
}

void ProjectEmbeddings::request(const ImageRow& image, Urgency urgency) {
  if (encoder_sha256_.empty()) return;
  if (status(image).state != EmbeddingState::kReady || !find(image))
    queue_.request(image.id, urgency);
  if (urgency != Urgency::kNow) return;
  const auto around = store_.neighbours(image.id, kNeighbours);
  if (!around.ok()) return;
  for (const ImageId id : *around) {
    const auto row = store_.image(id);
    if (row.ok() && status(*row).state == EmbeddingState::kNone)
      queue_.request(id, Urgency::kNeighbour);
  }
}

base::Status ProjectEmbeddings::compute(ImageId id, StageClock& clock,
                                        const base::CancelToken& cancel) {
  const base::Status cancelled(base::StatusCode::kUnavailable,
                               "The computation was cancelled; ask for it again.");
  clock.begin(EncodeStage::kDecode);
  const auto row = store_.image(id);
  if (!row.ok()) return row.status();
  if (find_sidecar(*row)) return {};
  auto file = root_.open_file(row->path);
  if (!file.ok()) return file.status();
  const auto bytes = file->read_all(ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  const std::string sha256 = sha256_hex(*bytes);
  if (sha256 != row->sha256)
    if (auto status = store_.set_sha256(id, sha256); !status.ok()) return status;
  const std::string key = embedding_key(sha256, encoder_sha256_);
  if (cache_.load(key).ok()) return {};
  if (cancel.cancelled()) return cancelled;
  const auto image = decode_image(*bytes);
  if (!image.ok()) return image.status();
  if (cancel.cancelled()) return cancelled;

  clock.begin(EncodeStage::kEncode);
  if (!encoder_) {
    auto loaded = Encoder::load(encoder_file_, threads_);
    if (!loaded.ok()) return loaded.status();
    encoder_ = *std::move(loaded);
  }
  const auto embedding = encoder_->encode(*image);
  if (!embedding.ok()) return embedding.status();
  if (!fits_half(*embedding))
    return base::invalid_input("The encoder gave values float16 can't hold; use another model.");
  return cache_.store(key, embedding_npy(*embedding, NpyType::kFloat16));
}

}  // namespace maskpoint::server
