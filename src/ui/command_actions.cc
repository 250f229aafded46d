// What each command does to a session: when it may, and which Actions it means.
#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "ui/commands.h"

namespace maskpoint::ui {
namespace {

using session::Action;
using session::Session;
namespace action = session::action;
using enum CommandId;

constexpr double kZoomStep = 1.25;

bool has_image(const Session& s) {
  return s.open_image() != nullptr;
}

std::string digit_of(CommandId id) {
  if (id == kClass0) return "0";
  return std::to_string(int(id) - int(kClass1) + 1);
}

bool is_class_key(CommandId id) {
  return id >= kClass1 && id <= kClass0;
}

bool class_has_key(const Session& s, const std::string& key) {
  const doc::Categories& all = s.categories();
  return std::any_of(all.begin(), all.end(), [&](const auto& c) { return c.key == key; });
}

session::Settings with_view_changed(session::Settings settings, CommandId id) {
  const auto flip = [](bool& value) { value = !value; };
  if (id == kResetLook) settings.look = {};
  if (id == kInvert) flip(settings.look.invert);
  if (id == kPixelGrid) flip(settings.pixel_grid);
  if (id == kCrosshair) flip(settings.crosshair);
  if (id == kMinimap) flip(settings.minimap);
  if (id == kKeepZoom) flip(settings.keep_zoom);
  return settings;
}

// The one object that can be reopened: the selected one, if its prompts are known.
std::string reopenable(const Session& s) {
  if (s.selection().size() != 1 || !s.image_doc()) return {};
  for (const doc::AnnotationPtr& object : s.image_doc()->annotations)
    if (object->uuid == *s.selection().begin() && object->prompts) return object->uuid;
  return {};
}

Action next_overlap(const Session& s) {
  using enum session::Overlap;
  session::Settings settings = s.settings();
  settings.overlap = settings.overlap == kAllowed ? kYield
                     : settings.overlap == kYield ? kCut
                                                  : kAllowed;
  return action::ChangeSettings{std::move(settings)};
}

// What "everything" has lit, or -1.
int lit_found(const Session& s) {
  const auto everything = s.everything();
  return everything && s.pending() == nullptr ? everything->lit : -1;
}

bool offers_found(const Session& s) {
  const auto everything = s.everything();
  return everything && !everything->offered.empty();
}

// Escape ends a run at once, and hides what was found when there is nothing else to give up.
bool gives_up_everything(const Session& s) {
  const auto everything = s.everything();
  if (!everything || s.tool_in_hand() || s.pending() != nullptr) return false;
  return everything->running || (!s.copying() && s.selection().empty());
}

bool draws_polygon(const Session& s) {
  return s.tool() == session::Tool::kPolygon && s.polygon() != nullptr;
}

bool makes_masks(session::Tool tool) {
  return tool != session::Tool::kPrompt && tool != session::Tool::kSelect;
}

// Enter with such a tool closes the polygon, or is done with the object: the next one is new.
bool finishes_by_hand(const Session& s) {
  return draws_polygon(s) ||
         (makes_masks(s.tool()) && s.pending() == nullptr && !s.selection().empty());
}

std::optional<session::Tool> tool_of(CommandId id) {
  switch (id) {
    case kPromptTool:
      return session::Tool::kPrompt;
    case kSelectTool:
      return session::Tool::kSelect;
    case kBrushTool:
      return session::Tool::kBrush;
    case kEraserTool:
      return session::Tool::kEraser;
    case kPolygonTool:
      return session::Tool::kPolygon;
    case kLassoTool:
      return session::Tool::kLasso;
    case kOutlineTool:
      return session::Tool::kOutline;
    default:
      return std::nullopt;
  }
}

// What a command of the masks' section does.
bool append_mask_actions(CommandId id, std::vector<Action>& out) {
  switch (id) {
    case kBrushSmaller:
    case kBrushLarger:
      out.push_back(action::ResizeBrush{id == kBrushLarger ? 1 : -1});
      return true;
    case kKeepLargest:
      out.push_back(action::CombineMasks{mask::Operation::kKeepLargest});
      return true;
    case kSplit:
      out.push_back(action::CombineMasks{mask::Operation::kSplit});
      return true;
    case kUnite:
      out.push_back(action::CombineMasks{mask::Operation::kUnite});
      return true;
    case kSubtract:
      out.push_back(action::CombineMasks{mask::Operation::kSubtract});
      return true;
    case kIntersect:
      out.push_back(action::CombineMasks{mask::Operation::kIntersect});
      return true;
    default:
      return false;
  }
}

std::optional<session::PageTask> page_task_of(CommandId id) {
  switch (id) {
    case kOpenFiles:
      return session::PageTask::kOpenFiles;
    case kOpenFolder:
      return session::PageTask::kOpenFolder;
    case kOpenAddress:
      return session::PageTask::kOpenAddress;
    case kProjects:
      return session::PageTask::kProjects;
    case kSaveProject:
      return session::PageTask::kSaveProject;
    case kRemovePhoto:
      return session::PageTask::kRemovePhoto;
    case kImport:
      return session::PageTask::kImport;
    case kMakeMasks:
      return session::PageTask::kMakeMasks;
    case kExportAs:
      return session::PageTask::kExportAs;
    default:
      return std::nullopt;
  }
}

}  // namespace

double tightness(const Session& s) {
  if (s.pending() != nullptr) return s.pending()->threshold;
  const std::string uuid = reopenable(s);
  if (!uuid.empty())
    for (const doc::AnnotationPtr& object : s.image_doc()->annotations)
      if (object->uuid == uuid) return object->prompts->threshold;
  return 0;
}

bool enabled(CommandId id, const Session& s) {
  if (is_class_key(id)) return class_has_key(s, digit_of(id));
  // A server's photos are those of its folder.
  if (id == kExportAs || id == kImport || id == kMakeMasks) return !s.images().empty();
  if (id == kRemovePhoto && !has_image(s)) return false;
  if (page_task_of(id)) return s.keeper() == session::Keeper::kBrowser;
  switch (id) {
    case kAccept:
      if (finishes_by_hand(s)) return true;
      if (s.pending() != nullptr) return !s.pending()->candidates.empty();
      return lit_found(s) >= 0 || !reopenable(s).empty();
    case kKeepAlike:
      return lit_found(s) >= 0;
    case kTakeBack:
      return s.pending() != nullptr || draws_polygon(s);
    case kKeepLargest:
    case kSplit:
      return !s.selection().empty() && s.pending() == nullptr;
    case kUnite:
    case kSubtract:
    case kIntersect:
      return s.selection().size() > 1 && s.pending() == nullptr;
    case kCancel:
      return s.tool_in_hand() || s.pending() != nullptr || !s.selection().empty() || s.copying() ||
             s.tool() != session::Tool::kPrompt || s.everything();
    case kNext:
    case kPrevious:
      return s.pending() != nullptr || offers_found(s) ||
             (s.image_doc() && !s.image_doc()->annotations.empty());
    case kTighter:
    case kLooser:
      return s.pending() != nullptr || !reopenable(s).empty();
    case kHistory:
      return s.can_undo() || s.can_redo();
    case kCopyOn:
      return s.copy_count() > 0 && !s.copying();
    case kUndoClasses:
      return s.can_undo_class_edit();
    case kRedoClasses:
      return s.can_redo_class_edit();
    case kUndo:
      return s.can_undo();
    case kRedo:
      return s.can_redo();
    case kDelete:
    case kHide:
    case kLock:
    case kCopy:
    case kCut:
    case kDuplicate:
    case kForward:
    case kBackward:
    case kToFront:
    case kToBack:
    case kCrowd:
      return !s.selection().empty();
    case kSolo:
      return !s.selection().empty() || s.solo();
    case kPaste:
      return has_image(s) && s.can_paste();
    case kReopen:
      return !reopenable(s).empty();
    case kSelectAll:
    case kHideAll:
      return s.image_doc() && !s.image_doc()->annotations.empty();
    case kNextUnfinished:
    case kPreviousUnfinished:
      return s.has_other_unfinished();
    case kNextImage:  // at the end of the list the session says so
    case kPreviousImage:
    case kExport:
    case kEncodeAll:
      return !s.images().empty();
    case kResetLook:
      return s.settings().look != session::ImageLook{};
    case kEverything:
    case kMarkDone:
    case kFit:
    case kFullSize:
    case kZoomIn:
    case kZoomOut:
      return has_image(s);
    default:
      return true;
  }
}

void append_actions(CommandId id, const Session& s, std::vector<Action>& out) {
  if (!enabled(id, s)) return;
  if (is_class_key(id)) {
    out.push_back(action::PickCategoryByKey{digit_of(id)});
    return;
  }
  if (const std::optional<session::Tool> tool = tool_of(id)) {
    out.push_back(action::SetTool{*tool});
    return;
  }
  if (const std::optional<session::PageTask> task = page_task_of(id)) {
    out.push_back(action::AskPage{*task});
    return;
  }
  if (append_mask_actions(id, out)) return;
  switch (id) {
    case kAccept:
      if (draws_polygon(s))
        out.push_back(action::FinishShape{});
      else if (finishes_by_hand(s))
        out.push_back(action::Select{"", action::SelectKind::kNone});
      else if (s.pending() != nullptr)
        out.push_back(action::Accept{});
      else if (lit_found(s) >= 0)
        out.push_back(action::KeepFound{{lit_found(s)}});
      else
        out.push_back(action::ReopenObject{reopenable(s)});
      break;
    case kEverything:
      out.push_back(action::FindEverything{});
      break;
    case kKeepAlike:
      out.push_back(action::KeepFound{{lit_found(s)}, true});
      break;
    case kCancel:
      if (gives_up_everything(s))
        out.push_back(action::StopEverything{});
      else if (!s.tool_in_hand() && s.pending() == nullptr && s.copying())
        out.push_back(action::CancelCopy{});
      else if (!s.tool_in_hand() && s.pending() == nullptr && !s.selection().empty())
        out.push_back(action::Select{"", action::SelectKind::kNone});
      else
        out.push_back(action::ClearPrompt{});
      break;
    case kTakeBack:
      out.push_back(action::TakeBackPrompt{});
      break;
    case kNext:
    case kPrevious: {
      const int step = id == kNext ? 1 : -1;
      if (s.pending() != nullptr)
        out.push_back(action::CycleCandidate{step});
      else if (offers_found(s))
        out.push_back(action::StepFound{step});
      else
        out.push_back(action::CycleObject{step});
      break;
    }
    case kTighter:
    case kLooser:
      out.push_back(action::SetTightness{tightness(s) + (id == kTighter ? 0.5 : -0.5)});
      break;
    case kOverlap:
      out.push_back(next_overlap(s));
      break;
    case kCopyOn:
      out.push_back(action::CopyToNextImage{});
      break;
    case kUndoClasses:
      out.push_back(action::UndoClassEdit{});
      break;
    case kRedoClasses:
      out.push_back(action::RedoClassEdit{});
      break;
    case kUndo:
      out.push_back(action::Undo{});
      break;
    case kRedo:
      out.push_back(action::Redo{});
      break;
    case kDelete:
      if (s.tools().active_vertex)
        out.push_back(action::DeleteVertex{});
      else
        out.push_back(action::DeleteSelected{});
      break;
    case kHide:
      out.push_back(action::ToggleSelectedVisible{});
      break;
    case kSolo:
      out.push_back(action::ToggleSolo{});
      break;
    case kLock:
      out.push_back(action::ToggleSelectedLocked{});
      break;
    case kSelectAll:
      out.push_back(action::SelectAll{});
      break;
    case kCopy:
      out.push_back(action::CopySelected{});
      break;
    case kCut:
      out.push_back(action::CutSelected{});
      break;
    case kPaste:
      out.push_back(action::Paste{});
      break;
    case kDuplicate:
      out.push_back(action::DuplicateSelected{});
      break;
    case kForward:
      out.push_back(action::ReorderSelected{doc::ZMove::kForward});
      break;
    case kBackward:
      out.push_back(action::ReorderSelected{doc::ZMove::kBackward});
      break;
    case kToFront:
      out.push_back(action::ReorderSelected{doc::ZMove::kToFront});
      break;
    case kToBack:
      out.push_back(action::ReorderSelected{doc::ZMove::kToBack});
      break;
    case kCrowd:
      out.push_back(action::ToggleSelectedCrowd{});
      break;
    case kHideAll:
      out.push_back(action::ToggleAllVisible{});
      break;
    case kReopen:
      out.push_back(action::ReopenObject{reopenable(s)});
      break;
    case kNextImage:
      out.push_back(action::StepImage{1});
      break;
    case kPreviousImage:
      out.push_back(action::StepImage{-1});
      break;
    case kNextUnfinished:
      out.push_back(action::StepUnfinishedImage{1});
      break;
    case kPreviousUnfinished:
      out.push_back(action::StepUnfinishedImage{-1});
      break;
    case kMarkDone:
      out.push_back(
          action::SetImageDone{s.open_image()->id, s.open_image()->state != doc::WorkState::kDone});
      break;
    case kFit:
      out.push_back(action::ZoomToFit{});
      break;
    case kFullSize:
      out.push_back(action::ZoomTo{1});
      break;
    case kZoomIn:
      out.push_back(action::ZoomBy{kZoomStep});
      break;
    case kZoomOut:
      out.push_back(action::ZoomBy{1 / kZoomStep});
      break;
    case kTheme:
      out.push_back(action::SetTheme{s.theme() == session::Theme::kLight ? session::Theme::kDark
                                                                         : session::Theme::kLight});
      break;
    case kResetLook:
    case kInvert:
    case kPixelGrid:
    case kCrosshair:
    case kMinimap:
    case kKeepZoom:
      out.push_back(action::ChangeSettings{with_view_changed(s.settings(), id)});
      break;
    case kEncodeAll:
      out.push_back(action::SetEncodeAll{s.encode_all().running ? action::EncodeAll::kStop
                                                                : action::EncodeAll::kStart});
      break;
    case kExport:
      out.push_back(action::ExportCoco{});
      break;
    default:
      break;  // the Interface's own
  }
}

}  // namespace maskpoint::ui
