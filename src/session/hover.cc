#include "session/hover.h"

#include <utility>

#include "session/everything.h"
#include "session/hand_edits.h"
#include "session/selecting.h"
#include "session/tightness.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

bool pointer_previews(const SessionState& state) {
  const ImageWork* work = state.open_work();
  return work != nullptr && state.prepared && state.tool == Tool::kPrompt &&
         !work->timeline.root().chain && !state.pan_button && cursor_pixel(state).has_value() &&
         lit_found(state) < 0;
}

}  // namespace

void preview(SessionState& state, const PromptedChain& chain) {
  if (!state.prepared) return;
  Hover& hover = state.hover;
  std::vector<doc::PromptStep> steps = preview_steps(chain);
  if (hover.first != 0 && hover.steps == steps) return;
  hover.steps = std::move(steps);
  hover.newest = ++state.last_seq;
  if (hover.first == 0) hover.first = hover.newest;
  state.effects.push_back(effect::Decode{state.open_id, hover.newest, effect::Purpose::kHover,
                                         state.open_work()->size, hover.steps});
}

void freeze_hover(SessionState& state) {
  state.hover.first = 0;
}

void clear_hover(SessionState& state) {
  if (state.hover.first != 0 && state.hover.shown < state.hover.newest)
    state.effects.push_back(effect::CancelHover{});
  state.hover = {};
}

void follow_pointer(SessionState& state) {
  if (state.gesture.kind != GestureKind::kNone) return;
  if (pointer_previews(state)) {
    preview(state, *with_point(nullptr, {*cursor_pixel(state), geom::PointLabel::kInclude}));
    return;
  }
  const ImageWork* work = state.open_work();
  const bool covers_for_the_prompt = work != nullptr && work->pending && work->pending->decoding;
  if (!covers_for_the_prompt) clear_hover(state);
}

bool take_hover_result(SessionState& state, const action::DecodeFinished& result) {
  Hover& hover = state.hover;
  if (hover.first == 0 || result.image_id != state.open_id || result.seq < hover.first ||
      result.seq > hover.newest || result.seq < hover.shown)
    return false;
  // A hover's answer is one mask; a prompt's late answer with a seq in between has four.
  if (result.candidates.size() != 1 || !result.candidates.front().logits) return false;
  hover.logits = result.candidates.front().logits;
  hover.shown = result.seq;
  return true;
}

bool cancel_gesture(SessionState& state) {
  const bool in_hand = drop_in_hand(state);
  const bool dragging = state.gesture.kind != GestureKind::kNone || in_hand;
  cancel_band(state);
  state.gesture = {};
  if (dragging) clear_hover(state);
  return stop_sliding(state) || dragging;
}

}  // namespace maskpoint::session
