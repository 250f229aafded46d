#include "session/hand_edits.h"

#include <algorithm>
#include <utility>

#include "session/accepting.h"
#include "session/actions.h"
#include "session/classes.h"
#include "session/cleaning.h"
#include "session/keeping_apart.h"
#include "session/picking.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

mask::Rle changed_mask(const mask::Rle& base, const HandEdit& edit) {
  if (edit.stroke) return mask::with_stroke(base, *edit.stroke, edit.kind);
  if (edit.kind == mask::StrokeKind::kErases) return mask::subtract(base, *edit.shape);
  const mask::Rle both[] = {base, *edit.shape};
  return mask::merge(both, mask::MergeKind::kUnion);
}

void make_edit(SessionState& state, ImageWork& work, const HandEdit& edit) {
  const doc::ImageDocPtr& doc = work.timeline.root().doc;
  doc::AnnotationPtr before = doc::find(*doc, edit.uuid);
  if (before && before->locked) return;  // meanwhile
  if (!before) {
    if (!edit.makes_object) return;  // deleted meanwhile
    auto object = std::make_shared<doc::Annotation>();
    object->uuid = edit.uuid;
    object->category_id = class_for_next_object(state);
    object->mask = edit.nothing;
    before = std::move(object);
  }
  const KeptApart result =
      kept_apart(state, *doc, edit.uuid, *before->mask, changed_mask(*before->mask, edit));
  const std::string name = class_name(state, before->category_id);
  if (*result.mask.mask == *before->mask) {
    if (result.gave_way)
      show_info(state, "Other objects have all of these pixels, so " +
                           (edit.makes_object ? "no object was made" : name + " stays as it was") +
                           ". Let masks overlap, or draw somewhere else.");
    else if (edit.makes_object && edit.shape)
      show_info(state, "The outline encloses no pixel of the image, so no object was made.");
    return;
  }
  if (result.mask.area == 0) {
    show_info(state, "Nothing would be left of " + name +
                         ", so it stays as it was. Del deletes the object.");
    return;
  }
  hold_logits_of_cuts(state, result.cuts);
  const doc::ImageDocPtr next =
      with_cuts(doc::added(doc, changed_by_hand(*before, result.mask)), result.cuts);
  push_edit(state, work, {next, work.timeline.root().chain},
            {edit.label + " " + name, 0, edit.uuid});
  say_what_went(state, result.cuts);
  announce(state, edit.makes_object
                      ? "Added " + name + ". " +
                            count_of(work.timeline.root().doc->annotations.size(), "object") + "."
                      : "Changed " + name + ".");
  if (work.id == state.open_id && (edit.makes_object || state.selection.empty()))
    state.selection = {edit.uuid};
}

void settle(SessionState& state, ImageWork& work) {
  while (!work.hand_edits.empty() && !waits_for_mask(work, work.hand_edits.front().uuid)) {
    const HandEdit edit = std::move(work.hand_edits.front());
    work.hand_edits.erase(work.hand_edits.begin());
    make_edit(state, work, edit);
  }
}

}  // namespace

std::string take_fresh_uuid(SessionState& state) {
  return std::exchange(state.tools.fresh_uuid, {});
}

bool waits_for_mask(const ImageWork& work, const std::string& uuid) {
  return std::any_of(work.accepting.begin(), work.accepting.end(),
                     [&](const Accepting& accepting) { return accepting.uuid == uuid; });
}

doc::AnnotationPtr changed_by_hand(const doc::Annotation& object, const mask::MeasuredMask& mask) {
  auto next = std::make_shared<doc::Annotation>(object);
  next->mask = mask.mask;
  next->bbox = mask.bbox;
  next->area = mask.area;
  next->predicted_iou = next->stability_score = 0;
  next->edited = true;
  next->cleanup = {};
  next->uncleaned = nullptr;
  return next;
}

mask::StrokeKind kind_in_hand(const SessionState& state) {
  const bool shape = state.tool == Tool::kPolygon || state.tool == Tool::kLasso;
  const bool erases =
      shape ? state.tools.shape_mode == ShapeMode::kSubtracts : state.tool == Tool::kEraser;
  return erases ? mask::StrokeKind::kErases : mask::StrokeKind::kAdds;
}

HandTarget hand_target(const SessionState& state, const ImageWork& work, mask::StrokeKind kind) {
  if (work.timeline.root().chain) return HandTarget::kPending;
  if (!state.selection.empty()) return HandTarget::kSelected;
  return kind == mask::StrokeKind::kErases ? HandTarget::kUnderPointer : HandTarget::kNewObject;
}

std::optional<HandEdit> begin_hand_edit(SessionState& state, ImageWork& work, mask::StrokeKind kind,
                                        geom::ImagePoint at, const std::string& label) {
  apply_trial(state);
  HandEdit edit;
  edit.kind = kind;
  edit.label = label;
  edit.nothing = std::make_shared<const mask::Rle>(mask::empty_rle(work.size));
  follow_selection(state);
  switch (hand_target(state, work, kind)) {
    case HandTarget::kPending: {
      const bool is_new = work.timeline.root().chain->replaces.empty();
      if (is_new && state.tools.fresh_uuid.empty()) return std::nullopt;
      edit.uuid = accept_pending(state, work, is_new ? take_fresh_uuid(state) : std::string());
      state.selection = {edit.uuid};
      break;
    }
    case HandTarget::kSelected:
      edit.uuid = state.tools.selected_in_order.front();
      break;
    case HandTarget::kUnderPointer:
      edit.uuid = topmost_at(*work.timeline.root().doc, state.hidden, geom::pixel_under(at));
      if (edit.uuid.empty()) {
        show_info(state, "There is no object here to take from. Select one, or begin on one.");
        return std::nullopt;
      }
      state.selection = {edit.uuid};
      break;
    case HandTarget::kNewObject:
      if (state.tools.fresh_uuid.empty()) return std::nullopt;
      edit.uuid = take_fresh_uuid(state);
      edit.makes_object = true;
      break;
  }
  const doc::AnnotationPtr object = doc::find(*work.timeline.root().doc, edit.uuid);
  if (object && object->locked) {
    show_info(state, "This object is locked. Unlock it first to change its mask.");
    return std::nullopt;
  }
  state.hidden.erase(edit.uuid);  // nobody paints on what cannot be seen
  return edit;
}

void finish_hand_edit(SessionState& state, ImageWork& work, HandEdit edit) {
  work.hand_edits.push_back(std::move(edit));
  settle(state, work);
}

void settle_hand_edits(SessionState& state) {
  for (auto& [id, work] : state.works)
    settle(state, work);
}

bool undo_in_hand(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return false;
  if (!work->hand_edits.empty()) {
    work->hand_edits.pop_back();
    return true;
  }
  if (!work->mask_jobs.empty()) {
    work->mask_jobs.pop_back();  // its answer will find nobody waiting
    return true;
  }
  if (state.tool == Tool::kPolygon && work->polygon && !state.tools.stroke) {
    work->polygon->points.pop_back();
    if (work->polygon->points.empty()) work->polygon.reset();
    return true;
  }
  return false;
}

bool drop_in_hand(SessionState& state) {
  ToolState& tools = state.tools;
  bool dropped = tools.stroke || tools.lasso || tools.drag || tools.trial;
  tools.stroke.reset();
  tools.lasso.reset();
  tools.drag.reset();
  tools.trial.reset();
  return dropped;
}

void let_go(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work != nullptr && state.tools.stroke) {
    HandEdit stroke = *std::exchange(state.tools.stroke, std::nullopt);
    finish_hand_edit(state, *work, std::move(stroke));
  }
  apply_trial(state);
  drop_in_hand(state);
  state.tools.active_vertex.reset();
  if (state.gesture.kind >= GestureKind::kStroke) state.gesture = {};
}

void follow_selection(SessionState& state) {
  std::vector<std::string>& order = state.tools.selected_in_order;
  std::erase_if(order, [&](const std::string& uuid) { return !state.selection.contains(uuid); });
  if (order.size() == state.selection.size()) return;
  for (const std::string& uuid : state.selection)
    if (std::find(order.begin(), order.end(), uuid) == order.end()) order.push_back(uuid);
}

void on(SessionState& state, const action::FreshUuid& a) {
  state.tools.fresh_uuid = a.uuid;
}

}  // namespace maskpoint::session
