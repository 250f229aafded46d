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
constexpr std::size_t kMostUnstored = 8;  // 2 MB each

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
                                     EmbeddingReport report, EncodeAllReport report_all)
    : root_(root),
      store_(store),
      cache_(std::move(cache_folder)),
      threads_(threads),
      queue_([this](ImageId image, StageClock& clock,
                    const base::CancelToken& cancel) { return compute(image, clock, cancel); },
             std::move(report), std::move(report_all)) {
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
  const auto npy = cached(key);
  if (!npy) return std::nullopt;
  return FoundEmbedding{text_of(*npy), quoted(key)};
}

std::optional<std::vector<std::uint8_t>> ProjectEmbeddings::cached(const std::string& key) const {
  if (auto stored = cache_.load(key); stored.ok()) return *std::move(stored);
  const std::lock_guard lock(mutex_);
  for (const auto& [name, npy] : unstored_)
    if (name == key) return npy;
  return std::nullopt;
}

bool ProjectEmbeddings::has_cached(const std::string& key) const {
  if (cache_.contains(key)) return true;
  const std::lock_guard lock(mutex_);
  return std::any_of(unstored_.begin(), unstored_.end(),
                     [&](const auto& entry) { return entry.first == key; });
}

void ProjectEmbeddings::keep_unstored(const std::string& key, std::vector<std::uint8_t> npy) {
  const std::lock_guard lock(mutex_);
  unstored_.emplace_front(key, std::move(npy));
  if (unstored_.size() > kMostUnstored) unstored_.pop_back();
}

EmbeddingStatus ProjectEmbeddings::status(const ImageRow& image) {
  auto status = queue_.status(image.id);
  if (status.state == EmbeddingState::kQueued || status.state == EmbeddingState::kEncoding)
    return status;
  const auto beside = sidecar_name(image);
  const bool ready =
      (beside && !known_bad(*beside)) || (!image.sha256.empty() && !encoder_sha256_.empty() &&
                                          has_cached(embedding_key(image.sha256, encoder_sha256_)));
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

void ProjectEmbeddings::follow(const std::string& client, const ImageRow& now,
                               const std::vector<ImageRow>& ahead) {
  if (encoder_sha256_.empty()) return;
  std::optional<ImageId> first;
  if (status(now).state != EmbeddingState::kReady || !find(now)) first = now.id;
  std::vector<ImageId> next;
  for (const ImageRow& row : ahead)
    if (row.error.empty() && status(row).state != EmbeddingState::kReady) next.push_back(row.id);
  queue_.follow(client, first, next);
}

base::Status ProjectEmbeddings::start_all() {
  if (encoder_sha256_.empty()) return {base::StatusCode::kUnavailable, model_error_};
  const auto rows = store_.all_images();
  if (!rows.ok()) return rows.status();
  std::vector<ImageId> missing;
  for (const ImageRow& row : *rows)
    if (row.present && row.error.empty() && status(row).state != EmbeddingState::kReady)
      missing.push_back(row.id);
  queue_.start_all(std::move(missing));
  return {};
}

base::Status ProjectEmbeddings::compute(ImageId id, StageClock& clock,
                                        const base::CancelToken& cancel) {
  base::Status cancelled(base::StatusCode::kUnavailable,
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
  if (cached(key)) return {};
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
  auto npy = embedding_npy(*embedding, NpyType::kFloat16);
  // A full disk costs the next visit the time of encoding again, and nobody anything now.
  if (!cache_.store(key, npy).ok()) keep_unstored(key, std::move(npy));
  return {};
}

}  // namespace maskpoint::server
