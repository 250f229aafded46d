#include "session/cleaning.h"

#include <algorithm>
#include <utility>

#include "doc/edits.h"
#include "session/actions.h"
#include "session/hand_edits.h"
#include "session/keeping_apart.h"
#include "session/mask_jobs.h"

namespace maskpoint::session {
namespace {

mask::Cleanup within_limits(mask::Cleanup c) {
  using mask::Cleanup;
  c.drop_specks = std::min(c.drop_specks, Cleanup::kMostPixels);
  c.fill_holes = std::min(c.fill_holes, Cleanup::kMostPixels);
  c.grow = std::clamp(c.grow, -Cleanup::kMostRadius, Cleanup::kMostRadius);
  c.smooth = std::clamp(c.smooth, 0, Cleanup::kMostRadius);
  return c;
}

// The selected objects with a mask, the first selected first.
std::vector<doc::AnnotationPtr> cleanable(const SessionState& state, const ImageWork& work) {
  std::vector<doc::AnnotationPtr> objects;
  for (const std::string& uuid : state.tools.selected_in_order)
    if (const doc::AnnotationPtr object = doc::find(*work.timeline.root().doc, uuid))
      if (!object->locked && !waits_for_mask(work, uuid)) objects.push_back(object);
  return objects;
}

bool is_trial_of(const CleanupTrial& trial, const std::vector<doc::AnnotationPtr>& objects) {
  return std::equal(trial.targets.begin(), trial.targets.end(), objects.begin(), objects.end(),
                    [](const JobTarget& target, const doc::AnnotationPtr& object) {
                      return target.uuid == object->uuid && target.mask == object->mask;
                    });
}

std::uint64_t ask(SessionState& state, const ImageWork& work, const CleanupTrial& trial) {
  const std::uint64_t seq = ++state.last_seq;
  state.effects.push_back(
      effect::WorkOnMasks{work.id, seq, mask::Operation::kClean, trial.wanted, trial.sources});
  return seq;
}

// Of the candidate on the screen; null while there is none or a newer one is being decoded.
sam::LogitsPtr shown_logits(const SessionState& state) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->pending || work->pending->decoding) return nullptr;
  const Pending& pending = *work->pending;
  if (pending.candidates.empty()) return nullptr;
  return pending.candidates[std::size_t(pending.shown)].logits;
}

}  // namespace

void apply_trial(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !state.tools.trial) return;
  const CleanupTrial trial = *std::exchange(state.tools.trial, std::nullopt);
  MaskJob job{trial.asked_seq, mask::Operation::kClean, trial.wanted, trial.targets};
  if (!trial.shown.empty() && trial.shown_for == trial.wanted) {
    apply_job(state, *work, job, trial.shown, {});
    return;
  }
  if (trial.asked_seq == 0 || !(trial.asked == trial.wanted)) job.seq = ask(state, *work, trial);
  work->mask_jobs.push_back(std::move(job));
}

void follow_trial(SessionState& state) {
  const ImageWork* work = state.open_work();
  if (!state.tools.trial) return;
  CleanupTrial& trial = *state.tools.trial;
  if (work == nullptr || !is_trial_of(trial, cleanable(state, *work))) {
    state.tools.trial.reset();  // the objects are others now
    return;
  }
  const bool known = !trial.shown.empty() && trial.shown_for == trial.wanted;
  if (known || trial.asked_seq != 0) return;
  trial.asked = trial.wanted;
  trial.asked_seq = ask(state, *work, trial);
}

bool take_trial_result(SessionState& state, const action::MasksReady& result) {
  if (!state.tools.trial || result.seq == 0 || state.tools.trial->asked_seq != result.seq)
    return false;
  CleanupTrial& trial = *state.tools.trial;
  trial.asked_seq = 0;
  trial.shown = result.masks;
  trial.shown_for = trial.asked;
  const ImageWork* work = state.open_work();
  for (std::size_t i = 0; work != nullptr && i < trial.shown.size(); ++i)
    if (const doc::AnnotationPtr object =
            doc::find(*work->timeline.root().doc, trial.targets[i].uuid))
      trial.shown[i] =
          kept_apart_when_cleaned(state, *work->timeline.root().doc, *object, trial.shown[i]);
  return true;
}

void follow_pending_trial(SessionState& state) {
  std::optional<PendingTrial>& trial = state.tools.pending_trial;
  const sam::LogitsPtr logits = shown_logits(state);
  if (!logits || state.tools.next_cleanup.nothing()) {
    trial.reset();
    return;
  }
  if (!trial) trial.emplace();
  const mask::Cleanup& wanted = state.tools.next_cleanup;
  const double threshold = state.open_work()->pending->threshold;  // there are logits: so is it
  const bool known = trial->shown_for == logits && trial->shown_cleanup == wanted &&
                     trial->shown_threshold == threshold;
  if (known || trial->asked_seq != 0) return;
  trial->asked_seq = ++state.last_seq;
  trial->asked = logits;
  trial->asked_cleanup = wanted;
  trial->asked_threshold = threshold;
  effect::Finalize finalize{state.open_id, trial->asked_seq, state.open_work()->size, logits};
  finalize.threshold = float(threshold);
  finalize.cleanup = wanted;
  state.effects.push_back(std::move(finalize));
}

bool take_pending_trial(SessionState& state, const action::MaskReady& result) {
  std::optional<PendingTrial>& trial = state.tools.pending_trial;
  if (!trial || result.seq == 0 || trial->asked_seq != result.seq) return false;
  trial->asked_seq = 0;
  trial->shown_for = trial->asked;
  trial->shown_cleanup = trial->asked_cleanup;
  trial->shown_threshold = trial->asked_threshold;
  trial->shown = {result.mask, result.bbox, result.area};
  return true;
}

const mask::MeasuredMask* pending_trial_mask(const SessionState& state) {
  const std::optional<PendingTrial>& trial = state.tools.pending_trial;
  if (!trial || !trial->shown.mask || trial->shown_for != shown_logits(state)) return nullptr;
  return &trial->shown;
}

const mask::Cleanup* shown_cleanup(const SessionState& state) {
  if (shown_logits(state)) return &state.tools.next_cleanup;
  if (state.tools.trial) return &state.tools.trial->wanted;
  const ImageWork* work = state.open_work();
  if (work == nullptr || work->timeline.root().chain) return nullptr;
  for (const std::string& uuid : state.tools.selected_in_order)
    if (const doc::AnnotationPtr object = doc::find(*work->timeline.root().doc, uuid))
      if (!object->locked) return &object->cleanup;
  return nullptr;
}

const mask::MeasuredMask* trial_mask(const SessionState& state, std::string_view uuid) {
  if (!state.tools.trial) return nullptr;
  const CleanupTrial& trial = *state.tools.trial;
  for (std::size_t i = 0; i < std::min(trial.targets.size(), trial.shown.size()); ++i)
    if (trial.targets[i].uuid == uuid) return &trial.shown[i];
  return nullptr;
}

void on(SessionState& state, const action::CleanMasks& a) {
  const ImageWork* work = state.open_work();
  if (work == nullptr) return;
  if (work->timeline.root().chain) {
    state.tools.next_cleanup = within_limits(a.cleanup);
    return;
  }
  const std::vector<doc::AnnotationPtr> objects = cleanable(state, *work);
  if (objects.empty()) return;
  std::optional<CleanupTrial>& trial = state.tools.trial;
  if (!trial || !is_trial_of(*trial, objects)) {
    trial.emplace();
    for (const doc::AnnotationPtr& object : objects) {
      trial->targets.push_back({object->uuid, object->mask});
      trial->sources.push_back(source_of(*object));
    }
  }
  trial->wanted = within_limits(a.cleanup);
  if (a.stage == action::CleanupStage::kApply) apply_trial(state);
}

}  // namespace maskpoint::session
