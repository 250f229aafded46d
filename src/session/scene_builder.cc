#include "session/scene_builder.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "doc/palette.h"
#include "session/cleaning.h"
#include "session/everything.h"
#include "session/hover.h"
#include "session/pointer.h"
#include "session/scene_changes.h"
#include "session/selecting.h"
#include "session/tool_pointer.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

constexpr doc::Color kNoClass = {0x98, 0xa1, 0xb0};  // LOOK.md "text dim": no class of the list

// A colour of its own for every object, the same in every frame and on every machine.
doc::Color color_of(const std::string& uuid) {
  std::uint32_t hash = 2166136261u;  // FNV-1a
  for (const char c : uuid)
    hash = (hash ^ std::uint8_t(c)) * 16777619u;
  return doc::palette_color(int(hash % 97));
}

// What the views of a list of objects look at lives as long as the list.
struct ObjectList {
  doc::ImageDocPtr doc;
  doc::CategoriesPtr classes;
  std::vector<SceneObject> objects;
};

SceneObjects make_objects(const SceneCache& of) {
  std::unordered_map<int, const doc::Category*> classes;
  for (const doc::Category& category : *of.classes)
    classes.emplace(category.id, &category);
  auto made = std::make_shared<ObjectList>(ObjectList{of.doc, of.classes, {}});
  made->objects.reserve(of.doc->annotations.size());
  for (const doc::AnnotationPtr& a : of.doc->annotations) {
    if (a->uuid == of.replaced || of.hidden.contains(a->uuid)) continue;
    const auto category = classes.find(a->category_id);
    const bool known = category != classes.end();
    doc::Color color = known ? category->second->color : kNoClass;
    if (of.color_by == ColorBy::kObject) color = color_of(a->uuid);
    made->objects.push_back({a->uuid, a->mask, a->bbox, color,
                             known ? std::string_view(category->second->name) : std::string_view(),
                             of.selection.contains(a->uuid), a->uuid == of.lit, false, nullptr,
                             mask::StrokeKind::kAdds});
  }
  return SceneObjects({made, &made->objects});
}

// Whether it was another value. Sets of thousands of uuids are compared in every frame but copied
// only when they change.
template <class T>
bool replace(T& kept, const T& now) {
  if (kept == now) return false;
  kept = now;
  return true;
}

SceneObjects scene_objects(const SessionState& state, const ImageWork& work) {
  SceneCache& cache = state.scene_cache;
  const Snapshot& root = work.timeline.root();
  bool changed = replace(cache.doc, root.doc);
  changed |= replace(cache.classes, state.classes.root());
  changed |= replace(cache.color_by, state.settings.color_by);
  changed |= replace(cache.replaced, root.chain ? root.chain->replaces : std::string());
  changed |= replace(cache.hidden, state.hidden);
  changed |= replace(cache.selection, state.selection);
  changed |= replace(cache.lit, lit_object(state));
  if (changed) cache.objects = make_objects(cache);
  return cache.objects;
}

constexpr doc::Color kFound = {0xff, 0xff, 0xff};

// The masks found, the larger ones below. Empty while they are not shown.
SceneObjects found_objects(const SessionState& state, const ImageWork& work) {
  SceneCache& cache = state.scene_cache;
  std::vector<std::shared_ptr<const Found>> list;
  if (work.everything && state.everything_shown) list = offered(state);
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a->mask.area > b->mask.area; });
  std::set<int> lit = found_in_frame(state, state.gesture);
  if (lit.empty())
    lit.insert(lit_found(state));
  else
    lit = wholes_of(*work.everything, lit);
  // As it would be kept.
  const doc::Category* category = doc::find(state.categories(), state.current_class);
  const doc::Color color = category ? category->color : kNoClass;
  const std::vector<std::shared_ptr<const void>> of(list.begin(), list.end());
  bool other = replace(cache.found_of, of);
  other |= replace(cache.found_color, color);
  if (!replace(cache.found_lit, lit) && !other) return cache.found;
  auto made = std::make_shared<std::vector<SceneObject>>();
  for (const std::shared_ptr<const Found>& found : list) {
    const bool is_lit = lit.contains(found->mask.id);
    made->push_back({found->key,
                     found->mask.mask,
                     found->mask.bbox,
                     is_lit ? color : kFound,
                     {},
                     false,
                     is_lit,
                     false,
                     nullptr,
                     mask::StrokeKind::kAdds});
  }
  cache.found = list.empty() ? SceneObjects() : SceneObjects(std::move(made));
  return cache.found;
}

std::optional<SceneMask> scene_mask(const SessionState& state, const ImageWork& work) {
  const GestureKind gesture = state.gesture.kind;
  const bool dragging = gesture == GestureKind::kBox || gesture == GestureKind::kMovePoint ||
                        gesture == GestureKind::kResizeBox;
  const std::optional<Pending>& pending = work.pending;
  if (!dragging && pending_trial_mask(state) != nullptr) return std::nullopt;  // among the objects
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
  if (gesture.kind == GestureKind::kBand) scene.band = SceneBand{gesture.pressed_on, gesture.now};
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
  scene.objects = with_changes_by_hand(state, *work, scene_objects(state, *work));
  scene.found = found_objects(state, *work);
  scene.object_fill = state.settings.outline_only ? 0 : state.settings.object_opacity;
  scene.labels = state.settings.labels;
  scene.mask = scene_mask(state, *work);
  add_prompts(state, *work, scene);
  add_tools(state, *work, scene);
  return scene;
}

}  // namespace maskpoint::session
