// Actions: everything that can happen to a Session, as values. What the user meant (from app/input
// and ui panels) and what came back (from the worker, the server, the clock). Session::dispatch is
// the only consumer; recorded Actions replay to the same document.
#pragma once

#include <variant>

#include "session/action_edit.h"
#include "session/action_project.h"
#include "session/action_view.h"
#include "session/settings.h"

namespace maskpoint::session {

using Action = std::variant<
    // the pointer and the view
    action::PointerMoved, action::PointerPressed, action::PointerReleased, action::PointerLeft,
    action::PointerCancelled, action::PressHeld, action::Wheel, action::Pinch,
    action::CanvasResized, action::ZoomToFit, action::ZoomTo, action::ZoomBy, action::SetTheme,
    action::SystemThemeChanged, action::SetTool, action::ChangeSettings, action::SettingsLoaded,
    // the pending prompt
    action::Accept, action::ClearPrompt, action::CycleCandidate, action::ShowCandidate,
    action::TakeBackPrompt, action::SlideTightness, action::SetTightness, action::ShowUncertainty,
    // objects
    action::Select, action::CycleObject, action::HoverObject, action::ToggleVisible,
    action::SelectAll, action::ToggleSelectedVisible, action::ToggleSolo, action::ToggleLocked,
    action::ToggleSelectedLocked, action::ToggleSelectedCrowd, action::ReorderSelected,
    action::MoveSelectedAbove, action::SetAttribute, action::CopySelected, action::CutSelected,
    action::Paste, action::DuplicateSelected, action::ToggleAllVisible, action::DeleteSelected,
    action::DeleteObject, action::ReopenObject, action::RestorePrompt, action::SetObjectCategory,
    action::Undo, action::Redo, action::GoToHistory, action::CopyToNextImage, action::CancelCopy,
    // masks by hand
    action::FreshUuid, action::ResizeBrush, action::SetBrushDiameter, action::SetShapeMode,
    action::FinishShape, action::DeleteVertex, action::CleanMasks, action::CombineMasks,
    // everything
    action::FindEverything, action::StopEverything, action::SetFoundFloor, action::StepFound,
    action::KeepFound,
    // classes
    action::PickCategory, action::PickCategoryByKey, action::AddCategory, action::RenameCategory,
    action::ReplaceCategory, action::SetCategoryKey, action::SetSupercategory,
    action::SetCategoryAttributes, action::MoveCategory, action::RecolorCategory,
    action::DeleteCategory, action::UndoClassEdit, action::RedoClassEdit,
    // images
    action::OpenImage, action::StepImage, action::StepUnfinishedImage, action::SetImageFilter,
    action::SetImageDone, action::SetEncodeAll, action::ExportCoco, action::AskPage,
    action::RetrySave, action::ResolveConflicts, action::DismissToast,
    // what came back
    action::ProjectLoaded, action::ImageRowChanged, action::CategoriesLoaded,
    action::AnnotationsLoaded, action::PixelsReady, action::ImageFailed, action::EmbeddingProgress,
    action::EncodeAllProgress, action::ImagePrepared, action::DecodeFinished,
    action::EverythingFound, action::MaskReady, action::MasksReady, action::ImageSaved,
    action::ImageSaveConflict, action::ImageStateSaved, action::CategoriesSaved,
    action::CategoriesConflict, action::RestoreImage, action::RestoreClasses,
    action::RestoreImageState, action::TabsCounted, action::JournalFailed, action::SaveFailed,
    action::SaveRefused, action::ChangedByOther, action::EngineReady, action::Failed,
    action::Notice, action::Tick>;

}  // namespace maskpoint::session
