#include "session/classes.h"

#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/objects.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

constexpr const char* kFirstClass = "object";

std::string trimmed(const std::string& text) {
  constexpr const char* kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// It sticks: over images, and for the next visit.
void use_class(SessionState& state, int id) {
  state.current_class = id;
  Settings changed = state.settings;
  changed.last_class = class_name(state, id);
  if (changed == state.settings) return;
  state.settings = std::move(changed);
  state.effects.push_back(effect::StoreSettings{state.settings});
}

void add_class(SessionState& state, const std::string& name) {
  const int id = ++state.highest_class_id;
  edit_classes(state, doc::added(state.classes.root(), id, name), "add class " + name);
  use_class(state, id);
}

bool refuse_name(SessionState& state, const std::string& name, int own_id) {
  if (name.empty()) {
    show_info(state, "A class needs a name.");
    return true;
  }
  const doc::Category* namesake = doc::find_by_name(state.categories(), name);
  if (namesake == nullptr || namesake->id == own_id) return false;
  show_info(state, "There is a class called \"" + name + "\" already.");
  return true;
}

std::size_t objects_of(const SessionState& state, int category_id) {
  std::size_t count = 0;
  for (const auto& [id, work] : state.works) {
    for (const doc::AnnotationPtr& a : work.timeline.root().doc->annotations)
      count += a->category_id == category_id;
    for (const Accepting& a : work.accepting)
      count += a.category_id == category_id;
  }
  return count;
}

// Whether every class that has objects is in the list.
bool keeps_used_classes(SessionState& state, const doc::Categories& next) {
  for (const int id : classes_in_use(state)) {
    const doc::Category* category = doc::find(state.categories(), id);
    if (category == nullptr || doc::find(next, id) != nullptr) continue;
    show_info(state, "\"" + category->name + "\" has " + count_of(objects_of(state, id), "object") +
                         ". Delete them or give them another class first.");
    return false;
  }
  return true;
}

}  // namespace

void edit_classes(SessionState& state, doc::CategoriesPtr next, std::string label) {
  if (next == state.classes.root()) return;
  state.classes.push(std::move(next), std::move(label));
  classes_changed(state);
}

std::string class_name(const SessionState& state, int category_id) {
  const doc::Category* category = doc::find(state.categories(), category_id);
  return category ? category->name : "class " + std::to_string(category_id);
}

int class_for_next_object(SessionState& state) {
  if (state.current_class == 0) add_class(state, kFirstClass);
  return state.current_class;
}

std::set<int> classes_in_use(const SessionState& state) {
  std::set<int> used;
  for (const auto& [id, work] : state.works) {
    for (const doc::AnnotationPtr& a : work.timeline.root().doc->annotations)
      used.insert(a->category_id);
    for (const Accepting& a : work.accepting)
      used.insert(a.category_id);
  }
  return used;
}

void go_on_with_last_class(SessionState& state) {
  const doc::Category* last = doc::find_by_name(state.categories(), state.settings.last_class);
  if (last != nullptr) state.current_class = last->id;
}

void classes_changed(SessionState& state) {
  const doc::Categories& classes = state.categories();
  for (const doc::Category& c : classes)
    state.highest_class_id = std::max(state.highest_class_id, c.id);
  if (doc::find(classes, state.current_class) == nullptr)
    state.current_class = classes.empty() ? 0 : classes.front().id;
}

void on(SessionState& state, const action::PickCategory& a) {
  if (doc::find(state.categories(), a.category_id) == nullptr) return;
  use_class(state, a.category_id);
  ImageWork* work = state.open_work();
  if (work == nullptr || work->timeline.root().chain || state.selection.empty()) return;
  set_class(state, *work, state.selection, a.category_id);
}

void on(SessionState& state, const action::PickCategoryByKey& a) {
  for (const doc::Category& category : state.categories()) {
    if (a.key.empty() || category.key != a.key) continue;
    on(state, action::PickCategory{category.id});
    return;
  }
}

void on(SessionState& state, const action::AddCategory& a) {
  const std::string name = trimmed(a.name);
  if (const doc::Category* namesake = doc::find_by_name(state.categories(), name)) {
    on(state, action::PickCategory{namesake->id});
    return;
  }
  if (!refuse_name(state, name, 0)) add_class(state, name);
}

void on(SessionState& state, const action::RenameCategory& a) {
  const std::string name = trimmed(a.name);
  if (refuse_name(state, name, a.category_id)) return;
  edit_classes(state, doc::renamed(state.classes.root(), a.category_id, name),
               "rename class to " + name);
}

void on(SessionState& state, const action::RecolorCategory& a) {
  edit_classes(state, doc::recolored(state.classes.root(), a.category_id, a.color),
               "recolour class");
}

void on(SessionState& state, const action::DeleteCategory& a) {
  const doc::CategoriesPtr next = doc::removed(state.classes.root(), a.category_id);
  if (!keeps_used_classes(state, *next)) return;
  edit_classes(state, next, "delete class " + class_name(state, a.category_id));
}

void on(SessionState& state, const action::ReplaceCategory& a) {
  const doc::Category* by = doc::find(state.categories(), a.by);
  if (by == nullptr || a.by == a.category_id) return;
  const std::string label = "change class to " + by->name;
  std::size_t changed = 0;
  for (auto& [id, work] : state.works) {
    std::set<std::string> uuids;
    for (const doc::AnnotationPtr& object : work.timeline.root().doc->annotations)
      if (object->category_id == a.category_id) uuids.insert(object->uuid);
    changed += uuids.size();
    push_doc_edit(state, work, doc::with_category(work.timeline.root().doc, uuids, *by), label);
    for (Accepting& accepting : work.accepting)
      if (accepting.category_id == a.category_id) accepting.category_id = a.by;
  }
  announce(state, count_of(changed, "object") + " changed to " + by->name + ".");
  // Objects of images that are not in memory are the server's to change.
  for (auto& [from, to] : state.replaced_classes)
    if (to == a.category_id) to = a.by;
  state.replaced_classes[a.category_id] = a.by;
  on(state, action::DeleteCategory{a.category_id});
}

void on(SessionState& state, const action::UndoClassEdit&) {
  if (!state.classes.can_undo() || !keeps_used_classes(state, *state.classes.before())) return;
  announce(state, "Undone: " + state.classes.undo() + ".");
  classes_changed(state);
}

void on(SessionState& state, const action::RedoClassEdit&) {
  if (!state.classes.can_redo() || !keeps_used_classes(state, *state.classes.after())) return;
  announce(state, "Redone: " + state.classes.redo() + ".");
  classes_changed(state);
}

}  // namespace maskpoint::session
