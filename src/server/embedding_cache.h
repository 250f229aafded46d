// Embeddings on disk, keyed by image content and encoder: computed once, found again after a
// restart.
//
// One float16 .npy a key. Files appear whole or not at all (written beside, then renamed), so any
// number of threads and processes may share a folder. A damaged file counts as absent and is
// written anew.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/status.h"

namespace maskpoint::server {

class EmbeddingCache {
 public:
  explicit EmbeddingCache(std::filesystem::path folder);

  std::filesystem::path path_of(const std::string& key) const;
  // A file of the right length is there; load() still checks its values.
  bool contains(const std::string& key) const;
  // The .npy file's bytes, checked; kNotFound when absent or damaged.
  base::Result<std::vector<std::uint8_t>> load(const std::string& key) const;
  // `npy` as embedding_npy() makes it. Creates the folder.
  base::Status store(const std::string& key, const std::vector<std::uint8_t>& npy) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace maskpoint::server
