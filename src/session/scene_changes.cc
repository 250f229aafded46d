#include "session/scene_changes.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "doc/edits.h"
#include "session/cleaning.h"

namespace maskpoint::session {
namespace {

// A list with what its views look at.
struct ChangedList {
  SceneObjects unchanged;
  std::deque<std::string> names;
  std::vector<SceneObject> objects;
};

// Everything that makes the list another one, kept alive so that no address is used twice.
std::vector<std::shared_ptr<const void>> changes(const SessionState& state, const ImageWork& work) {
  const ToolState& tools = state.tools;
  std::vector<std::shared_ptr<const void>> parts;
  if (tools.trial)
    for (const mask::MeasuredMask& shown : tools.trial->shown)
      parts.push_back(shown.mask);
  if (tools.stroke) parts.push_back(tools.stroke->stroke);
  for (const HandEdit& edit : work.hand_edits)
    if (edit.stroke) parts.push_back(edit.stroke);
  if (tools.drag && tools.drag->preview) parts.push_back(tools.drag->preview);
  if (const mask::MeasuredMask* pending = pending_trial_mask(state)) parts.push_back(pending->mask);
  return parts;
}

void show_change(const SessionState& state, SceneObject& shown) {
  const ToolState& tools = state.tools;
  if (const mask::MeasuredMask* trial = trial_mask(state, shown.uuid)) {
    shown.mask = trial->mask;
    shown.bbox = trial->bbox;
  }
  if (tools.stroke && tools.stroke->uuid == shown.uuid) {
    shown.stroke = tools.stroke->stroke;
    shown.stroke_kind = tools.stroke->kind;
  }
  if (tools.drag && tools.drag->preview && tools.outline && tools.outline->uuid == shown.uuid) {
    shown.mask = tools.drag->preview;
    shown.bbox = mask::bbox(*shown.mask);
  }
}

// A stroke whose object is not in the document yet: a new one's, or a pending prompt's.
void add_new_object(const SessionState& state, const ImageWork& work, const HandEdit& edit,
                    ChangedList& list) {
  if (!edit.stroke || edit.kind == mask::StrokeKind::kErases) return;
  if (doc::find(*work.timeline.root().doc, edit.uuid)) return;
  if (std::find(list.names.begin(), list.names.end(), edit.uuid) != list.names.end()) return;
  const doc::Category* category = doc::find(state.categories(), state.current_class);
  SceneObject object;
  object.uuid = list.names.emplace_back(edit.uuid);
  object.mask = edit.nothing;
  object.color = category != nullptr ? category->color : doc::Color{0x98, 0xa1, 0xb0};
  object.selected = true;
  object.stroke = edit.stroke;
  list.objects.push_back(std::move(object));
}

SceneObjects make_list(const SessionState& state, const ImageWork& work,
                       const SceneObjects& objects) {
  auto made = std::make_shared<ChangedList>();
  made->unchanged = objects;
  made->objects.assign(objects.begin(), objects.end());
  for (SceneObject& object : made->objects)
    show_change(state, object);
  if (state.tools.stroke) add_new_object(state, work, *state.tools.stroke, *made);
  for (auto edit = work.hand_edits.rbegin(); edit != work.hand_edits.rend(); ++edit)
    add_new_object(state, work, *edit, *made);
  if (const mask::MeasuredMask* pending = pending_trial_mask(state)) {
    SceneObject object;
    object.uuid = "pending";
    object.mask = pending->mask;
    object.bbox = pending->bbox;
    object.pending = true;
    made->objects.push_back(std::move(object));
  }
  return SceneObjects({made, &made->objects});
}

}  // namespace

SceneObjects with_changes_by_hand(const SessionState& state, const ImageWork& work,
                                  const SceneObjects& objects) {
  SceneCache& cache = state.scene_cache;
  std::vector<std::shared_ptr<const void>> parts = changes(state, work);
  if (parts.empty()) {
    cache.changed = {};
    cache.changed_by.clear();
    return objects;
  }
  if (parts != cache.changed_by || cache.changed_of != objects.list()) {
    cache.changed = make_list(state, work, objects);
    cache.changed_by = std::move(parts);
    cache.changed_of = objects.list();
  }
  return cache.changed;
}

}  // namespace maskpoint::session
