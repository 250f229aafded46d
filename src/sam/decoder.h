// Prompt encoder and mask decoder: an embedding and a prompt in, mask logits and scores out.
//
// One Decoder owns its activations (Scratch) and allocates nothing in decode(); it is used by one
// thread at a time and borrows a ThreadPool for the heavy loops. Weights and ImageState are
// immutable and shared by any number of Decoders. Source: segment-anything
// modeling/{prompt_encoder, mask_decoder,transformer}.py and utils/onnx.py.
#pragma once

#include <array>
#include <memory>
#include <span>

#include "base/cancel_token.h"
#include "base/status.h"
#include "nn/thread_pool.h"
#include "sam/image_state.h"
#include "sam/types.h"
#include "sam/weights.h"

namespace maskpoint::sam {

// How much of the 256×256 logits to compute. A preview is for hovering, never for accepting: it
// holds exact samples of the full result on a coarser grid.
enum class Detail { kFull, kPreview128, kPreview64 };

// Filled by decode(); buffers belong to the caller and are reused from decode to decode.
struct DecodeOutput {
  // Logits are side×side, row-major, in the first side² places; side is 256, or 128 or 64 for a
  // preview. Sample (x, y) is the full result's value at (x·s, y·s) with s = 256/side: it lies
  // (s − 1)/2 full-size pixels left of and above the centre of its s×s cell.
  int side = 256;
  int count = 0;                           // masks written
  std::array<int, kMaskCount> index{};     // which output each one is
  std::array<float, kMaskCount> scores{};  // predicted IoU of all four outputs, by output
  std::array<std::array<float, kLogitCount>, kMaskCount> logits;  // [0, count)
};

enum class DecodeStatus { kDone, kCancelled };

// kAutomatic takes the low-rank path where it is the quicker, with 16-bit products in the upscaling
// head where those are (4-lane builds: about 1 pixel in 100,000 flips); kFloat32 the same without
// them; kPlain always the plain form, as the tests' oracle does.
enum class DecoderPath { kAutomatic, kFloat32, kPlain };

class Decoder {
 public:
  Decoder(std::shared_ptr<const Weights> weights, nn::ThreadPool& pool,
          DecoderPath path = DecoderPath::kAutomatic);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // Any number of points; points outside the image are allowed. Checks `cancel` between steps. The
  // plain path gives full detail whatever is asked.
  DecodeStatus decode(const ImageState& image, const Prompt& prompt, MaskSet wanted,
                      const base::CancelToken& cancel, DecodeOutput& out,
                      Detail detail = Detail::kFull);
  // The same, but only masks whose predicted IoU is at least `floor` are computed; out.count says
  // how many, perhaps none. out.scores is filled in full.
  DecodeStatus decode_above(float floor, const ImageState& image, const Prompt& prompt,
                            MaskSet wanted, const base::CancelToken& cancel, DecodeOutput& out,
                            Detail detail = Detail::kFull);
  // Masks of the last decode in full, if that was a preview that finished; the transformer is not
  // run again. `out` is the preview's: its scores stay, and its count and index where `wanted` is
  // left out. The same bits as decoding in full.
  void refine(DecodeOutput& out);
  void refine(DecodeOutput& out, MaskSet wanted);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::sam
