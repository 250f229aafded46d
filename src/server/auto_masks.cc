#include "server/auto_masks.h"

#include <algorithm>
#include <span>
#include <thread>
#include <utility>

#include "doc/json_text.h"
#include "formats/sa1b.h"
#include "sam/mask_generator.h"
#include "server/embedding_key.h"
#include "server/segment_model.h"

namespace maskpoint::server {
namespace {

// Points between two looks at whether to stop: some half a second.
constexpr int kPointsAStep = 64;

RgbImage crop_of(const RgbImage& image, const geom::Rect& box) {
  RgbImage crop{{box.width, box.height}, {}};
  crop.pixels.reserve(std::size_t(box.width) * std::size_t(box.height) * 3);
  for (int y = box.y; y < box.y + box.height; ++y) {
    const auto row =
        image.pixels.begin() + (std::ptrdiff_t(y) * std::ptrdiff_t(image.size.width) + box.x) * 3;
    crop.pixels.insert(crop.pixels.end(), row, row + std::ptrdiff_t(box.width) * 3);
  }
  return crop;
}

std::int64_t id_of(const std::string& file_name) {
  constexpr std::size_t kDigits = 13;  // 52 bits, which every reader of JSON keeps
  const std::string hash = sha256_hex(
      std::span(reinterpret_cast<const std::uint8_t*>(file_name.data()), file_name.size()));
  return std::int64_t(std::stoull(hash.substr(0, kDigits), nullptr, 16)) + 1;
}

formats::ExportObject exported(const sam::GeneratedMask& m, std::int64_t id) {
  auto annotation = std::make_shared<doc::Annotation>();
  annotation->id = id;
  annotation->mask = std::make_shared<const mask::Rle>(m.rle);
  annotation->bbox = m.bbox;
  annotation->area = m.area;
  const geom::Rect& crop = m.crop_box;
  formats::Json point = {doc::json_number(m.point.x), doc::json_number(m.point.y)};
  formats::Json coco = {{"predicted_iou", doc::json_number(m.predicted_iou)},
                        {"stability_score", doc::json_number(m.stability_score)},
                        {"crop_box", {crop.x, crop.y, crop.width, crop.height}},
                        {"point_coords", formats::Json::array({std::move(point)})}};
  return {std::move(annotation), std::move(coco)};
}

}  // namespace

AutoMasks::AutoMasks(const ModelFolder& model, int threads)
    : model_(model),
      encoder_(model, threads),
      pool_(threads > 0 ? threads : std::max(1, int(std::thread::hardware_concurrency()))) {
}

base::Status AutoMasks::load() {
  if (const auto encoder = encoder_.get(); !encoder.ok()) return encoder.status();
  if (decoder_) return {};
  auto weights = load_decoder_weights(model_);
  if (!weights.ok()) return weights.status();
  weights_ = *std::move(weights);
  decoder_ = std::make_unique<sam::BatchDecoder>(weights_, pool_);
  return {};
}

base::Result<std::optional<std::vector<sam::GeneratedMask>>> AutoMasks::generate(
    const RgbImage& image, const sam::GeneratorOptions& options,
    const std::function<bool()>& stop) {
  const auto encoder = encoder_.get();
  if (!encoder.ok()) return encoder.status();
  sam::MaskGenerator generator(*decoder_, options, image.size);
  while (!generator.finished()) {
    if (stop()) return std::optional<std::vector<sam::GeneratedMask>>();
    if (const sam::CropBox* crop = generator.wanted_crop()) {
      const auto embedding = crop->layer == 0 ? (*encoder)->encode(image)
                                              : (*encoder)->encode(crop_of(image, crop->box));
      if (!embedding.ok()) return embedding.status();
      const auto state = sam::prepare_image(*weights_, *embedding, crop->size(), pool_);
      if (!state.ok()) return state.status();
      generator.give(*state);
    }
    generator.step(kPointsAStep, {});
  }
  return std::optional(generator.result());
}

std::string auto_masks_json(const std::string& file_name, geom::ImageSize size,
                            const std::vector<sam::GeneratedMask>& masks) {
  formats::ExportImage image{id_of(file_name), file_name, size, {}};
  for (const sam::GeneratedMask& m : masks)
    image.objects.push_back(exported(m, std::int64_t(image.objects.size()) + 1));
  formats::Report nothing_lost;
  return formats::write_sa1b(image, nothing_lost);
}

}  // namespace maskpoint::server
