#include "session/mask_jobs.h"

#include <algorithm>
#include <utility>

#include "doc/edits.h"
#include "session/actions.h"
#include "session/classes.h"
#include "session/cleaning.h"
#include "session/hand_edits.h"
#include "session/keeping_apart.h"
#include "session/objects.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

using mask::Operation;

struct Results {
  const MaskJob& job;
  const std::vector<mask::MeasuredMask>& masks;
  const std::vector<std::string>& uuids;
};

// The objects as they are now, in the order of the job; empty where one is gone or another.
std::vector<doc::AnnotationPtr> objects_of(const ImageWork& work, const MaskJob& job) {
  std::vector<doc::AnnotationPtr> objects;
  for (const JobTarget& target : job.targets) {
    doc::AnnotationPtr object = doc::find(*work.timeline.root().doc, target.uuid);
    if (!object || object->mask != target.mask) return {};
    objects.push_back(std::move(object));
  }
  return objects;
}

doc::AnnotationPtr cleaned_object(const doc::AnnotationPtr& object, const mask::Cleanup& cleanup,
                                  const mask::MeasuredMask& mask) {
  if (object->cleanup == cleanup) return object;
  auto next = std::make_shared<doc::Annotation>(*object);
  const mask::MaskPtr source = source_of(*object);
  next->uncleaned = cleanup.nothing() ? nullptr : source;
  next->mask = cleanup.nothing() && mask.area == mask::area(*source) ? source : mask.mask;
  next->bbox = mask.bbox;
  next->area = mask.area;
  next->cleanup = cleanup;
  return next;
}

// Each object for itself; those nothing would be left of stay as they are.
void apply_to_each(SessionState& state, ImageWork& work, const Results& r,
                   const std::vector<doc::AnnotationPtr>& objects, const std::string& label) {
  doc::ImageDocPtr doc = work.timeline.root().doc;
  std::string kept;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const doc::AnnotationPtr& object = objects[i];
    // One after the other: two that grow into each other keep apart too.
    const mask::MeasuredMask mask = kept_apart_when_cleaned(state, *doc, *object, r.masks[i]);
    if (mask.area == 0) {
      kept = class_name(state, object->category_id);
    } else if (r.job.operation == Operation::kClean) {
      doc = doc::replaced(doc, cleaned_object(object, r.job.cleanup, mask));
    } else if (!(*mask.mask == *object->mask)) {
      doc = doc::replaced(doc, changed_by_hand(*object, mask));
    }
  }
  const bool changed = doc != work.timeline.root().doc;
  push_doc_edit(state, work, doc, label);
  if (changed) announce(state, "Done: " + label + ".");
  if (!kept.empty())
    show_info(state, "Nothing would be left of " + kept + ", so it stays as it was.");
}

void apply_split(SessionState& state, ImageWork& work, const Results& r,
                 const doc::AnnotationPtr& object) {
  const std::string name = class_name(state, object->category_id);
  if (r.masks.size() < 2 || r.uuids.size() < r.masks.size()) {
    show_info(state, "This " + name + " is one piece already.");
    return;
  }
  auto next = std::make_shared<doc::ImageDoc>(*work.timeline.root().doc);
  auto at = std::find(next->annotations.begin(), next->annotations.end(), object);
  *at = changed_by_hand(*object, r.masks[0]);
  std::set<std::string> pieces = {object->uuid};
  for (std::size_t i = 1; i < r.masks.size(); ++i) {
    auto piece = std::make_shared<doc::Annotation>(*changed_by_hand(*object, r.masks[i]));
    piece->uuid = r.uuids[i];
    piece->id = 0;
    piece->prompts = nullptr;  // they were for the whole
    pieces.insert(piece->uuid);
    at = next->annotations.insert(at + 1, std::move(piece));
  }
  push_doc_edit(state, work, std::move(next), "split " + name);
  if (work.id == state.open_id) state.selection = std::move(pieces);
  announce(state, "Split into " + count_of(r.masks.size(), "object") + ".");
}

void apply_combination(SessionState& state, ImageWork& work, const Results& r,
                       const std::vector<doc::AnnotationPtr>& objects) {
  const std::string name = class_name(state, objects[0]->category_id);
  const mask::MeasuredMask& mask = r.masks[0];
  if (mask.area == 0) {
    show_info(state, r.job.operation == Operation::kIntersect
                         ? "The selected objects share no pixel, so nothing was changed."
                         : "Nothing would be left of " + name + ", so it stays as it was.");
    return;
  }
  const doc::AnnotationPtr& base = objects[0];
  doc::ImageDocPtr doc = work.timeline.root().doc;
  if (!(*mask.mask == *base->mask)) doc = doc::replaced(doc, changed_by_hand(*base, mask));
  std::string label = "cut from " + name;
  if (r.job.operation != Operation::kSubtract) {
    std::set<std::string> others;
    for (std::size_t i = 1; i < objects.size(); ++i)
      others.insert(objects[i]->uuid);
    doc = doc::removed(doc, others);
    label = (r.job.operation == Operation::kUnite ? "unite into " : "intersect into ") + name;
  } else if (doc == work.timeline.root().doc) {
    show_info(state, "The other objects do not cover any of this " + name + ".");
  }
  const bool changed = doc != work.timeline.root().doc;
  push_doc_edit(state, work, doc, label);
  if (changed) announce(state, "Done: " + label + ".");
  if (work.id == state.open_id) state.selection = {base->uuid};
}

std::size_t fewest_objects(Operation operation) {
  switch (operation) {
    case Operation::kUnite:
    case Operation::kSubtract:
    case Operation::kIntersect:
      return 2;
    case Operation::kClean:
    case Operation::kKeepLargest:
    case Operation::kSplit:
      break;
  }
  return 1;
}

}  // namespace

mask::MaskPtr source_of(const doc::Annotation& object) {
  return object.uncleaned ? object.uncleaned : object.mask;
}

void apply_job(SessionState& state, ImageWork& work, const MaskJob& job,
               const std::vector<mask::MeasuredMask>& masks,
               const std::vector<std::string>& uuids) {
  const Results results{job, masks, uuids};
  const std::vector<doc::AnnotationPtr> objects = objects_of(work, job);
  if (objects.empty() || masks.empty()) return;  // undone, deleted or changed meanwhile
  const std::string what = objects.size() == 1 ? class_name(state, objects[0]->category_id)
                                               : count_of(objects.size(), "object");
  switch (job.operation) {
    case Operation::kClean:
      if (masks.size() == objects.size())
        apply_to_each(state, work, results, objects, "clean " + what);
      break;
    case Operation::kKeepLargest:
      if (masks.size() == objects.size())
        apply_to_each(state, work, results, objects, "keep the largest piece of " + what);
      break;
    case Operation::kSplit:
      apply_split(state, work, results, objects[0]);
      break;
    case Operation::kUnite:
    case Operation::kSubtract:
    case Operation::kIntersect:
      apply_combination(state, work, results, objects);
      break;
  }
}

void on(SessionState& state, const action::CombineMasks& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || work->timeline.root().chain || a.operation == Operation::kClean) return;
  apply_trial(state);
  MaskJob job;
  job.operation = a.operation;
  effect::WorkOnMasks request;
  // What is only cut by stays as it is, so it may be locked.
  const bool cuts = a.operation == Operation::kSubtract;
  const std::set<std::string> free =
      cuts ? state.selection : changeable(state, *work, state.selection);
  for (const std::string& uuid : state.tools.selected_in_order) {
    const doc::AnnotationPtr object = doc::find(*work->timeline.root().doc, uuid);
    if (!object || !free.contains(uuid) || waits_for_mask(*work, uuid)) continue;
    if (cuts && job.targets.empty() && changeable(state, *work, {uuid}).empty()) return;
    job.targets.push_back({uuid, object->mask});
    request.masks.push_back(object->mask);
    if (a.operation == Operation::kSplit) break;
  }
  if (job.targets.size() < fewest_objects(a.operation)) {
    show_info(state, fewest_objects(a.operation) == 2
                         ? "Select at least two objects: the first is changed by the others."
                         : "Select an object first.");
    return;
  }
  job.seq = ++state.last_seq;
  request.image_id = work->id;
  request.seq = job.seq;
  request.operation = a.operation;
  work->mask_jobs.push_back(std::move(job));
  state.effects.push_back(std::move(request));
}

void on(SessionState& state, const action::MasksReady& a) {
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  if (work.id == state.open_id && take_trial_result(state, a)) return;
  const auto job = std::find_if(work.mask_jobs.begin(), work.mask_jobs.end(),
                                [&](const MaskJob& j) { return j.seq == a.seq; });
  if (job == work.mask_jobs.end()) return;  // given up
  const MaskJob done = std::move(*job);
  work.mask_jobs.erase(job);
  apply_job(state, work, done, a.masks, a.uuids);
}

}  // namespace maskpoint::session
