#include "session/box_grip.h"

#include <algorithm>
#include <cmath>

namespace maskpoint::session {
namespace {

// CSS pixels to either side of an edge. Inside a small box the middle is left free for clicks.
constexpr float kMouseReach = 6, kTouchReach = 16;
constexpr float kShareOfBox = 0.25f;

bool near(float at, float edge, float inwards, float reach, float extent) {
  const float inside = (at - edge) * inwards;
  return inside <= std::min(reach, kShareOfBox * extent) && inside >= -reach;
}

}  // namespace

std::optional<BoxGrip> box_grip_at(const SessionState& state, geom::ScreenPoint at, Reach reach) {
  const ImageWork* work = state.open_work();
  if (work == nullptr || !work->timeline.root().chain) return std::nullopt;
  const std::optional<geom::Box>& box = work->timeline.root().chain->last().box;
  if (!box) return std::nullopt;
  const geom::ScreenPoint low = state.view.to_screen({box->x0, box->y0});
  const geom::ScreenPoint high = state.view.to_screen({box->x1, box->y1});
  const float by = reach == Reach::kTouch ? kTouchReach : kMouseReach;
  if (at.x < low.x - by || at.x > high.x + by || at.y < low.y - by || at.y > high.y + by)
    return std::nullopt;
  const float width = high.x - low.x, height = high.y - low.y;
  BoxGrip grip;
  grip.left = near(at.x, low.x, 1, by, width);
  grip.right = !grip.left && near(at.x, high.x, -1, by, width);
  grip.top = near(at.y, low.y, 1, by, height);
  grip.bottom = !grip.top && near(at.y, high.y, -1, by, height);
  if (grip == BoxGrip{}) return std::nullopt;
  return grip;
}

std::optional<geom::Box> box_resized(const geom::Box& box, BoxGrip grip, geom::ImagePoint from,
                                     geom::ImagePoint to, geom::ImageSize size) {
  const double dx = std::floor(to.x) - std::floor(from.x);
  const double dy = std::floor(to.y) - std::floor(from.y);
  geom::Box moved = box;
  if (grip.left) moved.x0 = std::clamp(box.x0 + dx, 0.0, double(size.width));
  if (grip.right) moved.x1 = std::clamp(box.x1 + dx, 0.0, double(size.width));
  if (grip.top) moved.y0 = std::clamp(box.y0 + dy, 0.0, double(size.height));
  if (grip.bottom) moved.y1 = std::clamp(box.y1 + dy, 0.0, double(size.height));
  if (moved.x0 == moved.x1 || moved.y0 == moved.y1) return std::nullopt;
  return geom::box_between({moved.x0, moved.y0}, {moved.x1, moved.y1});
}

}  // namespace maskpoint::session
