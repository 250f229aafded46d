// Every command with its keys, by section: a click on one waits for a key, a key that is taken asks
// whether to swap. The changes are settings; nothing else is kept.
#include <algorithm>
#include <utility>

#include "ui/controls.h"
#include "ui/dialog.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kTitle = 34, kGap = 10, kQuestion = 40;

void store(Screen& screen, Shortcuts changes) {
  session::Settings settings = screen.session.settings();
  settings.shortcuts = std::move(changes);
  screen.act(session::action::ChangeSettings{std::move(settings)});
}

// Gives the command these strokes, or asks first when another has one of them.
void want(Screen& screen, CommandId id, std::vector<Binding> strokes) {
  KeyCapture& capture = screen.memory.capture;
  capture = {};
  if (screen.keymap().users(strokes, id).empty())
    store(screen, rebound(screen.keymap(), id, strokes));
  else
    capture.asking = KeyCapture::Question{id, std::move(strokes)};
}

// The key that came while a command waits for one. Escape is never a shortcut's: it means "leave".
void take_key(Screen& screen) {
  KeyCapture& capture = screen.memory.capture;
  if (screen.memory.dialog_key.key.empty()) return;
  if (capture.asking) {
    if (screen.memory.dialog_key.key == "Escape") {
      capture = {};
      screen.memory.dialog_key = {};
    }
    return;
  }
  if (!capture.waiting) return;
  const KeyStroke stroke = std::exchange(screen.memory.dialog_key, {});
  if (stroke.key == "Escape") {
    capture = {};
  } else if (const auto binding = stroke_as_binding(stroke)) {
    want(screen, *capture.waiting, {*binding});
  }
}

float section_height(const Screen& screen, Section section) {
  float height = kTitle + kGap;
  for (const Command& c : commands()) {
    if (c.section != section) continue;
    height += size::kRow;
    const auto& asking = screen.memory.capture.asking;
    if (asking && asking->id == c.id) height += kQuestion;
  }
  return height;
}

// "Ctrl E belongs to “Export COCO”" and the two ways on.
void question_row(Screen& screen, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const KeyCapture::Question question = *screen.memory.capture.asking;
  const std::vector<CommandId> users = screen.keymap().users(question.strokes, question.id);
  const ScreenRect swap = {right_of(r) - 160, r.y + 4, 76, 30};
  const ScreenRect leave = {right_of(r) - 78, r.y + 4, 78, 30};
  const bool yes = screen.button("shortcut:swap", swap, "Swap", "", ButtonStyle::kPrimary);
  const bool no = screen.button("shortcut:keep", leave, "Cancel", "", ButtonStyle::kRaised);
  p.icon(FontRole::kSmallIcon, {r.x + 19, r.y + 19}, c.in_work, icon::kWarning);
  float x = r.x + 34;
  for (const std::string& cap : key_caps(question.strokes.front(), screen.frame.mac_keys))
    x += p.key_cap({x, r.y + 19}, cap, Align::kLeft) + 4;
  std::string words = "is taken by \u201C";
  words += users.empty() ? "" : command(users.front()).label;
  words += users.size() > 1 ? "\u201D and others" : "\u201D";
  p.text(FontRole::kSmall, {x + 4, r.y + 19}, c.text, words, Align::kLeft, swap.x - x - 12);
  if (yes) store(screen, swapped(screen.keymap(), question.id, question.strokes));
  if (yes || no) screen.memory.capture = {};
}

float draw_caps(const Screen& screen, const Pen& p, const std::vector<Binding>& strokes,
                float right, float y) {
  float x = right;
  for (auto stroke = strokes.rbegin(); stroke != strokes.rend(); ++stroke) {
    const std::vector<std::string> caps = key_caps(*stroke, screen.frame.mac_keys);
    for (auto cap = caps.rbegin(); cap != caps.rend(); ++cap)
      x -= p.key_cap({x, y}, *cap, Align::kRight) + 4;
    x -= 6;
  }
  return x;
}

void command_row(Screen& screen, const Command& c, ScreenRect r) {
  const Palette& colors = screen.colors;
  const Keymap& keymap = screen.keymap();
  KeyCapture& capture = screen.memory.capture;
  const std::string name = "shortcut:" + std::string(c.name);
  const bool waiting = capture.waiting == c.id;
  const bool over = r.contains(screen.pointer()) && !waiting;
  const ScreenRect clear = {right_of(r) - 28, r.y + 3, 24, 24},
                   reset = {clear.x - 26, r.y + 3, 24, 24};
  const bool has_keys = !keymap.of(c.id).empty();
  if (over && has_keys &&
      screen.icon_button(name + ":clear", clear, icon::kClose, "Take the key away"))
    want(screen, c.id, {});
  if (keymap.is_changed(c.id) &&
      screen.icon_button(name + ":reset", reset, icon::kReset, "Back to the usual key"))
    want(screen, c.id, c.bindings);
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  if (waiting) {
    p.fill(r, colors.selection, 6);
    p.outline(r, colors.accent, 6);
  } else if (h.hovered) {
    p.fill(r, faded(colors.hover, 0.7f), 6);
    screen.pointer_shape("pointer");
  }
  const float y = r.y + r.height / 2;
  p.text(FontRole::kBody, {r.x + 10, y}, waiting || h.hovered ? colors.text : colors.dim, c.label,
         Align::kLeft, r.width * 0.55f);
  if (waiting)
    p.text(FontRole::kSmall, {right_of(r) - 12, y}, colors.accent,
           "Press a key \u00B7 Esc leaves it", Align::kRight);
  else if (has_keys)
    draw_caps(screen, p, keymap.of(c.id), reset.x - 2, y);
  else
    p.text(FontRole::kSmall, {reset.x - 2, y}, colors.faint, "no key", Align::kRight);
  if (h.clicked) {
    capture = {};
    capture.waiting = c.id;
  }
}

void draw_commands(Screen& screen, ScreenRect view) {
  float content = 0;
  for (int s = 0; s < kSectionCount; ++s)
    content += section_height(screen, Section(s));
  const float offset = screen.begin_scroll("shortcuts", view, content);
  const Pen p = screen.pen();
  float y = view.y - offset;
  const float width = view.width - 10;
  for (int s = 0; s < kSectionCount; ++s) {
    p.text(FontRole::kHeading, {view.x + 10, y + kTitle / 2}, screen.colors.text,
           section_title(Section(s)));
    p.horizontal_line(view.x, view.x + width, y + kTitle - 2, screen.colors.line);
    y += kTitle;
    for (const Command& c : commands()) {
      if (c.section != Section(s)) continue;
      if (y + size::kRow > view.y && y < bottom_of(view))
        command_row(screen, c, {view.x, y, width, size::kRow});
      y += size::kRow;
      if (screen.memory.capture.asking && screen.memory.capture.asking->id == c.id) {
        question_row(screen, {view.x, y, width, kQuestion});
        y += kQuestion;
      }
    }
    y += kGap;
  }
  screen.end_scroll();
}

}  // namespace

void draw_shortcuts_dialog(Screen& screen) {
  KeyCapture& capture = screen.memory.capture;
  take_key(screen);
  DialogSpec spec;
  spec.name = "shortcuts";
  spec.title = "Shortcuts";
  spec.text =
      "Click a command and press its new key. Keys are the characters you type, whatever "
      "your keyboard.";
  spec.width = 620;
  spec.content_height = 560;
  const bool any = !screen.session.settings().shortcuts.empty();
  spec.buttons = {{"shortcuts:reset", capture.sure ? "Really reset all" : "Reset all",
                   capture.sure ? ButtonStyle::kDanger : ButtonStyle::kRaised, any},
                  {"shortcuts:done", "Done", ButtonStyle::kPrimary}};
  spec.cancel = spec.primary = 1;
  const DialogFrame frame = begin_dialog(screen, spec);
  draw_commands(screen, frame.content);
  end_dialog(screen);
  if (frame.pressed == 0 && !capture.sure) {
    capture = {};
    capture.sure = true;
  } else if (frame.pressed == 0) {
    store(screen, {});
    capture = {};
  } else if (frame.pressed == 1) {
    capture = {};
    close_dialog(screen);
  }
}

}  // namespace maskpoint::ui
