#include "session/accepting.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "doc/attributes.h"
#include "session/actions.h"
#include "session/classes.h"
#include "session/cleaning.h"
#include "session/hover.h"
#include "session/keeping_apart.h"
#include "session/reopening.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

std::size_t place_of(const ImageWork& work, std::uint64_t token) {
  return work.timeline.find([&](const EditNote& note) { return note.accept_token == token; });
}

// `before` is the object being re-edited, or null.
doc::AnnotationPtr object_from(const SessionState& state, const Accepting& accepting,
                               const action::MaskReady& mask, const ImageWork& work,
                               const doc::AnnotationPtr& before) {
  auto object =
      before ? std::make_shared<doc::Annotation>(*before) : std::make_shared<doc::Annotation>();
  object->uuid = accepting.uuid;
  object->category_id = accepting.category_id;
  if (accepting.copied) {
    object->attributes = accepting.attributes;
    object->iscrowd = accepting.iscrowd;
  }
  if (const doc::Category* category = doc::find(state.categories(), accepting.category_id))
    object->attributes = doc::with_defaults(std::move(object->attributes), category->attributes);
  object->mask = mask.mask;
  object->bbox = mask.bbox;
  object->area = mask.area;
  object->predicted_iou = accepting.predicted_iou;
  object->stability_score = mask.stability_score;
  auto prompts = std::make_shared<doc::PromptChain>();
  prompts->steps = accepting.chain->steps;
  prompts->model = work.model;
  prompts->embedding = work.embedding;
  prompts->threshold = accepting.chain->threshold;
  object->prompts = std::move(prompts);
  object->edited = false;
  object->uncleaned = mask.uncleaned;
  object->cleanup = mask.uncleaned ? accepting.cleanup : mask::Cleanup{};
  return object;
}

// Puts the object into every document from the accept on, so that edits made since keep theirs.
void put_in_place(const SessionState& state, ImageWork& work, std::size_t place,
                  const doc::AnnotationPtr& object, bool replaces,
                  const std::vector<mask::Cut>& cuts) {
  work.numbered = std::min(work.numbered, place);
  const doc::ImageDocPtr at_the_accept = work.timeline.at(place).doc;
  rewrite_docs(work, place, [&](const doc::ImageDocPtr& doc) -> doc::ImageDocPtr {
    const doc::ImageDocPtr before = with_cuts(doc, cuts);
    doc::AnnotationPtr fitting = object;
    if (doc != at_the_accept) fitting = kept_apart_from_newer(state, *before, object);
    if (!fitting) return doc::removed(before, {object->uuid});
    return replaces ? doc::replaced(before, fitting) : doc::added(before, fitting);
  });
}

// Where masks keep apart, one has to be there before the next is made.
void request_masks(SessionState& state, ImageWork& work) {
  const bool apart = overlap_rule(state) != mask::OverlapRule::kAllowed;
  for (Accepting& accepting : work.accepting) {
    const bool can_be_made = accepting.finalize_seq == 0 && accepting.logits;
    if (apart && !can_be_made) return;
    if (!can_be_made) continue;
    const std::size_t place = place_of(work, accepting.token);
    if (place == work.timeline.size()) continue;
    accepting.finalize_seq = ++state.last_seq;
    effect::Finalize finalize{work.id,
                              accepting.finalize_seq,
                              work.size,
                              accepting.logits,
                              float(accepting.chain->threshold),
                              mask::OverlapRule::kAllowed,
                              {},
                              accepting.cleanup};
    const doc::ImageDoc& doc = *work.timeline.at(place).doc;
    // One that is as it was is parted when it comes: by what it had.
    if (apart && !accepted_as_it_was(work, doc, accepting)) {
      finalize.rule = overlap_rule(state);
      finalize.neighbours = neighbours_of(state, doc, accepting.uuid);
    }
    state.effects.push_back(std::move(finalize));
    if (apart) return;
  }
}

void hold_logits(SessionState& state, const Accepting& accepted, const mask::MaskPtr& mask,
                 const std::vector<mask::Cut>& cuts) {
  if (!accepted.logits || accepted.logits->size() != std::size_t(sam::kLogitCount)) return;
  state.held.keep(mask, std::make_shared<const mask::PackedLogits>(*accepted.logits),
                  float(accepted.chain->threshold));
  hold_logits_of_cuts(state, cuts);
}

// The mask of an accept that had nothing new has come. Pixels that nobody has (any longer) are the
// object's again, those of others stay theirs, whatever the setting.
void take_in_as_it_was(SessionState& state, ImageWork& work, std::size_t place,
                       const Accepting& accepted, const doc::AnnotationPtr& before,
                       const action::MaskReady& mask) {
  const mask::MeasuredMask left = kept_apart_when_reopened(*work.timeline.at(place).doc, *before,
                                                           {mask.mask, mask.bbox, mask.area});
  auto next = std::make_shared<doc::Annotation>(*before);
  if (*left.mask != *before->mask) {
    next->mask = left.mask;
    next->bbox = left.bbox;
    next->area = left.area;
    next->uncleaned = mask.uncleaned;
  }
  next->category_id = accepted.category_id;
  hold_logits(state, accepted, next->mask, {});
  const std::string name = class_name(state, accepted.category_id);
  if (next->mask == before->mask && next->category_id == before->category_id) {
    forget_reopening(work, place);
    announce(state, name + " is as it was.");
  } else {
    put_in_place(state, work, place, next, true, {});
    announce(state, "Changed " + name + ".");
  }
  root_changed(state, work);
}

// The mask of an accept has come: its object goes into the document.
void take_in(SessionState& state, ImageWork& work, std::size_t place, const Accepting& accepted,
             const action::MaskReady& mask) {
  // Its document is still the one from before the accept.
  const doc::AnnotationPtr as_it_was =
      accepted_as_it_was(work, *work.timeline.at(place).doc, accepted);
  if (as_it_was) return take_in_as_it_was(state, work, place, accepted, as_it_was, mask);
  doc::AnnotationPtr before;
  if (!accepted.chain->replaces.empty())
    before = doc::find(*work.timeline.at(place).doc, accepted.chain->replaces);
  hold_logits(state, accepted, mask.mask, mask.cuts);
  put_in_place(state, work, place, object_from(state, accepted, mask, work, before),
               before != nullptr, mask.cuts);
  root_changed(state, work);
  say_what_went(state, mask.cuts);
  if (accepted.copied) return;
  const std::string name = class_name(state, accepted.category_id);
  announce(state, (before ? "Changed " : "Added ") + name + ". " +
                      count_of(work.timeline.root().doc->annotations.size(), "object") + ".");
}

constexpr const char* kEmpty = "The mask is empty, so no object was added. Move or add a point.";
constexpr const char* kCovered =
    "Other objects have all of these pixels, so no object was added. Let masks overlap, or point "
    "somewhere else.";

}  // namespace

void request_mask(SessionState& state, ImageWork& work, Accepting& accepting,
                  const CandidateView& candidate) {
  accepting.predicted_iou = candidate.predicted_iou;
  accepting.logits = candidate.logits;
  request_masks(state, work);
}

void give_back(SessionState& state, ImageWork& work, std::uint64_t token) {
  std::erase_if(work.accepting, [&](const Accepting& a) { return a.token == token; });
  const std::size_t place = place_of(work, token);
  if (place < work.timeline.size()) {
    work.timeline.erase(place);
    work.numbered = std::min(work.numbered, place);
  }
  root_changed(state, work);
  request_masks(state, work);
}

void give_up(SessionState& state, ImageWork& work, std::uint64_t token, const std::string& uuid) {
  const auto at =
      std::find_if(work.accepting.begin(), work.accepting.end(),
                   [&](const Accepting& a) { return a.token == token && a.uuid == uuid; });
  if (at == work.accepting.end()) return;
  if (!at->copied) {
    give_back(state, work, token);
    return;
  }
  work.accepting.erase(at);
  request_masks(state, work);
}

std::string accept_pending(SessionState& state, ImageWork& work, const std::string& uuid) {
  const Snapshot root = work.timeline.root();
  const std::string& replaces = root.chain->replaces;
  assert(!uuid.empty() || !replaces.empty());

  Accepting accepting;
  accepting.token = ++state.last_token;
  accepting.chain = root.chain;
  accepting.uuid = replaces.empty() ? uuid : replaces;
  accepting.category_id = class_for_next_object(state);
  accepting.cleanup = state.tools.next_cleanup;
  std::optional<CandidateView> shown;
  const Pending& pending = *work.pending;
  if (pending.decoding)
    accepting.decode = std::exchange(work.decode, std::nullopt);
  else if (!pending.candidates.empty())
    shown = pending.candidates[std::size_t(pending.shown)];

  const std::string name = class_name(state, accepting.category_id);
  const std::uint64_t token = accepting.token;
  const std::string accepted = accepting.uuid;
  work.accepting.push_back(std::move(accepting));
  freeze_hover(state);
  push_edit(state, work, {root.doc, nullptr},
            {(replaces.empty() ? "add " : "change ") + name, token});
  if (shown) request_mask(state, work, work.accepting.back(), *shown);
  return accepted;
}

void on(SessionState& state, const action::Accept& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->timeline.root().chain) return;
  cancel_gesture(state);
  accept_pending(state, *work, a.uuid);
}

void on(SessionState& state, const action::MaskReady& a) {
  if (take_pending_trial(state, a)) return;
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  const auto accepting = std::find_if(
      work.accepting.begin(), work.accepting.end(),
      [&](const Accepting& candidate) { return a.seq != 0 && candidate.finalize_seq == a.seq; });
  if (accepting == work.accepting.end()) return;
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): its place is erased meanwhile
  const Accepting accepted = *accepting;
  if (!a.mask || a.area == 0) {
    give_up(state, work, accepted.token, accepted.uuid);
    if (!accepted.copied) show_info(state, a.gave_way ? kCovered : kEmpty);
    return;
  }
  work.accepting.erase(accepting);
  const std::size_t place = place_of(work, accepted.token);
  if (place < work.timeline.size()) take_in(state, work, place, accepted, a);
  request_masks(state, work);
}

}  // namespace maskpoint::session
