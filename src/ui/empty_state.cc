// What the canvas says while there is no image on it, and what it waits for when there is one.
#include <array>
#include <cmath>

#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

void lines(Screen& screen, ScreenRect canvas, const char* glyph, std::string_view title,
           std::string_view first, std::string_view second) {
  const Pen p = screen.canvas_pen();
  const Palette& c = screen.colors;
  const ScreenPoint m = centre_of(canvas);
  const ScreenRect disc = {m.x - 28, m.y - 76, 56, 56};
  p.fill(disc, c.raised, 28);
  p.icon(FontRole::kIcon, centre_of(disc), c.accent, glyph);
  p.text(FontRole::kTitle, {m.x, m.y}, c.text, title, Align::kCentre, canvas.width - 24);
  p.text(FontRole::kBody, {m.x, m.y + 28}, c.dim, first, Align::kCentre, canvas.width - 24);
  p.text(FontRole::kBody, {m.x, m.y + 48}, c.dim, second, Align::kCentre, canvas.width - 24);
}

// A quiet pill at the top of the canvas: the image is there, masks are not yet.
void waiting_pill(Screen& screen, ScreenRect canvas, const std::string& words, float progress) {
  const Pen p = screen.canvas_pen();
  const Palette& c = screen.colors;
  const float width = p.text_width(FontRole::kSmall, words) + 28;
  const ScreenRect pill = {canvas.x + (canvas.width - width) / 2, canvas.y + 16, width, 28};
  p.fill(pill, c.panel, 14);
  p.outline(pill, c.line, 14);
  p.text(FontRole::kSmall, {pill.x + 14, pill.y + 13.5f}, c.text, words);
  if (progress <= 0) return;
  const ScreenRect track = {pill.x + 14, bottom_of(pill) - 5, pill.width - 28, 2};
  p.fill(track, c.line, 1);
  p.fill({track.x, track.y, track.width * std::min(1.0f, progress), 2}, c.accent, 1);
}

}  // namespace

void draw_empty_state(Screen& screen, ScreenRect canvas) {
  const session::Session& s = screen.session;
  const session::ImageRow* open = s.open_image();
  if (open == nullptr) {
    // Nobody has said yet whose project it is; first_photos.cc has the browser's.
    if (s.project_name().empty() && s.images().empty()) return;
    if (s.images().empty() && s.keeper() == session::Keeper::kBrowser) return;
    if (s.images().empty())
      lines(screen, canvas, icon::kImages, "No images yet",
            "Put photos into the folder that is served", "and load this page again.");
    else
      lines(screen, canvas, icon::kLogo, "Pick an image on the left",
            "Move over an object to see its mask, click to start one,",
            "drag a box round it, right click what does not belong.");
    return;
  }
  if (!open->error.empty()) {
    lines(screen, canvas, icon::kImageOff, "This image cannot be shown", open->error,
          "The others are not affected.");
    return;
  }
  if (!s.pixels_ready()) {
    const Pen p = screen.canvas_pen();
    p.text(FontRole::kBody, centre_of(canvas), screen.colors.dim, "Loading the image\u2026",
           Align::kCentre);
    return;
  }
  if (s.image_prepared()) return;
  switch (open->embedding) {
    case session::EmbeddingState::kError:
      waiting_pill(screen, canvas, "Encoding failed: masks are not available for this image", 0);
      break;
    case session::EmbeddingState::kEncoding:
      waiting_pill(
          screen, canvas,
          "Preparing masks\u2026 " + std::to_string(int(std::lround(open->progress * 100))) + " %",
          open->progress);
      break;
    default:
      waiting_pill(screen, canvas, "Preparing masks\u2026", 0);
      break;
  }
}

}  // namespace maskpoint::ui
