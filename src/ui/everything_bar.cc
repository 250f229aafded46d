// The floating bar of "everything": how far it is, what it has found, and how sure that must be.
#include <algorithm>
#include <cmath>

#include "base/count_of.h"
#include "ui/controls.h"
#include "ui/floating_bar.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kAir = 16, kGap = 10, kEdge = 7, kHeight = 32;
constexpr char kHint[] = "Click one, or frame several";
constexpr float kStop = 64, kKeepAll = 84, kScore = 210;

std::string seconds_left(double seconds) {
  const int left = int(std::ceil(seconds));
  return left < 1 ? "" : ", " + std::to_string(left) + " s left";
}

std::string words_of(const session::EverythingView& e) {
  const std::string count = std::to_string(e.offered.size()) + " found";
  if (e.waiting) return "Looking for everything once the image is ready";
  if (e.running) return count + " so far" + seconds_left(e.seconds_left);
  if (e.offered.empty()) return "Nothing more found";
  return count;
}

// What a person would not find out by trying.
std::string hint_of(const session::EverythingView& e) {
  if (e.nested > 1) return "Alt + wheel: " + std::to_string(e.nested) + " lie here";
  return kHint;
}

void score_slider(Screen& screen, ScreenRect r, double floor) {
  SliderSpec spec;
  const std::string value = score(float(floor));
  spec.value_text = value;
  spec.low = session::kLowestFoundScore;
  spec.high = 1;
  spec.default_value = float(session::kFoundScore);
  const Pen p = screen.pen();
  const float label =
      10 + p.text(FontRole::kBody, {r.x, r.y + r.height / 2}, screen.colors.dim, "Sure by");
  r = {r.x + label, r.y, r.width - label, r.height};
  const SliderEvent event = slider(screen, "found-score", r, float(floor), spec);
  if (event.changed) screen.act(session::action::SetFoundFloor{event.value});
}

void running_bar(Screen& screen, ScreenRect canvas, const session::EverythingView& e) {
  const Palette& c = screen.colors;
  const std::string text = words_of(e);
  // As wide as the longest it will say, so that it stands still.
  const float words =
      std::max(screen.canvas_pen().text_width(FontRole::kBody, text),
               screen.canvas_pen().text_width(FontRole::kBody, "100 found so far, 10 s left"));
  const ScreenRect bar =
      begin_bar(screen, "everything", canvas, kAir + words + kAir + kStop + kEdge);
  const Pen p = screen.pen();
  const float room = bar.width - kAir - kGap - kStop - kEdge;
  p.text(FontRole::kBody, {bar.x + kAir, bar.y + kBarHeight / 2}, c.text, text, Align::kLeft, room);
  const ScreenRect track = {bar.x + kAir, bottom_of(bar) - 8, room, 3};
  p.fill(track, c.hover, 1.5f);
  p.fill({track.x, track.y, track.width * float(std::clamp(e.progress, 0.0, 1.0)), 3}, c.accent,
         1.5f);
  if (screen.button("stop-everything",
                    {right_of(bar) - kEdge - kStop, bar.y + kEdge, kStop, kHeight}, "Stop", "",
                    ButtonStyle::kRaised))
    screen.act(session::action::StopEverything{});
  screen.end();
}

void keep_all(Screen& screen, ScreenRect r, const session::EverythingView& e) {
  if (!screen.button("keep-all", r, "Keep all", "", ButtonStyle::kRaised,
                     "Make each an object of the current class"))
    return;
  session::action::KeepFound keep;
  for (const session::FoundMask* found : e.offered)
    keep.ids.push_back(found->id);
  screen.act(std::move(keep));
}

}  // namespace

void draw_everything_bar(Screen& screen, ScreenRect canvas) {
  const std::optional<session::EverythingView> e = screen.session.everything();
  if (!e) return;
  if (e->running) return running_bar(screen, canvas, *e);
  const Palette& c = screen.colors;
  const Pen measure = screen.canvas_pen();
  const std::string text = words_of(*e), hint = hint_of(*e);
  const float words = measure.text_width(FontRole::kBodyMedium, text);
  const float needed = kAir + words + kAir + kScore + kAir + kHeight + kEdge;
  const bool keeps = !e->offered.empty() && needed + kKeepAll + kGap <= bar_room(canvas);
  const float hints = std::max(measure.text_width(FontRole::kSmall, kHint),
                               measure.text_width(FontRole::kSmall, "Alt + wheel: 9 lie here")) +
                      kGap;
  const bool hinted = keeps && needed + kKeepAll + kGap + hints <= bar_room(canvas);
  const ScreenRect bar = begin_bar(screen, "everything", canvas,
                                   needed + (keeps ? kKeepAll + kGap : 0) + (hinted ? hints : 0));
  const Pen p = screen.pen();
  const float middle = bar.y + kBarHeight / 2;
  float x = bar.x + kAir;
  x += p.text(FontRole::kBodyMedium, {x, middle}, c.text, text);
  if (hinted) {
    p.text(FontRole::kSmall, {x + kGap, middle}, c.dim, hint);
    x += hints;
  }
  x = right_of(bar) - kEdge - kHeight;
  if (screen.icon_button("hide-everything", {x, bar.y + kEdge, kHeight, kHeight}, icon::kClose,
                         "Hide what was found", CommandId::kEverything))
    screen.act(session::action::StopEverything{});
  if (keeps) {
    x -= kGap + kKeepAll;
    keep_all(screen, {x, bar.y + kEdge, kKeepAll, kHeight}, *e);
  }
  x -= kAir + kScore;
  score_slider(screen, {x, bar.y + kEdge, kScore, kHeight}, e->floor);
  screen.end();
}

}  // namespace maskpoint::ui
