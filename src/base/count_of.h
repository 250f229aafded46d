// "1 object", "3 objects": a number with its noun, for sentences.
#pragma once

#include <cstddef>
#include <string>

namespace maskpoint::base {

inline std::string count_of(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace maskpoint::base
