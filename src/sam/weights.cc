#include "sam/weights.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "base/shape_text.h"
#include "nn/elementary.h"
#include "sam/safetensors.h"

namespace maskpoint::sam {

namespace {

using base::AlignedBuffer;
using base::invalid_input;

void add_linear(std::vector<TensorSpec>& list, const std::string& name, int outputs, int inputs) {
  list.push_back({name + ".weight", {outputs, inputs}});
  list.push_back({name + ".bias", {outputs}});
}

void add_attention(std::vector<TensorSpec>& list, const std::string& name, int inner) {
  for (const char* projection : {".q_proj", ".k_proj", ".v_proj"})
    add_linear(list, name + projection, inner, kEmbedDim);
  add_linear(list, name + ".out_proj", kEmbedDim, inner);
}

void add_norm(std::vector<TensorSpec>& list, const std::string& name, int width) {
  list.push_back({name + ".weight", {width}});
  list.push_back({name + ".bias", {width}});
}

void add_mlp(std::vector<TensorSpec>& list, const std::string& name, int outputs) {
  add_linear(list, name + ".layers.0", kEmbedDim, kEmbedDim);
  add_linear(list, name + ".layers.1", kEmbedDim, kEmbedDim);
  add_linear(list, name + ".layers.2", outputs, kEmbedDim);
}

std::vector<TensorSpec> list_tensors() {
  std::vector<TensorSpec> list;
  const std::string encoder = "prompt_encoder.";
  list.push_back({encoder + "pe_layer.positional_encoding_gaussian_matrix", {2, kEmbedDim / 2}});
  for (int i = 0; i < 4; ++i)
    list.push_back({encoder + "point_embeddings." + std::to_string(i) + ".weight", {1, kEmbedDim}});
  list.push_back({encoder + "not_a_point_embed.weight", {1, kEmbedDim}});
  list.push_back({encoder + "no_mask_embed.weight", {1, kEmbedDim}});
  list.push_back({encoder + "mask_downscaling.0.weight", {4, 1, 2, 2}});
  list.push_back({encoder + "mask_downscaling.0.bias", {4}});
  add_norm(list, encoder + "mask_downscaling.1", 4);
  list.push_back({encoder + "mask_downscaling.3.weight", {kMaskFeatures, 4, 2, 2}});
  list.push_back({encoder + "mask_downscaling.3.bias", {kMaskFeatures}});
  add_norm(list, encoder + "mask_downscaling.4", kMaskFeatures);
  list.push_back({encoder + "mask_downscaling.6.weight", {kEmbedDim, kMaskFeatures, 1, 1}});
  list.push_back({encoder + "mask_downscaling.6.bias", {kEmbedDim}});

  const std::string decoder = "mask_decoder.";
  list.push_back({decoder + "iou_token.weight", {1, kEmbedDim}});
  list.push_back({decoder + "mask_tokens.weight", {kMaskTokens, kEmbedDim}});
  for (int i = 0; i < 2; ++i) {
    const std::string layer = decoder + "transformer.layers." + std::to_string(i) + ".";
    add_attention(list, layer + "self_attn", kEmbedDim);
    add_norm(list, layer + "norm1", kEmbedDim);
    add_attention(list, layer + "cross_attn_token_to_image", kCrossDim);
    add_norm(list, layer + "norm2", kEmbedDim);
    add_linear(list, layer + "mlp.lin1", kMlpDim, kEmbedDim);
    add_linear(list, layer + "mlp.lin2", kEmbedDim, kMlpDim);
    add_norm(list, layer + "norm3", kEmbedDim);
    add_attention(list, layer + "cross_attn_image_to_token", kCrossDim);
    add_norm(list, layer + "norm4", kEmbedDim);
  }
  add_attention(list, decoder + "transformer.final_attn_token_to_image", kCrossDim);
  add_norm(list, decoder + "transformer.norm_final_attn", kEmbedDim);
  list.push_back({decoder + "output_upscaling.0.weight", {kEmbedDim, kUpscaled1, 2, 2}});
  list.push_back({decoder + "output_upscaling.0.bias", {kUpscaled1}});
  add_norm(list, decoder + "output_upscaling.1", kUpscaled1);
  list.push_back({decoder + "output_upscaling.3.weight", {kUpscaled1, kUpscaled2, 2, 2}});
  list.push_back({decoder + "output_upscaling.3.bias", {kUpscaled2}});
  for (int i = 0; i < kMaskTokens; ++i)
    add_mlp(list, decoder + "output_hypernetworks_mlps." + std::to_string(i), kUpscaled2);
  add_mlp(list, decoder + "iou_prediction_head", kMaskTokens);
  return list;
}

base::Status check_tensors(const SafetensorsView& file) {
  std::vector<float> values;
  for (const TensorSpec& spec : decoder_tensors()) {
    const auto found = file.tensors.find(spec.name);
    if (found == file.tensors.end())
      return invalid_input("The weights file has no tensor \"" + spec.name +
                           "\": it does not hold a SAM decoder; make it with `maskpoint model "
                           "convert`.");
    const TensorView& tensor = found->second;
    if (tensor.shape != spec.shape)
      return invalid_input("The weights file's tensor \"" + spec.name + "\" has shape " +
                           base::shape_text(tensor.shape) + " where a SAM decoder has " +
                           base::shape_text(spec.shape) + "; it belongs to another model.");
    values.resize(tensor.elements());
    tensor.read(values);
    for (const float value : values)
      if (!std::isfinite(value))
        return invalid_input("The weights file's tensor \"" + spec.name +
                             "\" holds a value that is not a finite number; get the file again.");
  }
  return {};
}

// Reads tensors that check_tensors has already seen.
class Reader {
 public:
  explicit Reader(const SafetensorsView& file) : file_(file) {}

  AlignedBuffer<float> tensor(const std::string& name) const {
    const auto found = file_.tensors.find(name);
    assert(found != file_.tensors.end());
    AlignedBuffer<float> values(found->second.elements());
    found->second.read(values.span());
    return values;
  }
  nn::Linear linear(const std::string& name, int outputs, int inputs) const {
    return nn::Linear(tensor(name + ".weight").span(), tensor(name + ".bias").span(), outputs,
                      inputs);
  }
  nn::LayerNorm norm(const std::string& name, float epsilon) const {
    return {tensor(name + ".weight"), tensor(name + ".bias"), epsilon};
  }
  AttentionWeights attention(const std::string& name, int inner) const {
    return {linear(name + ".q_proj", inner, kEmbedDim), linear(name + ".k_proj", inner, kEmbedDim),
            linear(name + ".v_proj", inner, kEmbedDim),
            linear(name + ".out_proj", kEmbedDim, inner)};
  }
  MlpWeights mlp(const std::string& name, int outputs) const {
    return {{linear(name + ".layers.0", kEmbedDim, kEmbedDim),
             linear(name + ".layers.1", kEmbedDim, kEmbedDim),
             linear(name + ".layers.2", outputs, kEmbedDim)}};
  }
  nn::Linear transposed_convolution(const std::string& name, int inputs, int channels) const {
    return nn::Linear::transposed_convolution(tensor(name + ".weight").span(),
                                              tensor(name + ".bias").span(), inputs, channels);
  }
  // Conv2d(kernel 2, stride 2) as a layer on the patch's values: inputs are (position, channel).
  nn::Linear patch_convolution(const std::string& name, int outputs, int channels) const {
    const AlignedBuffer<float> weight = tensor(name + ".weight");  // (outputs, channels, 2, 2)
    AlignedBuffer<float> rows(weight.size());
    for (int o = 0; o < outputs; ++o)
      for (int c = 0; c < channels; ++c)
        for (int p = 0; p < 4; ++p)
          rows[(o * 4 + p) * channels + c] = weight[(o * channels + c) * 4 + p];
    return nn::Linear(rows.span(), tensor(name + ".bias").span(), outputs, channels * 4);
  }

 private:
  const SafetensorsView& file_;
};

constexpr float kNormEpsilon = 1e-5f;    // torch.nn.LayerNorm
constexpr float kNorm2dEpsilon = 1e-6f;  // segment-anything's LayerNorm2d

PromptEncoderWeights read_prompt_encoder(const Reader& file) {
  const std::string name = "prompt_encoder.";
  PromptEncoderWeights w;
  w.gaussian = file.tensor(name + "pe_layer.positional_encoding_gaussian_matrix");
  for (int i = 0; i < 4; ++i)
    w.point_embeddings[i] = file.tensor(name + "point_embeddings." + std::to_string(i) + ".weight");
  w.not_a_point_embed = file.tensor(name + "not_a_point_embed.weight");
  w.no_mask_embed = file.tensor(name + "no_mask_embed.weight");
  w.mask_conv1 = file.patch_convolution(name + "mask_downscaling.0", 4, 1);
  w.mask_norm1 = file.norm(name + "mask_downscaling.1", kNorm2dEpsilon);
  w.mask_conv2 = file.patch_convolution(name + "mask_downscaling.3", kMaskFeatures, 4);
  w.mask_norm2 = file.norm(name + "mask_downscaling.4", kNorm2dEpsilon);
  w.mask_conv3 = file.linear(name + "mask_downscaling.6", kEmbedDim, kMaskFeatures);
  w.dense_pe = AlignedBuffer<float>(std::size_t(kGridTokens) * kEmbedDim);
  for (int i = 0; i < kGridTokens; ++i) {
    const int column = i % 64, row = i / 64;
    encode_position(w, {(column + 0.5) / 64, (row + 0.5) / 64},
                    w.dense_pe.data() + std::size_t(i) * kEmbedDim);
  }
  return w;
}

TwoWayBlockWeights read_block(const Reader& file, const std::string& name) {
  TwoWayBlockWeights w;
  w.self_attn = file.attention(name + "self_attn", kEmbedDim);
  w.norm1 = file.norm(name + "norm1", kNormEpsilon);
  w.cross_attn_token_to_image = file.attention(name + "cross_attn_token_to_image", kCrossDim);
  w.norm2 = file.norm(name + "norm2", kNormEpsilon);
  w.lin1 = file.linear(name + "mlp.lin1", kMlpDim, kEmbedDim);
  w.lin2 = file.linear(name + "mlp.lin2", kEmbedDim, kMlpDim);
  w.norm3 = file.norm(name + "norm3", kNormEpsilon);
  w.cross_attn_image_to_token = file.attention(name + "cross_attn_image_to_token", kCrossDim);
  w.norm4 = file.norm(name + "norm4", kNormEpsilon);
  return w;
}

MaskDecoderWeights read_mask_decoder(const Reader& file) {
  const std::string name = "mask_decoder.";
  MaskDecoderWeights w;
  w.output_tokens = AlignedBuffer<float>((1 + kMaskTokens) * kEmbedDim);
  const AlignedBuffer<float> iou_token = file.tensor(name + "iou_token.weight");
  const AlignedBuffer<float> mask_tokens = file.tensor(name + "mask_tokens.weight");
  std::copy_n(iou_token.data(), kEmbedDim, w.output_tokens.data());
  std::copy_n(mask_tokens.data(), mask_tokens.size(), w.output_tokens.data() + kEmbedDim);
  for (int i = 0; i < 2; ++i)
    w.layers[i] = read_block(file, name + "transformer.layers." + std::to_string(i) + ".");
  w.final_attn_token_to_image =
      file.attention(name + "transformer.final_attn_token_to_image", kCrossDim);
  w.norm_final_attn = file.norm(name + "transformer.norm_final_attn", kNormEpsilon);
  w.upscale1 = file.transposed_convolution(name + "output_upscaling.0", kEmbedDim, kUpscaled1);
  w.upscale_norm = file.norm(name + "output_upscaling.1", kNorm2dEpsilon);
  w.upscale2 = file.transposed_convolution(name + "output_upscaling.3", kUpscaled1, kUpscaled2);
  for (int i = 0; i < kMaskTokens; ++i)
    w.output_hypernetworks_mlps[i] =
        file.mlp(name + "output_hypernetworks_mlps." + std::to_string(i), kUpscaled2);
  w.iou_prediction_head = file.mlp(name + "iou_prediction_head", kMaskTokens);
  return w;
}

// FNV-1a, 64 bit.
std::string content_hash(std::span<const std::byte> bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (const std::byte b : bytes)
    hash = (hash ^ std::uint64_t(b)) * 1099511628211u;
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4)
    text += "0123456789abcdef"[(hash >> shift) & 15];
  return text;
}

}  // namespace

void encode_position(const PromptEncoderWeights& weights, geom::ModelPoint p, float* out) {
  // The argument in single precision, rounded as the official code rounds it: far outside the image
  // it reaches hundreds, where its last bit is worth more than anything that follows.
  constexpr float kTwoPi = 6.28318530717958647692f;
  const float x = 2.0f * float(p.x) - 1.0f;
  const float y = 2.0f * float(p.y) - 1.0f;
  for (int i = 0; i < kEmbedDim / 2; ++i) {
    const float turns = x * weights.gaussian[i] + y * weights.gaussian[kEmbedDim / 2 + i];
    const nn::SinCos value = nn::sin_cos(double(turns * kTwoPi));
    out[i] = float(value.sin);
    out[kEmbedDim / 2 + i] = float(value.cos);
  }
}

const std::vector<TensorSpec>& decoder_tensors() {
  static const std::vector<TensorSpec> list = list_tensors();
  return list;
}

base::Result<std::shared_ptr<const Weights>> Weights::parse(std::span<const std::byte> file) {
  const base::Result<SafetensorsView> view = parse_safetensors(file);
  if (!view.ok()) return view.status();
  if (base::Status status = check_tensors(*view); !status.ok()) return status;
  const Reader reader(*view);
  auto weights = std::make_shared<Weights>();
  weights->prompt_encoder = read_prompt_encoder(reader);
  weights->mask_decoder = read_mask_decoder(reader);
  weights->folded =
      std::make_unique<const FoldedWeights>(weights->prompt_encoder, weights->mask_decoder);
  weights->model_id_ = content_hash(file);
  const auto name = view->metadata.find("name");
  weights->name_ = name == view->metadata.end() ? "sam" : name->second;
  return std::shared_ptr<const Weights>(std::move(weights));
}

}  // namespace maskpoint::sam
