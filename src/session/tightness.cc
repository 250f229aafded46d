#include "session/tightness.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "session/actions.h"
#include "session/candidates.h"
#include "session/pending.h"

namespace maskpoint::session {
namespace {

// The work whose prompt is open: that of the one selected object is opened where none is.
ImageWork* work_to_tighten(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return nullptr;
  if (!work->timeline.root().chain && state.selection.size() == 1)
    on(state, action::ReopenObject{*state.selection.begin()});
  return work->timeline.root().chain ? work : nullptr;
}

}  // namespace

double clamped_threshold(double threshold) {
  return std::isfinite(threshold) ? std::clamp(threshold, -kMostTightness, kMostTightness) : 0;
}

void measure_candidates(const SessionState& state, ImageWork& work) {
  if (!work.pending) return;
  Pending& pending = *work.pending;
  pending.threshold = state.sliding_threshold.value_or(work.timeline.root().chain->threshold);
  for (CandidateView& view : pending.candidates)
    if (view.logits)
      view.area = approximate_area(*view.logits, work.size, float(pending.threshold));
}

bool stop_sliding(SessionState& state) {
  if (!std::exchange(state.sliding_threshold, std::nullopt)) return false;
  if (ImageWork* work = state.open_work()) measure_candidates(state, *work);
  return true;
}

void on(SessionState& state, const action::SlideTightness& a) {
  ImageWork* work = work_to_tighten(state);
  if (work == nullptr) return;
  state.sliding_threshold = clamped_threshold(a.threshold);
  measure_candidates(state, *work);
}

void on(SessionState& state, const action::SetTightness& a) {
  ImageWork* work = work_to_tighten(state);
  if (work == nullptr) return;
  stop_sliding(state);
  const ChainPtr& chain = work->timeline.root().chain;
  const double threshold = clamped_threshold(a.threshold);
  if (threshold == chain->threshold) return;
  push_prompt(state, *work, with_threshold(chain, threshold), "tightness");
}

void on(SessionState& state, const action::ShowUncertainty& a) {
  state.uncertainty_shown = a.shown;
}

}  // namespace maskpoint::session
