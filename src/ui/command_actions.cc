// What each command does to a session: when it may, and which Actions it means.
#include <algorithm>
#include <cassert>

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

}  // namespace

bool enabled(CommandId id, const Session& s) {
  if (is_class_key(id)) return class_has_key(s, digit_of(id));
  switch (id) {
    case kAccept:
      return s.pending() != nullptr && !s.pending()->candidates.empty();
    case kTakeBack:
      return s.pending() != nullptr;
    case kCancel:
      return s.pending() != nullptr || !s.selection().empty() || s.tool() != session::Tool::kPrompt;
    case kNext:
    case kPrevious:
      return s.pending() != nullptr || (s.image_doc() && !s.image_doc()->annotations.empty());
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
      return has_image(s);
    case kReopen:
      return !reopenable(s).empty();
    case kSelectAll:
    case kHideAll:
      return s.image_doc() && !s.image_doc()->annotations.empty();
    case kNextImage:
    case kPreviousImage:
      return s.images().size() > 1;
    case kNextUnfinished:
    case kPreviousUnfinished:
      return s.has_other_unfinished();
    case kExport:
    case kEncodeAll:
      return !s.images().empty();
    case kResetLook:
      return s.settings().look != session::ImageLook{};
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
  switch (id) {
    case kAccept:
      out.push_back(action::Accept{});
      break;
    case kCancel:
      if (s.pending() == nullptr && !s.selection().empty())
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
      else
        out.push_back(action::CycleObject{step});
      break;
    }
    case kPromptTool:
      out.push_back(action::SetTool{session::Tool::kPrompt});
      break;
    case kSelectTool:
      out.push_back(action::SetTool{session::Tool::kSelect});
      break;
    case kUndo:
      out.push_back(action::Undo{});
      break;
    case kRedo:
      out.push_back(action::Redo{});
      break;
    case kDelete:
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
