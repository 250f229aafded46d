#include "session/session.h"

#include <algorithm>
#include <utility>

#include "session/actions.h"
#include "session/announcing.h"
#include "session/brushing.h"
#include "session/cleaning.h"
#include "session/decoding.h"
#include "session/everything.h"
#include "session/hand_edits.h"
#include "session/hover.h"
#include "session/images.h"
#include "session/outlining.h"
#include "session/pointer.h"
#include "session/saving.h"
#include "session/scene_builder.h"
#include "session/state.h"
#include "session/timeline.h"
#include "session/transfer.h"
#include "session/viewing.h"

namespace maskpoint::session {
namespace {

const doc::ImageDocPtr& no_doc() {
  static const doc::ImageDocPtr kNone = doc::empty_doc(0, {});
  return kNone;
}

}  // namespace

Session::Session() : state_(std::make_unique<SessionState>()) {
}
Session::~Session() = default;

std::vector<Effect> Session::dispatch(const Action& action) {
  const Noticeable before = noticeable(*state_);
  std::visit([&](const auto& a) { on(*state_, a); }, action);
  settle_hand_edits(*state_);
  follow_everything(*state_);
  follow_selection(*state_);
  follow_outline(*state_);
  follow_trial(*state_);
  follow_pending_trial(*state_);
  continue_copying(*state_);
  announce_changes(*state_, before);
  request_decode(*state_);
  follow_pointer(*state_);
  flush_saves(*state_);
  return std::exchange(state_->effects, {});
}

Keeper Session::keeper() const {
  return state_->keeper;
}
const std::string& Session::project_name() const {
  return state_->project_name;
}

const std::vector<ImageRow>& Session::images() const {
  return state_->rows.all();
}

const std::vector<int>& Session::filtered_images() const {
  return state_->rows.shown();
}

int Session::shown_position(std::int64_t image_id) const {
  const std::vector<int>& shown = state_->rows.shown();
  const int position = state_->rows.position_of(image_id);
  const auto at = std::lower_bound(shown.begin(), shown.end(), position);
  return at != shown.end() && *at == position ? int(at - shown.begin()) : -1;
}

const ImageRow* Session::image_row(std::int64_t image_id) const {
  return state_->rows.find(image_id);
}

const action::EncodeAllProgress& Session::encode_all() const {
  return state_->encode_all;
}

const ImageFilter& Session::image_filter() const {
  return state_->rows.filter();
}

int Session::done_images() const {
  return state_->rows.done();
}

bool Session::has_other_unfinished() const {
  return state_->rows.unfinished_beside(state_->open_id) > 0;
}

const ImageRow* Session::open_image() const {
  return state_->row(state_->open_id);
}

bool Session::pixels_ready() const {
  return state_->pixels_ready;
}

bool Session::image_prepared() const {
  return state_->prepared;
}

const doc::ImageDocPtr& Session::image_doc() const {
  const ImageWork* work = state_->open_work();
  return work ? work->timeline.root().doc : no_doc();
}

const doc::Categories& Session::categories() const {
  return state_->categories();
}

int Session::current_category() const {
  return state_->current_class;
}

const Pending* Session::pending() const {
  const ImageWork* work = state_->open_work();
  return work && work->pending ? &*work->pending : nullptr;
}

const ChainPtr& Session::prompt_chain() const {
  static const ChainPtr kNone;
  const ImageWork* work = state_->open_work();
  return work ? work->timeline.root().chain : kNone;
}

const std::set<std::string>& Session::selection() const {
  return state_->selection;
}

bool Session::is_hidden(const std::string& uuid) const {
  return state_->hidden.contains(uuid);
}

bool Session::solo() const {
  return state_->hidden_before_solo.has_value();
}

bool Session::can_paste() const {
  return !state_->clip.objects.empty();
}

bool Session::can_undo() const {
  return undo_depth() > 0;
}

bool Session::can_redo() const {
  return redo_depth() > 0;
}

int Session::undo_depth() const {
  const ImageWork* work = state_->open_work();
  return work ? work->timeline.undo_depth() : 0;
}

int Session::redo_depth() const {
  const ImageWork* work = state_->open_work();
  return work ? work->timeline.redo_depth() : 0;
}

std::vector<std::string> Session::history() const {
  std::vector<std::string> labels;
  const ImageWork* work = state_->open_work();
  for (std::size_t i = 0; work != nullptr && i < work->timeline.size(); ++i)
    labels.push_back(history_label(work->timeline, i));
  return labels;
}

int Session::copy_count() const {
  return int(objects_to_copy(*state_).size());
}

std::optional<CopyView> Session::copying() const {
  return copy_view(*state_);
}

bool Session::can_undo_class_edit() const {
  return state_->classes.can_undo();
}

bool Session::can_redo_class_edit() const {
  return state_->classes.can_redo();
}

SaveState Session::save_state() const {
  return save_state_of(*state_);
}

const std::string& Session::save_error() const {
  return state_->save_error;
}

bool Session::save_refused() const {
  return anything_refused(*state_);
}

std::vector<UnsavedImage> Session::unsaved_images() const {
  std::vector<UnsavedImage> unsaved;
  for (const auto& [id, work] : state_->works)
    if (const doc::ImageDocPtr& mine = work.timeline.root().doc; mine != work.saved)
      unsaved.push_back({work.saved, mine, work.loaded ? work.etag : std::string()});
  return unsaved;
}

std::optional<UnsavedClasses> Session::unsaved_classes() const {
  if (state_->classes.root() == state_->saved_classes) return std::nullopt;
  return UnsavedClasses{state_->saved_classes, state_->classes.root()};
}

const std::map<std::int64_t, doc::WorkState>& Session::unsaved_states() const {
  return state_->unsaved_states;
}

bool Session::accepting() const {
  const ImageWork* work = state_->open_work();
  return work != nullptr && !work->accepting.empty();
}

std::vector<doc::ObjectConflict> Session::conflicts(std::int64_t image_id) const {
  const auto at = state_->works.find(image_id);
  if (at == state_->works.end() || !at->second.conflict) return {};
  return at->second.conflict->objects;
}

std::vector<std::int64_t> Session::images_in_conflict() const {
  std::vector<std::int64_t> images;
  for (const auto& [id, work] : state_->works)
    if (work.conflict) images.push_back(id);
  return images;
}

int Session::tabs() const {
  return state_->tabs;
}

const std::string& Session::journal_error() const {
  return state_->journal_error;
}

const std::vector<Toast>& Session::toasts() const {
  return state_->toasts;
}

bool Session::wants_ticks() const {
  for (const Toast& toast : state_->toasts)
    if (toast.kind == ToastKind::kInfo) return true;
  return false;
}

Tool Session::tool() const {
  return state_->tool;
}

std::optional<EverythingView> Session::everything() const {
  const ImageWork* work = state_->open_work();
  if (work == nullptr || !work->everything || !state_->everything_shown) return std::nullopt;
  return everything_view(*state_, *work->everything);
}
bool Session::wants_uuid() const {
  return state_->open_id != 0 && state_->tools.fresh_uuid.empty();
}

const ToolState& Session::tools() const {
  return state_->tools;
}

double Session::brush_diameter() const {
  return session::brush_diameter(*state_);
}

HandTarget Session::hand_target() const {
  assert(state_->open_work() != nullptr);
  return session::hand_target(*state_, *state_->open_work(), kind_in_hand(*state_));
}

const DrawnShape* Session::polygon() const {
  const ImageWork* work = state_->open_work();
  return work && work->polygon ? &*work->polygon : nullptr;
}

bool Session::tool_in_hand() const {
  const ToolState& tools = state_->tools;
  return tools.stroke || tools.lasso || tools.drag || tools.trial ||
         (tool() == Tool::kPolygon && polygon() != nullptr);
}

const mask::Cleanup* Session::cleanup() const {
  return shown_cleanup(*state_);
}

Theme Session::theme() const {
  const Theme choice = state_->settings.theme;
  return choice == Theme::kSystem ? state_->system_theme : choice;
}

const Settings& Session::settings() const {
  return state_->settings;
}

const geom::ViewTransform& Session::view() const {
  return state_->view;
}

const geom::ScreenRect& Session::canvas() const {
  return state_->canvas;
}

std::optional<geom::PixelPoint> Session::cursor() const {
  return cursor_pixel(*state_);
}

double Session::last_decode_ms() const {
  return state_->last_decode_ms;
}

const action::EngineReady& Session::engine() const {
  return state_->engine;
}

bool Session::panning() const {
  return state_->pan_button.has_value();
}

std::optional<BoxGrip> Session::box_grip() const {
  return pointer_target(*state_).box;
}

bool Session::on_prompt_point() const {
  return pointer_target(*state_).point.has_value();
}

Scene Session::scene() const {
  return build_scene(*state_);
}

}  // namespace maskpoint::session
