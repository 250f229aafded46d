// Above the rows: how much of the set is done, the filter and what it leaves, encoding of the set.
#include <algorithm>
#include <cmath>

#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr float kLine = 22;

// "about 2 h 10 min", "40 s".
std::string time_left(double seconds) {
  const auto total = std::int64_t(std::ceil(seconds));
  if (total < 60) return std::to_string(total) + " s";
  const std::int64_t minutes = (total + 59) / 60;
  if (minutes < 60) return std::to_string(minutes) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

void bar(const Pen& p, ScreenRect track, double share, Tint tint) {
  p.fill(track, p.colors().hover, track.height / 2);
  if (share <= 0) return;
  const float width = std::max(track.height, track.width * float(std::min(1.0, share)));
  p.fill({track.x, track.y, width, track.height}, tint, track.height / 2);
}

void progress(Screen& screen, float left, float edge, float top) {
  float right = edge;
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const session::Session& s = screen.session;
  p.text(FontRole::kHeading, {left, top + 21}, c.text, "Images");
  if (s.keeper() == session::Keeper::kBrowser) {
    const ScreenRect photos = {right - 24, top + 9, 24, 24};
    if (screen.icon_button("photos", photos, icon::kImagePlus, "Add photos; projects"))
      open_popover(screen, MenuKind::kPhotos, photos);
    right -= 26;
  }
  if (s.images().empty()) return;
  const std::size_t done = std::size_t(s.done_images());
  const ScreenRect encode = {right - 24, top + 9, 24, 24};
  const bool running = s.encode_all().running;
  if (screen.icon_button("encode-all", encode, running ? icon::kClose : icon::kEncode,
                         running ? "Stop encoding" : "Encode every image ahead of time"))
    screen.act(CommandId::kEncodeAll);
  p.text(FontRole::kSmall, {encode.x - 6, top + 21}, c.dim,
         grouped(done) + " of " + grouped(s.images().size()) + " done", Align::kRight);
  bar(p, {left, top + 38, edge - left, 4}, double(done) / double(s.images().size()), c.include);
}

float encoding_line(Screen& screen, float left, float right, float y) {
  const action::EncodeAllProgress& all = screen.session.encode_all();
  if (!all.running) return y;
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  std::string words =
      "Encoding " + grouped(std::uint64_t(all.done)) + " of " + grouped(std::uint64_t(all.total));
  if (all.seconds_left > 0) words += " \u00B7 " + time_left(all.seconds_left) + " left";
  p.text(FontRole::kMeta, {left, y + 8}, c.dim, words, Align::kLeft, right - left);
  bar(p, {left, y + 17, right - left, 2},
      double(all.done) / double(std::max<std::int64_t>(1, all.total)), c.accent);
  return y + kLine + 4;
}

void filter_field(Screen& screen, ScreenRect box) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const session::ImageFilter& filter = screen.session.image_filter();
  const ScreenRect more = {right_of(box) - 29, box.y + 2, 26, 26};
  if (screen.icon_button("image-filter", more, icon::kFunnel, "Filter by state or class"))
    screen.memory.menu = {MenuKind::kImageFilter, box, "", 0};
  if (!filter.states.empty() || !filter.classes.empty())
    p.dot({right_of(more) - 6, more.y + 6}, 3, c.accent);
  const Hit h = screen.hit("filter", {box.x, box.y, box.width - 30, box.height});
  p.outline(box, h.hovered ? faded(c.faint, 0.6f) : c.line, size::kRadius);
  p.icon(FontRole::kSmallIcon, {box.x + 16, box.y + 15}, c.faint, icon::kSearch);
  if (h.clicked) screen.memory.focus_field = "filter";
  if (h.hovered) screen.pointer_shape("text");
  screen.field({"filter",
                {box.x + 31, box.y + 1, box.width - 64, box.height - 2},
                filter.text,
                "Filter by name",
                false});
}

// How many the filter leaves, and the way back to all.
float matches_line(Screen& screen, float left, float right, float y) {
  const session::Session& s = screen.session;
  if (s.image_filter().empty()) return y;
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const float width = p.text_width(FontRole::kMeta, "Show all") + 12;
  const ScreenRect clear = {right - width, y + 1, width, kLine - 4};
  const Hit h = screen.hit("image-filter:clear", clear);
  if (h.hovered) {
    p.fill(clear, c.hover, 5);
    screen.pointer_shape("pointer");
  }
  p.text(FontRole::kMeta, {clear.x + 6, y + 10}, c.accent, "Show all");
  p.text(FontRole::kMeta, {left, y + 10}, c.dim,
         grouped(s.filtered_images().size()) + " of " + grouped(s.images().size()) + " shown",
         Align::kLeft, clear.x - left - 6);
  if (h.clicked) {
    screen.memory.clear_field = "filter";
    screen.act(action::SetImageFilter{});
  }
  return y + kLine;
}

}  // namespace

float draw_image_list_header(Screen& screen, ScreenRect panel) {
  const float left = panel.x + size::kPadding, right = right_of(panel) - size::kPadding - 1;
  progress(screen, left, right, panel.y);
  const float top = encoding_line(screen, left, right, panel.y + 48);
  const ScreenRect box = {left, top + 2, right - left, 30};
  screen.pen().fill(box, screen.colors.raised, size::kRadius);
  filter_field(screen, box);
  return matches_line(screen, left, right, bottom_of(box) + 4) + 4;
}

}  // namespace maskpoint::ui
