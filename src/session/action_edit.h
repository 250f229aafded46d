// Actions that change the prompt, the objects or the classes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "doc/types.h"

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
  double threshold = 0;
};
struct SetObjectCategory {
  std::string uuid;
  int category_id = 0;
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
struct UndoClassEdit {};  // classes have a timeline of their own
struct RedoClassEdit {};

}  // namespace action
}  // namespace maskpoint::session
