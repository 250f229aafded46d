// "(1, 256, 64, 64)": the shape of a tensor, in sentences and as NumPy's files have it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace maskpoint::base {

inline std::string shape_text(std::span<const std::int64_t> shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i)
    text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

}  // namespace maskpoint::base
