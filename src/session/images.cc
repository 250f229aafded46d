#include "session/images.h"

#include <algorithm>
#include <cstdlib>

#include "session/actions.h"
#include "session/everything.h"
#include "session/hand_edits.h"
#include "session/hover.h"
#include "session/objects.h"
#include "session/pending.h"
#include "session/saving.h"
#include "session/timeline.h"
#include "session/toasts.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

constexpr int kEncodedAhead = 3;

// Keeps what there is to come back to, and lets go of the rest: memory must not grow with every
// image looked at.
void leave_image(SessionState& state) {
  let_go(state);
  leave_everything(state);
  state.tools.stroke_end.reset();
  state.tools.outline.reset();
  state.tools.outlines_before.clear();
  cancel_gesture(state);
  clear_hover(state);
  end_solo(state);
  state.pan_button.reset();
  ImageWork* work = state.open_work();
  if (work == nullptr) return;
  state.effects.push_back(effect::CloseImage{work->id});
  work->decode.reset();
  if (work->pending) {
    work->pending->candidates.clear();
    work->pending->decoding = true;
  }
  if (is_untouched(*work)) state.works.erase(work->id);
}

void encode_now(SessionState& state);

void open_image(SessionState& state, const ImageRow& row) {
  if (!row.error.empty()) show_error(state, row.error);
  if (!can_be_opened(row)) return;
  if (row.id == state.open_id) {
    if (!state.load_failed) return;
    state.load_failed = false;
    state.effects.push_back(effect::LoadImage{row.id, row.size});
    encode_now(state);
    return;
  }
  const geom::ImageSize before = open_size(state);
  leave_image(state);
  state.open_id = row.id;
  state.pixels_ready = state.prepared = state.load_failed = false;
  state.selection.clear();
  state.lit_in_list.clear();
  state.works.try_emplace(row.id, row.id, row.size);
  carry_view(state, before);
  state.effects.push_back(effect::LoadImage{row.id, row.size});
  encode_now(state);
  announce(state, "Opened " + row.file_name + ".");
}

// Where in `shown` a walk from the open image begins: it may have dropped out of the filter, then
// its neighbours in the whole list are the ones beside it.
int start_of_walk(const SessionState& state, const std::vector<int>& shown, int step) {
  const int open = state.rows.position_of(state.open_id);
  if (open < 0) return step > 0 ? 0 : int(shown.size()) - 1;
  const auto at = std::lower_bound(shown.begin(), shown.end(), open);
  if (step < 0) return int(at - shown.begin()) - 1;
  return int(at - shown.begin()) + (at != shown.end() && *at == open ? 1 : 0);
}

// The `step`th image from the open one, in the direction of its sign, or null.
const ImageRow* row_beside(const SessionState& state, int step) {
  const std::vector<int>& shown = state.rows.shown();
  int left = std::abs(step);
  for (int at = start_of_walk(state, shown, step); at >= 0 && at < int(shown.size());
       at += step > 0 ? 1 : -1) {
    const ImageRow& row = state.rows.all()[std::size_t(shown[std::size_t(at)])];
    if (can_be_opened(row) && --left == 0) return &row;
  }
  return nullptr;
}

std::vector<std::int64_t> next_images(const SessionState& state) {
  std::vector<std::int64_t> next;
  for (int ahead = 1; ahead <= kEncodedAhead; ++ahead)
    if (const ImageRow* row = row_beside(state, ahead); row && row->error.empty())
      next.push_back(row->id);
  return next;
}

void encode_now(SessionState& state) {
  state.encoded_ahead = next_images(state);
  state.effects.push_back(effect::EncodeNow{state.open_id, state.encoded_ahead});
}

// What we know better than a list the server made before it heard of it.
void put_own_work_on_top(SessionState& state) {
  for (const auto& [id, next] : state.unsaved_states)
    if (ImageRow* row = state.change_row(id)) row->state = next;
  for (auto& [id, work] : state.works)
    root_changed(state, work);
}

// The file of the open image is another one now: its pixels and its embedding are loaded anew, the
// objects stay.
void reload_if_replaced(SessionState& state, const std::string& version_before) {
  const ImageRow* row = state.row(state.open_id);
  if (row == nullptr || version_before.empty() || row->version == version_before) return;
  if (!row->error.empty()) {
    show_error(state, row->error);
    return;
  }
  show_error(state, row->file_name +
                        " was replaced by another file. Its objects are kept: check that they "
                        "still fit.");
  state.effects.push_back(effect::CloseImage{row->id});
  state.pixels_ready = state.prepared = state.load_failed = false;
  if (ImageWork* work = state.open_work()) {
    work->decode.reset();
    drop_everything(state, *work);
    work->size = row->size;
    if (work->pending) work->pending->decoding = true;
  }
  clear_hover(state);
  state.effects.push_back(effect::LoadImage{row->id, row->size});
  encode_now(state);
}

}  // namespace

const ImageRow* unfinished_row(const SessionState& state, int step) {
  const std::vector<int>& shown = state.rows.shown();
  const int count = int(shown.size());
  if (state.rows.unfinished_beside(state.open_id) == 0) return nullptr;
  const int start = start_of_walk(state, shown, step);
  for (int n = 0; n < count; ++n) {
    const int at = ((start + (step > 0 ? n : -n)) % count + count) % count;
    const ImageRow& row = state.rows.all()[std::size_t(shown[std::size_t(at)])];
    if (row.id != state.open_id && row.state != doc::WorkState::kDone && can_be_opened(row))
      return &row;
  }
  return nullptr;
}

const ImageRow* row_after_open(const SessionState& state) {
  return row_beside(state, 1);
}

std::string of_those_shown(const SessionState& state) {
  return state.rows.shown().size() < state.rows.all().size() ? " of those the filter shows" : "";
}

void open_row(SessionState& state, const ImageRow& row) {
  open_image(state, row);
}

void on(SessionState& state, const action::OpenImage& a) {
  if (const ImageRow* row = state.row(a.image_id)) open_image(state, *row);
}

void on(SessionState& state, const action::StepImage& a) {
  if (a.step == 0) return;
  if (const ImageRow* row = row_beside(state, a.step > 0 ? 1 : -1))
    open_image(state, *row);
  else if (state.rows.all().size() == 1)
    say(state, "This is the only image.");
  else
    say(state, (a.step > 0 ? "This is the last image" : "This is the first image") +
                   of_those_shown(state) + ".");
}

void on(SessionState& state, const action::StepUnfinishedImage& a) {
  if (a.step == 0) return;
  if (const ImageRow* row = unfinished_row(state, a.step))
    open_image(state, *row);
  else
    say(state, "No other image" + of_those_shown(state) + " is unfinished.");
}

void on(SessionState& state, const action::SetImageFilter& a) {
  state.rows.set_filter(a.filter);
  if (state.open_id != 0 && next_images(state) != state.encoded_ahead) encode_now(state);
}

void on(SessionState& state, const action::SetImageDone& a) {
  const ImageRow* row = state.row(a.image_id);
  if (row == nullptr) return;
  doc::WorkState next = doc::WorkState::kDone;
  if (!a.done) next = row->annotation_count > 0 ? doc::WorkState::kInWork : doc::WorkState::kNew;
  if (row->state == next) return;
  const std::string name = row->file_name;
  set_image_state(state, row->id, next);
  announce(state, name + (a.done ? " is done." : " is not done."));
}

void on(SessionState& state, const action::ProjectLoaded& a) {
  const ImageRow* open = state.row(state.open_id);
  const std::string version = open ? open->version : std::string();
  state.project_name = a.name;
  state.keeper = a.keeper;
  state.rows.replace(a.images);
  put_own_work_on_top(state);
  if (state.row(state.open_id) != nullptr) {
    reload_if_replaced(state, version);
    return;
  }
  leave_image(state);
  state.open_id = 0;
  const ImageRow* first = unfinished_row(state, 1);
  if (first == nullptr) first = row_beside(state, 1);
  if (first != nullptr) open_image(state, *first);
}

void on(SessionState& state, const action::ImageRowChanged& a) {
  ImageRow* row = state.change_row(a.row.id);
  if (row == nullptr) {
    state.rows.add(a.row);
    if (state.open_id == 0) open_image(state, *state.row(a.row.id));
    return;
  }
  const std::string version = row->version;
  *row = a.row;
  // Our own state and count are newer than the server's.
  if (const auto mine = state.unsaved_states.find(a.row.id); mine != state.unsaved_states.end())
    row->state = mine->second;
  if (const auto work = state.works.find(a.row.id); work != state.works.end())
    root_changed(state, work->second);
  if (a.row.id == state.open_id) reload_if_replaced(state, version);
}

void on(SessionState& state, const action::PixelsReady& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || a.image_id != work->id) return;
  state.pixels_ready = true;
  if (work->size.width > 0 && work->size.height > 0) return;
  work->size = a.size;
  if (ImageRow* row = state.rows.change_quietly(a.image_id)) row->size = a.size;
  if (state.fitted) fit_view(state);
}

void on(SessionState& state, const action::ImageFailed& a) {
  show_error(state, a.message);
  ImageRow* row = state.rows.change_quietly(a.image_id);
  if (row != nullptr && row->embedding != EmbeddingState::kReady)
    row->embedding = EmbeddingState::kError;
  if (a.image_id == state.open_id) state.load_failed = true;
}

void on(SessionState& state, const action::EmbeddingProgress& a) {
  ImageRow* row = state.rows.change_quietly(a.image_id);
  if (row == nullptr) return;
  row->embedding = a.state;
  row->progress = a.progress;
}

void on(SessionState& state, const action::AskPage& a) {
  state.effects.push_back(effect::AskPage{a.task});
}

void on(SessionState& state, const action::SetEncodeAll& a) {
  state.effects.push_back(effect::EncodeAll{a.what});
}

void on(SessionState& state, const action::EncodeAllProgress& a) {
  const bool ended = state.encode_all.running && !a.running;
  state.encode_all = a;
  if (!ended) return;
  if (a.done < a.total)
    show_info(state, "Encoding was stopped. What is encoded stays.");
  else if (a.failed == 0)
    show_info(state, "Every image is encoded.");
  else
    show_error(state, count_of(std::size_t(a.failed), "image") +
                          " could not be encoded; the list says which and why.");
}

void on(SessionState& state, const action::ImagePrepared& a) {
  if (ImageRow* row = state.rows.change_quietly(a.image_id))
    row->embedding = EmbeddingState::kReady;
  ImageWork* work = state.open_work();
  if (work == nullptr || a.image_id != work->id) return;
  work->model = a.model;
  work->embedding = a.embedding;
  state.prepared = true;
  state.load_failed = false;
  // What was asked before the image was left may never have been answered.
  for (Accepting& accepting : work->accepting)
    accepting.decode.reset();
  warn_of_other_encoding(state, *work);
  start_waiting_everything(state);
}

}  // namespace maskpoint::session
