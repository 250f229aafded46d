#include "server/segment_command.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>

#include "server/cli_report.h"
#include "server/embedding_write.h"
#include "server/encoder.h"
#include "server/npy.h"
#include "server/png_writer.h"
#include "server/segment_model.h"

namespace maskpoint::server {
namespace {

using Clock = std::chrono::steady_clock;

struct EncodedImage {
  geom::ImageSize size;
  std::vector<float> embedding;
  std::optional<double> encode_ms;  // nothing where the embedding was given
};

base::Result<EncodedImage> encode(const SegmentOptions& options, const ModelFolder& model) {
  if (!options.embedding.empty()) {
    const auto info = probe_image_file(options.image);
    if (!info.ok()) return info.status();
    auto embedding = read_embedding(options.embedding);
    if (!embedding.ok()) return embedding.status();
    return EncodedImage{info->upright, *std::move(embedding), std::nullopt};
  }
  const auto bytes = read_file(options.image, ImageLimits{}.file_bytes);
  if (!bytes.ok()) return bytes.status();
  const auto image = decode_image(*bytes);
  if (!image.ok()) return image.status();
  const auto encoder = Encoder::load(model.encoder(), options.threads);
  if (!encoder.ok()) return encoder.status();
  const auto start = Clock::now();
  auto embedding = (*encoder)->encode(*image);
  if (!embedding.ok()) return embedding.status();
  return EncodedImage{image->size, *std::move(embedding),
                      std::chrono::duration<double, std::milli>(Clock::now() - start).count()};
}

base::Result<sam::Prompt> make_prompt(const SegmentOptions& options) {
  sam::Prompt prompt{options.points, options.box, nullptr};
  if (!options.mask_input.empty()) {
    auto prior = read_mask_input(options.mask_input);
    if (!prior.ok()) return prior.status();
    prompt.prior = std::make_shared<const sam::Logits>(*std::move(prior));
  }
  return prompt;
}

nlohmann::ordered_json to_json(const SegmentOptions& options, const EncodedImage& image,
                               const SegmentedImage& result) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const SegmentedMask& m : result.masks) {
    const geom::Rect& b = m.mask.bbox;
    list.push_back({{"segmentation",
                     {{"size", {image.size.height, image.size.width}},
                      {"counts", mask::encode_counts(m.mask.rle)}}},
                    {"bbox", {b.x, b.y, b.width, b.height}},
                    {"area", m.mask.area},
                    {"predicted_iou", m.predicted_iou},
                    {"stability_score", m.mask.stability_score},
                    {"index", m.index}});
  }
  return {{"image",
           {{"file_name", options.image.filename().string()},
            {"width", image.size.width},
            {"height", image.size.height}}},
          {"masks", std::move(list)},
          {"timing_ms",
           {{"encode", image.encode_ms ? Json(*image.encode_ms) : Json(nullptr)},
            {"decode", result.decode_ms}}}};
}

base::Status write_logits(const std::filesystem::path& path,
                          const std::vector<SegmentedMask>& masks) {
  std::vector<float> all;
  for (const SegmentedMask& m : masks)
    all.insert(all.end(), m.logits.begin(), m.logits.end());
  const std::array<std::int64_t, 3> shape = {std::int64_t(masks.size()), geom::kLogitSide,
                                             geom::kLogitSide};
  return write_file_whole(path, npy_bytes(all, shape, NpyType::kFloat32));
}

// One mask goes to `path` itself; of several, output i goes to NAME_i.png.
base::Status write_pngs(const std::filesystem::path& path,
                        const std::vector<SegmentedMask>& masks) {
  for (const SegmentedMask& m : masks) {
    const auto png = mask_png(m.mask.rle);
    if (!png.ok()) return png.status();
    std::filesystem::path target = path;
    if (masks.size() > 1)
      target.replace_filename(path.stem().string() + "_" + std::to_string(m.index) +
                              path.extension().string());
    if (base::Status status = write_file_whole(target, *png); !status.ok()) return status;
  }
  return {};
}

base::Status write_json(const std::filesystem::path& path, const std::string& text) {
  if (!path.empty()) return write_file_whole(path, text);
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return {};
  return {base::StatusCode::kUnavailable, "Standard output could not be written."};
}

base::Status segment(const SegmentOptions& options) {
  const auto model = find_model(options.model);
  if (!model.ok()) return model.status();
  const auto prompt = make_prompt(options);
  if (!prompt.ok()) return prompt.status();
  const auto weights = load_decoder_weights(*model);
  if (!weights.ok()) return weights.status();
  const auto image = encode(options, *model);
  if (!image.ok()) return image.status();

  const int cores = std::max(1, int(std::thread::hardware_concurrency()));
  nn::ThreadPool pool(options.threads > 0 ? options.threads : cores);
  const auto state = sam::prepare_image(**weights, image->embedding, image->size, pool);
  if (!state.ok()) return state.status();
  sam::Decoder decoder(*weights, pool);
  const SegmentedImage result = segment_image(decoder, **state, *prompt, options.masks);

  if (!options.logits.empty())
    if (base::Status status = write_logits(options.logits, result.masks); !status.ok())
      return status;
  if (!options.png.empty())
    if (base::Status status = write_pngs(options.png, result.masks); !status.ok()) return status;
  const auto json = to_json(options, *image, result);
  // Names that are no UTF-8 get replacement characters instead of an exception.
  return write_json(options.json,
                    json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace

int segment_command(const SegmentOptions& options) {
  const base::Status status = segment(options);
  if (status.ok()) return kExitDone;
  report_error(options.image.string(), status);
  return kExitFailed;
}

}  // namespace maskpoint::server
