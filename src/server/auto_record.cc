#include "server/auto_record.h"

#include <nlohmann/json.hpp>
#include <system_error>

#include "doc/json_reading.h"
#include "doc/json_text.h"
#include "server/embedding_key.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kLongestRecord = 1 << 16;

}  // namespace

std::string options_text(const sam::GeneratorOptions& options) {
  // Floats as the shortest decimals that read back as them.
  const auto number = [](float value) { return doc::json_number(value).dump(); };
  const Json json = {
      {"points_per_side", options.points_per_side},
      {"pred_iou_thresh", number(options.pred_iou_thresh)},
      {"stability_score_thresh", number(options.stability_score_thresh)},
      {"stability_score_offset", number(options.stability_score_offset)},
      {"box_nms_thresh", options.box_nms_thresh},
      {"crop_n_layers", options.crop_n_layers},
      {"crop_nms_thresh", options.crop_nms_thresh},
      {"crop_overlap_ratio", options.crop_overlap_ratio},
      {"crop_n_points_downscale_factor", options.crop_n_points_downscale_factor},
      {"min_mask_region_area", options.min_mask_region_area},
      {"grid", options.visit == sam::GridVisit::kAdaptive ? "adaptive" : "every point"}};
  return json.dump();
}

base::Result<AutoSettings> auto_settings(const ModelFolder& model,
                                         const sam::GeneratorOptions& options) {
  auto encoder = sha256_file(model.encoder());
  if (!encoder.ok()) return encoder.status();
  auto decoder = sha256_file(model.decoder());
  if (!decoder.ok()) return decoder.status();
  return AutoSettings{model.name, *std::move(encoder), *std::move(decoder), options_text(options)};
}

std::filesystem::path auto_record_path(const std::filesystem::path& folder,
                                       const std::filesystem::path& relative) {
  std::filesystem::path path = folder / ".maskpoint" / "auto" / relative;
  path += ".json";
  return path;
}

std::string auto_record_json(const AutoRecord& record) {
  Json json = {{"model", record.settings.model},
               {"encoder_sha256", record.settings.encoder_sha256},
               {"decoder_sha256", record.settings.decoder_sha256},
               {"options", record.settings.options},
               {"image_sha256", record.image_sha256}};
  if (!record.failed.empty())
    json["failed"] = record.failed;
  else
    json["result_sha256"] = record.result_sha256;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

base::Result<AutoRecord> parse_auto_record(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return base::invalid_input("The record is no JSON object.");
  AutoRecord record;
  record.settings = {doc::text_at(json, "model"), doc::text_at(json, "encoder_sha256"),
                     doc::text_at(json, "decoder_sha256"), doc::text_at(json, "options")};
  record.image_sha256 = doc::text_at(json, "image_sha256");
  record.result_sha256 = doc::text_at(json, "result_sha256");
  record.failed = doc::text_at(json, "failed");
  return record;
}

base::Result<AutoRecord> read_auto_record(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kLongestRecord);
  if (!bytes.ok()) return bytes.status();
  return parse_auto_record(std::string(bytes->begin(), bytes->end()));
}

ExistingMasks existing_masks(const std::filesystem::path& result,
                             const std::filesystem::path& record_path, const AutoRecord& wanted) {
  std::error_code error;
  if (!std::filesystem::exists(result, error)) return ExistingMasks::kNone;
  if (!std::filesystem::exists(record_path, error)) return ExistingMasks::kForeign;
  const auto record = read_auto_record(record_path);
  if (!record.ok() || record->settings != wanted.settings ||
      record->image_sha256 != wanted.image_sha256 || !record->failed.empty())
    return ExistingMasks::kStale;
  const auto hash = sha256_file(result);
  return hash.ok() && *hash == record->result_sha256 ? ExistingMasks::kCurrent
                                                     : ExistingMasks::kStale;
}

}  // namespace maskpoint::server
