// What the interface remembers between frames that the session does not: scroll positions, which
// menu is open, what is being typed. Plain data of one Interface.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "doc/types.h"
#include "geom/view_transform.h"
#include "session/action.h"
#include "ui/keymap.h"
#include "ui/layout.h"
#include "ui/selected_facts.h"

namespace maskpoint::ui {

enum class MenuKind {
  kNone,
  kZoom,
  kTheme,
  kView,
  kTools,
  kMore,
  kClass,
  kClassColor,
  kObject,
  kObjectClass,
  kObjectsLook,
  kAttributeChoice,
  kHistory,
  kOverlap,
  kImageFilter,
  kSaving,
  kPhotos
};

struct Menu {
  MenuKind kind = MenuKind::kNone;
  geom::ScreenRect anchor;  // what was clicked; the menu opens below or beside it
  std::string object;       // uuid, of the object menus; the name, of an attribute's choices
  int category = 0;         // id, of the class menus
};

// At most one is open, over a dimmed page. What it is about is in `subject`, if anything.
enum class DialogKind { kNone, kShortcuts, kClassEditor, kReplaceClass, kConflicts };

struct Dialog {
  DialogKind kind = DialogKind::kNone;
  std::string subject;
};

// What the shortcuts dialog is about to change.
struct KeyCapture {
  std::optional<CommandId> waiting;  // for a key
  struct Question {
    CommandId id;
    std::vector<Binding> strokes;
  };
  std::optional<Question> asking;  // whether these keys, another command's, are to be swapped
  bool sure = false;               // "reset all" was pressed once
};

struct PaletteMemory {
  bool open = false;
  bool fresh = false;  // its field takes the keyboard at the next draw
  std::string text;
  int chosen = 0;
  int steps = 0;  // of arrow keys since the last draw
  bool pointer_moved = false;
  bool clicked = false;  // the chosen item: it is done after the draw
};

enum class Typing { kNothing, kNewClass, kClassName };

struct Scroll {
  float offset = 0;  // CSS pixels scrolled past
};

// A row of a list that is being dragged to another place.
struct RowDrag {
  std::string list, row;  // none while `list` is empty
  float from_y = 0;
  bool moving = false;  // it has left its place; a click until then
};

struct Memory {
  PanelState left = PanelState::kAutomatic, right = PanelState::kAutomatic;
  bool help_open = false;
  Menu menu;
  Dialog dialog;
  KeyCapture capture;
  bool drawn_behind = false;  // the last draw opened or closed what it had drawn before: draw again
  PaletteMemory palette;
  Keymap keymap;
  // The key that came while a dialog was open, for the dialog to answer at the next draw.
  KeyStroke dialog_key;          // none has no name
  geom::ScreenRect dialog_card;  // as of the last draw
  bool dialog_outside = false;   // it was clicked outside of its card
  bool cleaning = false;         // a slider of "This mask" is held and has been moved
  std::set<std::string> folded;  // sections whose content is folded away, by name
  Typing typing = Typing::kNothing;
  int typing_category = 0;
  std::string focus_field;  // takes the keyboard at the next draw
  std::string clear_field;  // its text is the session's again: it goes for one draw

  RowDrag row_drag;
  doc::ImageDocPtr counted;         // the document `class_counts` is of
  std::map<int, int> class_counts;  // objects by class
  SelectedFacts selected;
  int shown_class = 0;       // the current class at the last draw
  std::string class_filter;  // what the class list is narrowed to
  std::string menu_filter;   // what the open menu is narrowed to, and what came of it
  bool menu_enter = false;   // Enter was pressed in its field
  float menu_height = 0;

  std::map<std::string, Scroll> scrolls;
  // The image list has the keyboard; the row it is on opens once the keys rest.
  bool list_focused = false;
  std::int64_t list_cursor = 0;      // 0: the open image
  double list_cursor_since = -1;     // when it was moved; negative: nothing is to be opened
  std::int64_t list_opened = 0;      // the row opened from the list last
  bool list_reveal = false;          // the row it is on is to be scrolled into view
  int list_page = 1;                 // rows on the screen
  std::int64_t conflicts_asked = 0;  // the image whose question was opened by itself
  std::int64_t shown_image = 0;  // the open image at the last draw: its row is scrolled into view
  std::string lit_object;        // last HoverObject sent
  std::set<std::string> listed_selection;  // what was selected at the last draw of the objects
  bool selection_reveal = false;           // a row of it is to be scrolled into view
  std::map<int, double> toast_since;       // toast id → when it was first drawn
  bool toast_moving = false;
  geom::ScreenRect menu_rect;  // of the open menu, as of the last draw

  struct TagPoint {
    std::weak_ptr<const mask::Rle> mask;
    geom::ImagePoint at;
  };
  std::map<std::string, TagPoint> tag_points;  // uuid → where its label sits

  bool uncertainty_told = false;  // last ShowUncertainty sent
  float sections_height = 0;      // reserved for what is selected in the right panel

  std::string tip_name;  // the widget under the pointer, and since when
  double tip_since = 0;
  bool tip_pending = false;
  bool tip_over = false;  // it was pressed: nothing more is said about it

  geom::ScreenPoint pointer{-1, -1};
  bool coarse = false;                    // a finger
  session::action::Modifiers modifiers;   // of the last press
  float wheel = 0;                        // steps not used yet
  std::vector<geom::ScreenRect> covered;  // what the windows of the last draw cover
  int bars = 0;                           // floating bars drawn so far in this frame
};

// What lies over the page, as one value to compare.
inline auto overlays(const Memory& memory) {
  return std::tuple(memory.help_open, memory.menu.kind, memory.dialog.kind, memory.palette.open);
}

// Whether something lies over the page and takes the keyboard and the pointer.
inline bool overlay_open(const Memory& memory) {
  return memory.help_open || memory.palette.open || memory.menu.kind != MenuKind::kNone ||
         memory.dialog.kind != DialogKind::kNone;
}

}  // namespace maskpoint::ui
