#include "ui/keymap.h"

#include <algorithm>
#include <utility>

namespace maskpoint::ui {
namespace {

constexpr std::string_view kModifiers[] = {"Ctrl+", "Alt+", "Shift+"};
// Keys that mean nothing alone, or whose meaning the browser has not decided yet.
constexpr std::string_view kNoKeys[] = {
    "Shift", "Control", "Alt",     "Meta",    "AltGraph",     "CapsLock", "NumLock", "Dead",
    "Fn",    "OS",      "Process", "Compose", "Unidentified", "Escape",   "F6",      "ContextMenu"};

bool is_letter(std::string_view key) {
  return key.size() == 1 && key[0] >= 'a' && key[0] <= 'z';
}

// One character, of however many bytes: named keys have more and begin with a capital.
bool is_character(std::string_view key) {
  std::size_t characters = 0;
  for (const char c : key)
    characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return characters == 1;
}

bool shift_counts(std::string_view key) {
  return is_letter(key) || !is_character(key);
}

// Letters in lower case, whatever Shift and Caps Lock made of them.
std::string normalised(std::string key) {
  if (key.size() == 1 && key[0] >= 'A' && key[0] <= 'Z') key[0] = char(key[0] - 'A' + 'a');
  return key;
}

std::size_t place_of(CommandId id) {
  const auto all = commands();
  return std::size_t(
      std::find_if(all.begin(), all.end(), [id](const Command& c) { return c.id == id; }) -
      all.begin());
}

bool has(const std::vector<Binding>& list, const Binding& stroke) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Binding& b) { return same_stroke(b, stroke); });
}

std::vector<Binding> without(std::vector<Binding> list, const std::vector<Binding>& strokes) {
  std::erase_if(list, [&](const Binding& b) { return has(strokes, b); });
  return list;
}

void put(Shortcuts& changes, CommandId id, const std::vector<Binding>& strokes) {
  const Command& c = command(id);
  const std::string name(c.name);
  if (strokes == c.bindings) {
    changes.erase(name);
    return;
  }
  std::vector<std::string> texts;
  texts.reserve(strokes.size());
  for (const Binding& stroke : strokes)
    texts.push_back(written(stroke));
  changes[name] = std::move(texts);
}

}  // namespace

std::string written(const Binding& b) {
  std::string text;
  if (b.ctrl) text += kModifiers[0];
  if (b.alt) text += kModifiers[1];
  if (b.shift) text += kModifiers[2];
  return text + std::string(b.key);
}

std::optional<Binding> binding_from(std::string_view text) {
  Binding b;
  const auto take = [&](std::string_view modifier) {
    // "Ctrl++" is Ctrl and the plus key.
    if (text.size() <= modifier.size() || !text.starts_with(modifier)) return false;
    text.remove_prefix(modifier.size());
    return true;
  };
  b.ctrl = take(kModifiers[0]);
  b.alt = take(kModifiers[1]);
  b.shift = take(kModifiers[2]);
  if (text.empty() || text.size() > 24) return std::nullopt;
  b.key = normalised(std::string(text));
  return b;
}

bool same_stroke(const Binding& a, const Binding& b) {
  return a.key == b.key && a.ctrl == b.ctrl && a.alt == b.alt &&
         (a.shift == b.shift || !shift_counts(a.key));
}

std::optional<Binding> stroke_as_binding(const KeyStroke& stroke) {
  if (stroke.key.empty() || stroke.key == " ") return std::nullopt;
  if (std::find(std::begin(kNoKeys), std::end(kNoKeys), stroke.key) != std::end(kNoKeys))
    return std::nullopt;
  Binding b{normalised(stroke.key), stroke.ctrl, stroke.shift, stroke.alt};
  if (!shift_counts(b.key)) b.shift = false;
  return b;
}

Keymap::Keymap(Shortcuts changed) : changes_(std::move(changed)) {
  for (const Command& c : commands()) {
    const auto own = changes_.find(std::string(c.name));
    if (own == changes_.end()) {
      bindings_.push_back(c.bindings);
      continue;
    }
    std::vector<Binding> list;
    for (const std::string& text : own->second)
      if (const auto binding = binding_from(text)) list.push_back(*binding);
    bindings_.push_back(std::move(list));
  }
}

const std::vector<Binding>& Keymap::of(CommandId id) const {
  return bindings_[place_of(id)];
}

bool Keymap::is_changed(CommandId id) const {
  return changes_.contains(std::string(command(id).name));
}

std::optional<CommandId> Keymap::command_for(const KeyStroke& stroke) const {
  const Binding pressed{normalised(stroke.key), stroke.ctrl, stroke.shift, stroke.alt};
  const auto all = commands();
  std::optional<CommandId> found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!has(bindings_[i], pressed)) continue;
    if (is_changed(all[i].id)) return all[i].id;
    if (!found) found = all[i].id;
  }
  return found;
}

std::vector<CommandId> Keymap::users(const std::vector<Binding>& strokes, CommandId except) const {
  std::vector<CommandId> found;
  const auto all = commands();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].id != except && without(bindings_[i], strokes).size() != bindings_[i].size())
      found.push_back(all[i].id);
  return found;
}

std::vector<std::pair<CommandId, CommandId>> Keymap::conflicts() const {
  std::vector<std::pair<CommandId, CommandId>> found;
  for (const Command& c : commands())
    for (const CommandId other : users(of(c.id), c.id))
      if (place_of(other) > place_of(c.id)) found.emplace_back(c.id, other);
  return found;
}

Shortcuts rebound(const Keymap& now, CommandId id, const std::vector<Binding>& strokes) {
  Shortcuts changes = now.changes();
  put(changes, id, strokes);
  return changes;
}

Shortcuts swapped(const Keymap& now, CommandId id, const std::vector<Binding>& strokes) {
  Shortcuts changes = rebound(now, id, strokes);
  std::vector<Binding> free = without(now.of(id), strokes);
  for (const CommandId other : now.users(strokes, id)) {
    std::vector<Binding> rest = without(now.of(other), strokes);
    if (rest.empty()) rest = std::exchange(free, {});
    put(changes, other, rest);
  }
  return changes;
}

}  // namespace maskpoint::ui
