#include "server/embedding_cache.h"

#include <system_error>
#include <utility>

#include "server/embedding_write.h"
#include "server/encoder.h"
#include "server/image_file.h"
#include "server/npy.h"

namespace maskpoint::server {

EmbeddingCache::EmbeddingCache(std::filesystem::path folder) : folder_(std::move(folder)) {
}

std::filesystem::path EmbeddingCache::path_of(const std::string& key) const {
  return folder_ / (key + ".npy");
}

bool EmbeddingCache::contains(const std::string& key) const {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path_of(key), error);
  return !error && size > kEmbeddingValues * 2;
}

base::Result<std::vector<std::uint8_t>> EmbeddingCache::load(const std::string& key) const {
  auto bytes = read_file(path_of(key), kEmbeddingValues * 8);
  if (bytes.ok() && parse_embedding(*bytes, key).ok()) return bytes;
  return base::Status(base::StatusCode::kNotFound, "The embedding has not been computed yet.");
}

base::Status EmbeddingCache::store(const std::string& key,
                                   const std::vector<std::uint8_t>& npy) const {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error)
    return {base::StatusCode::kUnavailable,
            "The folder " + folder_.string() + " could not be made (" + error.message() + ")."};
  return write_file_whole(path_of(key), npy);
}

}  // namespace maskpoint::server
