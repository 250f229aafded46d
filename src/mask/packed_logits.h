// 256×256 logits in 16 bits each, for keeping many: steps of 1/512 from −64 to 64, finer than a
// half float where |logit| > 1 and more than fine enough to tell on which side of a seam a pixel
// lies.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace maskpoint::mask {

class PackedLogits {
 public:
  explicit PackedLogits(std::span<const float> logits);
  std::vector<float> unpacked() const;

 private:
  std::vector<std::int16_t> steps_;
};
using PackedLogitsPtr = std::shared_ptr<const PackedLogits>;

}  // namespace maskpoint::mask
