#include "server/embed_record.h"

#include <nlohmann/json.hpp>
#include <system_error>

#include "doc/json_reading.h"
#include "server/embedding_key.h"
#include "server/encoder.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

using Json = nlohmann::ordered_json;

int number_of(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_number_integer() ? it->get<int>() : 0;
}

}  // namespace

std::filesystem::path record_path(const std::filesystem::path& embedding) {
  std::filesystem::path path = embedding;
  path += ".json";
  return path;
}

std::string record_json(const EmbedRecord& record) {
  const Json json = {{"model", record.model},
                     {"encoder_sha256", record.encoder_sha256},
                     {"image_sha256", record.image_sha256},
                     {"image_width", record.image_size.width},
                     {"image_height", record.image_size.height},
                     {"dtype", record.type == NpyType::kFloat16 ? "float16" : "float32"},
                     {"embedding_sha256", record.embedding_sha256}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

base::Result<EmbedRecord> parse_record(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return base::invalid_input("The record is no JSON object.");
  EmbedRecord record;
  record.model = doc::text_at(json, "model");
  record.encoder_sha256 = doc::text_at(json, "encoder_sha256");
  record.image_sha256 = doc::text_at(json, "image_sha256");
  record.image_size = {number_of(json, "image_width"), number_of(json, "image_height")};
  record.type = doc::text_at(json, "dtype") == "float32" ? NpyType::kFloat32 : NpyType::kFloat16;
  record.embedding_sha256 = doc::text_at(json, "embedding_sha256");
  return record;
}

ExistingEmbedding existing_embedding(const std::filesystem::path& embedding,
                                     const EmbedRecord& wanted) {
  std::error_code error;
  if (!std::filesystem::exists(embedding, error)) return ExistingEmbedding::kNone;
  if (!std::filesystem::exists(record_path(embedding), error)) return ExistingEmbedding::kForeign;
  constexpr std::uint64_t kLongestRecord = 1 << 16;
  const auto text = read_file(record_path(embedding), kLongestRecord);
  if (!text.ok()) return ExistingEmbedding::kStale;
  const auto record = parse_record(std::string(text->begin(), text->end()));
  if (!record.ok() || record->encoder_sha256 != wanted.encoder_sha256 ||
      record->image_sha256 != wanted.image_sha256 || record->type != wanted.type)
    return ExistingEmbedding::kStale;
  const auto bytes = read_file(embedding, kEmbeddingValues * 8);
  if (!bytes.ok() || sha256_hex(*bytes) != record->embedding_sha256)
    return ExistingEmbedding::kStale;
  return ExistingEmbedding::kCurrent;
}

}  // namespace maskpoint::server
