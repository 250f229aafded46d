#include "session/decoding.h"

#include <algorithm>
#include <cmath>

#include "session/accepting.h"
#include "session/actions.h"
#include "session/candidates.h"
#include "session/everything.h"
#include "session/hover.h"
#include "session/pending.h"
#include "session/tightness.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

std::vector<doc::PromptStep> wanted_steps(const PromptedChain& chain) {
  return {chain.steps.begin(), chain.steps.begin() + std::ptrdiff_t(next_prefix(chain))};
}

DecodeOut ask(SessionState& state, const ImageWork& work, std::vector<doc::PromptStep> steps) {
  const std::uint64_t seq = ++state.last_seq;
  state.effects.push_back(effect::Decode{work.id, seq, effect::Purpose::kPrompt, work.size, steps});
  return {seq, std::move(steps)};
}

// The output that the last decoded step shows: what it has recorded if that is offered, else the
// suggested one.
int settled_output(const std::vector<CandidateView>& views, const PromptedChain& chain,
                   std::size_t step) {
  const auto offered = [&](int index) {
    return std::any_of(views.begin(), views.end(),
                       [&](const CandidateView& v) { return v.index == index; });
  };
  const int recorded = chain.steps[step].candidate;
  if (chain.choices[step] != Choice::kOpen && offered(recorded)) return recorded;
  return suggested_output(views);
}

struct Settled {
  ChainPtr chain;
  std::vector<CandidateView> views;
  bool complete = false;  // the last step was the one decoded
};

Settled settle(const ChainPtr& chain, std::size_t decoded_steps,
               const action::DecodeFinished& result, geom::ImageSize size) {
  const std::size_t step = decoded_steps - 1;
  Settled settled;
  settled.views = candidate_views(result.candidates, sparse_prompt_count(chain->steps[step]), size);
  settled.chain = chain;
  settled.complete = decoded_steps == chain->steps.size();
  if (settled.views.empty()) return settled;
  const int output = settled_output(settled.views, *chain, step);
  if (chain->choices[step] == Choice::kOpen || chain->steps[step].candidate != output)
    settled.chain = with_candidate(chain, step, output, Choice::kSuggested);
  return settled;
}

// The next change of the prompt asks again.
void stop_decoding(Pending& pending) {
  pending.decoding = false;
  pending.candidates.clear();
}

constexpr const char* kNoMask =
    "The decoder gave no mask for this prompt. Add or move a point to try again.";

bool take_for_accepted(SessionState& state, ImageWork& work, const action::DecodeFinished& result) {
  for (Accepting& accepting : work.accepting) {
    if (!accepting.decode || accepting.decode->seq != result.seq) continue;
    const std::size_t steps = accepting.decode->steps.size();
    accepting.decode.reset();
    const Settled settled = settle(accepting.chain, steps, result, work.size);
    if (settled.views.empty()) {
      const bool copied = accepting.copied;
      give_up(state, work, accepting.token, std::string(accepting.uuid));
      if (!copied) show_error(state, kNoMask);
      return true;
    }
    accepting.chain = settled.chain;
    if (settled.complete) {
      const int at = position_of_output(settled.views, settled.chain->last().candidate);
      request_mask(state, work, accepting, settled.views[std::size_t(at)]);
    }
    return true;
  }
  return false;
}

bool take_for_pending(SessionState& state, ImageWork& work, const action::DecodeFinished& result) {
  if (!work.decode || work.decode->seq != result.seq) return false;
  const std::size_t steps = work.decode->steps.size();
  work.decode.reset();
  const Snapshot& root = work.timeline.root();
  if (!root.chain || steps > root.chain->steps.size()) return false;
  Settled settled = settle(root.chain, steps, result, work.size);
  if (settled.views.empty()) {
    show_error(state, kNoMask);
    stop_decoding(*work.pending);
    return true;
  }
  work.timeline.amend({root.doc, settled.chain});
  Pending& pending = *work.pending;
  pending.steps = settled.chain->steps;
  if (!settled.complete) return true;
  pending.candidates = std::move(settled.views);
  pending.shown = position_of_output(pending.candidates, settled.chain->last().candidate);
  pending.decoding = false;
  measure_candidates(state, work);
  if (state.gesture.kind == GestureKind::kNone) clear_hover(state);
  announce_candidate(state, pending);
  return true;
}

}  // namespace

void request_decode(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !state.prepared) return;
  for (Accepting& accepting : work->accepting) {
    if (accepting.logits) continue;
    if (!accepting.decode) accepting.decode = ask(state, *work, wanted_steps(*accepting.chain));
    return;  // a newer prompt would take its place in the worker
  }
  const ChainPtr& chain = work->timeline.root().chain;
  if (!chain || !work->pending->decoding) {
    work->decode.reset();
    return;
  }
  std::vector<doc::PromptStep> steps = wanted_steps(*chain);
  if (work->decode && same_prompts(work->decode->steps, steps)) return;
  work->decode = ask(state, *work, std::move(steps));
}

void on(SessionState& state, const action::DecodeFinished& a) {
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  const bool wanted = take_for_accepted(state, work, a) ||
                      (work.id == state.open_id && take_for_pending(state, work, a)) ||
                      take_hover_result(state, a);
  if (wanted) state.last_decode_ms = a.ms;
}

void on(SessionState& state, const action::Failed& a) {
  show_error(state, a.message);
  if (a.seq == 0) return;
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  if (work.decode && work.decode->seq == a.seq) {
    work.decode.reset();
    if (work.pending) stop_decoding(*work.pending);
  }
  everything_failed(work, a.seq);
  std::vector<std::pair<std::uint64_t, std::string>> lost;
  for (const Accepting& accepting : work.accepting)
    if (accepting.finalize_seq == a.seq || (accepting.decode && accepting.decode->seq == a.seq))
      lost.emplace_back(accepting.token, accepting.uuid);
  for (const auto& [token, uuid] : lost)
    give_up(state, work, token, uuid);
}

}  // namespace maskpoint::session
