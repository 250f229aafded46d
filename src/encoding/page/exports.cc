// The image side of the encoder as C functions, for the page's encoder worker
// (web/src/encoder_worker.ts): an image's rows in, the encoder's input out; its output in, the
// bytes of an embedding file out. One image at a time; buffers belong to this module and stay valid
// until the next enc_begin.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "encoding/embedding_npy.h"
#include "encoding/encoder_input.h"
#include "encoding/resize.h"
#include "geom/model_transform.h"

namespace {

using namespace maskpoint;

std::optional<encoding::Resizer> resizer;
std::vector<std::uint8_t> band;       // RGBA rows
std::vector<float> input, embedding;  // (1, 3, 1024, 1024); (1, 256, 64, 64)
std::vector<std::uint8_t> npy;        // the embedding as it is stored

}  // namespace

extern "C" {

// 1, or 0 where an image of that size can't be taken.
int enc_begin(int width, int height) {
  if (width <= 0 || height <= 0 ||
      std::uint64_t(width) * std::uint64_t(height) > encoding::kMostPixels)
    return 0;
  const geom::ImageSize size{width, height};
  resizer.emplace(size, geom::ModelTransform(size).resized());
  return 1;
}

// Room for rows of RGBA pixels.
std::uint8_t* enc_band(int bytes) {
  band.resize(std::size_t(bytes));
  return band.data();
}

// Takes what lies in the band: whole rows, from the top on.
void enc_rows(int bytes) {
  resizer->add_rows(std::span(band).first(std::size_t(bytes)), 4);
}

// The encoder's input, (1, 3, 1024, 1024), once all rows are there.
const float* enc_input() {
  input = encoding::encoder_input(resizer->finish());
  resizer.reset();
  return input.data();
}

// Room for the encoder's output, (1, 256, 64, 64).
float* enc_embedding() {
  embedding.resize(encoding::kEmbeddingValues);
  return embedding.data();
}

// It as a float16 .npy file; null where a value is none that float16 has, which no sound encoder
// gives.
const std::uint8_t* enc_npy() {
  if (!encoding::fits_float16(embedding)) return nullptr;
  npy = encoding::embedding_npy(embedding, encoding::NpyType::kFloat16);
  return npy.data();
}
int enc_npy_length() {
  return int(npy.size());
}

}  // extern "C"
