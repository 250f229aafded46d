// One frame's tools for the panels: windows, hit regions with names, the usual controls, tooltips.
// Made by Interface::draw, passed to each part by reference, gone after the frame.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ui/commands.h"
#include "ui/interface.h"
#include "ui/memory.h"
#include "ui/pen.h"

namespace maskpoint::ui {

struct Hit {
  bool hovered = false;
  bool held = false;
  bool clicked = false;  // released over it
  bool double_clicked = false;
  bool repeated = false;  // held or let go in the second press of a double click
  bool context = false;   // right button
  bool let_go = false;    // was held until this frame, wherever the pointer is now
  ScreenRect rect;
};

enum class Layer { kPanel, kFloating, kTop };
enum class ButtonStyle { kPlain, kRaised, kPrimary, kDanger };

class Screen {
 public:
  Screen(const Frame& frame, const FontAtlas& fonts, Memory& memory,
         std::map<std::string, ScreenRect>& widgets, std::vector<TextField>& fields,
         std::vector<session::Action>& out);

  const Frame& frame;
  const session::Session& session;
  const Palette& colors;
  Memory& memory;

  void act(session::Action action) { out_.push_back(std::move(action)); }
  void act(CommandId id) { append_actions(id, session, out_); }

  const Keymap& keymap() const { return memory.keymap; }
  // The caps of the first key a command has now, for its tooltip; none when it has no key.
  std::vector<std::string> caps(CommandId id) const;
  // The same for the class that has this digit.
  std::vector<std::string> class_caps(std::string_view digit) const;

  // --- windows ---
  // Everything until end() lies in one window of its own; the pen draws on it.
  Pen begin(const char* name, ScreenRect rect, Layer layer);
  void end();
  Pen canvas_pen() const;  // behind every window
  Pen pen() const;         // of the window that is open
  // Where the pointer is as of the events this frame has taken in: what a drag goes by.
  ScreenPoint pointer() const;

  // --- hits ---
  // A named region; what is submitted first lies on top. Recorded for widgets() as far as it is
  // visible.
  Hit hit(const std::string& name, ScreenRect rect);
  // Records a rectangle in widgets() without a hit region.
  void name_area(const std::string& name, ScreenRect rect);
  // The same without a name of its own in widgets().
  Hit quiet_hit(const std::string& name, ScreenRect rect);
  // Scrolls `content` high content inside `view` by wheel and scrollbar; returns the offset and
  // leaves the clip rectangle pushed: call end_scroll().
  float begin_scroll(const std::string& name, ScreenRect view, float content);
  void end_scroll();
  // Scrolls so that [top, top + height) of the content is inside the view.
  void reveal(const std::string& name, float top, float height, float view_height);

  // --- controls ---
  bool icon_button(const std::string& name, ScreenRect rect, const char* glyph,
                   std::string_view tip, CommandId shortcut);
  bool icon_button(const std::string& name, ScreenRect rect, const char* glyph,
                   std::string_view tip);
  // A command's button: disabled when the command is; the tooltip is the command's.
  bool command_button(ScreenRect rect, CommandId id);
  bool button(const std::string& name, ScreenRect rect, std::string_view label, const char* glyph,
              ButtonStyle style, std::string_view tip = {},
              const std::vector<std::string>& tip_caps = {});
  void tip(const std::string& name, const Hit& hit, std::string_view label,
           const std::vector<std::string>& caps);
  void pointer_shape(const char* shape) { shape_ = shape; }
  const char* shape() const { return shape_; }

  // --- text fields ---
  // Asks for a DOM input, or draws its text while an overlay would cover it; one of the overlay's
  // own lies above it.
  void field(TextField field);

  void draw_tooltip();  // last in the frame

 private:
  bool glyph_button(const std::string& name, ScreenRect rect, const char* glyph, bool usable,
                    std::string_view tip, const std::vector<std::string>& caps);
  Hit hit_region(const std::string& name, ScreenRect rect);
  ScreenRect reach_of(ScreenRect drawn) const;
  bool finger_drags() const;
  void scroll_by_finger(ScreenRect view, float& offset) const;

  const FontAtlas& fonts_;
  Layer layer_ = Layer::kPanel;  // of the window that is open
  std::map<std::string, ScreenRect>& widgets_;
  std::vector<TextField>& fields_;
  std::vector<session::Action>& out_;
  const char* shape_ = "default";
  ScreenRect grip_;  // of the scroll area that is open; empty when all fits
  bool grip_lit_ = false;
  bool tip_seen_ = false;
  Layer layer_of_tip_ = Layer::kPanel;
  ScreenRect tip_anchor_;
  std::string tip_label_;
  std::vector<std::string> tip_caps_;
};

// "47 892": thin spaces between the thousands.
std::string grouped(std::uint64_t number);
// "0.97".
std::string score(float value);

}  // namespace maskpoint::ui
