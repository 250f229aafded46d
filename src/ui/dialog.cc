#include "ui/dialog.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/text_lines.h"

namespace maskpoint::ui {
namespace {

constexpr float kEdge = 20, kTitle = 24, kLine = 18, kGap = 16;

float button_width(const Pen& p, const DialogButton& button) {
  return std::max(84.0f, p.text_width(FontRole::kBodyMedium, button.label) + 32);
}

// The row of buttons at the card's lower right.
void draw_buttons(Screen& screen, const DialogSpec& spec, ScreenRect card, DialogFrame& frame) {
  float x = right_of(card) - kEdge;
  for (int i = int(spec.buttons.size()) - 1; i >= 0; --i) {
    const DialogButton& button = spec.buttons[std::size_t(i)];
    const float width = button_width(screen.pen(), button);
    x -= width;
    const ScreenRect r = {x, bottom_of(card) - kEdge - size::kControl, width, size::kControl};
    x -= 8;
    if (screen.button(button.name, r, button.label, "", button.style) && button.usable)
      frame.pressed = i;
    if (!button.usable) screen.pen().fill(r, faded(screen.colors.panel, 0.6f), size::kRadius);
  }
}

void answer_keys(Screen& screen, const DialogSpec& spec, DialogFrame& frame) {
  const std::string key = std::exchange(screen.memory.dialog_key, {}).key;
  if (key == "Escape") frame.closed = true;
  if (key != "Enter" || spec.primary < 0) return;
  if (spec.buttons[std::size_t(spec.primary)].usable) frame.pressed = spec.primary;
}

}  // namespace

DialogFrame begin_dialog(Screen& screen, const DialogSpec& spec) {
  const Palette& c = screen.colors;
  const geom::ScreenSize all = screen.frame.viewport;
  const ScreenRect page = {0, 0, all.width, all.height};
  const Pen p = screen.begin("dialog", page, Layer::kTop);
  const float width = std::min(spec.width, all.width - 32);
  const std::vector<std::string> lines =
      spec.text.empty() ? std::vector<std::string>{}
                        : wrapped(p, FontRole::kBody, spec.text, width - 2 * kEdge);
  const float text = lines.empty() ? 0 : kLine * float(lines.size()) + kGap;
  const float foot = spec.buttons.empty() ? kEdge : size::kControl + kGap + kEdge;
  const float rest = kEdge + kTitle + kGap / 2 + text + foot;
  const float content = std::min(spec.content_height, std::max(0.0f, all.height - 32 - rest));
  const float height = rest + content;
  const ScreenRect card = {std::floor((all.width - width) / 2),
                           std::floor((all.height - height) / 2), width, height};
  p.fill(page, c.scrim);
  p.shadow(card, 14, 32);
  p.fill(card, c.panel, 14);
  p.outline(card, c.line, 14);
  p.text(FontRole::kTitle, {card.x + kEdge, card.y + kEdge + kTitle / 2}, c.text, spec.title,
         Align::kLeft, width - 2 * kEdge - 40);
  float y = card.y + kEdge + kTitle + kGap / 2;
  for (const std::string& line : lines) {
    p.text(FontRole::kBody, {card.x + kEdge, y + kLine / 2}, c.dim, line);
    y += kLine;
  }
  if (!lines.empty()) y += kGap;

  DialogFrame frame;
  frame.content = {card.x + kEdge, y, width - 2 * kEdge, content};
  answer_keys(screen, spec, frame);
  if (screen.icon_button(spec.name + ":close",
                         {right_of(card) - kEdge - 26, card.y + kEdge - 4, 32, 32}, icon::kClose,
                         "Close", CommandId::kCancel))
    frame.closed = true;
  draw_buttons(screen, spec, card, frame);
  // Named without a hit of its own: what the caller submits into the content must lie on top.
  screen.name_area(spec.name, card);
  screen.memory.dialog_card = card;
  if (screen.memory.dialog_outside) frame.closed = true;
  screen.memory.dialog_outside = false;
  if (frame.closed && frame.pressed < 0) frame.pressed = spec.cancel;
  return frame;
}

void end_dialog(Screen& screen) {
  screen.end();
}

void open_dialog(Screen& screen, DialogKind kind, std::string subject) {
  screen.memory.menu = {};
  screen.memory.help_open = false;
  screen.memory.dialog_key = {};
  screen.memory.dialog = {kind, std::move(subject)};
}

void close_dialog(Screen& screen) {
  screen.memory.dialog = {};
}

void draw_dialog(Screen& screen) {
  switch (screen.memory.dialog.kind) {
    case DialogKind::kShortcuts:
      return draw_shortcuts_dialog(screen);
    case DialogKind::kClassEditor:
      return draw_class_editor(screen);
    case DialogKind::kReplaceClass:
      return draw_replace_class(screen);
    case DialogKind::kConflicts:
      return draw_conflicts(screen);
    case DialogKind::kNone:
      break;
  }
}

}  // namespace maskpoint::ui
