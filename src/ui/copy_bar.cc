// Objects on their way to the next image: how far they are, and a way out.
#include <algorithm>
#include <cmath>

#include "base/count_of.h"
#include "ui/floating_bar.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kGap = 10, kCancel = 74;

std::string sentence(const session::CopyView& copy) {
  const std::string objects = base::count_of(std::size_t(copy.count), "object");
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
  const float words = screen.canvas_pen().text_width(FontRole::kBody, text);
  const ScreenRect bar = begin_bar(screen, "copying", canvas, 16 + words + 16 + kCancel + 7);
  const Pen p = screen.pen();
  const float room = bar.width - 16 - kGap - kCancel - 7;
  p.text(FontRole::kBody, {bar.x + 16, bar.y + kBarHeight / 2}, c.text, text, Align::kLeft, room);
  const ScreenRect track = {bar.x + 16, bottom_of(bar) - 8, room, 3};
  p.fill(track, c.hover, 1.5f);
  p.fill({track.x, track.y, track.width * std::clamp(copy->progress, 0.0f, 1.0f), 3}, c.accent,
         1.5f);
  if (screen.button("cancel-copy", {right_of(bar) - 7 - kCancel, bar.y + 7, kCancel, 32}, "Cancel",
                    "", ButtonStyle::kRaised))
    screen.act(session::action::CancelCopy{});
  screen.end();
}

}  // namespace maskpoint::ui
