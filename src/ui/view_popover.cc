// How the image is seen: its light and colours, its pixels, what lies over it. Nothing here changes
// what is saved.
#include <cmath>

#include "ui/controls.h"
#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

constexpr float kWidth = 300, kRow = 30, kHeading = 30, kEdge = 14;

std::string percent(float value) {
  const int whole = int(std::lround(value * 100));
  return (whole > 0 ? "+" : whole < 0 ? "\u2212" : "") + std::to_string(std::abs(whole));
}

// The rows from top to bottom; each changes `settings` where it was used.
struct Rows {
  Screen& screen;
  session::Settings& settings;
  ScreenRect next;  // of the next row

  ScreenRect take(float height) {
    const ScreenRect r = {next.x, next.y, next.width, height};
    next.y += height;
    return r;
  }
  void heading(std::string_view title) {
    const ScreenRect r = take(kHeading);
    screen.pen().text(FontRole::kHeading, {r.x, r.y + 15}, screen.colors.text, title);
  }
  void light(const char* name, std::string_view label, float& value) {
    const std::string text = percent(value);
    SliderSpec spec;
    spec.label = label;
    spec.value_text = text;
    spec.low = -1;
    spec.step = 0.01f;
    spec.default_value = 0.0f;
    value = slider(screen, name, take(kRow), value, spec).value;
  }
  void on_off(const char* name, std::string_view label, bool& value) {
    if (toggle(screen, name, take(kRow), label, value)) value = !value;
  }
};

void image_rows(Rows& rows) {
  session::ImageLook& look = rows.settings.look;
  rows.light("view:brightness", "Brightness", look.brightness);
  rows.light("view:contrast", "Contrast", look.contrast);
  rows.light("view:saturation", "Saturation", look.saturation);
  rows.on_off("view:invert", "Invert", look.invert);
}

void pixel_rows(Rows& rows) {
  Screen& screen = rows.screen;
  const std::vector<Segment> parts = {
      {"view:auto", "Auto", "", "Smooth, and squares when zoomed in far"},
      {"view:smooth", "Smooth", "", "Always smooth"},
      {"view:pixels", "Pixels", "", "Always squares"}};
  const ScreenRect r = rows.take(kRow + 8);
  if (const auto i = segmented(screen, {r.x, r.y + 2, r.width, size::kControl}, parts,
                               int(rows.settings.sampling)))
    rows.settings.sampling = session::Sampling(*i);
  rows.on_off("view:grid", "Pixel grid when zoomed in far", rows.settings.pixel_grid);
  rows.on_off("view:crosshair", "Crosshair", rows.settings.crosshair);
  rows.on_off("view:minimap", "Minimap when zoomed in", rows.settings.minimap);
  rows.on_off("view:keep-zoom", "Keep the zoom between images", rows.settings.keep_zoom);
}

}  // namespace

void draw_view_popover(Screen& screen) {
  const float height = kEdge + kHeading + 4 * kRow + 8 + kHeading + kRow + 8 + 4 * kRow + kEdge;
  const ScreenRect card = begin_popover(screen, kWidth, height);
  session::Settings settings = screen.session.settings();
  const ScreenRect reset = {right_of(card) - kEdge - 26, card.y + kEdge, 28, 28};
  const bool plain = settings.look == session::ImageLook{};
  if (!plain && screen.icon_button("view:reset", reset, icon::kReset, "Show the image as it is"))
    settings.look = {};
  Rows rows{screen, settings, {card.x + kEdge, card.y + kEdge, card.width - 2 * kEdge, 0}};
  rows.heading("Image");
  image_rows(rows);
  screen.pen().horizontal_line(card.x, right_of(card), rows.next.y + 4, screen.colors.line);
  rows.take(8);
  rows.heading("Pixels and guides");
  pixel_rows(rows);
  if (settings != screen.session.settings())
    screen.act(session::action::ChangeSettings{std::move(settings)});
  end_popover(screen);
}

}  // namespace maskpoint::ui
