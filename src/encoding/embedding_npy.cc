#include "encoding/embedding_npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>

#include "base/shape_text.h"
#include "nn/half.h"

namespace maskpoint::encoding {
namespace {

static_assert(std::endian::native == std::endian::little, "npy data is copied as it is stored");

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr float kLargestFloat16 = 65504.0f;

}  // namespace

bool fits_float16(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(),
                     [](float v) { return std::fabs(v) <= kLargestFloat16; });
}

std::vector<std::uint8_t> npy_bytes(std::span<const float> values,
                                    std::span<const std::int64_t> shape, NpyType type) {
  assert(values.size() == std::accumulate(shape.begin(), shape.end(), std::size_t{1},
                                          [](std::size_t product, std::int64_t side) {
                                            return product * std::size_t(side);
                                          }));
  std::string header = std::string("{'descr': '") + (type == NpyType::kFloat16 ? "<f2" : "<f4") +
                       "', 'fortran_order': False, 'shape': " + base::shape_text(shape) + ", }";
  // numpy pads the header with spaces so that the data starts at a multiple of 64.
  const std::size_t start = 10;
  header.append((64 - (start + header.size() + 1) % 64) % 64, ' ');
  header += '\n';
  const std::size_t width = type == NpyType::kFloat16 ? 2 : 4;
  const std::size_t data_at = start + header.size();
  std::vector<std::uint8_t> bytes(data_at + values.size() * width);
  std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
  bytes[6] = 1;  // version 1.0
  bytes[8] = std::uint8_t(header.size());
  bytes[9] = std::uint8_t(header.size() >> 8);
  std::memcpy(&bytes[start], header.data(), header.size());
  if (type == NpyType::kFloat32) {
    if (!values.empty()) std::memcpy(&bytes[data_at], values.data(), values.size() * width);
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint16_t half = nn::float_to_half(values[i]);
      bytes[data_at + 2 * i] = std::uint8_t(half);
      bytes[data_at + 2 * i + 1] = std::uint8_t(half >> 8);
    }
  }
  return bytes;
}

std::vector<std::uint8_t> embedding_npy(std::span<const float> embedding, NpyType type) {
  constexpr std::array<std::int64_t, 4> kShape = {1, kEmbeddingChannels, kEmbeddingSide,
                                                  kEmbeddingSide};
  return npy_bytes(embedding, kShape, type);
}

}  // namespace maskpoint::encoding
