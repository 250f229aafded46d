// Logo, tools, undo and redo on the left; zoom, theme, help, panels and export on the right.
#include <cmath>

#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kZoomWidth = 92;  // "6400 %" and the chevron

void tool_button(Screen& screen, ScreenRect r, CommandId id, bool active) {
  const Command& c = command(id);
  const std::string name(c.name);
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  if (active)
    p.fill(r, screen.colors.accent, 6);
  else if (h.hovered)
    p.fill(r, screen.colors.hover, 6);
  p.icon(FontRole::kIcon, centre_of(r),
         active      ? screen.colors.on_accent
         : h.hovered ? screen.colors.text
                     : screen.colors.dim,
         c.icon);
  if (h.hovered) screen.pointer_shape("pointer");
  screen.tip(name, h, c.label, key_caps(c.bindings[0]));
  if (h.clicked) screen.act(id);
}

void open_menu(Screen& screen, MenuKind kind, ScreenRect anchor) {
  screen.memory.menu = {kind, anchor, {}, 0};
}

void zoom_control(Screen& screen, ScreenRect r) {
  const bool usable = screen.session.open_image() != nullptr;
  const Hit h = screen.hit("zoom", r);
  const Pen p = screen.pen();
  p.fill(r, h.hovered && usable ? screen.colors.hover : screen.colors.raised, size::kRadius);
  p.outline(r, screen.colors.line, size::kRadius);
  const std::string label =
      usable ? std::to_string(int(std::lround(screen.session.view().scale * 100))) + " %"
             : "\u2013";
  p.text(FontRole::kBodyMedium, {r.x + 12, r.y + r.height / 2},
         usable ? screen.colors.text : screen.colors.faint, label);
  p.icon(FontRole::kSmallIcon, {right_of(r) - 19, r.y + r.height / 2}, screen.colors.dim,
         icon::kChevronDown);
  if (h.hovered && usable) screen.pointer_shape("pointer");
  screen.tip("zoom", h, "Zoom", {});
  if (h.clicked && usable) open_menu(screen, MenuKind::kZoom, r);
}

void toggle_panel(PanelState& state, bool is_open) {
  state = is_open ? PanelState::kRail : PanelState::kOpen;
}

void left_side(Screen& screen, const Layout& layout) {
  const Pen p = screen.pen();
  const Palette& c = screen.colors;
  const float mid = size::kTopBar / 2;
  p.icon(FontRole::kIcon, {21, mid}, c.accent, icon::kLogo);
  p.text(FontRole::kTitle, {40, mid}, c.text, "Maskpoint");
  const float after_logo = layout.left_is_rail ? 132 : size::kImageList - 36;
  if (screen.icon_button("panel:left", {after_logo - 6, mid - 16, 32, 32}, icon::kPanelLeft,
                         layout.left_is_rail ? "Show the image list" : "Hide the image list"))
    toggle_panel(screen.memory.left, !layout.left_is_rail);

  const float x = layout.left_is_rail ? 172 : size::kImageList;
  const ScreenRect group = {x, mid - 17, 74, 34};
  p.fill(group, c.raised, size::kRadius);
  p.outline(group, c.line, size::kRadius);
  const session::Tool tool = screen.session.tool();
  tool_button(screen, {group.x + 3, group.y + 3, 33, 28}, CommandId::kPromptTool,
              tool == session::Tool::kPrompt);
  tool_button(screen, {group.x + 38, group.y + 3, 33, 28}, CommandId::kSelectTool,
              tool == session::Tool::kSelect);
  if (screen.command_button({right_of(group) + 12, mid - 16, 32, 32}, CommandId::kUndo))
    screen.act(CommandId::kUndo);
  if (screen.command_button({right_of(group) + 48, mid - 16, 32, 32}, CommandId::kRedo))
    screen.act(CommandId::kRedo);
  const ScreenRect history = {right_of(group) + 82, mid - 16, 24, 32};
  if (screen.icon_button("history", history, icon::kHistory, "History"))
    open_menu(screen, MenuKind::kHistory, history);
  const ScreenRect overlap = {right_of(group) + 120, mid - 16, 32, 32};
  const bool apart = screen.session.settings().overlap != session::Overlap::kAllowed;
  if (apart) p.fill(overlap, c.selection, 6);
  if (screen.icon_button("overlap", overlap, icon::kOverlap,
                         apart ? "Masks keep apart" : "Masks may overlap", CommandId::kOverlap))
    open_menu(screen, MenuKind::kOverlap, overlap);
}

void right_side(Screen& screen, const Layout& layout) {
  const float mid = size::kTopBar / 2;
  float x = right_of(layout.top_bar) - size::kPadding;
  const float export_width = 134;
  x -= export_width;
  if (screen.button("export", {x, mid - 16, export_width, 32}, "Export COCO", icon::kExport,
                    ButtonStyle::kPrimary))
    screen.act(CommandId::kExport);
  x -= 8 + 32;
  const bool right_open = !layout.right_is_rail || layout.right_is_drawer;
  if (screen.icon_button("panel:right", {x, mid - 16, 32, 32}, icon::kPanelRight,
                         right_open ? "Hide classes and objects" : "Show classes and objects"))
    toggle_panel(screen.memory.right, right_open);
  x -= 4 + 32;
  if (screen.icon_button("help", {x, mid - 16, 32, 32}, icon::kHelp, "Every shortcut",
                         CommandId::kHelp))
    screen.memory.help_open = !screen.memory.help_open;
  x -= 4 + 32;
  const bool light = screen.session.theme() == session::Theme::kLight;
  const ScreenRect theme = {x, mid - 16, 32, 32};
  if (screen.icon_button("theme", theme, light ? icon::kSun : icon::kMoon, "Theme"))
    open_menu(screen, MenuKind::kTheme, theme);
  x -= 12 + kZoomWidth;
  zoom_control(screen, {x, mid - 16, kZoomWidth, 32});
}

}  // namespace

void draw_top_bar(Screen& screen, const Layout& layout) {
  const ScreenRect bar = layout.top_bar;
  const Pen p = screen.begin("top bar", bar, Layer::kPanel);
  p.fill(bar, screen.colors.panel);
  p.horizontal_line(bar.x, right_of(bar), bottom_of(bar) - 1, screen.colors.line);
  left_side(screen, layout);
  right_side(screen, layout);
  screen.end();
}

}  // namespace maskpoint::ui
