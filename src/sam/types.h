// What goes into a decode and what comes out: plain values, no weights, no threads.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "geom/box.h"
#include "geom/model_transform.h"
#include "geom/points.h"
#include "geom/prompt.h"

namespace maskpoint::sam {

using geom::PointLabel;
using geom::PromptPoint;

inline constexpr int kLogitCount = geom::kLogitSide * geom::kLogitSide;

// 256×256 logits, row-major, shared and never changed after they are made. A hover preview's are
// 128×128 or 64×64 (DecodeOutput::side says where they lie); those are only ever shown.
using Logits = std::vector<float>;
using LogitsPtr = std::shared_ptr<const Logits>;

struct Prompt {
  std::vector<PromptPoint> points;
  std::optional<geom::Box> box;
  LogitsPtr prior;  // mask input: logits of an earlier decode; null for none
  bool empty() const { return points.empty() && !box && !prior; }
};

// The decoder has four outputs: 0 is the single-mask output, 1–3 the multimask outputs whose order
// carries no meaning.
inline constexpr int kMaskCount = 4;
// Stands for whichever output the single-mask rule picks, where that is still to be decoded.
inline constexpr int kOutputByRule = -1;

// Which masks to compute.
enum class MaskSet {
  kSingleMaskRule,  // one: mask 0 with ≥ 3 sparse prompts (padding counted), else the best of 1–3
  kMultimask,       // masks 1, 2, 3
  kAll,             // masks 0–3
  kMask0,           // that one alone
  kMask1,
  kMask2,
  kMask3,
};
inline MaskSet only_mask(int index) {
  return MaskSet(int(MaskSet::kMask0) + index);
}

struct Candidate {
  int index = 0;  // 0–3, as above
  float predicted_iou = 0;
  LogitsPtr logits;
};

// Sparse prompts as the ONNX rule counts them: points plus one padding point, or points plus two
// box corners.
inline int sparse_prompt_count(const Prompt& p) {
  return int(p.points.size()) + (p.box ? 2 : 1);
}
// The ONNX single-mask rule (DECODER §1 "Which mask"): score + (count − 2.5)·[1000,0,0,0], argmax.
inline constexpr int kSparseForSingleMask = 3;
inline int single_mask_index(int sparse_count, const std::array<float, kMaskCount>& scores) {
  if (sparse_count >= kSparseForSingleMask) return 0;
  int best = 1;
  for (int i = 2; i < kMaskCount; ++i)
    if (scores[i] > scores[best]) best = i;
  return best;
}

}  // namespace maskpoint::sam
