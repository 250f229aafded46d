// What the selected objects have in common. Thousands of them are looked through once for each
// document and selection, not in every frame.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "doc/types.h"

namespace maskpoint::session {
class Session;
}

namespace maskpoint::ui {

struct SelectedFacts {
  doc::ImageDocPtr doc;
  std::set<std::string> selection;

  std::size_t objects = 0;
  bool all_locked = true, all_crowd = true;
  std::set<int> classes;
  // Attributes any of them has: the value (JSON text), nothing where they differ.
  std::map<std::string, std::optional<std::string>> values;

  // The common value: empty where none of them has one.
  std::optional<std::string> value_of(const std::string& name) const;
};

// Brings them up to date.
void look_at_selection(SelectedFacts& facts, const session::Session& session);

}  // namespace maskpoint::ui
