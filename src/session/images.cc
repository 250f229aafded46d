#include "session/images.h"

#include <algorithm>

#include "session/actions.h"
#include "session/hand_edits.h"
#include "session/hover.h"
#include "session/objects.h"
#include "session/timeline.h"
#include "session/toasts.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

constexpr int kEncodedAhead = 2;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return text;
}

// Keeps what there is to come back to, and lets go of the rest: memory must not grow with every
// image looked at.
void leave_image(SessionState& state) {
  let_go(state);
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
  const bool untouched = work->timeline.size() == 1 && work->accepting.empty() &&
                         work->hand_edits.empty() && work->mask_jobs.empty() && !work->polygon &&
                         !work->in_flight && work->timeline.root().doc == work->saved;
  if (untouched) state.works.erase(work->id);
}

bool can_be_opened(const ImageRow& row) {
  return row.error.empty() || row.size.width > 0;
}

void open_image(SessionState& state, const ImageRow& row) {
  if (!row.error.empty()) show_error(state, row.error);
  if (!can_be_opened(row)) return;
  if (row.id == state.open_id) {
    if (!state.load_failed) return;
    state.load_failed = false;
    state.effects.push_back(effect::LoadImage{row.id, row.size});
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
  announce(state, "Opened " + row.file_name + ".");
}

int position_of_open(const SessionState& state, const std::vector<int>& positions) {
  const auto is_open = [&](int i) { return state.rows[std::size_t(i)].id == state.open_id; };
  const auto at = std::find_if(positions.begin(), positions.end(), is_open);
  return at == positions.end() ? -1 : int(at - positions.begin());
}

// The next image in a direction that `fits`, or null.
template <class Fits>
const ImageRow* next_row(const SessionState& state, int step, const Fits& fits) {
  const std::vector<int> positions = filtered_rows(state);
  const int count = int(positions.size());
  const int open = position_of_open(state, positions);
  int at = open < 0 ? (step > 0 ? 0 : count - 1) : open + step;
  for (; at >= 0 && at < count; at += step > 0 ? 1 : -1) {
    const ImageRow& row = state.rows[std::size_t(positions[std::size_t(at)])];
    if (can_be_opened(row) && fits(row)) return &row;
  }
  return nullptr;
}

bool any_image(const ImageRow&) {
  return true;
}

bool unfinished(const ImageRow& row) {
  return row.state != doc::WorkState::kDone;
}

void encode_ahead(SessionState& state) {
  for (int ahead = 1; ahead <= kEncodedAhead; ++ahead)
    if (const ImageRow* row = next_row(state, ahead, any_image))
      state.effects.push_back(effect::PrefetchEmbedding{row->id});
}

}  // namespace

std::vector<int> filtered_rows(const SessionState& state) {
  const std::string wanted = lower(state.image_filter);
  std::vector<int> positions;
  for (std::size_t i = 0; i < state.rows.size(); ++i)
    if (wanted.empty() || lower(state.rows[i].file_name).find(wanted) != std::string::npos)
      positions.push_back(int(i));
  return positions;
}

void on(SessionState& state, const action::OpenImage& a) {
  if (const ImageRow* row = state.row(a.image_id)) open_image(state, *row);
}

void on(SessionState& state, const action::StepImage& a) {
  if (a.step == 0) return;
  if (const ImageRow* row = next_row(state, a.step, any_image))
    open_image(state, *row);
  else
    announce(state, a.step > 0 ? "This is the last image." : "This is the first image.");
}

void on(SessionState& state, const action::StepUnfinishedImage& a) {
  if (a.step == 0) return;
  if (const ImageRow* row = next_row(state, a.step, unfinished))
    open_image(state, *row);
  else
    show_info(state, a.step > 0 ? "No unfinished image comes after this one."
                                : "No unfinished image comes before this one.");
}

void on(SessionState& state, const action::SetImageFilter& a) {
  state.image_filter = a.text;
}

void on(SessionState& state, const action::SetImageDone& a) {
  ImageRow* row = state.row(a.image_id);
  if (row == nullptr) return;
  doc::WorkState next = doc::WorkState::kDone;
  if (!a.done) next = row->annotation_count > 0 ? doc::WorkState::kInWork : doc::WorkState::kNew;
  if (row->state == next) return;
  row->state = next;
  state.effects.push_back(effect::SaveImageState{row->id, next});
  announce(state, row->file_name + (a.done ? " is done." : " is not done."));
}

void on(SessionState& state, const action::ProjectLoaded& a) {
  state.project_name = a.name;
  state.rows = a.images;
  if (state.row(state.open_id) != nullptr) return;
  leave_image(state);
  state.open_id = 0;
  const ImageRow* first = next_row(state, 1, unfinished);
  if (first == nullptr) first = next_row(state, 1, any_image);
  if (first != nullptr) open_image(state, *first);
}

void on(SessionState& state, const action::ImageRowChanged& a) {
  if (ImageRow* row = state.row(a.row.id)) {
    *row = a.row;
    if (ImageWork* work = state.open_work(); work != nullptr && work->id == a.row.id)
      root_changed(state, *work);  // our own count is newer than the server's
  } else {
    state.rows.push_back(a.row);
    if (state.open_id == 0) open_image(state, state.rows.back());
  }
}

void on(SessionState& state, const action::PixelsReady& a) {
  ImageWork* work = state.open_work();
  if (work == nullptr || a.image_id != work->id) return;
  state.pixels_ready = true;
  if (work->size.width > 0 && work->size.height > 0) return;
  work->size = a.size;
  if (ImageRow* row = state.row(a.image_id)) row->size = a.size;
  if (state.fitted) fit_view(state);
}

void on(SessionState& state, const action::ImageFailed& a) {
  show_error(state, a.message);
  ImageRow* row = state.row(a.image_id);
  if (row != nullptr && row->embedding != EmbeddingState::kReady)
    row->embedding = EmbeddingState::kError;
  if (a.image_id == state.open_id) state.load_failed = true;
}

void on(SessionState& state, const action::EmbeddingProgress& a) {
  ImageRow* row = state.row(a.image_id);
  if (row == nullptr) return;
  row->embedding = a.state;
  row->progress = a.progress;
}

void on(SessionState& state, const action::ImagePrepared& a) {
  if (ImageRow* row = state.row(a.image_id)) row->embedding = EmbeddingState::kReady;
  ImageWork* work = state.open_work();
  if (work == nullptr || a.image_id != work->id) return;
  work->model = a.model;
  work->embedding = a.embedding;
  state.prepared = true;
  state.load_failed = false;
  // What was asked before the image was left may never have been answered.
  for (Accepting& accepting : work->accepting)
    accepting.decode.reset();
  encode_ahead(state);
}

}  // namespace maskpoint::session
