// Embeddings of a project's images: beside the image, from the cache, or computed.
//
// Any thread. Computing happens on the queue's one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/status.h"
#include "server/embedding_cache.h"
#include "server/embedding_queue.h"
#include "server/encoder.h"
#include "server/folder_root.h"
#include "server/model_folder.h"
#include "server/store.h"

namespace maskpoint::server {

struct FoundEmbedding {
  std::string npy;   // float16, (1, 256, 64, 64)
  std::string etag;  // with quotation marks
};

class ProjectEmbeddings {
 public:
  // `model` may be an error: then nothing is computed and model_error() says why. All references
  // must outlive this.
  ProjectEmbeddings(const FolderRoot& root, Store& store, base::Result<ModelFolder> model,
                    std::filesystem::path cache_folder, int threads, EmbeddingReport report);

  // What is there now; nothing when it would have to be computed.
  std::optional<FoundEmbedding> find(const ImageRow& image);
  EmbeddingStatus status(const ImageRow& image);
  // Queues it, and with kNow its neighbours after it.
  void request(const ImageRow& image, Urgency urgency);
  void cancel(ImageId image) { queue_.cancel(image); }
  // The file has changed.
  void forget(ImageId image) { queue_.forget(image); }

  const std::string& model_name() const { return model_name_; }
  // The encoder file's SHA-256; empty without a model.
  const std::string& model_id() const { return encoder_sha256_; }
  // A sentence, empty when there is a model.
  const std::string& model_error() const { return model_error_; }
  const std::filesystem::path& decoder_file() const { return decoder_file_; }

 private:
  std::optional<std::string> sidecar_name(const ImageRow& image) const;
  std::optional<FoundEmbedding> find_sidecar(const ImageRow& image);
  bool known_bad(const std::string& sidecar);
  base::Status compute(ImageId image, StageClock& clock, const base::CancelToken& cancel);

  const FolderRoot& root_;
  Store& store_;
  const EmbeddingCache cache_;
  const int threads_;
  std::string model_name_, model_error_, encoder_sha256_;
  std::filesystem::path encoder_file_, decoder_file_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> bad_sidecars_;  // name → mtime
  std::unique_ptr<Encoder> encoder_;                  // the queue's thread only
  EmbeddingQueue queue_;                              // last: its thread uses all of the above
};

}  // namespace maskpoint::server
