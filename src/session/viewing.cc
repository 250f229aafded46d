#include "session/viewing.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "session/actions.h"
#include "session/brushing.h"
#include "session/everything.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

constexpr float kFitMargin = 24;
// The masks to choose from are offered over the foot of the canvas: a fitted image ends above them.
constexpr float kFoot = 96;
constexpr double kFitMaxScale = 8;
constexpr double kMaxScale = 64;
constexpr double kZoomPerStep = 1.2;
constexpr double kKeptInView = 48;  // CSS pixels of the image that panning leaves on the canvas

geom::ViewTransform fitted_view(const SessionState& state) {
  const geom::ImageSize size = open_size(state);
  // A low canvas keeps most of its height for the image.
  const double foot = std::min(kFoot, state.canvas.height / 5);
  geom::ScreenRect above = state.canvas;
  above.height = float(above.height - foot + kFitMargin);
  geom::ViewTransform view = geom::ViewTransform::fit(size, above, kFitMargin, kFitMaxScale);
  // In the middle of the whole canvas where that leaves the foot free.
  const double lower = state.canvas.y + (state.canvas.height - size.height * view.scale) / 2;
  const double lowest = state.canvas.y + state.canvas.height - foot - size.height * view.scale;
  view.offset_y = std::max(view.offset_y, std::min(lower, lowest));
  return view;
}

// 100 % can always be reached, from both sides.
double min_scale(const SessionState& state) {
  return std::min(0.25 * fitted_view(state).scale, 1.0);
}

void zoom(SessionState& state, geom::ScreenPoint anchor, double factor) {
  if (!(factor > 0) || !std::isfinite(factor) || state.open_id == 0) return;
  state.view = state.view.zoomed(anchor, factor, min_scale(state), kMaxScale);
  state.fitted = false;
}

geom::ScreenPoint canvas_centre(const SessionState& state) {
  return {state.canvas.x + state.canvas.width / 2, state.canvas.y + state.canvas.height / 2};
}

// Whole steps by multiplication: the same bits on every platform, so that a replay clicks the same
// pixels.
double factor_of(double steps) {
  const int whole = int(std::clamp(steps, -100.0, 100.0));
  double factor = 1;
  for (int i = 0; i < std::abs(whole); ++i)
    factor *= kZoomPerStep;
  if (whole < 0) factor = 1 / factor;
  const double rest = std::clamp(steps, -100.0, 100.0) - whole;
  return rest == 0 ? factor : factor * std::exp(rest * std::log(kZoomPerStep));
}

double kept(double offset, double extent, double from, double length) {
  const double air = std::min(kKeptInView, extent);
  return std::clamp(offset, from - extent + air,
                    std::max(from - extent + air, from + length - air));
}

const char* said_of(Overlap overlap) {
  switch (overlap) {
    case Overlap::kYield:
      return "From now on a new mask yields to those that are there.";
    case Overlap::kCut:
      return "From now on a new mask cuts those that are there.";
    case Overlap::kAllowed:
      break;
  }
  return "From now on masks may overlap.";
}

}  // namespace

geom::ImageSize open_size(const SessionState& state) {
  const ImageWork* work = state.open_work();
  return work == nullptr ? geom::ImageSize{} : work->size;
}

void fit_view(SessionState& state) {
  state.view = fitted_view(state);
  state.fitted = true;
}

void carry_view(SessionState& state, geom::ImageSize before) {
  const geom::ImageSize size = open_size(state);
  const bool keeps = state.settings.keep_zoom && !state.fitted && before.width > 0 &&
                     before.height > 0 && size.width > 0 && size.height > 0;
  if (!keeps) {
    fit_view(state);
    return;
  }
  if (before == size) return;
  // The same share of the image lies in the middle of the canvas.
  const geom::ScreenPoint middle = canvas_centre(state);
  const geom::ImagePoint was = state.view.to_image(middle);
  geom::ViewTransform view = state.view;
  view.scale = std::clamp(view.scale, min_scale(state), kMaxScale);
  view.offset_x = middle.x - was.x / before.width * size.width * view.scale;
  view.offset_y = middle.y - was.y / before.height * size.height * view.scale;
  state.view = view;
  pan_view(state, 0, 0);
}

void pan_view(SessionState& state, double dx, double dy) {
  const geom::ImageSize size = open_size(state);
  geom::ViewTransform view = state.view.panned(dx, dy);
  view.offset_x = kept(view.offset_x, size.width * view.scale, state.canvas.x, state.canvas.width);
  view.offset_y =
      kept(view.offset_y, size.height * view.scale, state.canvas.y, state.canvas.height);
  state.view = view;
  state.fitted = false;
}

std::optional<geom::PixelPoint> cursor_pixel(const SessionState& state) {
  if (!state.pointer || !state.canvas.contains(*state.pointer)) return std::nullopt;
  const geom::ImageSize size = open_size(state);
  const geom::PixelPoint at = geom::pixel_under(state.view.to_image(*state.pointer));
  if (at.x < 0 || at.y < 0 || at.x >= size.width || at.y >= size.height) return std::nullopt;
  return at;
}

void on(SessionState& state, const action::Wheel& a) {
  if (a.modifiers.alt && is_brush(state.tool)) {
    if (a.steps != 0) on(state, action::ResizeBrush{a.steps > 0 ? 1 : -1});
    return;
  }
  if (a.modifiers.alt && step_nested(state, a.steps > 0 ? 1 : -1)) return;
  zoom(state, a.at, factor_of(a.steps));
}

void on(SessionState& state, const action::Pinch& a) {
  zoom(state, a.at, a.factor);
  if (state.open_id != 0) pan_view(state, a.dx, a.dy);
}

void on(SessionState& state, const action::CanvasResized& a) {
  if (state.canvas == a.canvas) return;
  state.canvas = a.canvas;
  if (state.fitted)
    fit_view(state);
  else
    pan_view(state, 0, 0);
}

void on(SessionState& state, const action::ZoomToFit&) {
  fit_view(state);
}

void on(SessionState& state, const action::ZoomTo& a) {
  zoom(state, canvas_centre(state), a.scale / state.view.scale);
}

void on(SessionState& state, const action::ZoomBy& a) {
  zoom(state, canvas_centre(state), a.factor);
}

void on(SessionState& state, const action::SetTheme& a) {
  Settings changed = state.settings;
  changed.theme = a.theme;
  on(state, action::ChangeSettings{std::move(changed)});
}

void on(SessionState& state, const action::ChangeSettings& a) {
  Settings changed = within_limits(a.settings);
  if (changed == state.settings) return;
  if (changed.overlap != state.settings.overlap) show_info(state, said_of(changed.overlap));
  state.settings = std::move(changed);
  state.effects.push_back(effect::StoreSettings{state.settings});
}

void on(SessionState& state, const action::SettingsLoaded& a) {
  state.settings = within_limits(a.settings);
}

void on(SessionState& state, const action::SystemThemeChanged& a) {
  state.system_theme = a.theme;
}

}  // namespace maskpoint::session
