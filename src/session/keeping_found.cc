// Found masks made objects: one edit, however many.
#include <algorithm>
#include <utility>

#include "doc/attributes.h"
#include "session/classes.h"
#include "session/derived_uuid.h"
#include "session/everything.h"
#include "session/hand_edits.h"
#include "session/keeping_apart.h"
#include "session/putting_down.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

constexpr double kPartOfIt = 0.8;  // of its pixels in a larger one

std::shared_ptr<doc::Annotation> object_of(const SessionState& state, const ImageWork& work,
                                           const FoundMask& found, int category_id) {
  auto object = std::make_shared<doc::Annotation>();
  object->category_id = category_id;
  if (const doc::Category* category = doc::find(state.categories(), category_id))
    object->attributes = doc::with_defaults({}, category->attributes);
  object->mask = found.mask;
  object->bbox = found.bbox;
  object->area = found.area;
  object->predicted_iou = found.predicted_iou;
  object->stability_score = found.stability_score;
  // The prompt it is the answer to, so that it can be gone on with.
  auto prompts = std::make_shared<doc::PromptChain>();
  doc::PromptStep step;
  step.points = {{found.point, geom::PointLabel::kInclude}};
  step.candidate = found.output;
  prompts->steps = {std::move(step)};
  prompts->model = work.model;
  prompts->embedding = work.embedding;
  object->prompts = std::move(prompts);
  return object;
}

// Larger ones come first and lie below. Where the later one yields, the smaller ones come first:
// a part keeps its pixels, and the whole has what is left.
std::vector<const FoundMask*> in_order(const SessionState& state, const Everything& everything,
                                       const std::set<int>& ids) {
  std::vector<const FoundMask*> masks;
  for (const std::shared_ptr<Found>& found : everything.found)
    if (ids.contains(found->mask.id)) masks.push_back(&found->mask);
  std::stable_sort(masks.begin(), masks.end(),
                   [](const FoundMask* a, const FoundMask* b) { return a->area > b->area; });
  if (overlap_rule(state) == mask::OverlapRule::kNewYields)
    std::reverse(masks.begin(), masks.end());
  return masks;
}

}  // namespace

std::set<int> wholes_of(const Everything& everything, const std::set<int>& ids) {
  std::set<int> wholes;
  for (const std::shared_ptr<Found>& part : everything.found) {
    if (!ids.contains(part->mask.id)) continue;
    const bool is_part = std::any_of(
        everything.found.begin(), everything.found.end(), [&](const std::shared_ptr<Found>& whole) {
          return whole != part && ids.contains(whole->mask.id) &&
                 whole->mask.area > part->mask.area &&
                 geom::share_pixels(whole->mask.bbox, part->mask.bbox) &&
                 mask::iou(*part->mask.mask, *whole->mask.mask, mask::IouKind::kCrowd) >= kPartOfIt;
        });
    if (!is_part) wholes.insert(part->mask.id);
  }
  return wholes;
}

bool keep_found(SessionState& state, ImageWork& work, const std::set<int>& ids) {
  if (!work.everything || ids.empty()) return false;
  const std::vector<const FoundMask*> masks = in_order(state, *work.everything, ids);
  if (masks.empty()) return false;
  if (!work.loaded) {
    show_info(state, "This image is still being loaded: keep it in a moment.");
    return false;
  }
  const std::string seed = take_fresh_uuid(state);
  if (seed.empty()) return false;
  const int category_id = class_for_next_object(state);
  PutDown down;
  down.doc = work.timeline.root().doc;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    auto object = object_of(state, work, *masks[i], category_id);
    object->uuid = derived_uuid(seed, i);
    put_down(state, down, std::move(object));
  }
  settle(down);
  if (const std::string covered = left_out(down); !covered.empty()) show_info(state, covered);
  say_what_went(state, down.cuts);
  if (down.uuids.empty()) return false;
  const std::string what = down.uuids.size() == 1 ? class_name(state, category_id)
                                                  : count_of(down.uuids.size(), "found object");
  work.everything->walked = -1;
  push_doc_edit(state, work, std::move(down.doc), "keep " + what);
  announce(state, "Kept " + what + ". " +
                      count_of(work.timeline.root().doc->annotations.size(), "object") + ".");
  return true;
}

}  // namespace maskpoint::session
