// Which keys mean which command now: the command table's own, but for what a person has changed
// (session::Settings::shortcuts). Changing them is here too, as functions from one map of changes
// to the next, so that no two commands end up on one key.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/commands.h"

namespace maskpoint::ui {

// By command name, as session::Settings keeps them.
using Shortcuts = std::map<std::string, std::vector<std::string>>;

// "Ctrl+Shift+z", and back. Nothing for a text that names no key.
std::string written(const Binding& binding);
std::optional<Binding> binding_from(std::string_view text);

// Whether both would be meant by one key stroke. Shift makes no difference for a character that is
// neither a letter nor a named key: the character is what it has made.
bool same_stroke(const Binding& a, const Binding& b);

class Keymap {
 public:
  Keymap() : Keymap(Shortcuts{}) {}
  explicit Keymap(Shortcuts changed);

  const std::vector<Binding>& of(CommandId id) const;
  bool is_changed(CommandId id) const;
  const Shortcuts& changes() const { return changes_; }

  // Whether or not the command is enabled now. Changed keys come before the table's.
  std::optional<CommandId> command_for(const KeyStroke& stroke) const;
  // Pairs of commands one key stroke would mean; empty for the table as it is.
  std::vector<std::pair<CommandId, CommandId>> conflicts() const;
  // Other commands that have one of these strokes.
  std::vector<CommandId> users(const std::vector<Binding>& strokes, CommandId except) const;

 private:
  Shortcuts changes_;
  std::vector<std::vector<Binding>> bindings_;  // in the table's order
};

// What a pressed key is as a binding; nothing for a modifier alone and the like.
std::optional<Binding> stroke_as_binding(const KeyStroke& stroke);

// `id` on these strokes alone; those of the others stay. Strokes others have are theirs still: see
// users().
Shortcuts rebound(const Keymap& now, CommandId id, const std::vector<Binding>& strokes);
// The same, and whoever had one of the strokes gives it up; one that is left without any takes the
// keys `id` had.
Shortcuts swapped(const Keymap& now, CommandId id, const std::vector<Binding>& strokes);

}  // namespace maskpoint::ui
