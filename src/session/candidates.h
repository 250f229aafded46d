// The masks one decode offers, in the order and under the names the chips show.
#pragma once

#include <vector>

#include "doc/types.h"
#include "sam/types.h"
#include "session/session.h"

namespace maskpoint::session {

// Up to two sparse prompts: outputs 1–3, largest first, as whole, part and subpart. From three on:
// output 0 as overall, then those. Candidates without logits or with a wrong index are left out.
std::vector<CandidateView> candidate_views(const std::vector<sam::Candidate>& candidates,
                                           int sparse_prompts, geom::ImageSize image);

// Pixels of `image` that a 256×256 logit map covers, to about one low-resolution cell.
std::uint64_t approximate_area(const sam::Logits& logits, geom::ImageSize image);

// The output with the highest predicted IoU; views must not be empty. With up to two sparse prompts
// that is the ONNX single-mask rule. From three on the rule would be output 0 whatever its score,
// but on these weights a refined click often scores 0.7 there beside a clean 0.96.
int best_scored_output(const std::vector<CandidateView>& views);

// Where output `index` stands among the views, or 0.
int position_of_output(const std::vector<CandidateView>& views, int index);

}  // namespace maskpoint::session
