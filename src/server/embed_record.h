// The record beside an embedding file: what it was made from, and its own hash.
//
// OUT/a/b.jpg.npy.json, a JSON object. The record is written before the embedding, so an embedding
// without a record was not made by `embed`, and one whose hash differs from its record's is not the
// one recorded: an interruption anywhere leaves a state that is seen and done again.
#pragma once

#include <filesystem>
#include <string>

#include "base/status.h"
#include "geom/points.h"
#include "server/npy.h"

namespace maskpoint::server {

struct EmbedRecord {
  std::string model;           // its name, for people
  std::string encoder_sha256;  // of encoder.onnx
  std::string image_sha256;    // of the image file
  geom::ImageSize image_size;  // upright
  NpyType type = NpyType::kFloat16;
  std::string embedding_sha256;  // of the .npy file
};

std::filesystem::path record_path(const std::filesystem::path& embedding);
std::string record_json(const EmbedRecord& record);
base::Result<EmbedRecord> parse_record(const std::string& json);

enum class ExistingEmbedding {
  kNone,     // nothing there
  kCurrent,  // made from this image by this encoder, whole
  kStale,    // ours, but of another image, encoder or type, or damaged
  kForeign,  // somebody else's file: no record
};
// What is at `embedding`; `wanted` is what would be written there (its embedding_sha256 is not
// looked at).
ExistingEmbedding existing_embedding(const std::filesystem::path& embedding,
                                     const EmbedRecord& wanted);

}  // namespace maskpoint::server
