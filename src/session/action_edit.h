// Actions that change the prompt, the objects or the classes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "doc/edits.h"
#include "doc/types.h"
#include "mask/operation.h"

namespace maskpoint::session {

namespace action {

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
// How sure the model must be for a pixel to be in the mask: the logits' threshold. Of the pending
// object; where none is, of the one selected object, which is reopened for it.
struct SlideTightness {
  double threshold = 0;
};  // on its way: shown, not yet an edit
struct SetTightness {
  double threshold = 0;
};
struct ShowUncertainty {
  bool shown = false;
};  // the pixels that a small change of the threshold would flip
struct TakeBackPrompt {};  // Backspace: the last prompt of the pending object

// --- objects ---
// kRange: from the object selected last to this one, in the order they lie.
enum class SelectKind { kOnly, kToggle, kNone, kRange };
struct Select {
  std::string uuid;
  SelectKind kind = SelectKind::kOnly;
};
struct SelectAll {};  // what can be seen and is not locked
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
struct ToggleSelectedVisible {};
struct ToggleSolo {};  // the selected alone; again: as before
struct ToggleLocked {
  std::string uuid;
};
struct ToggleSelectedLocked {};
struct ToggleSelectedCrowd {};
struct ReorderSelected {
  doc::ZMove move = doc::ZMove::kForward;
};
// The selected, as one block, right above another one; empty: to the bottom.
struct MoveSelectedAbove {
  std::string below;
};
// Of the selected objects; an empty value takes it away.
struct SetAttribute {
  std::string name;
  std::string value_json;
};
// --- everything ---
// Looks for everything in the open image; where that was done, shows what was found, or hides it.
struct FindEverything {};
struct StopEverything {};  // the run; without one the layer is hidden
struct SetFoundFloor {
  double score = 0;
};  // predicted IoU
struct StepFound {
  int step = 1;
};
struct KeepFound {
  std::vector<int> ids;
  bool alike_too = false;  // and all of their size and shape
};

struct CopySelected {};
struct CutSelected {};
// `uuid`, made by the shell, is what those of the new objects follow from. A text that is a clip
// (doc/clip.h) comes first, then what was copied in this page.
struct Paste {
  std::string uuid;
  std::string text;
};
struct DuplicateSelected {
  std::string uuid;
};
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
  double threshold = 0;
};
struct SetObjectCategory {
  std::string uuid;
  int category_id = 0;
};
// --- masks by hand ---
// A uuid for the next object made by hand; asked for by Session::wants_uuid().
struct FreshUuid {
  std::string uuid;
};
struct ResizeBrush {
  int steps = 1;
};
struct SetBrushDiameter {
  double pixels = 0;  // of the image
};
struct SetShapeMode {
  bool subtracts = false;
};  // of polygons and lassos to come
struct FinishShape {};   // Enter: closes the polygon
struct DeleteVertex {};  // the active one of the outline
// The cleanup of the selected objects is to be this: tried out while a slider is held, done for
// good when it is let go.
enum class CleanupStage { kTry, kApply };
struct CleanMasks {
  mask::Cleanup cleanup;
  CleanupStage stage = CleanupStage::kTry;
};
// kUnite, kIntersect and kSubtract take the first selected object as their base; kSubtract leaves
// the others where they are, the other two put them into it.
struct CombineMasks {
  mask::Operation operation = mask::Operation::kUnite;
};

struct Undo {};
struct Redo {};
struct GoToHistory {
  std::size_t position = 0;
};  // in Session::history()
// The selected objects, or all, prompted anew on the next image by their boxes and middles. One
// uuid an object: Session::copy_count().
struct CopyToNextImage {
  std::vector<std::string> uuids;
};
struct CancelCopy {};

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
// Its objects get another class first.
struct ReplaceCategory {
  int category_id = 0;
  int by = 0;
};
struct SetCategoryKey {
  int category_id = 0;
  std::string key;  // a digit, or empty for none
};
struct SetSupercategory {
  int category_id = 0;
  std::string name;
};
struct SetCategoryAttributes {
  int category_id = 0;
  std::vector<doc::AttributeDefinition> attributes;
};
struct MoveCategory {
  int category_id = 0;
  int position = 0;
};
struct UndoClassEdit {};  // classes have a timeline of their own
struct RedoClassEdit {};

}  // namespace action
}  // namespace maskpoint::session
