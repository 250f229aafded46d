// The command table: every shortcut, tooltip and line of the `?` overlay comes from here.
//
// A key is named as the DOM's KeyboardEvent.key names it (the typed character, "Enter",
// "ArrowRight"); Command counts as Ctrl on macOS (the shell folds metaKey into `ctrl`). For
// characters that are no letters Shift is ignored: which layouts need it to type them differs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "session/action.h"
#include "session/session.h"

namespace maskpoint::ui {

enum class CommandId {
  kAccept,
  kCancel,
  kTakeBack,
  kNext,
  kPrevious,
  kTighter,
  kLooser,
  kOverlap,
  kEverything,
  kKeepAlike,
  kPromptTool,
  kSelectTool,
  kBrushTool,
  kEraserTool,
  kPolygonTool,
  kLassoTool,
  kOutlineTool,
  kBrushSmaller,
  kBrushLarger,
  kKeepLargest,
  kSplit,
  kUnite,
  kSubtract,
  kIntersect,
  kUndo,
  kRedo,
  kDelete,
  kHide,
  kHideAll,
  kHistory,
  kSolo,
  kLock,
  kSelectAll,
  kCopy,
  kCut,
  kPaste,
  kDuplicate,
  kForward,
  kBackward,
  kToFront,
  kToBack,
  kCrowd,
  kReopen,
  kCopyOn,
  kClass1,
  kClass2,
  kClass3,
  kClass4,
  kClass5,
  kClass6,
  kClass7,
  kClass8,
  kClass9,
  kClass0,
  kAddClass,
  kUndoClasses,
  kRedoClasses,
  kNextImage,
  kPreviousImage,
  kNextUnfinished,
  kPreviousUnfinished,
  kMarkDone,
  kFilter,
  kEncodeAll,
  kFit,
  kFullSize,
  kZoomIn,
  kZoomOut,
  kTogglePanels,
  kTheme,
  kViewPanel,
  kResetLook,
  kInvert,
  kPixelGrid,
  kCrosshair,
  kMinimap,
  kKeepZoom,
  kPalette,
  kShortcuts,
  kHelp,
  kOpenFiles,
  kOpenFolder,
  kOpenAddress,
  kProjects,
  kSaveProject,
  kRemovePhoto,
  kImport,
  kMakeMasks,
  kExport,
  kExportAs,
};

enum class Section { kPrompt, kMasks, kObjects, kClasses, kImages, kView, kProject };
inline constexpr int kSectionCount = 7;

struct KeyStroke {
  std::string key;
  bool ctrl = false, shift = false, alt = false;
};

struct Binding {
  std::string key;
  bool ctrl = false, shift = false, alt = false;
  bool operator==(const Binding&) const = default;
};

struct Command {
  CommandId id;
  std::string_view name;   // stable: "accept", "undo"
  std::string_view label;  // for people: "accept the mask"
  Section section;
  const char* icon;               // UTF-8 of one Lucide glyph, or ""
  std::vector<Binding> bindings;  // until a person changes them: see ui/keymap.h
};

std::span<const Command> commands();
const Command& command(CommandId id);
std::string_view section_title(Section section);

// The threshold of the pending mask, or of the selected object that would be reopened for it.
double tightness(const session::Session& session);

// Whether the command would do something now.
bool enabled(CommandId id, const session::Session& session);

// Appends what the command does. Those that open or fold parts of the screen belong to the
// Interface (Interface::run) and append nothing here. Accept, Paste and DuplicateSelected carry an
// empty uuid: the shell fills it in before it dispatches.
void append_actions(CommandId id, const session::Session& session,
                    std::vector<session::Action>& out);

// Whether the browser answers this stroke of copy, cut or paste with a clipboard event: the shell
// does the command when that comes, with what the system's clipboard holds.
bool belongs_to_clipboard(CommandId id, const KeyStroke& stroke);

// "Ctrl Shift Z", one string a key: what tooltips and the overlay show of a binding.
std::vector<std::string> key_caps(const Binding& binding, bool mac_keys = false);

}  // namespace maskpoint::ui
