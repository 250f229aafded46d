#include "session/outlining.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "doc/edits.h"
#include "session/actions.h"
#include "session/classes.h"
#include "session/cleaning.h"
#include "session/hand_edits.h"
#include "session/keeping_apart.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

constexpr float kVertexReach = 9, kEdgeReach = 6, kDragSlop = 3;  // CSS pixels
constexpr std::size_t kRemembered = 32;
// Masks of more runs than this are not filled again with every move of a vertex.
constexpr std::size_t kRunsFollowed = 20000;

// A five-hundredth of the object, but at least a pixel: coarse enough to take hold of, and what is
// not touched stays exact anyway.
double tolerance_for(const geom::Rect& bbox) {
  return std::clamp(std::hypot(bbox.width, bbox.height) / 500, 1.0, 8.0);
}

std::shared_ptr<const mask::Outline> traced(const mask::MeasuredMask& mask) {
  return std::make_shared<const mask::Outline>(
      mask::outline_of(*mask.mask, tolerance_for(mask.bbox)));
}

std::optional<OutlineHit> nearest_vertex(const SessionState& state, const mask::Outline& outline,
                                         geom::ScreenPoint at) {
  std::optional<OutlineHit> found;
  float reach = kVertexReach;
  for (std::size_t r = 0; r < outline.rings.size(); ++r) {
    const std::vector<mask::OutlineVertex>& vertices = outline.rings[r].vertices;
    for (std::size_t v = 0; v < vertices.size(); ++v) {
      const geom::ScreenPoint p = state.view.to_screen(vertices[v].at);
      const float d = std::hypot(p.x - at.x, p.y - at.y);
      if (d > reach) continue;
      reach = d;
      found = OutlineHit{{r, v}, std::nullopt};
    }
  }
  return found;
}

std::optional<OutlineHit> nearest_edge(const SessionState& state, const mask::Outline& outline,
                                       geom::ScreenPoint at) {
  const geom::ImagePoint p = state.view.to_image(at);
  std::optional<OutlineHit> found;
  double reach = kEdgeReach / state.view.scale;
  for (std::size_t r = 0; r < outline.rings.size(); ++r) {
    const std::vector<mask::OutlineVertex>& vertices = outline.rings[r].vertices;
    for (std::size_t v = 0; v < vertices.size(); ++v) {
      const geom::ImagePoint a = vertices[v].at, b = vertices[(v + 1) % vertices.size()].at;
      const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
      const double t =
          length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
      const geom::ImagePoint foot = {a.x + t * dx, a.y + t * dy};
      const double d = std::hypot(p.x - foot.x, p.y - foot.y);
      if (d > reach) continue;
      reach = d;
      found = OutlineHit{{r, v}, foot};
    }
  }
  return found;
}

void remember(ToolState& tools) {
  if (!tools.outline) return;
  tools.outlines_before.push_back(*tools.outline);
  if (tools.outlines_before.size() > kRemembered)
    tools.outlines_before.erase(tools.outlines_before.begin());
}

// The mask an outline encloses becomes the object's; the outline stays the one on the screen.
void apply_outline(SessionState& state, ImageWork& work,
                   std::shared_ptr<const mask::Outline> outline, const std::string& label) {
  ToolState& tools = state.tools;
  const doc::AnnotationPtr object = doc::find(*work.timeline.root().doc, tools.outline->uuid);
  if (!object) return;
  base::Result<mask::Rle> filled = mask::rle_of(*outline);
  if (!filled.ok()) {
    show_error(state, filled.status().message());
    return;
  }
  const std::string name = class_name(state, object->category_id);
  const doc::ImageDocPtr& doc = work.timeline.root().doc;
  const KeptApart result = kept_apart(state, *doc, object->uuid, *object->mask, *std::move(filled));
  if (result.mask.area == 0) {
    show_info(state, "Nothing would be left of " + name + ", so it stays as it was.");
    return;
  }
  remember(tools);
  if (result.gave_way)  // the outline encloses more than the object got
    outline = traced(result.mask);
  if (*result.mask.mask == *object->mask) {
    tools.outline->outline = std::move(outline);  // as before, with other vertices
    return;
  }
  tools.outline = OutlineInHand{object->uuid, result.mask.mask, std::move(outline)};
  remember(tools);
  hold_logits_of_cuts(state, result.cuts);
  push_doc_edit(state, work,
                with_cuts(doc::replaced(doc, changed_by_hand(*object, result.mask)), result.cuts),
                label + " " + name);
  say_what_went(state, result.cuts);
  announce(state, "Changed " + name + ".");
}

void remove_vertex(SessionState& state, ImageWork& work, mask::VertexPlace place) {
  const mask::Outline& outline = *state.tools.outline->outline;
  state.tools.active_vertex.reset();
  apply_outline(state, work,
                std::make_shared<const mask::Outline>(
                    mask::with_vertex_removed(outline, place.ring, place.vertex)),
                "remove a vertex of");
}

}  // namespace

std::optional<OutlineHit> outline_hit(const SessionState& state, geom::ScreenPoint at) {
  if (state.tool != Tool::kOutline || !state.tools.outline) return std::nullopt;
  const mask::Outline& outline = *state.tools.outline->outline;
  if (const auto vertex = nearest_vertex(state, outline, at)) return vertex;
  return nearest_edge(state, outline, at);
}

bool press_outline(SessionState& state, ImageWork& work, const action::PointerPressed& a) {
  ToolState& tools = state.tools;
  const std::optional<OutlineHit> hit = outline_hit(state, a.at);
  if (!hit) {
    tools.active_vertex.reset();
    return false;
  }
  if (a.button == action::Button::kRight) {
    if (!hit->insert_at) remove_vertex(state, work, hit->place);
    return true;
  }
  apply_trial(state);
  std::shared_ptr<const mask::Outline> outline = tools.outline->outline;
  mask::VertexPlace place = hit->place;
  if (hit->insert_at) {
    outline = std::make_shared<const mask::Outline>(
        mask::with_vertex_inserted(*outline, place.ring, place.vertex, *hit->insert_at));
    ++place.vertex;
    remember(tools);
    tools.outline->outline = outline;  // the mask is the same
  }
  tools.active_vertex = place;
  tools.drag = VertexDrag{outline, place, outline->rings[place.ring].vertices[place.vertex].at,
                          false, nullptr};
  state.gesture = {};
  state.gesture.kind = GestureKind::kVertex;
  state.gesture.button = a.button;
  state.gesture.pressed_at = a.at;
  return true;
}

void follow_vertex(SessionState& state, geom::ScreenPoint at) {
  if (!state.tools.drag) return;
  VertexDrag& drag = *state.tools.drag;
  const geom::ScreenPoint from = state.gesture.pressed_at;
  drag.moved |= std::hypot(at.x - from.x, at.y - from.y) > kDragSlop;
  if (!drag.moved) return;
  drag.to = state.view.to_image(at);
  if (state.tools.outline->mask->counts.size() > kRunsFollowed) return;
  const base::Result<mask::Rle> filled = mask::rle_of(
      mask::with_vertex_moved(*drag.outline, drag.place.ring, drag.place.vertex, drag.to));
  if (filled.ok()) drag.preview = std::make_shared<const mask::Rle>(*filled);
}

void end_vertex(SessionState& state, ImageWork& work) {
  state.gesture = {};
  if (!state.tools.drag) return;
  const VertexDrag drag = *std::exchange(state.tools.drag, std::nullopt);
  if (!drag.moved || !state.tools.outline) return;
  apply_outline(state, work,
                std::make_shared<const mask::Outline>(mask::with_vertex_moved(
                    *drag.outline, drag.place.ring, drag.place.vertex, drag.to)),
                "move a vertex of");
}

void follow_outline(SessionState& state) {
  ToolState& tools = state.tools;
  const ImageWork* work = state.open_work();
  doc::AnnotationPtr object;
  if (work != nullptr && state.tool == Tool::kOutline && state.selection.size() == 1 &&
      !work->timeline.root().chain)
    object = doc::find(*work->timeline.root().doc, *state.selection.begin());
  if (!object || object->locked) {
    tools.outline.reset();
    tools.active_vertex.reset();
    return;
  }
  if (tools.outline && tools.outline->mask == object->mask) return;
  tools.active_vertex.reset();
  tools.drag.reset();
  if (state.gesture.kind == GestureKind::kVertex) state.gesture = {};
  const auto known =
      std::find_if(tools.outlines_before.rbegin(), tools.outlines_before.rend(),
                   [&](const OutlineInHand& before) { return before.mask == object->mask; });
  if (known != tools.outlines_before.rend()) {
    tools.outline = *known;
    return;
  }
  tools.outline =
      OutlineInHand{object->uuid, object->mask, traced({object->mask, object->bbox, object->area})};
}

void on(SessionState& state, const action::DeleteVertex&) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !state.tools.outline || !state.tools.active_vertex) return;
  if (state.tools.drag) return;
  remove_vertex(state, *work, *state.tools.active_vertex);
}

}  // namespace maskpoint::session
