#include "app/journal.h"

#include <algorithm>

#include "app/bridge.h"
#include "app/prompt_text.h"
#include "app/wire.h"
#include "doc/coco_json.h"
#include "doc/edits.h"

namespace maskpoint::app {
namespace {

namespace action = session::action;

// A burst of changes is written once; a change waits no longer than this, or, where an image has
// thousands of objects, than ten times what writing them takes.
constexpr double kRestSeconds = 0.15;
constexpr double kRestShare = 10;

constexpr char kImage[] = "image", kClasses[] = "classes", kStates[] = "states",
               kPrompt[] = "prompt";

doc::WorkState work_state_named(const std::string& name) {
  for (const doc::WorkState state :
       {doc::WorkState::kNew, doc::WorkState::kInWork, doc::WorkState::kDone})
    if (name == name_of(state)) return state;
  return doc::WorkState::kNew;
}

}  // namespace

// --- what earlier visits left ---

void Journal::open(const std::string& project, std::function<void()> then) {
  project_ = project;
  then_ = std::move(then);
  if (project_.empty()) {
    std::exchange(then_, nullptr)();
    return;
  }
  page::tell(dump({{"type", "openJournal"}, {"project", project_}}));
}

void Journal::entries_came(const Json& entries) {
  if (!then_) return;
  for (const Json& entry : entries)
    left_.push_back({text_at(entry, "owner"),
                     {text_at(entry, "kind"), integer_at(entry, "image")},
                     text_at(entry, "text")});
  // Objects name classes: those come first.
  std::stable_partition(left_.begin(), left_.end(),
                        [](const Left& left) { return left.key.first == kClasses; });
  bool any = false;
  for (Left& left : left_) {
    left.taken_up = restore(left.key, parse_json(left.text));
    any = any || left.taken_up;
  }
  if (any)
    shell_.dispatch(action::Notice{
        "Work that was not saved when this page was last closed is back, and saved now."});
  std::exchange(then_, nullptr)();
}

bool Journal::restore(const Key& key, const Json& entry) {
  if (key.first == kImage) return restore_image(key.second, entry);
  if (key.first == kClasses) return restore_classes(entry);
  return key.first == kStates && restore_states(entry);
}

// What was noted as written is erased as soon as the session says that it is saved.
bool Journal::restore_image(std::int64_t image_id, const Json& entry) {
  const geom::ImageSize size = {int_at(entry, "width"), int_at(entry, "height")};
  auto base = doc::read_annotations(text_at(entry, "base"), image_id, size);
  auto mine = doc::read_annotations(text_at(entry, "mine"), image_id, size);
  if (!base.ok() || !mine.ok()) return false;
  images_.try_emplace(image_id);
  shell_.dispatch(action::RestoreImage{*base, *mine, text_at(entry, "etag")});
  return true;
}

bool Journal::restore_classes(const Json& entry) {
  auto base = doc::read_categories(text_at(entry, "base"));
  auto mine = doc::read_categories(text_at(entry, "mine"));
  if (!base.ok() || !mine.ok()) return false;
  classes_ = *mine;
  shell_.dispatch(action::RestoreClasses{*base, *mine});
  return true;
}

bool Journal::restore_states(const Json& entry) {
  if (!entry.is_object()) return false;
  for (const auto& [id, name] : entry.items()) {
    if (!name.is_string()) continue;
    const std::int64_t image_id = std::strtoll(id.c_str(), nullptr, 10);
    const doc::WorkState state = work_state_named(name.get<std::string>());
    states_[image_id] = state;
    shell_.dispatch(action::RestoreImageState{image_id, state});
  }
  return true;
}

void Journal::bring_back_prompt(std::int64_t image_id) {
  const session::ImageRow* open = shell_.session.open_image();
  if (open == nullptr || open->id != image_id || shell_.session.prompt_chain()) return;
  const Key key = {kPrompt, image_id};
  const auto left = std::find_if(left_.begin(), left_.end(), [&](const Left& entry) {
    return entry.key == key && !entry.taken_up;
  });
  if (left == left_.end()) return;
  left->taken_up = true;
  if (auto prompt = prompt_from_text(left->text, image_id)) shell_.dispatch(std::move(*prompt));
}

// --- what this visit has not saved ---

void Journal::look() {
  if (project_.empty() || then_) return;
  write_prompt();  // small, and another image may be opened before the rest is over
  if (resting_) return;
  write_images();
  write_classes();
  write_states();
}

void Journal::flush() {
  resting_ = false;
  look();
}

void Journal::write(const Key& key, const std::string& text) {
  page::tell(
      dump({{"type", "journal"}, {"kind", key.first}, {"image", key.second}, {"text", text}}));
}

void Journal::rest(double since) {
  if (std::exchange(resting_, true)) return;
  shell_.timers.after(std::max(kRestSeconds, kRestShare * (now_seconds() - since)),
                      [this] { flush(); });
}

void Journal::erase(const Key& key) {
  write(key, "");
  forget_taken_up(key);
}

void Journal::forget_taken_up(const Key& key) {
  const auto gone = [&](const Left& left) { return left.key == key && left.taken_up; };
  for (const Left& left : left_)
    if (gone(left))
      page::tell(dump({{"type", "journal"},
                       {"owner", left.owner},
                       {"kind", key.first},
                       {"image", key.second},
                       {"text", ""}}));
  std::erase_if(left_, gone);
}

void Journal::write_images() {
  const double began = now_seconds();
  bool any = false;
  std::set<std::int64_t> unsaved;
  for (const session::UnsavedImage& image : shell_.session.unsaved_images()) {
    const std::int64_t image_id = image.mine->image_id;
    if (is_local(image_id)) continue;
    unsaved.insert(image_id);
    Written& written = images_[image_id];
    if (written.mine == image.mine && written.base == image.base) continue;
    if (written.base != image.base) written.base_text = doc::write_annotations(*image.base);
    written.base = image.base;
    written.mine = image.mine;
    write({kImage, image_id}, dump({{"etag", image.etag},
                                    {"width", image.mine->size.width},
                                    {"height", image.mine->size.height},
                                    {"base", written.base_text},
                                    {"mine", texts_.write(*image.mine)}}));
    any = true;
  }
  if (any) rest(began);
  std::erase_if(images_, [&](const auto& written) {
    if (unsaved.contains(written.first)) return false;
    erase({kImage, written.first});
    return true;
  });
}

void Journal::write_classes() {
  const auto unsaved = shell_.session.unsaved_classes();
  if (!unsaved) {
    if (std::exchange(classes_, nullptr)) erase({kClasses, 0});
    return;
  }
  if (unsaved->mine == classes_) return;
  classes_ = unsaved->mine;
  write({kClasses, 0}, dump({{"base", doc::write_categories(*unsaved->base)},
                             {"mine", doc::write_categories(*unsaved->mine)}}));
  rest(now_seconds());
}

void Journal::write_states() {
  const std::map<std::int64_t, doc::WorkState>& unsaved = shell_.session.unsaved_states();
  if (unsaved == states_) return;
  states_ = unsaved;
  if (unsaved.empty()) {
    erase({kStates, 0});
    return;
  }
  Json states = Json::object();
  for (const auto& [id, state] : unsaved)
    states[std::to_string(id)] = name_of(state);
  write({kStates, 0}, dump(states));
}

// Of the open image; the prompts of others stay as they were written when they were left.
void Journal::write_prompt() {
  const std::int64_t image_id = shell_.session.image_doc()->image_id;
  const session::ChainPtr& chain = shell_.session.prompt_chain();
  const bool same_image = std::exchange(prompt_image_, image_id) == image_id;
  if (chain == prompt_) return;
  // Accepted, its object is not there before its mask is.
  if (!chain && same_image && shell_.session.accepting()) return;
  prompt_ = chain;
  if (!same_image || image_id <= 0) return;
  const Key key = {kPrompt, image_id};
  write(key, chain ? prompt_text(*chain, shell_.session.current_category()) : "");
  forget_taken_up(key);
}

}  // namespace maskpoint::app
