#include "ui/selected_facts.h"

#include "session/session.h"

namespace maskpoint::ui {

std::optional<std::string> SelectedFacts::value_of(const std::string& name) const {
  const auto at = values.find(name);
  return at == values.end() ? std::string() : at->second;
}

void look_at_selection(SelectedFacts& facts, const session::Session& session) {
  if (facts.doc == session.image_doc() && facts.selection == session.selection()) return;
  facts = {session.image_doc(), session.selection(), 0, true, true, {}, {}};
  std::map<std::string, std::size_t> having;
  for (const doc::AnnotationPtr& object : facts.doc->annotations) {
    if (!facts.selection.contains(object->uuid)) continue;
    ++facts.objects;
    facts.all_locked = facts.all_locked && object->locked;
    facts.all_crowd = facts.all_crowd && object->iscrowd;
    facts.classes.insert(object->category_id);
    for (const auto& [name, value] : object->attributes) {
      ++having[name];
      const auto [entry, is_new] = facts.values.try_emplace(name, value);
      if (!is_new && entry->second != value) entry->second = std::nullopt;
    }
  }
  for (const auto& [name, count] : having)
    if (count < facts.objects) facts.values[name] = std::nullopt;
}

}  // namespace maskpoint::ui
