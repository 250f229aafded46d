// Many prompts on one image, for "everything" mode and for re-running stored prompts.
//
// Each thread decodes a prompt of its own from beginning to end, which needs no waiting between the
// steps of a decode, and a mask whose predicted IoU is below the floor is never upscaled (the
// scores are known after the transformer, before the dearer half of the work). Results are the same
// bits as Decoder's. Memory: one Decoder for each thread of the pool.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "sam/decoder.h"

namespace maskpoint::sam {

class BatchDecoder {
 public:
  BatchDecoder(std::shared_ptr<const Weights> weights, nn::ThreadPool& pool);
  ~BatchDecoder();

  // Called once for every prompt, in any order and from any of the pool's threads; `out` holds the
  // wanted masks with a predicted IoU of at least `floor`, perhaps none, until the call returns.
  using Sink = std::function<void(std::size_t prompt, const DecodeOutput& out)>;
  DecodeStatus decode(const ImageState& image, std::span<const Prompt> prompts, MaskSet wanted,
                      float floor, const base::CancelToken& cancel, const Sink& sink);

 private:
  struct Lane;
  nn::ThreadPool& pool_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace maskpoint::sam
