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

// Pixels of `image` where a 256×256 logit map is above `threshold`, to about one low-resolution
// cell.
std::uint64_t approximate_area(const sam::Logits& logits, geom::ImageSize image,
                               float threshold = 0);

// The ONNX single-mask rule: output 0 where it is offered, else the best scored of the others;
// views must not be empty. Showing the best scored of all was tried: a cup with its saucer excluded
// by a click took the saucer back at 0.99, since outputs 1-3 hardly obey exclusions.
int suggested_output(const std::vector<CandidateView>& views);

// Where output `index` stands among the views, or 0.
int position_of_output(const std::vector<CandidateView>& views, int index);

}  // namespace maskpoint::session
