#include "server/embedding_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "server/image_bytes.h"

namespace maskpoint::server {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }
  void add(std::span<const std::uint8_t> bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
  }
  std::string hex() {
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    std::string text;
    for (const unsigned char byte : digest) {
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
    return text;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

std::string sha256_hex(std::span<const std::uint8_t> bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

base::Result<std::string> sha256_file(const std::filesystem::path& path) {
  const std::unique_ptr<FileSource> source = FileSource::open(path);
  if (!source)
    return base::Status(base::StatusCode::kNotFound, "The file " + path.string() +
                                                         " cannot be opened; check the name and "
                                                         "its permissions.");
  Sha256 hash;
  std::vector<std::uint8_t> part(1 << 16);
  for (std::uint64_t at = 0; at < source->size();) {
    const auto length = std::size_t(std::min<std::uint64_t>(part.size(), source->size() - at));
    const std::span<std::uint8_t> chunk = std::span(part).first(length);
    if (!source->read(at, chunk))
      return base::Status(base::StatusCode::kUnavailable,
                          "The file " + path.string() + " could not be read; check the disk.");
    hash.add(chunk);
    at += length;
  }
  return hash.hex();
}

std::string embedding_key(const std::string& image_sha256, const std::string& encoder_sha256) {
  const std::string joined = image_sha256 + " " + encoder_sha256;
  return sha256_hex({reinterpret_cast<const std::uint8_t*>(joined.data()), joined.size()});
}

}  // namespace maskpoint::server
