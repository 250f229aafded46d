// Actions: everything that can happen to a Session, as values. What the user meant (from app/input
// and ui panels) and what came back (from the worker, the server, the clock). Session::dispatch is
// the only consumer; recorded Actions replay to the same document.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "doc/types.h"
#include "geom/view_transform.h"
#include "sam/types.h"

namespace maskpoint::session {

enum class Theme { kSystem, kDark, kLight };
enum class Tool { kPrompt, kSelect };
enum class EmbeddingState { kNone, kQueued, kEncoding, kReady, kError };

// A row of the image list, as the server tells it.
struct ImageRow {
  std::int64_t id = 0;
  std::string file_name;
  geom::ImageSize size;
  doc::WorkState state = doc::WorkState::kNew;
  EmbeddingState embedding = EmbeddingState::kNone;
  float progress = 0;  // of the embedding, 0…1
  int annotation_count = 0;
  std::string
      error;  // a sentence; without a size it cannot be opened, with one it cannot be prompted
};

namespace action {

// --- pointer on the canvas, in CSS pixels of the viewport (app/input decides that it is the
// canvas) ---
enum class Button { kLeft, kRight, kMiddle };
struct Modifiers {
  bool shift = false, ctrl = false, alt = false, space = false;
};
struct PointerMoved {
  geom::ScreenPoint at;
  Modifiers modifiers;
};
struct PointerPressed {
  geom::ScreenPoint at;
  Button button = Button::kLeft;
  Modifiers modifiers;
};
struct PointerReleased {
  geom::ScreenPoint at;
  Button button = Button::kLeft;
  Modifiers modifiers;
};
struct PointerLeft {};
struct Wheel {
  geom::ScreenPoint at;
  double steps = 0;
};  // > 0 zooms in
struct Pinch {
  geom::ScreenPoint at;
  double factor = 1;
  double dx = 0, dy = 0;
};

// --- view ---
struct CanvasResized {
  geom::ScreenRect canvas;
};  // where the canvas is between the panels
struct ZoomToFit {};
struct ZoomTo {
  double scale = 1;
};  // about the canvas centre
struct ZoomBy {
  double factor = 1;
};
struct SetTheme {
  Theme theme = Theme::kSystem;
};
struct SystemThemeChanged {
  Theme theme = Theme::kDark;
};
struct SetTool {
  Tool tool = Tool::kPrompt;
};

// --- the pending prompt ---
struct Accept {
  std::string uuid;
};  // uuid for the object, made by the shell
struct ClearPrompt {};  // Esc
struct CycleCandidate {
  int step = 1;
};
struct ShowCandidate {
  int position = 0;
};  // index into Session::pending()->candidates
struct TakeBackPrompt {};  // Backspace: the last prompt of the pending object

// --- objects ---
enum class SelectKind { kOnly, kToggle, kNone };
struct Select {
  std::string uuid;
  SelectKind kind = SelectKind::kOnly;
};
struct CycleObject {
  int step = 1;
};
struct HoverObject {
  std::string uuid;
};  // lit from the list; empty for none
struct ToggleVisible {
  std::string uuid;
};
struct ToggleAllVisible {};
struct DeleteSelected {};
struct DeleteObject {
  std::string uuid;
};
struct ReopenObject {
  std::string uuid;
};  // its prompt chain becomes the pending prompt again
// A prompt kept from an earlier visit goes on where it was; nothing happens where one is open or
// the image is another. Steps still to be decoded have sam::kOutputByRule as their candidate.
struct RestorePrompt {
  std::int64_t image_id = 0;
  std::vector<doc::PromptStep> steps;
  std::string replaces;  // as in Pending
  int category_id = 0;   // of what is next
};
struct SetObjectCategory {
  std::string uuid;
  int category_id = 0;
};
struct Undo {};
struct Redo {};

// --- classes ---
struct PickCategory {
  int category_id = 0;
};  // of what is next or selected
struct PickCategoryByKey {
  std::string key;
};
struct AddCategory {
  std::string name;
};
struct RenameCategory {
  int category_id = 0;
  std::string name;
};
struct RecolorCategory {
  int category_id = 0;
  doc::Color color;
};
struct DeleteCategory {
  int category_id = 0;
};  // refused with a toast while objects use it
struct UndoClassEdit {};  // classes have a timeline of their own
struct RedoClassEdit {};

// --- images ---
struct OpenImage {
  std::int64_t image_id = 0;
};
struct StepImage {
  int step = 1;
};
struct StepUnfinishedImage {
  int step = 1;
};
struct SetImageFilter {
  std::string text;
};
struct SetImageDone {
  std::int64_t image_id = 0;
  bool done = true;
};
struct ExportCoco {};
struct RetrySave {};
struct DismissToast {
  int id = 0;
};

// --- what came back ---
struct ProjectLoaded {
  std::string name;
  std::vector<ImageRow> images;
};
struct ImageRowChanged {
  ImageRow row;
};
struct CategoriesLoaded {
  doc::CategoriesPtr categories;
  std::string etag;
};
struct AnnotationsLoaded {
  doc::ImageDocPtr doc;
  std::string etag;
};
struct PixelsReady {
  std::int64_t image_id = 0;
  geom::ImageSize size;
};
struct ImageFailed {
  std::int64_t image_id = 0;
  std::string message;
};
struct EmbeddingProgress {
  std::int64_t image_id = 0;
  EmbeddingState state;
  float progress = 0;
};
// The worker holds the ImageState: decodes may start.
struct ImagePrepared {
  std::int64_t image_id = 0;
  std::string model;
  std::string embedding;
};
struct DecodeFinished {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::vector<sam::Candidate> candidates;  // one for a hover, four for a prompt (by output index)
  double ms = 0;
};
struct MaskReady {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;  // of the Finalize effect
  std::shared_ptr<const mask::Rle> mask;
  geom::Rect bbox;
  std::uint64_t area = 0;
  float stability_score = 0;
};
struct ImageSaved {
  std::int64_t image_id = 0;
  doc::ImageDocPtr sent;    // the root that was sent
  doc::ImageDocPtr stored;  // what the server holds now, ids filled in
  std::string etag;
};
struct ImageSaveConflict {
  std::int64_t image_id = 0;
  doc::ImageDocPtr theirs;
  std::string etag;
};
struct CategoriesSaved {
  doc::CategoriesPtr sent;
  std::string etag;
};
struct CategoriesConflict {
  doc::CategoriesPtr theirs;
  std::string etag;
};
// The shell keeps what it has and goes on retrying; RetrySave hands it everything unsaved anew,
// which takes the place of what it held for that image.
struct SaveFailed {
  std::string message;
};
// The server understood and said no (422 and the like): sending the same again is no use. 0: the
// classes.
struct SaveRefused {
  std::int64_t image_id = 0;
  std::string message;
};
struct ChangedByOther {
  std::int64_t image_id = 0;
  std::string etag;
};  // 0: the categories
struct EngineReady {
  std::string simd;
  int threads = 0;
  std::string model;
  std::string encoder;
  std::string version;
};
// One sentence: becomes a toast and an 'error' event. Where a decode or a Finalize failed, image_id
// and seq say which, so that nothing waits for it any longer.
struct Failed {
  std::string message;
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
};
struct Notice {
  std::string message;
};
struct Tick {
  double seconds = 0;
};  // only while Session::wants_ticks(): toasts expire, retries

}  // namespace action

using Action = std::variant<
    action::PointerMoved, action::PointerPressed, action::PointerReleased, action::PointerLeft,
    action::Wheel, action::Pinch, action::CanvasResized, action::ZoomToFit, action::ZoomTo,
    action::ZoomBy, action::SetTheme, action::SystemThemeChanged, action::SetTool, action::Accept,
    action::ClearPrompt, action::CycleCandidate, action::ShowCandidate, action::TakeBackPrompt,
    action::Select, action::CycleObject, action::HoverObject, action::ToggleVisible,
    action::ToggleAllVisible, action::DeleteSelected, action::DeleteObject, action::ReopenObject,
    action::RestorePrompt, action::SetObjectCategory, action::Undo, action::Redo,
    action::PickCategory, action::PickCategoryByKey, action::AddCategory, action::RenameCategory,
    action::RecolorCategory, action::DeleteCategory, action::UndoClassEdit, action::RedoClassEdit,
    action::OpenImage, action::StepImage, action::StepUnfinishedImage, action::SetImageFilter,
    action::SetImageDone, action::ExportCoco, action::RetrySave, action::DismissToast,
    action::ProjectLoaded, action::ImageRowChanged, action::CategoriesLoaded,
    action::AnnotationsLoaded, action::PixelsReady, action::ImageFailed, action::EmbeddingProgress,
    action::ImagePrepared, action::DecodeFinished, action::MaskReady, action::ImageSaved,
    action::ImageSaveConflict, action::CategoriesSaved, action::CategoriesConflict,
    action::SaveFailed, action::SaveRefused, action::ChangedByOther, action::EngineReady,
    action::Failed, action::Notice, action::Tick>;

}  // namespace maskpoint::session
