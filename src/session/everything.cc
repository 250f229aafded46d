#include "session/everything.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "session/actions.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

// A found mask with this share of its pixels in one object is that object, or a part of it.
constexpr double kCovered = 0.8;

void start(SessionState& state, ImageWork& work) {
  Everything& run = *work.everything;
  run.seq = ++state.last_seq;
  state.effects.push_back(effect::FindEverything{work.id, run.seq, work.size});
}

void stop(SessionState& state, Everything& run) {
  if (!run.running) return;
  run.running = false;
  if (run.seq != 0) state.effects.push_back(effect::StopEverything{});
}

bool is_covered_by(const FoundMask& found, const doc::Annotation& object) {
  if (!geom::share_pixels(found.bbox, object.bbox)) return false;
  // The crowd's IoU is the share of the first mask that lies in the second.
  return mask::iou(*found.mask, *object.mask, mask::IouKind::kCrowd) >= kCovered;
}

void compare(Found& found, const std::vector<doc::AnnotationPtr>& objects) {
  for (const doc::AnnotationPtr& object : objects)
    if (is_covered_by(found.mask, *object)) found.covered_by.push_back(object->mask);
}

std::vector<doc::AnnotationPtr> objects_with_masks(const ImageWork& work) {
  std::vector<doc::AnnotationPtr> objects;
  for (const doc::AnnotationPtr& object : work.timeline.root().doc->annotations)
    if (object->mask) objects.push_back(object);
  return objects;
}

void take_in(const ImageWork& work, Everything& run, const action::EverythingFound& a) {
  std::erase_if(run.found, [&](const std::shared_ptr<Found>& found) {
    return std::find(a.withdrawn.begin(), a.withdrawn.end(), found->mask.id) != a.withdrawn.end();
  });
  const std::vector<doc::AnnotationPtr> objects = objects_with_masks(work);
  for (const FoundMask& mask : a.appeared) {
    auto found = std::make_shared<Found>(Found{mask, "found-" + std::to_string(mask.id), {}});
    // Only with those that follow_everything() will not compare.
    for (const doc::AnnotationPtr& object : objects)
      if (std::binary_search(run.known.begin(), run.known.end(), object->mask) &&
          is_covered_by(found->mask, *object))
        found->covered_by.push_back(object->mask);
    const auto at = std::upper_bound(run.found.begin(), run.found.end(), mask.predicted_iou,
                                     [](float score, const std::shared_ptr<Found>& other) {
                                       return score > other->mask.predicted_iou;
                                     });
    run.found.insert(at, std::move(found));
  }
}

// For the list of images: what a finished run found and no object covers.
void count_missed(SessionState& state, const ImageWork& work) {
  const bool known = work.everything && !work.everything->running && work.everything->progress >= 1;
  const int missed = known ? int(offered(state).size()) : 0;
  const ImageRow* row = state.row(work.id);
  if (row != nullptr && row->missed != missed) state.rows.change_quietly(work.id)->missed = missed;
}

}  // namespace

void start_waiting_everything(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work != nullptr && work->everything && work->everything->running &&
      work->everything->seq == 0)
    start(state, *work);
}

void leave_everything(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work != nullptr && work->everything && work->everything->running)
    drop_everything(state, *work);
}

void drop_everything(SessionState& state, ImageWork& work) {
  if (!work.everything) return;
  stop(state, *work.everything);
  work.everything.reset();
  count_missed(state, work);
}

void everything_failed(ImageWork& work, std::uint64_t seq) {
  if (!work.everything || work.everything->seq != seq || seq == 0) return;
  work.everything->running = false;
  if (work.everything->found.empty()) work.everything.reset();
}

void follow_everything(SessionState& state) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->everything) return;
  Everything& run = *work->everything;
  std::vector<doc::AnnotationPtr> fresh;
  std::vector<mask::MaskPtr> now;
  for (doc::AnnotationPtr& object : objects_with_masks(*work)) {
    now.push_back(object->mask);
    if (!std::binary_search(run.known.begin(), run.known.end(), object->mask))
      fresh.push_back(std::move(object));
  }
  std::sort(now.begin(), now.end());
  if (now == run.known) return;
  for (const std::shared_ptr<Found>& found : run.found) {
    std::erase_if(found->covered_by, [&](const mask::MaskPtr& mask) {
      return !std::binary_search(now.begin(), now.end(), mask);
    });
    compare(*found, fresh);
  }
  run.known = std::move(now);
  count_missed(state, *work);
}

void on(SessionState& state, const action::FindEverything&) {
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  if (work->everything && state.everything_shown && !work->everything->running) {
    state.everything_shown = false;
    return;
  }
  state.everything_shown = true;
  if (work->everything && (work->everything->running || work->everything->progress >= 1)) return;
  work->everything.emplace();
  if (state.prepared)
    start(state, *work);
  else
    announce(state, "Everything is looked for as soon as the image is ready.");
}

void on(SessionState& state, const action::StopEverything&) {
  ImageWork* work = state.open_work();
  if (work == nullptr || !work->everything) return;
  if (work->everything->running) {
    stop(state, *work->everything);
    // Nothing to choose from, nothing to show.
    if (work->everything->found.empty()) work->everything.reset();
    announce(state, "Stopped looking.");
  } else {
    state.everything_shown = false;
  }
}

void on(SessionState& state, const action::SetFoundFloor& a) {
  if (std::isnan(a.score)) return;
  state.found_floor = std::clamp(a.score, kLowestFoundScore, 1.0);
  if (const ImageWork* work = state.open_work()) count_missed(state, *work);
}

void on(SessionState& state, const action::EverythingFound& a) {
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end() || !at->second.everything) return;
  ImageWork& work = at->second;
  Everything& run = *work.everything;
  if (run.seq != a.seq || !run.running) return;
  take_in(work, run, a);
  run.progress = a.progress;
  run.seconds_left = a.seconds_left;
  run.running = !a.finished;
  if (!a.finished || work.id != state.open_id) return;
  count_missed(state, work);
  const std::size_t count = offered(state).size();
  announce(state, count == 0 ? "Nothing else was found."
                             : "Found " + count_of(count, "possible object") + ".");
  if (run.found.empty())
    show_info(state, "Nothing was found in this image that the model is sure of.");
}

}  // namespace maskpoint::session
