// The images of the project: header with progress, filter, rows with thumbnail and state. Only the
// rows on the screen are drawn, so that ten thousand cost what a dozen do.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

using session::EmbeddingState;
using session::ImageRow;

constexpr char kScroll[] = "images";
constexpr double kRestSeconds = 0.25;

struct RowState {
  Tint dot;
  std::string words;
};

RowState state_of(const ImageRow& row, const Palette& c) {
  if (!row.error.empty()) return {c.exclude, "cannot be read"};
  if (row.state == doc::WorkState::kDone) return {c.include, "done"};
  if (row.embedding == EmbeddingState::kError) return {c.exclude, "encoding failed"};
  if (row.embedding == EmbeddingState::kEncoding)
    return {c.accent,
            "encoding\u2026 " + std::to_string(int(std::lround(row.progress * 100))) + " %"};
  if (row.state == doc::WorkState::kInWork) return {c.in_work, "in work"};
  if (row.embedding == EmbeddingState::kQueued) return {c.faint, "queued"};
  if (row.embedding == EmbeddingState::kReady) return {c.accent, "ready"};
  return {c.faint, "new"};
}

void count_pill(const Pen& p, const Palette& c, ScreenPoint right, int count) {
  const std::string label = count > 0 ? grouped(std::uint64_t(count)) : "\u2013";
  const float width = std::max(22.0f, p.text_width(FontRole::kMeta, label) + 14);
  const ScreenRect pill = {right.x - width, right.y - 9, width, 18};
  p.fill(pill, c.hover, 9);
  p.text(FontRole::kMeta, centre_of(pill), c.dim, label, Align::kCentre);
}

// What tells files apart is mostly at the end of their names: a long one is cut before that.
void file_name(const Pen& p, ScreenPoint at, Tint tint, const std::string& name, float room) {
  constexpr std::size_t kTail = 8;  // "0042.jpg"
  std::size_t cut = name.size() > kTail ? name.size() - kTail : 0;
  while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80)
    --cut;  // not within a character
  if (cut == 0 || p.text_width(FontRole::kBody, name) <= room) {
    p.text(FontRole::kBody, at, tint, name, Align::kLeft, room);
    return;
  }
  const std::string tail = name.substr(cut);
  const float rest = room - p.text_width(FontRole::kBody, tail);
  const float width = p.text(FontRole::kBody, at, tint, name.substr(0, cut), Align::kLeft, rest);
  p.text(FontRole::kBody, {at.x + width, at.y}, tint, tail, Align::kLeft, room - width);
}

void thumbnail(const Screen& screen, const Pen& p, const ImageRow& row, ScreenRect r) {
  p.fill(r, screen.colors.raised, 4);
  Picture picture;
  if (screen.frame.thumbnail && row.error.empty()) picture = screen.frame.thumbnail(row.id);
  if (picture.texture != 0)
    p.picture(picture, r, 4, {255, 255, 255, 255});
  else
    p.icon(FontRole::kButtonIcon, centre_of(r), screen.colors.faint,
           row.error.empty() ? icon::kImage : icon::kImageOff);
}

// The row the keyboard is on; without one of its own that of the open image.
std::int64_t cursor_of(const Screen& screen) {
  if (screen.memory.list_cursor != 0) return screen.memory.list_cursor;
  return screen.session.open_image() ? screen.session.open_image()->id : 0;
}

void image_row(Screen& screen, const ImageRow& row, ScreenRect r) {
  const Palette& c = screen.colors;
  const std::string name = "image:" + std::to_string(row.id);
  const bool open =
      screen.session.open_image() != nullptr && screen.session.open_image()->id == row.id;
  const bool done = row.state == doc::WorkState::kDone;
  const ScreenRect mark = {right_of(r) - size::kPadding - 24, r.y + r.height / 2 - 12, 24, 24};
  const bool under_pointer = r.contains(screen.pointer());
  // The mark takes the place of the count while the pointer is on the row.
  const Hit mark_hit = under_pointer ? screen.hit(name + ":done", mark) : Hit{};
  const Hit h = screen.hit(name, r);
  const bool hovered = h.hovered || mark_hit.hovered;
  const Pen p = screen.pen();
  const bool focused = screen.memory.list_focused && cursor_of(screen) == row.id;
  if (open) {
    p.fill(r, c.selection);
    if (!focused) p.fill({r.x, r.y + 6, 3, r.height - 12}, c.accent, 1.5f);
  } else if (hovered) {
    p.fill(r, faded(c.hover, 0.6f));
  }
  if (focused) p.outline(inset(r, 2), c.accent, 6, 1.5f);
  thumbnail(screen, p, row, {r.x + size::kPadding, r.y + 6, 56, 40});
  const float text_x = r.x + 78;
  const float room = right_of(r) - size::kPadding - 34 - text_x;
  file_name(p, {text_x, r.y + 18}, row.error.empty() ? c.text : c.dim, row.file_name, room);
  RowState state = state_of(row, c);
  if (row.missed > 0 && row.error.empty())
    state.words += " \u00B7 " + std::to_string(row.missed) + " left";
  p.dot({text_x + 3.5f, r.y + 36}, 3.5f, state.dot);
  p.text(FontRole::kMeta, {text_x + 13, r.y + 36}, c.dim, state.words, Align::kLeft, room - 13);
  if (hovered && row.error.empty()) {
    if (mark_hit.hovered) p.fill(mark, c.hover, 12);
    p.icon(FontRole::kButtonIcon, centre_of(mark), done ? c.include : c.dim, icon::kDone);
  } else {
    count_pill(p, c, {right_of(r) - size::kPadding, r.y + r.height / 2}, row.annotation_count);
  }
  if (hovered) screen.pointer_shape("pointer");
  screen.tip(name + ":done", mark_hit, done ? "Mark as not done" : "Mark as done", {});
  if (!row.error.empty())
    screen.tip(name, h, row.error, {});
  else if (p.text_width(FontRole::kBody, row.file_name) > room)
    screen.tip(name, h, row.file_name, {});
  if (mark_hit.clicked)
    screen.act(session::action::SetImageDone{row.id, !done});
  else if (h.clicked && !open)
    screen.act(session::action::OpenImage{row.id});
}

// Opening each row that keys run past would load them all: one opens where they rest.
void open_where_keys_rest(Screen& screen) {
  Memory& memory = screen.memory;
  if (memory.list_cursor_since < 0) return;
  if (memory.list_cursor_since == 0) memory.list_cursor_since = std::max(1e-6, screen.frame.time);
  if (screen.frame.time - memory.list_cursor_since < kRestSeconds) return;
  memory.list_cursor_since = -1;
  const session::ImageRow* open = screen.session.open_image();
  if (memory.list_cursor != 0 && (open == nullptr || open->id != memory.list_cursor)) {
    memory.list_opened = memory.list_cursor;
    screen.act(session::action::OpenImage{memory.list_cursor});
  }
}

void keep_in_view(Screen& screen, float view_height) {
  Memory& memory = screen.memory;
  const session::ImageRow* open = screen.session.open_image();
  if (open != nullptr && open->id != memory.shown_image) {
    memory.shown_image = open->id;
    // Opened from the list: the keys may have gone on since.
    if (std::exchange(memory.list_opened, 0) != open->id) {
      memory.list_cursor = 0;
      memory.list_cursor_since = -1;
    }
    memory.list_reveal = true;
  }
  if (!std::exchange(memory.list_reveal, false)) return;
  const int at = screen.session.shown_position(cursor_of(screen));
  if (at >= 0) screen.reveal(kScroll, float(at) * size::kImageRow, size::kImageRow, view_height);
}

}  // namespace

void draw_image_list(Screen& screen, ScreenRect panel) {
  const Pen p = screen.begin("images", panel, Layer::kPanel);
  p.fill(panel, screen.colors.panel);
  p.vertical_line(right_of(panel) - 1, panel.y, bottom_of(panel), screen.colors.line);
  const float top = draw_image_list_header(screen, panel);

  const std::vector<ImageRow>& rows = screen.session.images();
  const std::vector<int>& shown = screen.session.filtered_images();
  const int count = int(shown.size());
  const ScreenRect view = {panel.x, top, panel.width - 1, bottom_of(panel) - top};
  screen.memory.list_page = std::max(1, int(view.height / size::kImageRow) - 1);
  open_where_keys_rest(screen);
  if (count == 0) {
    p.text(FontRole::kSmall, {panel.x + panel.width / 2, view.y + 28}, screen.colors.dim,
           rows.empty() ? "No images yet" : "No image matches", Align::kCentre);
    screen.end();
    return;
  }

  keep_in_view(screen, view.height);
  const float offset = screen.begin_scroll(kScroll, view, float(count) * size::kImageRow);
  const int first = int(offset / size::kImageRow);
  const int last = std::min(count, first + int(std::ceil(view.height / size::kImageRow)) + 1);
  for (int i = first; i < last; ++i)
    image_row(screen, rows[std::size_t(shown[std::size_t(i)])],
              {view.x, view.y + float(i) * size::kImageRow - offset, view.width, size::kImageRow});
  screen.end_scroll();
  screen.end();
}

void draw_image_rail(Screen& screen, ScreenRect rail) {
  const Pen p = screen.begin("image rail", rail, Layer::kPanel);
  p.fill(rail, screen.colors.panel);
  p.vertical_line(right_of(rail) - 1, rail.y, bottom_of(rail), screen.colors.line);
  if (screen.icon_button("rail:images", {rail.x + 6, rail.y + 8, 32, 32}, icon::kImages,
                         "Show the image list"))
    screen.memory.left = PanelState::kOpen;
  screen.end();
}

}  // namespace maskpoint::ui
