// Embeddings of a project's images: beside the image, from the cache, or computed.
//
// Any thread. Computing happens on the queue's one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
                    std::filesystem::path cache_folder, int threads, EmbeddingReport report,
                    EncodeAllReport report_all = {});

  // What is there now; nothing when it would have to be computed.
  std::optional<FoundEmbedding> find(const ImageRow& image);
  EmbeddingStatus status(const ImageRow& image);
  // Queues it, and with kNow its neighbours after it.
  void request(const ImageRow& image, Urgency urgency);
  // What a page looks at, and what it comes to next (EmbeddingQueue::follow).
  void follow(const std::string& client, const ImageRow& now, const std::vector<ImageRow>& ahead);
  // Everything that is not there yet, when nothing else waits.
  base::Status start_all();
  void stop_all() { queue_.stop_all(); }
  EncodeAllStatus all_status() const { return queue_.all_status(); }
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
  // Those the disk did not take: kept in memory, the newest few, so that work goes on.
  void keep_unstored(const std::string& key, std::vector<std::uint8_t> npy);
  std::optional<std::vector<std::uint8_t>> cached(const std::string& key) const;
  bool has_cached(const std::string& key) const;
  base::Status compute(ImageId image, StageClock& clock, const base::CancelToken& cancel);

  const FolderRoot& root_;
  Store& store_;
  const EmbeddingCache cache_;
  const int threads_;
  std::string model_name_, model_error_, encoder_sha256_;
  std::filesystem::path encoder_file_, decoder_file_;
  mutable std::mutex mutex_;
  std::deque<std::pair<std::string, std::vector<std::uint8_t>>> unstored_;
  std::map<std::string, std::int64_t> bad_sidecars_;  // name → mtime
  std::unique_ptr<Encoder> encoder_;                  // the queue's thread only
  EmbeddingQueue queue_;                              // last: its thread uses all of the above
};

}  // namespace maskpoint::server
