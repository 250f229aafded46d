#include "session/classes.h"

#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/class_changes.h"
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
  edit_classes(state, doc::added(state.classes.root(), id, name), {"add class " + name});
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

void edit_classes(SessionState& state, doc::CategoriesPtr next, ClassEditNote note) {
  if (next == state.classes.root()) return;
  state.classes.push(std::move(next), std::move(note));
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
               {"rename class to " + name});
}

void on(SessionState& state, const action::RecolorCategory& a) {
  edit_classes(state, doc::recolored(state.classes.root(), a.category_id, a.color),
               {"recolour class"});
}

void on(SessionState& state, const action::DeleteCategory& a) {
  const doc::CategoriesPtr next = doc::removed(state.classes.root(), a.category_id);
  if (!keeps_used_classes(state, *next)) return;
  edit_classes(state, next, {"delete class " + class_name(state, a.category_id)});
}

void on(SessionState& state, const action::ReplaceCategory& a) {
  const doc::Category* from = doc::find(state.categories(), a.category_id);
  const doc::Category* by = doc::find(state.categories(), a.by);
  if (from == nullptr || by == nullptr || from == by) return;
  ClassEditNote note{"delete class " + from->name};
  note.takeover = std::make_shared<ClassTakeover>(ClassTakeover{from->id, by->id, {}, {}});
  const std::size_t changed = take_over(state, *note.takeover);
  show_info(state, from->name + " was deleted: its objects are " + by->name +
                       " now, on every image. The menu of a class undoes it.");
  edit_classes(state, doc::removed(state.classes.root(), a.category_id), std::move(note));
  announce(state, count_of(changed, "object") + " changed to " + by->name + ".");
}

void on(SessionState& state, const action::UndoClassEdit&) {
  if (!state.classes.can_undo() || !keeps_used_classes(state, *state.classes.before())) return;
  const ClassEditNote note = state.classes.undo();
  if (note.takeover) give_back(state, *note.takeover);
  if (note.rename) rename_attribute(state, doc::reversed(*note.rename));
  classes_changed(state);
  show_info(state, "Undone: " + note.label + ".");
  announce(state, "Undone: " + note.label + ".");
}

void on(SessionState& state, const action::RedoClassEdit&) {
  if (!state.classes.can_redo()) return;
  ClassTakeover* takeover = state.classes.note_at(state.classes.position() + 1).takeover.get();
  if (takeover != nullptr)
    take_over(state, *takeover);
  else if (!keeps_used_classes(state, *state.classes.after()))
    return;
  const ClassEditNote note = state.classes.redo();
  if (note.rename) rename_attribute(state, *note.rename);
  classes_changed(state);
  show_info(state, "Redone: " + note.label + ".");
  announce(state, "Redone: " + note.label + ".");
}

}  // namespace maskpoint::session
