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
#include "doc/merge.h"
#include "doc/types.h"
#include "session/action.h"
#include "session/effect.h"
#include "session/found_mask.h"
#include "session/scene.h"
#include "session/tool_state.h"

namespace maskpoint::session {

// A mask the decoder offers for the pending prompt. Chips show them by area, largest first.
struct CandidateView {
  int index = 0;     // decoder output, 0–3
  std::string name;  // "whole", "part", "subpart" by area; "overall" for output 0
  float predicted_iou = 0;
  std::uint64_t area = 0;  // approximate, image pixels, from the 256×256 logits above the threshold
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
  double threshold = 0;  // as shown, also while it slides
};

// kElsewhere: they go on when their image is opened again.
enum class CopyStage { kEncoding, kDecoding, kElsewhere };
// Objects on their way to another image.
struct CopyView {
  std::string file_name;
  int count = 0, done = 0;
  CopyStage stage = CopyStage::kEncoding;
  float progress = 0;  // of the embedding while it is encoded, else of the objects: 0…1
};

// kFailing: the server is away or refuses; kConflict: a person must decide first.
enum class SaveState { kSaved, kSaving, kUnsaved, kFailing, kConflict };

// Objects of an image that the server does not hold yet, and what they are based on.
struct UnsavedImage {
  doc::ImageDocPtr base, mine;
  std::string etag;  // of `base`; empty while the server's version is not known
};
struct UnsavedClasses {
  doc::CategoriesPtr base, mine;
};
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
  Keeper keeper() const;
  const std::vector<ImageRow>& images() const;
  // Positions in images() that match the filter, in order.
  const std::vector<int>& filtered_images() const;
  // Where an image is among them, or -1.
  int shown_position(std::int64_t image_id) const;
  const ImageRow* image_row(std::int64_t image_id) const;
  const action::EncodeAllProgress& encode_all() const;
  const ImageFilter& image_filter() const;
  int done_images() const;
  // Whether StepUnfinishedImage has somewhere to go.
  bool has_other_unfinished() const;
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
  // What was done to the open image, the oldest first, undone edits included; undo_depth() is the
  // position of the current one.
  std::vector<std::string> history() const;
  // Objects that CopyToNextImage would take along.
  int copy_count() const;
  // Objects on their way to the next image; nothing while there are none.
  std::optional<CopyView> copying() const;
  bool can_undo_class_edit() const;
  bool can_redo_class_edit() const;
  SaveState save_state() const;
  const std::string& save_error() const;  // a sentence while kFailing
  bool save_refused() const;              // the server answers, and says no
  // What is not on the server yet.
  std::vector<UnsavedImage> unsaved_images() const;
  std::optional<UnsavedClasses> unsaved_classes() const;
  const std::map<std::int64_t, doc::WorkState>& unsaved_states() const;
  // Whether an accepted object of the open image still waits for its mask.
  bool accepting() const;
  // Objects of an image that somebody else changed too, for a person to decide; none mostly.
  std::vector<doc::ObjectConflict> conflicts(std::int64_t image_id) const;
  std::vector<std::int64_t> images_in_conflict() const;
  int tabs() const;                          // of this browser with this project open
  const std::string& journal_error() const;  // why the browser keeps no copy; empty when it does
  const std::vector<Toast>& toasts() const;
  bool wants_ticks() const;
  Tool tool() const;
  // What was found in the open image, while it is looked for or shown.
  std::optional<EverythingView> everything() const;
  // --- correcting masks ---
  bool wants_uuid() const;            // FreshUuid is to come, for what is made by hand
  const ToolState& tools() const;     // what they have in hand
  double brush_diameter() const;      // image pixels
  HandTarget hand_target() const;     // of the tool in hand; an image must be open
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
  // What of the prompt a press would take hold of, or has.
  std::optional<BoxGrip> box_grip() const;
  bool on_prompt_point() const;

  Scene scene() const;

 private:
  std::unique_ptr<SessionState> state_;
};

}  // namespace maskpoint::session
