// Weight products of the low-rank decoder, folded once when a model is loaded (DECODER §2).
//
// Notation. C = I − 11ᵀ/256 centres a row. B = (src + bo0)·C is the image, cached per image.
// Everything one prompt changes is low-rank: after layer 0 the image stream, centred, is
//     x1·C = B + w1ᵀ·(c1·Y1)
// where w1 holds a pixel's softmax weights (and mask features, and a 1), c1 a prompt's coefficients
// (value differences of the tokens), and Y1 the 145 rows below; after layer 1
//     x2·C = d1∘(B·γ1·C) + w2ᵀ·(c2·Y2)
// with d1 the reciprocal standard deviation of layer 0's norm4. So every product with a weight W
// needs only rows of Y·γ·W, folded here in double precision, and B·(…), cached per image.
//
// Rows of Y1:   0…127  Wo0·C           (out_proj of layer 0's image→token attention, by input)
//             128…143  Wd·C            (the mask prompt's 1×1 convolution, by feature)
//                 144  (bd − no_mask_embed)·C
// Rows of Y2:   0…144  Y1·γ1·C
//             145…272  Wo1·C
//                 273  C(β1 + bo1)
#pragma once

#include "base/aligned_buffer.h"
#include "sam/int16_second.h"

namespace maskpoint::sam {

struct PromptEncoderWeights;
struct MaskDecoderWeights;

namespace basis {
inline constexpr int kMask1 = 128;  // first row of the mask features
inline constexpr int kDense = 144;  // the constant a mask prompt adds
inline constexpr int kSize1 = 145;
inline constexpr int kSecond = 145;  // first row of layer 1's Wo1·C
inline constexpr int kBias = 273;    // C(β1 + bo1)
inline constexpr int kSize2 = 274;
inline constexpr int kStride1 = 152;  // sizes rounded up to the kernels' 8 columns
inline constexpr int kStride2 = 280;
}  // namespace basis

// Left operands are read down their depth; a stride that is a power of two would land all of it in
// a few cache sets.
constexpr int image_stride(int width) {
  return width + 8;
}
inline constexpr int kUpscaleStride = 272;

// A projection W of the image stream used inside an attention, 128 wide, or the upscaling's first
// convolution, 256 wide.
struct FoldedProjection {
  base::AlignedBuffer<float>
      from_image;  // (256, image_stride(width)): multiplies B (src in stage 0)
  base::AlignedBuffer<float> from_basis;  // (basis size, width or kUpscaleStride): Y·γ·W
  base::AlignedBuffer<float> constant;    // (width): β·W + bias
  int width = 0;
};

struct FoldedWeights {
  FoldedWeights(const PromptEncoderWeights& encoder, const MaskDecoderWeights& decoder);

  // Stage 0 reads src itself, stage 1 the stream after layer 0, stage 2 after layer 1. In stage 0
  // the basis is the 17 rows [Wd; bd − no_mask_embed].
  FoldedProjection key[3], value[3], query[2];
  // Stage 2. The mean over each sub-position's 64 channels is taken out: LayerNorm2d comes next.
  FoldedProjection upscale;
  base::AlignedBuffer<float> upscale2;  // (64, image_stride(128)): the second convolution
  Int16Second int16_second;             // the same for 16-bit products
  // Keys and queries also see PE·W: (64 blocks, 128, 64 pixels).
  base::AlignedBuffer<float> key_position[3], query_position[2];

  base::AlignedBuffer<float> image_bias;  // (256): bo0, added to src before centring
  base::AlignedBuffer<float> gamma1;      // (256)
  base::AlignedBuffer<float> cross1;      // (256, kStride1): Y1ᵀ, so that B·Y1ᵀ is cached
  base::AlignedBuffer<float> cross2;      // (256, kStride2): (Y2∘γ1)ᵀ, for (B·γ1·C)·Y2ᵀ
  base::AlignedBuffer<float> gram1;       // (kSize1, kStride1): Y1·Y1ᵀ
  base::AlignedBuffer<float> gram2;       // (kSize2, kStride2)
};

}  // namespace maskpoint::sam
