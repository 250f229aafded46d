// Everything a Session holds. Only the .cc files of this folder include it; each looks after one
// concern and declares what the others need in a header of its own name.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "doc/attributes.h"
#include "doc/clip.h"
#include "doc/edits.h"
#include "doc/history.h"
#include "doc/merge.h"
#include "doc/types.h"
#include "session/action.h"
#include "session/effect.h"
#include "session/everything.h"
#include "session/held_logits.h"
#include "session/image_rows.h"
#include "session/prompt_chain.h"
#include "session/scene_cache.h"
#include "session/session.h"
#include "session/tool_state.h"

namespace maskpoint::session {

// What undo goes back to: the document and the prompt that was open then.
struct Snapshot {
  doc::ImageDocPtr doc;
  ChainPtr chain;
};
struct EditNote {
  std::string label;               // "add cat", for people
  std::uint64_t accept_token = 0;  // the edit waits for, or got, the mask of this Accepting
  std::string drawn = {};          // the object a stroke or an outline made or changed
};
using Timeline = doc::History<Snapshot, EditNote>;

// A decode whose answer is awaited.
struct DecodeOut {
  std::uint64_t seq = 0;
  std::vector<doc::PromptStep> steps;
};

// An object on its way from its prompt to its exact mask. Its place in the timeline is taken at
// once, so the user goes on with the next object meanwhile; the mask is put in when it arrives.
struct Accepting {
  std::uint64_t token = 0;
  ChainPtr chain;
  std::string uuid;
  bool copied = false;  // one of the objects of a Transfer, which share a token
  int category_id = 0;
  doc::Attributes attributes;  // of what was copied, as is iscrowd
  bool iscrowd = false;
  float predicted_iou = 0;
  std::optional<DecodeOut> decode;  // still being decoded
  std::uint64_t finalize_seq = 0;   // 0 until the logits are known
  sam::LogitsPtr logits;            // shown until the mask arrives
  mask::Cleanup cleanup;
};

// What somebody else saved while we changed the same objects. Nothing is sent, and what the server
// held before stays the base, until a person has decided: then none of the two is lost meanwhile.
struct Conflict {
  doc::ImageDocPtr theirs;
  std::string etag;
  doc::ImageDocPtr mine;  // as it was compared
  std::vector<doc::ObjectConflict> objects;
  doc::Resolutions resolutions;  // so far
};

// An image with work on it, kept while another one is open.
struct ImageWork {
  ImageWork(std::int64_t image_id, geom::ImageSize image_size)
      : id(image_id),
        size(image_size),
        timeline(Snapshot{doc::empty_doc(image_id, image_size), nullptr}),
        saved(timeline.root().doc) {}

  std::int64_t id;
  geom::ImageSize size;
  Timeline timeline;

  // Saving. `saved` is what the server holds as far as we know: the base of a merge.
  bool loaded = false;
  doc::ImageDocPtr saved;
  std::string etag;
  std::size_t numbered = 0;  // snapshots before this one have no object without an id
  doc::ImageDocPtr in_flight;
  doc::ImageDocPtr refused;  // not sent again as it is
  std::optional<Conflict> conflict;
  std::string announced_etag;  // somebody saved this version while ours was under way
  // What our latest saves took the place of: an answer asked for before them may still bring one.
  std::vector<std::string> replaced_etags;

  // Prompting.
  std::string model, embedding;
  std::optional<Pending> pending;  // the view of timeline.root().chain, with its candidates
  std::optional<DecodeOut> decode;
  std::vector<Accepting> accepting;
  std::optional<Everything> everything;

  // By hand.
  std::vector<HandEdit> hand_edits;   // whose objects still wait for their masks
  std::optional<DrawnShape> polygon;  // being clicked; kept while other tools or images are used
  std::vector<MaskJob> mask_jobs;
};

// The preview under the pointer, or of the box or point being dragged.
struct Hover {
  std::vector<doc::PromptStep> steps;  // what the newest request asked for
  std::uint64_t first = 0;  // results from this seq on belong to this preview; 0: none asked for
  std::uint64_t newest = 0;
  std::uint64_t shown = 0;  // seq of `logits`
  sam::LogitsPtr logits;
};

// kSelect: a press that selects, not moved yet; kBand: a frame drawn round what is selected.
enum class GestureKind {
  kNone,
  kPress,
  kBox,
  kMovePoint,
  kResizeBox,
  kSelect,
  kBand,
  kStroke,
  kLasso,
  kVertex
};
// How far off a press still takes hold of something.
enum class Reach { kMouse, kTouch };
struct Gesture {
  GestureKind kind = GestureKind::kNone;
  action::Button button = action::Button::kLeft;
  geom::ScreenPoint pressed_at;
  geom::ImagePoint pressed_on;
  geom::PointLabel label = geom::PointLabel::kInclude;
  std::optional<geom::PromptPoint> on_point;  // the pending point under the press
  std::optional<BoxGrip> on_box;              // the sides of the pending box under it
  Reach reach = Reach::kMouse;
  bool held = false;  // long enough to exclude
  geom::ImagePoint now;
  action::SelectKind select = action::SelectKind::kOnly;
  std::set<std::string> selected_before;  // of kBand: comes back when it is cancelled
};

// Objects on their way to the next image: their boxes and middles become prompts there.
struct CopiedPrompt {
  std::string uuid;
  int category_id = 0;
  doc::Attributes attributes;
  bool iscrowd = false;
  geom::PromptPoint middle;
  geom::Box box;
  double area = 0;  // of what was copied, at the scale of the image it comes to
};
struct Transfer {
  std::int64_t to = 0;
  std::string file_name;
  std::vector<CopiedPrompt> prompts;
  std::uint64_t token = 0;  // of their edit; 0 while the image is not ready
};

// Classes have a timeline of their own; what an edit of them changed in objects travels with it.
struct ClassTakeover {
  int from = 0, by = 0;
  std::set<std::string> uuids;         // of the objects in memory that had `from`
  std::map<int, int> replaced_before;  // SessionState::replaced_classes
};
struct ClassEditNote {
  std::string label = {};
  std::shared_ptr<ClassTakeover> takeover = nullptr;  // found anew by each redo
  std::optional<doc::AttributeRename> rename = std::nullopt;
};
using ClassTimeline = doc::History<doc::CategoriesPtr, ClassEditNote>;

struct SessionState {
  std::vector<Effect> effects;  // of the Action being dispatched

  // Project and images.
  std::string project_name;
  Keeper keeper = Keeper::kServer;
  ImageRows rows;
  action::EncodeAllProgress encode_all;
  std::vector<std::int64_t> encoded_ahead;  // asked for with the open image
  std::map<std::int64_t, ImageWork> works;
  std::int64_t open_id = 0;  // 0: none
  bool pixels_ready = false, prepared = false, load_failed = false;

  // Classes.
  ClassTimeline classes{std::make_shared<doc::Categories>()};
  doc::CategoriesPtr saved_classes = classes.root();
  doc::CategoriesPtr classes_in_flight, classes_refused;
  std::string classes_etag, classes_announced_etag;
  bool classes_loaded = false;
  // For the server, until it has the list that goes with them: class_changes.h.
  std::map<int, int> replaced_classes;
  std::vector<int> restored_classes;
  std::vector<doc::AttributeRename> renamed_attributes;
  std::size_t renames_in_flight = 0;  // of these, the first
  int highest_class_id = 0;           // ids are never given twice
  int current_class = 0;

  // Saving.
  std::string save_error;
  std::map<std::int64_t, doc::WorkState> unsaved_states;
  int tabs = 1;
  std::string journal_error;
  bool export_wanted = false;

  // Prompting.
  std::uint64_t last_seq = 0;  // of every decode and finalize
  std::uint64_t last_token = 0;
  Hover hover;
  double last_decode_ms = 0;
  std::optional<double> sliding_threshold;  // of the pending mask, not yet an edit
  bool uncertainty_shown = false;

  // Everything.
  bool everything_shown = false;
  double found_floor = kFoundScore;
  std::size_t nest_depth = 0;  // from the smallest of those under the pointer outwards

  HeldLogits held;
  std::optional<Transfer> transfer;

  // Pointer and view.
  Tool tool = Tool::kPrompt;
  Gesture gesture;
  std::optional<action::Button> pan_button;
  std::optional<geom::ScreenPoint> pointer;
  geom::ScreenPoint pan_from;
  geom::ScreenRect canvas;
  geom::ViewTransform view;
  bool fitted = true;

  // Correcting masks.
  ToolState tools;

  // Objects.
  std::set<std::string> selection;
  std::string selection_anchor;  // selected last: where a range begins
  std::set<std::string> hidden;
  std::optional<std::set<std::string>> hidden_before_solo;  // while some are shown alone
  doc::Clip clip;
  std::string clip_text;  // as it went to the system's clipboard
  std::string lit_in_list;
  mutable SceneCache scene_cache;

  // Chrome.
  Settings settings;
  Theme system_theme = Theme::kDark;
  std::vector<Toast> toasts;
  int last_toast_id = 0;
  double now = 0;  // of the last Tick
  action::EngineReady engine;

  ImageWork* open_work() {
    const auto at = works.find(open_id);
    return at == works.end() ? nullptr : &at->second;
  }
  const ImageWork* open_work() const {
    const auto at = works.find(open_id);
    return at == works.end() ? nullptr : &at->second;
  }
  const ImageRow* row(std::int64_t id) const { return rows.find(id); }
  ImageRow* change_row(std::int64_t id) { return rows.change(id); }
  const doc::Categories& categories() const { return *classes.root(); }
};

}  // namespace maskpoint::session
