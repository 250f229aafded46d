// Objects on their way to the next image: how far they are, and a way out.
#include <algorithm>
#include <cmath>

#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kHeight = 46, kFromBottom = 44, kGap = 10, kAboveChips = 54;

std::string sentence(const session::CopyView& copy) {
  const std::string objects =
      std::to_string(copy.count) + (copy.count == 1 ? " object" : " objects");
  switch (copy.stage) {
    case session::CopyStage::kEncoding: {
      const int percent = int(std::lround(copy.progress * 100));
      return objects + " wait for " + copy.file_name + " to be encoded" +
             (percent > 0 ? ", " + std::to_string(percent) + " %" : "");
    }
    case session::CopyStage::kElsewhere:
      return objects + " go on when " + copy.file_name + " is open again";
    case session::CopyStage::kDecoding:
      break;
  }
  return "Copying " + std::to_string(copy.done) + " of " + objects;
}

}  // namespace

void draw_copy_bar(Screen& screen, ScreenRect canvas) {
  const std::optional<session::CopyView> copy = screen.session.copying();
  if (!copy) return;
  const Palette& c = screen.colors;
  const std::string text = sentence(*copy);
  const float cancel = 74;
  const float wanted = 16 + screen.canvas_pen().text_width(FontRole::kBody, text) + 16 + cancel + 7;
  const float width = std::min(wanted, canvas.width - 16);
  const float lift = screen.session.pending() != nullptr ? kAboveChips : 0;
  const ScreenRect bar = {std::floor(canvas.x + (canvas.width - width) / 2),
                          bottom_of(canvas) - kFromBottom - kHeight - lift, width, kHeight};
  const Pen p = screen.begin("copying", bar, Layer::kFloating);
  p.push_no_clip();
  p.shadow(bar, 12, 28);
  p.pop_clip();
  p.fill(bar, c.panel, 12);
  p.outline(bar, c.line, 12);
  p.text(FontRole::kBody, {bar.x + 16, bar.y + kHeight / 2}, c.text, text, Align::kLeft,
         width - 16 - kGap - cancel - 7);
  const ScreenRect track = {bar.x + 16, bottom_of(bar) - 8, width - 16 - kGap - cancel - 7, 3};
  p.fill(track, c.hover, 1.5f);
  p.fill({track.x, track.y, track.width * std::clamp(copy->progress, 0.0f, 1.0f), 3}, c.accent,
         1.5f);
  if (screen.button("cancel-copy", {right_of(bar) - 7 - cancel, bar.y + 7, cancel, 32}, "Cancel",
                    "", ButtonStyle::kRaised))
    screen.act(session::action::CancelCopy{});
  screen.end();
}

}  // namespace maskpoint::ui
