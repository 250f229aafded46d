// The safetensors file format: 8 bytes of header length, a JSON header, the tensors' bytes.
//
// The file comes from outside: every number in it is checked and errors name the tensor. F16 and
// F32 tensors are understood. No references to the input are kept after parse_safetensors returns a
// view: the view's spans point into the caller's bytes, which must outlive it. Format:
// huggingface/safetensors README, "Format".
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"

namespace maskpoint::sam {

enum class TensorType { kF32, kF16 };

struct TensorView {
  TensorType type = TensorType::kF32;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;  // little-endian, C order; exactly the shape's size
  std::size_t elements() const;
  // Converted to float32.
  void read(std::span<float> out) const;
};

struct SafetensorsView {
  std::map<std::string, TensorView> tensors;
  std::map<std::string, std::string> metadata;
};

base::Result<SafetensorsView> parse_safetensors(std::span<const std::byte> file);

struct TensorToWrite {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;
  TensorType type = TensorType::kF32;  // how the values are stored
};
// The whole file as bytes; tensors in the order given.
std::vector<std::byte> write_safetensors(std::span<const TensorToWrite> tensors,
                                         const std::map<std::string, std::string>& metadata);
// The same with all tensors of one type.
std::vector<std::byte> write_safetensors(std::vector<TensorToWrite> tensors, TensorType type,
                                         const std::map<std::string, std::string>& metadata);

}  // namespace maskpoint::sam
