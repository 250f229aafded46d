// What to draw on the canvas, as plain data: built by Session::scene(), drawn by render.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "doc/types.h"
#include "geom/view_transform.h"
#include "sam/types.h"
#include "session/settings.h"

namespace maskpoint::session {

struct SceneObject {
  std::string uuid;
  std::shared_ptr<const mask::Rle> mask;  // pointer identity says whether it changed
  geom::Rect bbox;
  doc::Color color;
  std::string label;  // class name for the tag
  bool selected = false, lit = false;
};

enum class MaskStyle { kHover, kPending };
// Logits drawn straight by the shader, smooth at every zoom.
struct SceneMask {
  sam::LogitsPtr logits;  // pointer identity says whether it changed
  MaskStyle style = MaskStyle::kPending;
  float threshold = 0;
  bool shows_uncertainty = false;  // a halo where a logit is within 1 of the threshold
};

struct ScenePoint {
  geom::ImagePoint at;  // the centre of the pixel it names
  geom::PointLabel label;
  bool hot = false;  // under the pointer: a click removes it
};

// Sides of a box: one is an edge, two that meet are a corner.
struct BoxGrip {
  bool left = false, top = false, right = false, bottom = false;
  bool operator==(const BoxGrip&) const = default;
};

struct SceneBox {
  geom::Box box;
  bool dragging = false;  // being drawn
  BoxGrip hot;            // under the pointer, or being dragged
};

struct Scene {
  std::int64_t image_id = 0;  // 0: no image open
  bool pixels_ready = false;
  geom::ImageSize image;
  geom::ScreenRect canvas;
  geom::ViewTransform view;
  ImageLook look;
  Sampling sampling = Sampling::kAutomatic;
  std::vector<SceneObject> objects;  // visible ones, bottom to top
  std::optional<SceneMask> mask;
  std::vector<ScenePoint> points;
  std::optional<SceneBox> box;
  // A press held long enough to exclude: where the finger is.
  std::optional<geom::ImagePoint> held;
};

}  // namespace maskpoint::session
