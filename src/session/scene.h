// What to draw on the canvas, as plain data: built by Session::scene(), drawn by render.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doc/types.h"
#include "geom/view_transform.h"
#include "mask/outline.h"
#include "mask/stroke.h"
#include "sam/types.h"
#include "session/settings.h"

namespace maskpoint::session {

struct SceneObject {
  std::string_view uuid;                  // the document's, as `label` is the class list's
  std::shared_ptr<const mask::Rle> mask;  // pointer identity says whether it changed
  geom::Rect bbox;
  doc::Color color;
  std::string_view label;  // class name for the tag
  bool selected = false, lit = false;
  bool pending = false;  // no object yet: the pending mask, cleaned
  // A stroke in progress on this object; its pixels grow under the same pointer.
  std::shared_ptr<const mask::Stroke> stroke;
  mask::StrokeKind stroke_kind = mask::StrokeKind::kAdds;
};

// The objects to draw, bottom to top. The list is the same value, by pointer, as long as nothing of
// it has changed: with thousands of objects a frame in which nothing happened costs nothing.
class SceneObjects {
 public:
  SceneObjects() = default;
  explicit SceneObjects(std::shared_ptr<const std::vector<SceneObject>> list)
      : list_(std::move(list)) {}
  const std::shared_ptr<const std::vector<SceneObject>>& list() const { return list_; }
  std::size_t size() const { return list_ ? list_->size() : 0; }
  bool empty() const { return size() == 0; }
  const SceneObject& operator[](std::size_t i) const { return (*list_)[i]; }
  const SceneObject& at(std::size_t i) const { return list_->at(i); }
  const SceneObject* begin() const { return list_ ? list_->data() : nullptr; }
  const SceneObject* end() const { return begin() + size(); }

 private:
  std::shared_ptr<const std::vector<SceneObject>> list_;
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

// The frame being drawn round what is to be selected, between two corners.
struct SceneBand {
  geom::ImagePoint from, to;
};

// The brush under the pointer.
struct SceneBrush {
  geom::ImagePoint at;
  double radius = 0;
  bool erases = false;
  std::optional<geom::ImagePoint> straight_from;  // a press now paints from here to `at`
};

// An outline being drawn. The pointer, when it is known, is where the next corner would be.
struct SceneShape {
  std::vector<geom::ImagePoint> points;
  std::optional<geom::ImagePoint> pointer;
  bool subtracts = false;
  bool clicked = false;      // corner by corner; else drawn with the button held
  bool would_close = false;  // a click now closes it
};

// The contours of the selected object.
struct SceneOutline {
  std::shared_ptr<const mask::Outline> outline;
  std::optional<mask::VertexPlace> hot, active;
  std::optional<geom::ImagePoint> insert_at;  // a press now puts a vertex here
};

struct Scene {
  std::int64_t image_id = 0;  // 0: no image open
  bool pixels_ready = false;
  geom::ImageSize image;
  geom::ScreenRect canvas;
  geom::ViewTransform view;
  ImageLook look;
  Sampling sampling = Sampling::kAutomatic;
  SceneObjects objects;       // visible ones
  SceneObjects found;         // by "everything", a quiet layer below them
  float object_fill = 0.32f;  // opacity inside of their outlines, 0…1
  bool labels = true;
  std::optional<SceneMask> mask;
  std::vector<ScenePoint> points;
  std::optional<SceneBox> box;
  // A press held long enough to exclude: where the finger is.
  std::optional<geom::ImagePoint> held;
  std::optional<SceneBand> band;
  std::optional<SceneBrush> brush;
  std::optional<SceneShape> shape;
  std::optional<SceneOutline> outline;
};

}  // namespace maskpoint::session
