// One image's automatic masks, encoder included, and how they go into files.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "nn/thread_pool.h"
#include "sam/batch_decoder.h"
#include "sam/generated_mask.h"
#include "sam/generator_options.h"
#include "server/lazy_encoder.h"

namespace maskpoint::server {

// The models and their memory, for any number of images one after the other.
class AutoMasks {
 public:
  AutoMasks(const ModelFolder& model, int threads);

  // Loads what is not loaded yet; where this fails no image can be done.
  base::Status load();

  // After load(). Nothing if `stop`, asked between batches, said so.
  base::Result<std::optional<std::vector<sam::GeneratedMask>>> generate(
      const RgbImage& image, const sam::GeneratorOptions& options,
      const std::function<bool()>& stop);

 private:
  const ModelFolder& model_;
  LazyEncoder encoder_;
  nn::ThreadPool pool_;
  std::shared_ptr<const sam::Weights> weights_;
  std::unique_ptr<sam::BatchDecoder> decoder_;
};

// A file of SA-1B's layout. image_id follows from the name, which is the image's path with '/'
// between its parts, so that it is the same on every machine that shares the work.
std::string auto_masks_json(const std::string& file_name, geom::ImageSize size,
                            const std::vector<sam::GeneratedMask>& masks);

}  // namespace maskpoint::server
