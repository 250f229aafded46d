#include "session/class_changes.h"

#include <algorithm>
#include <utility>

#include "doc/edits.h"
#include "session/timeline.h"

namespace maskpoint::session {
namespace {

// Every state of every image, undone ones too.
template <class Change>
void change_everywhere(SessionState& state, const Change& change) {
  for (auto& [id, work] : state.works) {
    const doc::ImageDocPtr root = work.timeline.root().doc;
    rewrite_docs(work, 0, [&](const doc::ImageDocPtr& doc) { return doc::mapped(doc, change); });
    if (work.timeline.root().doc != root) root_changed(state, work);
  }
}

doc::AnnotationPtr of_class(const doc::AnnotationPtr& object, int category_id) {
  auto next = std::make_shared<doc::Annotation>(*object);
  next->category_id = category_id;
  return next;
}

std::size_t count_of_class(const SessionState& state, const std::set<std::string>& uuids,
                           int category_id) {
  std::size_t count = 0;
  for (const auto& [id, work] : state.works)
    for (const doc::AnnotationPtr& a : work.timeline.root().doc->annotations)
      count += a->category_id == category_id && uuids.contains(a->uuid);
  return count;
}

// Objects that are not in a document yet.
template <class Change>
void change_coming(SessionState& state, const Change& change) {
  for (auto& [id, work] : state.works)
    for (Accepting& accepting : work.accepting)
      change(accepting.uuid, accepting.category_id);
  if (state.transfer)
    for (CopiedPrompt& prompt : state.transfer->prompts)
      change(prompt.uuid, prompt.category_id);
}

}  // namespace

std::size_t take_over(SessionState& state, ClassTakeover& takeover) {
  takeover.uuids.clear();
  change_everywhere(state, [&](const doc::AnnotationPtr& a) -> doc::AnnotationPtr {
    if (a->category_id != takeover.from) return a;
    takeover.uuids.insert(a->uuid);
    return of_class(a, takeover.by);
  });
  change_coming(state, [&](const std::string& uuid, int& category_id) {
    if (category_id != takeover.from) return;
    takeover.uuids.insert(uuid);
    category_id = takeover.by;
  });
  takeover.replaced_before = state.replaced_classes;
  for (auto& [from, to] : state.replaced_classes)
    if (to == takeover.from) to = takeover.by;
  state.replaced_classes[takeover.from] = takeover.by;
  std::erase(state.restored_classes, takeover.from);
  return count_of_class(state, takeover.uuids, takeover.by);
}

std::size_t give_back(SessionState& state, const ClassTakeover& takeover) {
  change_everywhere(state, [&](const doc::AnnotationPtr& a) -> doc::AnnotationPtr {
    const bool taken = a->category_id == takeover.by && takeover.uuids.contains(a->uuid);
    return taken ? of_class(a, takeover.from) : a;
  });
  change_coming(state, [&](const std::string& uuid, int& category_id) {
    if (category_id == takeover.by && takeover.uuids.contains(uuid)) category_id = takeover.from;
  });
  state.replaced_classes.erase(takeover.from);
  for (auto& [from, to] : state.replaced_classes)
    if (const auto before = takeover.replaced_before.find(from);
        before != takeover.replaced_before.end())
      to = before->second;
  // Said even where the replacement is not known to be sent: it may be on its way.
  state.restored_classes.push_back(takeover.from);
  return count_of_class(state, takeover.uuids, takeover.from);
}

std::optional<doc::AttributeRename> renamed_attribute(
    const doc::Category& before, const std::vector<doc::AttributeDefinition>& next) {
  if (before.attributes.size() != next.size()) return std::nullopt;
  std::optional<doc::AttributeRename> rename;
  for (std::size_t i = 0; i < next.size(); ++i) {
    if (before.attributes[i].name == next[i].name) continue;
    if (rename) return std::nullopt;
    rename = doc::AttributeRename{before.id, before.attributes[i].name, next[i].name};
  }
  return rename;
}

void rename_attribute(SessionState& state, const doc::AttributeRename& rename) {
  change_everywhere(state, [&](const doc::AnnotationPtr& a) -> doc::AnnotationPtr {
    return doc::with_renamed_attribute(a, rename);
  });
  std::vector<doc::AttributeRename>& told = state.renamed_attributes;
  const doc::AttributeRename back = doc::reversed(rename);
  if (told.size() > state.renames_in_flight && told.back() == back)
    told.pop_back();
  else
    told.push_back(rename);
}

void tell_server(const SessionState& state, effect::SaveCategories& effect) {
  for (const auto& [from, to] : state.replaced_classes)
    if (doc::find(*effect.categories, from) == nullptr &&
        doc::find(*effect.categories, to) != nullptr)
      effect.replaced.emplace(from, to);
  for (const int id : state.restored_classes)
    if (doc::find(*effect.categories, id) != nullptr) effect.restored.push_back(id);
  effect.renamed = state.renamed_attributes;
}

void server_has(SessionState& state, const doc::Categories& classes) {
  std::erase_if(state.replaced_classes,
                [&](const auto& entry) { return doc::find(classes, entry.first) == nullptr; });
  std::erase_if(state.restored_classes,
                [&](const int id) { return doc::find(classes, id) != nullptr; });
  std::vector<doc::AttributeRename>& renamed = state.renamed_attributes;
  renamed.erase(renamed.begin(), renamed.begin() + std::ptrdiff_t(state.renames_in_flight));
  state.renames_in_flight = 0;
}

}  // namespace maskpoint::session
