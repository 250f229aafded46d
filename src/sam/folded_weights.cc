#include "sam/folded_weights.h"

#include <vector>

#include "nn/gemm.h"
#include "sam/weights.h"

namespace maskpoint::sam {

namespace {

using base::AlignedBuffer;
using Row = std::vector<double>;  // 256 values
using Matrix = std::vector<Row>;

void centre(Row& row) {
  double mean = 0;
  for (const double x : row)
    mean += x;
  mean /= double(row.size());
  for (double& x : row)
    x -= mean;
}

Row times(const Row& row, const AlignedBuffer<float>& gamma) {
  Row out(row);
  for (int i = 0; i < kEmbedDim; ++i)
    out[i] *= double(gamma[i]);
  return out;
}

// The rows of W (outputs, 256), a weight that multiplies image tokens.
Matrix rows_of(const nn::Linear& layer) {
  Matrix rows(layer.outputs(), Row(kEmbedDim));
  for (int o = 0; o < layer.outputs(); ++o)
    for (int i = 0; i < kEmbedDim; ++i)
      rows[o][i] = layer.weight(o, i);
  return rows;
}

Row biases_of(const nn::Linear& layer) {
  Row biases(layer.outputs());
  for (int o = 0; o < layer.outputs(); ++o)
    biases[o] = layer.bias(o);
  return biases;
}

// Takes the mean over each group of outputs from them: a LayerNorm over a group, which subtracts it
// anyway, then has none to find.
void centre_outputs(Matrix& w, Row& biases, int group) {
  for (std::size_t first = 0; first < w.size(); first += std::size_t(group)) {
    Row mean(kEmbedDim);
    double bias = 0;
    for (std::size_t o = first; o < first + std::size_t(group); ++o) {
      for (int i = 0; i < kEmbedDim; ++i)
        mean[i] += w[o][i] / group;
      bias += biases[o] / group;
    }
    for (std::size_t o = first; o < first + std::size_t(group); ++o) {
      for (int i = 0; i < kEmbedDim; ++i)
        w[o][i] -= mean[i];
      biases[o] -= bias;
    }
  }
}

// out[r · stride + c] = a[r]·b[c].
AlignedBuffer<float> products(const Matrix& a, const Matrix& b, int stride) {
  AlignedBuffer<float> out(a.size() * stride);
  for (std::size_t r = 0; r < a.size(); ++r) {
    for (std::size_t c = 0; c < b.size(); ++c) {
      // Four chains: fast without letting the compiler reorder anything.
      double sums[4] = {0, 0, 0, 0};
      const double* x = a[r].data();
      const double* y = b[c].data();
      for (int i = 0; i < kEmbedDim; i += 4)
        for (int j = 0; j < 4; ++j)
          sums[j] += x[i + j] * y[i + j];
      out[r * stride + c] = float((sums[0] + sums[1]) + (sums[2] + sums[3]));
    }
  }
  return out;
}

// (256, columns): the rows as columns, for products with pixels in the lanes.
AlignedBuffer<float> as_columns(const Matrix& rows, int stride) {
  AlignedBuffer<float> out(std::size_t(kEmbedDim) * stride);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (int i = 0; i < kEmbedDim; ++i)
      out[std::size_t(i) * stride + r] = float(rows[r][i]);
  return out;
}

// β·W + bias.
AlignedBuffer<float> constants(const Matrix& weight, const AlignedBuffer<float>& beta,
                               const Row& biases) {
  AlignedBuffer<float> out(weight.size());
  for (std::size_t o = 0; o < weight.size(); ++o) {
    double sum = biases[o];
    for (int i = 0; i < kEmbedDim; ++i)
      sum += double(beta[i]) * weight[o][i];
    out[o] = float(sum);
  }
  return out;
}

// (64 blocks, 128, 64 pixels): the positional encoding through a key or query projection, no bias.
AlignedBuffer<float> position_table(const AlignedBuffer<float>& dense_pe, const nn::Linear& layer) {
  const AlignedBuffer<float> weight = as_columns(rows_of(layer), image_stride(kCrossDim));
  AlignedBuffer<float> out(std::size_t(kGridTokens) * kCrossDim);
  AlignedBuffer<float> pe(std::size_t(kEmbedDim) * 64);
  for (int block = 0; block < 64; ++block) {
    nn::transpose(dense_pe.data() + std::size_t(block) * 64 * kEmbedDim, kEmbedDim, 64, kEmbedDim,
                  pe.data(), 64);
    nn::gemm({kCrossDim, 64, kEmbedDim}, {weight.data(), image_stride(kCrossDim)}, {pe.data(), 64},
             {out.data() + std::size_t(block) * kCrossDim * 64, 64});
  }
  return out;
}

}  // namespace

FoldedWeights::FoldedWeights(const PromptEncoderWeights& encoder, const MaskDecoderWeights& decoder)
    : int16_second(decoder), image_bias(kEmbedDim), gamma1(kEmbedDim) {
  const TwoWayBlockWeights& layer0 = decoder.layers[0];
  const TwoWayBlockWeights& layer1 = decoder.layers[1];
  const AttentionWeights& update0 = layer0.cross_attn_image_to_token;
  const AttentionWeights& update1 = layer1.cross_attn_image_to_token;
  const AlignedBuffer<float>& g1 = layer0.norm4.weight;
  const AlignedBuffer<float>& g2 = layer1.norm4.weight;
  for (int i = 0; i < kEmbedDim; ++i) {
    image_bias[i] = update0.out_proj.bias(i);
    gamma1[i] = g1[i];
  }

  // Stage 0: the dense prompt is U0 = [Wd; bd − no_mask_embed], not centred.
  Matrix dense(kMaskFeatures + 1, Row(kEmbedDim));
  for (int i = 0; i < kEmbedDim; ++i) {
    for (int f = 0; f < kMaskFeatures; ++f)
      dense[f][i] = encoder.mask_conv3.weight(i, f);
    dense[kMaskFeatures][i] = double(encoder.mask_conv3.bias(i)) - encoder.no_mask_embed[i];
  }
  // Y1 and Y2, as the header lists their rows.
  const auto by_input = [](const nn::Linear& out_proj) {
    Matrix rows(kCrossDim, Row(kEmbedDim));
    for (int k = 0; k < kCrossDim; ++k) {
      for (int i = 0; i < kEmbedDim; ++i)
        rows[k][i] = out_proj.weight(i, k);
      centre(rows[k]);
    }
    return rows;
  };
  Matrix y1 = by_input(update0.out_proj);
  for (Row row : dense) {
    centre(row);
    y1.push_back(std::move(row));
  }
  Matrix y2;
  for (const Row& row : y1) {
    y2.push_back(times(row, g1));
    centre(y2.back());
  }
  for (Row& row : by_input(update1.out_proj))
    y2.push_back(std::move(row));
  Row bias(kEmbedDim);
  for (int i = 0; i < kEmbedDim; ++i)
    bias[i] = double(layer0.norm4.bias[i]) + update1.out_proj.bias(i);
  centre(bias);
  y2.push_back(std::move(bias));

  cross1 = as_columns(y1, basis::kStride1);
  Matrix y2_scaled;
  for (const Row& row : y2)
    y2_scaled.push_back(times(row, g1));
  cross2 = as_columns(y2_scaled, basis::kStride2);
  gram1 = products(y1, y1, basis::kStride1);
  gram2 = products(y2, y2, basis::kStride2);

  // A stage-0 projection: src·W + bias, plus the dense prompt's rows.
  const auto stage0 = [&](const nn::Linear& layer) {
    const Matrix w = rows_of(layer);
    AlignedBuffer<float> bias0(w.size());
    for (std::size_t o = 0; o < w.size(); ++o)
      bias0[o] = layer.bias(int(o));
    return FoldedProjection{as_columns(w, image_stride(layer.outputs())),
                            products(dense, w, layer.outputs()), std::move(bias0), layer.outputs()};
  };
  // LN1·W = d1∘(B·γ1W) + (d1∘w1)ᵀ·(c1·Y1·γ1W) + β1·W + bias.
  const auto stage1 = [&](const nn::Linear& layer) {
    const Matrix w = rows_of(layer);
    Matrix scaled;
    for (const Row& row : w)
      scaled.push_back(times(row, g1));
    AlignedBuffer<float> from_basis = products(y1, scaled, layer.outputs());
    for (Row& row : scaled)
      centre(row);  // B is centred: this only removes its rounding error
    return FoldedProjection{as_columns(scaled, image_stride(layer.outputs())),
                            std::move(from_basis),
                            constants(w, layer0.norm4.bias, biases_of(layer)), layer.outputs()};
  };
  // LN2·W = d2d1∘(B·γ1·C·γ2W) + (d2∘w2)ᵀ·(c2·Y2·γ2W) + β2·W + bias.
  const auto stage2 = [&](const nn::Linear& layer, int stride, int centred) {
    Matrix w = rows_of(layer);
    Row biases = biases_of(layer);
    if (centred > 0) centre_outputs(w, biases, centred);
    Matrix scaled;
    for (const Row& row : w)
      scaled.push_back(times(row, g2));
    AlignedBuffer<float> from_basis = products(y2, scaled, stride);
    for (Row& row : scaled) {
      centre(row);
      row = times(row, g1);
      centre(row);
    }
    return FoldedProjection{as_columns(scaled, image_stride(layer.outputs())),
                            std::move(from_basis), constants(w, layer1.norm4.bias, biases),
                            layer.outputs()};
  };
  const AttentionWeights& final_attention = decoder.final_attn_token_to_image;
  key[0] = stage0(layer0.cross_attn_token_to_image.k_proj);
  value[0] = stage0(layer0.cross_attn_token_to_image.v_proj);
  query[0] = stage0(update0.q_proj);
  key[1] = stage1(layer1.cross_attn_token_to_image.k_proj);
  value[1] = stage1(layer1.cross_attn_token_to_image.v_proj);
  query[1] = stage1(update1.q_proj);
  key[2] = stage2(final_attention.k_proj, kCrossDim, 0);
  value[2] = stage2(final_attention.v_proj, kCrossDim, 0);
  upscale = stage2(decoder.upscale1, kUpscaleStride, kUpscaled1);
  upscale2 = AlignedBuffer<float>(std::size_t(kUpscaled1) * image_stride(4 * kUpscaled2));
  for (int k = 0; k < kUpscaled1; ++k)
    for (int o = 0; o < 4 * kUpscaled2; ++o)
      upscale2[k * image_stride(4 * kUpscaled2) + o] = decoder.upscale2.weight(o, k);

  key_position[0] = position_table(encoder.dense_pe, layer0.cross_attn_token_to_image.k_proj);
  key_position[1] = position_table(encoder.dense_pe, layer1.cross_attn_token_to_image.k_proj);
  key_position[2] = position_table(encoder.dense_pe, final_attention.k_proj);
  query_position[0] = position_table(encoder.dense_pe, update0.q_proj);
  query_position[1] = position_table(encoder.dense_pe, update1.q_proj);
}

}  // namespace maskpoint::sam
