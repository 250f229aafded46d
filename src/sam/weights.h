// The weights of SAM's prompt encoder and mask decoder, named as in the official Python, every
// shape checked once here and never again.
//
// Immutable after parse(); shared by any number of decoders and threads. Layers are stored packed
// for the kernels (nn/linear.h). Source of names and shapes: facebookresearch/segment-anything
// modeling/{prompt_encoder,mask_decoder,transformer}.py as built by build_sam.py.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/status.h"
#include "geom/points.h"
#include "nn/linear.h"
#include "nn/rowwise.h"
#include "sam/folded_weights.h"

namespace maskpoint::sam {

inline constexpr int kEmbedDim = 256;
inline constexpr int kCrossDim =
    128;  // inner width of cross-attention (attention_downsample_rate 2)
inline constexpr int kHeads = 8;
inline constexpr int kMlpDim = 2048;
inline constexpr int kGridTokens = 64 * 64;  // image tokens, row-major
inline constexpr int kUpscaled1 = 64;        // channels after the first transposed convolution
inline constexpr int kUpscaled2 = 32;        // and after the second
inline constexpr int kMaskFeatures = 16;     // mask_in_chans: channels before the prompt's 1×1 conv
inline constexpr int kMaskTokens = 4;

struct AttentionWeights {
  nn::Linear q_proj, k_proj, v_proj, out_proj;
};

struct TwoWayBlockWeights {
  AttentionWeights self_attn;
  nn::LayerNorm norm1;
  AttentionWeights cross_attn_token_to_image;
  nn::LayerNorm norm2;
  nn::Linear lin1, lin2;  // mlp
  nn::LayerNorm norm3;
  AttentionWeights cross_attn_image_to_token;
  nn::LayerNorm norm4;
};

struct MlpWeights {
  std::array<nn::Linear, 3> layers;
};

struct PromptEncoderWeights {
  base::AlignedBuffer<float> gaussian;                         // (2, 128)
  std::array<base::AlignedBuffer<float>, 4> point_embeddings;  // each (256)
  base::AlignedBuffer<float> not_a_point_embed;                // (256)
  base::AlignedBuffer<float> no_mask_embed;                    // (256)
  nn::Linear mask_conv1;  // 1 → 4, k2 s2, as (4, 4): inputs are the 2×2 patch, row-major
  nn::LayerNorm mask_norm1;
  nn::Linear mask_conv2;  // 4 → 16, k2 s2, as (16, 16): inputs are (2×2 position, channel)
  nn::LayerNorm mask_norm2;
  nn::Linear mask_conv3;                // 16 → 256, 1×1
  base::AlignedBuffer<float> dense_pe;  // (4096, 256): positional encoding of the cell centres
};

struct MaskDecoderWeights {
  base::AlignedBuffer<float> output_tokens;  // (5, 256): iou_token, then mask_tokens
  std::array<TwoWayBlockWeights, 2> layers;
  AttentionWeights final_attn_token_to_image;
  nn::LayerNorm norm_final_attn;
  nn::Linear upscale1;  // ConvTranspose 256 → 64
  nn::LayerNorm upscale_norm;
  nn::Linear upscale2;  // ConvTranspose 64 → 32
  std::array<MlpWeights, kMaskTokens> output_hypernetworks_mlps;
  MlpWeights iou_prediction_head;
};

// A tensor of the file: its official name and shape. The whole list is the definition of "a SAM
// decoder"; the converter writes exactly these.
struct TensorSpec {
  std::string name;
  std::vector<std::int64_t> shape;
};
const std::vector<TensorSpec>& decoder_tensors();

class Weights {
 public:
  // A safetensors file with the tensors of decoder_tensors(), float16 or float32. Missing tensors,
  // wrong shapes and values that are not finite are errors that name the tensor.
  static base::Result<std::shared_ptr<const Weights>> parse(std::span<const std::byte> file);

  PromptEncoderWeights prompt_encoder;
  MaskDecoderWeights mask_decoder;
  std::unique_ptr<const FoldedWeights> folded;  // products of the above for the low-rank decoder

  // 16 hex digits, a hash of the file's bytes: the same everywhere, another for other weights.
  const std::string& model_id() const { return model_id_; }
  // What the converter called the model, from the file's metadata; "sam" if it says nothing.
  const std::string& name() const { return name_; }

 private:
  std::string model_id_;
  std::string name_;
};

// [sin, cos] of 2π(2p − 1)·G, 256 values: PositionEmbeddingRandom. Coordinates must be finite.
void encode_position(const PromptEncoderWeights& weights, geom::ModelPoint p, float* out);

}  // namespace maskpoint::sam
