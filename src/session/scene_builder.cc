#include "session/scene_builder.h"

#include <unordered_map>

#include "session/hover.h"
#include "session/objects.h"
#include "session/pointer.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

constexpr doc::Color kNoClass = {0x98, 0xa1, 0xb0};  // LOOK.md "text dim": no class of the list

std::vector<SceneObject> scene_objects(const SessionState& state, const ImageWork& work) {
  std::unordered_map<int, const doc::Category*> classes;
  for (const doc::Category& category : state.categories())
    classes.emplace(category.id, &category);
  const std::string lit = lit_object(state);
  const ChainPtr& chain = work.timeline.root().chain;
  std::vector<SceneObject> objects;
  objects.reserve(work.timeline.root().doc->annotations.size());
  for (const doc::AnnotationPtr& a : work.timeline.root().doc->annotations) {
    const bool being_changed = chain && chain->replaces == a->uuid;
    if (being_changed || state.hidden.contains(a->uuid)) continue;
    const auto category = classes.find(a->category_id);
    const bool known = category != classes.end();
    objects.push_back({a->uuid, a->mask, a->bbox, known ? category->second->color : kNoClass,
                       known ? category->second->name : std::string(),
                       state.selection.contains(a->uuid), a->uuid == lit});
  }
  return objects;
}

std::optional<SceneMask> scene_mask(const SessionState& state, const ImageWork& work) {
  const GestureKind gesture = state.gesture.kind;
  const bool dragging = gesture == GestureKind::kBox || gesture == GestureKind::kMovePoint ||
                        gesture == GestureKind::kResizeBox;
  const std::optional<Pending>& pending = work.pending;
  const sam::LogitsPtr& hover = state.hover.logits;
  const float threshold = pending ? float(pending->threshold) : 0;
  const bool band = pending && state.uncertainty_shown;
  if (hover && (dragging || (pending && pending->decoding)))
    return SceneMask{hover, MaskStyle::kPending, threshold, band};
  if (pending && !pending->candidates.empty())
    return SceneMask{pending->candidates[std::size_t(pending->shown)].logits, MaskStyle::kPending,
                     threshold, band};
  if (pending) return std::nullopt;
  // An accepted mask stays until its object is there.
  for (const Accepting& accepting : work.accepting)
    if (accepting.logits)
      return SceneMask{accepting.logits, MaskStyle::kPending, float(accepting.chain->threshold),
                       false};
  if (hover) return SceneMask{hover, MaskStyle::kHover, 0, false};
  return std::nullopt;
}

void add_prompts(const SessionState& state, const ImageWork& work, Scene& scene) {
  const Gesture& gesture = state.gesture;
  if (const ChainPtr& chain = work.timeline.root().chain) {
    const PointerTarget target = pointer_target(state);
    for (const geom::PromptPoint& p : chain->last().points) {
      const bool moving = gesture.kind == GestureKind::kMovePoint && gesture.on_point == p;
      const geom::PixelPoint at = moving ? geom::pixel_under(gesture.now) : p.at;
      scene.points.push_back({geom::centre_of(at), p.label, target.point == p});
    }
    if (chain->last().box) {
      const std::optional<geom::Box> resized = resized_box(gesture, *chain, work.size);
      const bool resizing = gesture.kind == GestureKind::kResizeBox && resized;
      scene.box =
          SceneBox{resizing ? *resized : *chain->last().box, false, target.box.value_or(BoxGrip{})};
    }
  }
  if (gesture.held) scene.held = gesture.now;
  if (gesture.kind != GestureKind::kBox) return;
  if (const auto box = dragged_box(gesture, work.size)) scene.box = SceneBox{*box, true, {}};
}

}  // namespace

Scene build_scene(const SessionState& state) {
  Scene scene;
  scene.canvas = state.canvas;
  scene.view = state.view;
  scene.look = state.settings.look;
  scene.sampling = state.settings.sampling;
  const ImageWork* work = state.open_work();
  if (work == nullptr) return scene;
  scene.image_id = work->id;
  scene.pixels_ready = state.pixels_ready;
  scene.image = work->size;
  scene.objects = scene_objects(state, *work);
  scene.mask = scene_mask(state, *work);
  add_prompts(state, *work, scene);
  return scene;
}

}  // namespace maskpoint::session
