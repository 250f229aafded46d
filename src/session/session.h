// The interaction as a state machine: dispatch(Action) changes the state and returns Effects.
//
// No clock, thread, GL, ImGui or JS: fed by values only, one thread. The ui reads it through the
// const accessors and appends Actions; nothing else changes it. Results from the worker that belong
// to another image or an older seq are dropped here and only here.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "doc/history.h"
#include "doc/types.h"
#include "session/action.h"
#include "session/effect.h"
#include "session/scene.h"
#include "session/tool_state.h"

namespace maskpoint::session {

// A mask the decoder offers for the pending prompt. Chips show them by area, largest first.
struct CandidateView {
  int index = 0;     // decoder output, 0–3
  std::string name;  // "whole", "part", "subpart" by area; "overall" for output 0
  float predicted_iou = 0;
  std::uint64_t area = 0;  // approximate, image pixels, from the 256×256 logits
  sam::LogitsPtr logits;
};

// The object being prompted. `steps` is the chain so far; `candidates` may lag behind it by one
// decode (then `decoding` is true).
struct Pending {
  std::vector<doc::PromptStep> steps;  // never empty
  std::vector<CandidateView> candidates;
  int shown = 0;  // position in candidates
  bool decoding = false;
  std::string replaces;  // uuid of the object being re-edited, or empty
};

enum class SaveState { kSaved, kSaving, kUnsaved, kFailing };
enum class ToastKind { kInfo, kError };
struct Toast {
  int id = 0;
  ToastKind kind = ToastKind::kInfo;
  std::string message;
  double expires_at = 0;  // in Tick seconds; 0 while not known, and for errors, which stay
};

struct PromptedChain;  // session/prompt_chain.h
struct SessionState;   // session/state.h, for the files of this folder only

class Session {
 public:
  Session();
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  std::vector<Effect> dispatch(const Action& action);

  // --- read by ui, app and tests ---
  const std::string& project_name() const;
  const std::vector<ImageRow>& images() const;
  std::vector<int> filtered_images()
      const;  // positions in images() that match the filter, in order
  const std::string& image_filter() const;
  const ImageRow* open_image() const;  // null when none
  bool pixels_ready() const;
  bool image_prepared() const;                // decodes can run
  const doc::ImageDocPtr& image_doc() const;  // of the open image; never null
  const doc::Categories& categories() const;
  int current_category() const;    // 0 when there are none
  const Pending* pending() const;  // null when no prompt is open
  // What `pending` shows; a new value after every change. Null when no prompt is open.
  const std::shared_ptr<const PromptedChain>& prompt_chain() const;
  const std::set<std::string>& selection() const;
  bool is_hidden(const std::string& uuid) const;
  bool solo() const;       // some objects are shown alone
  bool can_paste() const;  // something was copied in this page
  bool can_undo() const;
  bool can_redo() const;
  int undo_depth() const;
  int redo_depth() const;
  bool can_undo_class_edit() const;
  bool can_redo_class_edit() const;
  SaveState save_state() const;
  const std::string& save_error() const;  // a sentence while kFailing
  const std::vector<Toast>& toasts() const;
  bool wants_ticks() const;
  Tool tool() const;
  // --- correcting masks ---
  bool wants_uuid() const;            // FreshUuid is to come, for what is made by hand
  const ToolState& tools() const;     // what they have in hand
  double brush_diameter() const;      // image pixels
  const DrawnShape* polygon() const;  // being clicked; null when none
  // Something that Escape gives up before anything else: a stroke, a shape, a trial.
  bool tool_in_hand() const;
  // What the sliders of "This mask" show and change: of the objects selected. Null when none.
  const mask::Cleanup* cleanup() const;
  Theme theme() const;  // resolved: kDark or kLight
  const Settings& settings() const;
  const geom::ViewTransform& view() const;
  const geom::ScreenRect& canvas() const;
  std::optional<geom::PixelPoint> cursor() const;  // pixel under the pointer, inside the image
  double last_decode_ms() const;                   // 0 before the first
  const action::EngineReady& engine() const;
  bool panning() const;

  Scene scene() const;

 private:
  std::unique_ptr<SessionState> state_;
};

}  // namespace maskpoint::session
