#include "session/saving.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "session/actions.h"
#include "session/class_changes.h"
#include "session/timeline.h"
#include "session/toasts.h"

namespace maskpoint::session {
namespace {

bool classes_unsaved(const SessionState& state) {
  return state.classes.root() != state.saved_classes;
}

// Ids the server gave, put into every document of the timeline by uuid.
doc::ImageDocPtr with_ids(const doc::ImageDocPtr& doc,
                          const std::unordered_map<std::string, std::int64_t>& ids,
                          std::unordered_map<doc::AnnotationPtr, doc::AnnotationPtr>& done) {
  return doc::mapped(doc, [&](const doc::AnnotationPtr& a) -> doc::AnnotationPtr {
    if (a->id != 0) return a;  // an id stays with its object for ever
    const auto id = ids.find(a->uuid);
    if (id == ids.end()) return a;
    const auto [at, is_new] = done.try_emplace(a);
    if (is_new) {
      auto next = std::make_shared<doc::Annotation>(*a);
      next->id = id->second;
      at->second = std::move(next);
    }
    return at->second;
  });
}

bool all_numbered(const doc::ImageDoc& doc) {
  return std::all_of(doc.annotations.begin(), doc.annotations.end(),
                     [](const doc::AnnotationPtr& a) { return a->id != 0; });
}

// A refusal is of what was sent: with any change since, it is worth another try.
void forget_outdated_refusals(SessionState& state) {
  if (state.classes.root() != state.classes_refused) state.classes_refused = nullptr;
  for (auto& [id, work] : state.works)
    if (work.timeline.root().doc != work.refused) work.refused = nullptr;
}

// Whether nothing is under way and nothing is left to send.
bool all_saved(const SessionState& state) {
  if (state.classes_in_flight || classes_unsaved(state) || !state.unsaved_states.empty())
    return false;
  // An object whose mask is still under way is not saved either.
  return std::none_of(state.works.begin(), state.works.end(), [](const auto& entry) {
    const ImageWork& work = entry.second;
    return work.in_flight || work.conflict || work.timeline.root().doc != work.saved ||
           !work.accepting.empty();
  });
}

void reload_if_outdated(SessionState& state, ImageWork& work) {
  if (work.announced_etag.empty() || work.in_flight) return;
  if (work.announced_etag != work.etag) state.effects.push_back(effect::ReloadAnnotations{work.id});
  work.announced_etag.clear();
}

}  // namespace

bool anything_refused(const SessionState& state) {
  return state.classes_refused != nullptr ||
         std::any_of(state.works.begin(), state.works.end(),
                     [](const auto& entry) { return entry.second.refused != nullptr; });
}

bool is_untouched(const ImageWork& work) {
  return work.timeline.size() == 1 && work.accepting.empty() && work.hand_edits.empty() &&
         work.mask_jobs.empty() && !work.polygon && !work.in_flight && !work.conflict &&
         work.timeline.root().doc == work.saved;
}

void set_image_state(SessionState& state, std::int64_t image_id, doc::WorkState next) {
  if (ImageRow* row = state.change_row(image_id)) row->state = next;
  state.unsaved_states[image_id] = next;
  state.effects.push_back(effect::SaveImageState{image_id, next});
}

SaveState save_state_of(const SessionState& state) {
  const bool undecided = std::any_of(state.works.begin(), state.works.end(), [](const auto& entry) {
    return entry.second.conflict.has_value();
  });
  if (undecided) return SaveState::kConflict;
  if (!state.save_error.empty()) return SaveState::kFailing;
  const bool saving = state.classes_in_flight != nullptr || !state.unsaved_states.empty() ||
                      std::any_of(state.works.begin(), state.works.end(), [](const auto& entry) {
                        return entry.second.in_flight != nullptr;
                      });
  if (saving) return SaveState::kSaving;
  return all_saved(state) ? SaveState::kSaved : SaveState::kUnsaved;
}

void save_succeeded(SessionState& state) {
  if (state.save_error.empty() || anything_refused(state)) return;
  std::erase_if(state.toasts, [&](const Toast& t) { return t.message == state.save_error; });
  state.save_error.clear();
  announce(state, "Saving works again.");
}

void save_failed(SessionState& state, const std::string& message) {
  const std::string sentence =
      message.empty() ? "Saving failed. Your work is kept here and sent again." : message;
  if (state.save_error != sentence) announce(state, sentence);
  state.save_error = sentence;
}

void save_refused(SessionState& state, const std::string& message) {
  state.save_error = message +
                     " Your work is kept here: change what is wrong and it is sent again, or press "
                     "\"Not saved\" below to try again.";
  show_error(state, state.save_error);
}

void flush_saves(SessionState& state) {
  forget_outdated_refusals(state);
  look_at_conflicts_again(state);
  if (classes_unsaved(state)) {
    if (!state.classes_loaded || state.classes_in_flight ||
        state.classes.root() == state.classes_refused)
      return;
    state.classes_in_flight = state.classes.root();
    effect::SaveCategories save{state.classes_in_flight, state.classes_etag};
    tell_server(state, save);
    state.renames_in_flight = save.renamed.size();
    state.effects.push_back(std::move(save));
    return;
  }
  if (state.classes_in_flight) return;
  for (auto& [id, work] : state.works) {
    const doc::ImageDocPtr& root = work.timeline.root().doc;
    if (!work.loaded || work.in_flight || work.conflict) continue;
    if (root == work.saved || root == work.refused) continue;
    work.in_flight = root;
    state.effects.push_back(effect::SaveImage{root, work.etag});
  }
  if (all_saved(state)) save_succeeded(state);  // what was refused may have been undone
  if (state.export_wanted && save_state_of(state) == SaveState::kSaved) {
    state.export_wanted = false;
    state.effects.push_back(effect::ExportCoco{});
  }
}

void on(SessionState& state, const action::ExportCoco&) {
  state.export_wanted = true;
  if (save_state_of(state) != SaveState::kSaved)
    show_info(state, "The export starts as soon as everything is saved.");
}

void on(SessionState& state, const action::RetrySave&) {
  state.classes_in_flight = state.classes_refused = nullptr;
  for (auto& [id, work] : state.works)
    work.in_flight = work.refused = nullptr;
}

void on(SessionState& state, const action::AnnotationsLoaded& a) {
  const auto at = state.works.find(a.doc->image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  if (std::find(work.replaced_etags.begin(), work.replaced_etags.end(), a.etag) !=
      work.replaced_etags.end())
    return;
  if (work.in_flight) {
    work.announced_etag = a.etag;  // looked at when the save is through
    return;
  }
  adopt(state, work, a.doc, a.etag);
}

void on(SessionState& state, const action::ImageSaved& a) {
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  std::unordered_map<std::string, std::int64_t> ids;
  for (const doc::AnnotationPtr& annotation : a.stored->annotations)
    if (annotation->id != 0) ids.emplace(annotation->uuid, annotation->id);
  SharedChange shared;
  std::unordered_map<doc::AnnotationPtr, doc::AnnotationPtr> done;
  const auto change = [&](const doc::ImageDocPtr& doc) { return with_ids(doc, ids, done); };
  work.timeline.rewrite_from(work.numbered, [&](const Snapshot& snapshot) -> Snapshot {
    return {shared(snapshot.doc, change), snapshot.chain};
  });
  // With a long history only its end is looked at after each save.
  while (work.numbered < work.timeline.size() && all_numbered(*work.timeline.at(work.numbered).doc))
    ++work.numbered;
  work.saved = shared(a.sent, change);
  // A request sent twice is numbered by the first answer already: then the pointers differ.
  const doc::ImageDocPtr& root = work.timeline.root().doc;
  if (says_the_same(*work.saved, *root)) work.saved = root;
  constexpr std::size_t kAnswersUnderWay = 8;
  if (!work.etag.empty() && work.etag != a.etag) work.replaced_etags.push_back(work.etag);
  if (work.replaced_etags.size() > kAnswersUnderWay)
    work.replaced_etags.erase(work.replaced_etags.begin());
  work.etag = a.etag;
  if (work.in_flight == a.sent) work.in_flight = nullptr;
  save_succeeded(state);
  reload_if_outdated(state, work);
  // Brought back from an earlier visit and never opened: there is nothing to come back to.
  if (work.id != state.open_id && is_untouched(work)) state.works.erase(at);
}

void on(SessionState& state, const action::ImageSaveConflict& a) {
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  ImageWork& work = at->second;
  work.in_flight = nullptr;
  work.announced_etag.clear();
  save_succeeded(state);
  adopt(state, work, a.theirs, a.etag);
}

void on(SessionState& state, const action::ImageStateSaved& a) {
  const auto at = state.unsaved_states.find(a.image_id);
  if (at == state.unsaved_states.end() || at->second != a.state) return;
  state.unsaved_states.erase(at);
  save_succeeded(state);
}

void on(SessionState& state, const action::SaveFailed& a) {
  save_failed(state, a.message);
}

void on(SessionState& state, const action::SaveRefused& a) {
  if (a.image_id == 0) {
    classes_refused(state, a.message);
    return;
  }
  const auto at = state.works.find(a.image_id);
  if (at == state.works.end()) return;
  at->second.refused = std::exchange(at->second.in_flight, nullptr);
  save_refused(state, a.message);
}

void on(SessionState& state, const action::ChangedByOther& a) {
  if (a.image_id == 0) {
    state.classes_announced_etag = a.etag;
    if (state.classes_in_flight || a.etag == state.classes_etag) return;
    state.effects.push_back(effect::ReloadCategories{});
    return;
  }
  ImageWork* work = state.open_work();
  if (work == nullptr || work->id != a.image_id || !work->loaded) return;
  work->announced_etag = a.etag;
  reload_if_outdated(state, *work);
}

}  // namespace maskpoint::session
