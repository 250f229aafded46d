// A prompt and its masks as scripts write and read them: window.maskpoint.segment() and the
// segmenter without a page have the same question and the same answer (web/src/segmentation.ts has
// the types).
#pragma once

#include <vector>

#include "base/status.h"
#include "doc/json_reading.h"
#include "sam/types.h"
#include "worker/worker.h"

namespace maskpoint::segmenter {

// {"points": [{"x", "y", "label": 0 or 1, 1 where absent}], "box": [x0, y0, x1, y1] or null,
// "multimask": bool}; `mask_input` are 256×256 logits, or nothing. Errors say what a script's
// author got wrong.
struct Question {
  sam::Prompt prompt;
  sam::MaskSet wanted = sam::MaskSet::kSingleMaskRule;
};
base::Result<Question> read_question(const doc::Json& question, std::vector<float> mask_input);

// {"masks": [{"rle", "bbox", "area", "predictedIou", "stabilityScore", "index"}], "decodeMs"}.
doc::Json segmentation_json(const worker::Segmented& segmented);
// 256×256 of every mask, one after the other.
std::vector<float> logits_of(const worker::Segmented& segmented);

}  // namespace maskpoint::segmenter
