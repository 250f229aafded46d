#include "mask/packed_logits.h"

#include <algorithm>
#include <cmath>

namespace maskpoint::mask {
namespace {

constexpr float kStepsPerUnit = 512;
constexpr float kMost = 32767;

}  // namespace

PackedLogits::PackedLogits(std::span<const float> logits) {
  steps_.reserve(logits.size());
  for (const float logit : logits) {
    // Written so that what is no number becomes the lowest.
    const float steps = logit * kStepsPerUnit;
    const float bounded = steps > -kMost ? std::min(steps, kMost) : -kMost;
    steps_.push_back(std::int16_t(std::lrint(bounded)));
  }
}

std::vector<float> PackedLogits::unpacked() const {
  std::vector<float> logits;
  logits.reserve(steps_.size());
  for (const std::int16_t steps : steps_)
    logits.push_back(float(steps) / kStepsPerUnit);
  return logits;
}

}  // namespace maskpoint::mask
