#include "synthetic_model.h"

#include <cstring>
#include <random>
#include <string>

#include "nn/half.h"
#include "sam/safetensors.h"
#include "sam/weights.h"

namespace maskpoint::worker {
namespace {

constexpr std::size_t kValues = 256 * 64 * 64;

float symmetric(std::mt19937& random) {
  return float(random()) / float(std::mt19937::max()) - 0.5f;
}

}  // namespace

std::vector<std::byte> synthetic_weights(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<sam::TensorToWrite> tensors;
  for (const sam::TensorSpec& spec : sam::decoder_tensors()) {
    std::size_t count = 1;
    for (const std::int64_t side : spec.shape)
      count *= std::size_t(side);
    sam::TensorToWrite tensor{spec.name, spec.shape, std::vector<float>(count)};
    for (float& value : tensor.values)
      value = symmetric(random) * 0.2f;
    tensors.push_back(std::move(tensor));
  }
  return sam::write_safetensors(tensors, sam::TensorType::kF16, {{"name", "synthetic"}});
}

std::vector<std::byte> npy_file(const char* dictionary, std::size_t data_bytes) {
  std::string header = dictionary;
  header += '\n';
  std::vector<std::byte> file(10 + header.size() + data_bytes);
  std::memcpy(file.data(), "\x93NUMPY\x01\x00", 8);
  file[8] = std::byte(header.size() & 0xff);
  file[9] = std::byte(header.size() >> 8);
  std::memcpy(file.data() + 10, header.data(), header.size());
  return file;
}

std::vector<std::byte> synthetic_embedding(std::uint32_t seed, NpyKind kind) {
  std::mt19937 random(seed);
  const bool half = kind == NpyKind::kFloat16;
  const std::size_t bytes = kValues * (half ? 2 : 4);
  std::vector<std::byte> file =
      npy_file(half ? "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 256, 64, 64), }"
                    : "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 256, 64, 64), }",
               bytes);
  std::byte* data = file.data() + file.size() - bytes;
  for (std::size_t i = 0; i < kValues; ++i) {
    // Through float16 either way, so that both kinds hold the same values.
    const std::uint16_t bits = nn::float_to_half(symmetric(random));
    const float value = nn::half_to_float(bits);
    if (half)
      std::memcpy(data + i * 2, &bits, 2);
    else
      std::memcpy(data + i * 4, &value, 4);
  }
  return file;
}

}  // namespace maskpoint::worker
