// One function for each Action, in the file of its concern; Session::dispatch calls them.
#pragma once

#include "session/action.h"
#include "session/state.h"

namespace maskpoint::session {

// pointer.cc
void on(SessionState& state, const action::PointerMoved& a);
void on(SessionState& state, const action::PointerPressed& a);
void on(SessionState& state, const action::PointerReleased& a);
void on(SessionState& state, const action::PointerLeft& a);
void on(SessionState& state, const action::PointerCancelled& a);
void on(SessionState& state, const action::PressHeld& a);
// viewing.cc
void on(SessionState& state, const action::Wheel& a);
void on(SessionState& state, const action::Pinch& a);
void on(SessionState& state, const action::CanvasResized& a);
void on(SessionState& state, const action::ZoomToFit& a);
void on(SessionState& state, const action::ZoomTo& a);
void on(SessionState& state, const action::ZoomBy& a);
void on(SessionState& state, const action::SetTheme& a);
void on(SessionState& state, const action::ChangeSettings& a);
void on(SessionState& state, const action::SettingsLoaded& a);
void on(SessionState& state, const action::SystemThemeChanged& a);
// pending.cc
void on(SessionState& state, const action::SetTool& a);
void on(SessionState& state, const action::ClearPrompt& a);
void on(SessionState& state, const action::CycleCandidate& a);
void on(SessionState& state, const action::ShowCandidate& a);
void on(SessionState& state, const action::TakeBackPrompt& a);
void on(SessionState& state, const action::ReopenObject& a);
void on(SessionState& state, const action::RestorePrompt& a);
// tightness.cc
void on(SessionState& state, const action::SlideTightness& a);
void on(SessionState& state, const action::SetTightness& a);
void on(SessionState& state, const action::ShowUncertainty& a);
// timeline.cc
void on(SessionState& state, const action::Undo& a);
void on(SessionState& state, const action::Redo& a);
void on(SessionState& state, const action::GoToHistory& a);
// accepting.cc
void on(SessionState& state, const action::Accept& a);
void on(SessionState& state, const action::MaskReady& a);
// transfer.cc
void on(SessionState& state, const action::CopyToNextImage& a);
void on(SessionState& state, const action::CancelCopy& a);
// decoding.cc
void on(SessionState& state, const action::DecodeFinished& a);
void on(SessionState& state, const action::Failed& a);
// selecting.cc
void on(SessionState& state, const action::Select& a);
void on(SessionState& state, const action::SelectAll& a);
void on(SessionState& state, const action::CycleObject& a);
// objects.cc
void on(SessionState& state, const action::HoverObject& a);
void on(SessionState& state, const action::ToggleVisible& a);
void on(SessionState& state, const action::ToggleAllVisible& a);
void on(SessionState& state, const action::ToggleSelectedVisible& a);
void on(SessionState& state, const action::ToggleSolo& a);
// object_edits.cc
void on(SessionState& state, const action::DeleteSelected& a);
void on(SessionState& state, const action::DeleteObject& a);
void on(SessionState& state, const action::SetObjectCategory& a);
void on(SessionState& state, const action::ToggleLocked& a);
void on(SessionState& state, const action::ToggleSelectedLocked& a);
void on(SessionState& state, const action::ToggleSelectedCrowd& a);
void on(SessionState& state, const action::ReorderSelected& a);
void on(SessionState& state, const action::MoveSelectedAbove& a);
void on(SessionState& state, const action::SetAttribute& a);
// everything.cc
void on(SessionState& state, const action::FindEverything& a);
void on(SessionState& state, const action::StopEverything& a);
void on(SessionState& state, const action::SetFoundFloor& a);
void on(SessionState& state, const action::EverythingFound& a);
// found_picking.cc
void on(SessionState& state, const action::StepFound& a);
void on(SessionState& state, const action::KeepFound& a);
// clipboard.cc
void on(SessionState& state, const action::CopySelected& a);
void on(SessionState& state, const action::CutSelected& a);
void on(SessionState& state, const action::Paste& a);
void on(SessionState& state, const action::DuplicateSelected& a);
// brushing.cc
void on(SessionState& state, const action::ResizeBrush& a);
void on(SessionState& state, const action::SetBrushDiameter& a);
// hand_edits.cc
void on(SessionState& state, const action::FreshUuid& a);
// drawing.cc
void on(SessionState& state, const action::SetShapeMode& a);
void on(SessionState& state, const action::FinishShape& a);
// outlining.cc
void on(SessionState& state, const action::DeleteVertex& a);
// cleaning.cc
void on(SessionState& state, const action::CleanMasks& a);
// mask_jobs.cc
void on(SessionState& state, const action::CombineMasks& a);
void on(SessionState& state, const action::MasksReady& a);
// classes.cc
void on(SessionState& state, const action::PickCategory& a);
void on(SessionState& state, const action::PickCategoryByKey& a);
void on(SessionState& state, const action::AddCategory& a);
void on(SessionState& state, const action::RenameCategory& a);
void on(SessionState& state, const action::RecolorCategory& a);
void on(SessionState& state, const action::DeleteCategory& a);
void on(SessionState& state, const action::ReplaceCategory& a);
void on(SessionState& state, const action::UndoClassEdit& a);
void on(SessionState& state, const action::RedoClassEdit& a);
// class_details.cc
void on(SessionState& state, const action::SetCategoryKey& a);
void on(SessionState& state, const action::SetSupercategory& a);
void on(SessionState& state, const action::SetCategoryAttributes& a);
void on(SessionState& state, const action::MoveCategory& a);
// images.cc
void on(SessionState& state, const action::OpenImage& a);
void on(SessionState& state, const action::StepImage& a);
void on(SessionState& state, const action::StepUnfinishedImage& a);
void on(SessionState& state, const action::SetImageFilter& a);
void on(SessionState& state, const action::SetImageDone& a);
void on(SessionState& state, const action::ProjectLoaded& a);
void on(SessionState& state, const action::ImageRowChanged& a);
void on(SessionState& state, const action::PixelsReady& a);
void on(SessionState& state, const action::ImageFailed& a);
void on(SessionState& state, const action::EmbeddingProgress& a);
void on(SessionState& state, const action::SetEncodeAll& a);
void on(SessionState& state, const action::EncodeAllProgress& a);
void on(SessionState& state, const action::ImagePrepared& a);
// saving.cc
void on(SessionState& state, const action::ExportCoco& a);
void on(SessionState& state, const action::AskPage& a);
void on(SessionState& state, const action::RetrySave& a);
void on(SessionState& state, const action::AnnotationsLoaded& a);
void on(SessionState& state, const action::ImageSaved& a);
void on(SessionState& state, const action::ImageSaveConflict& a);
void on(SessionState& state, const action::ImageStateSaved& a);
void on(SessionState& state, const action::SaveFailed& a);
void on(SessionState& state, const action::SaveRefused& a);
void on(SessionState& state, const action::ChangedByOther& a);
// saving_merge.cc
void on(SessionState& state, const action::ResolveConflicts& a);
// saving_restore.cc
void on(SessionState& state, const action::RestoreImage& a);
void on(SessionState& state, const action::RestoreImageState& a);
void on(SessionState& state, const action::TabsCounted& a);
void on(SessionState& state, const action::JournalFailed& a);
// saving_classes.cc
void on(SessionState& state, const action::CategoriesLoaded& a);
void on(SessionState& state, const action::CategoriesSaved& a);
void on(SessionState& state, const action::CategoriesConflict& a);
void on(SessionState& state, const action::RestoreClasses& a);
// toasts.cc
void on(SessionState& state, const action::DismissToast& a);
void on(SessionState& state, const action::Notice& a);
void on(SessionState& state, const action::Tick& a);
void on(SessionState& state, const action::EngineReady& a);

}  // namespace maskpoint::session
