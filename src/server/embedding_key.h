// What an embedding was made from: the content of an image and of an encoder model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/status.h"

namespace maskpoint::server {

// SHA-256, 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const std::uint8_t> bytes);
base::Result<std::string> sha256_file(const std::filesystem::path& path);

// Names the embedding of an image file (its bytes' hash) by an encoder (its file's hash): 64 hex
// digits.
std::string embedding_key(const std::string& image_sha256, const std::string& encoder_sha256);

}  // namespace maskpoint::server
