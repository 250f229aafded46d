// What the class editor changes beside name and colour, and classes that come with pasted objects.
#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/class_changes.h"
#include "session/classes.h"

namespace maskpoint::session {

std::map<int, int> classes_for(SessionState& state, const doc::Categories& foreign, Origin origin) {
  std::map<int, int> here;
  doc::CategoriesPtr next = state.classes.root();
  for (const doc::Category& category : foreign) {
    const doc::Category* same_id = doc::find(*next, category.id);
    const doc::Category* namesake = doc::find_by_name(*next, category.name);
    if (same_id && (origin == Origin::kSameProject || same_id == namesake)) {
      here[category.id] = category.id;
    } else if (namesake) {
      here[category.id] = namesake->id;
    } else {
      const int id = ++state.highest_class_id;
      auto longer = std::make_shared<doc::Categories>(*doc::added(next, id, category.name));
      longer->back().color = category.color;
      longer->back().supercategory = category.supercategory;
      longer->back().attributes = category.attributes;
      next = std::move(longer);
      here[category.id] = id;
    }
  }
  edit_classes(state, std::move(next), {"add pasted classes"});
  return here;
}

void on(SessionState& state, const action::SetCategoryKey& a) {
  edit_classes(state, doc::with_key(state.classes.root(), a.category_id, a.key),
               {a.key.empty() ? "take the key from a class" : "set key " + a.key});
}

void on(SessionState& state, const action::SetSupercategory& a) {
  edit_classes(state, doc::with_supercategory(state.classes.root(), a.category_id, a.name),
               {"set supercategory"});
}

void on(SessionState& state, const action::SetCategoryAttributes& a) {
  const doc::Category* before = doc::find(state.categories(), a.category_id);
  if (before == nullptr) return;
  ClassEditNote note{"change attributes of " + before->name};
  note.rename = renamed_attribute(*before, a.attributes);
  edit_classes(state, doc::with_attributes(state.classes.root(), a.category_id, a.attributes),
               note);
  if (note.rename) rename_attribute(state, *note.rename);
}

void on(SessionState& state, const action::MoveCategory& a) {
  edit_classes(state, doc::moved(state.classes.root(), a.category_id, a.position),
               {"move class " + class_name(state, a.category_id)});
}

}  // namespace maskpoint::session
