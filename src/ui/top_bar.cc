// Logo, tools, undo and redo on the left; zoom, view, theme, help, panels and export on the right.
// A narrow window gives up words first, then folds what is seldom used, then the tools, into menus.
#include <cmath>
#include <iterator>
#include <utility>

#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/popover.h"

namespace maskpoint::ui {
namespace {

constexpr float kMid = size::kTopBar / 2, kButton = 32;
constexpr float kZoomWidth = 92;  // "6400 %" and the chevron
constexpr float kHistoryWidth = 24, kEditMenus = kHistoryWidth + 10 + kButton;
constexpr float kOtherFormats = 26;
constexpr float kExportWidth = 134, kToolWidth = 35, kGroupEdge = 4, kFoldedTools = 58;

struct ToolButton {
  CommandId command;
  session::Tool tool;
};
// In the order of the group.
constexpr ToolButton kTools[] = {{CommandId::kPromptTool, session::Tool::kPrompt},
                                 {CommandId::kSelectTool, session::Tool::kSelect},
                                 {CommandId::kBrushTool, session::Tool::kBrush},
                                 {CommandId::kEraserTool, session::Tool::kEraser},
                                 {CommandId::kPolygonTool, session::Tool::kPolygon},
                                 {CommandId::kLassoTool, session::Tool::kLasso},
                                 {CommandId::kOutlineTool, session::Tool::kOutline}};

// What the bar gives up for want of room, one after the other.
struct Fit {
  bool words = true;     // the name beside the logo, the label of Export
  bool seldom = true;    // theme, help and panels have buttons of their own
  bool tools = true;     // every tool has a button of its own
  float tools_at = 0;    // x of the tool group
  float after_logo = 0;  // x of the image list's button
};

float group_width(const Fit& fit) {
  return fit.tools ? kToolWidth * float(std::size(kTools)) + kGroupEdge : kFoldedTools;
}

float right_width(const Fit& fit) {
  float width = size::kPadding + (fit.words ? kExportWidth : kButton) + 1 + kOtherFormats + 8 +
                kZoomWidth + 12;
  width += kButton + 4;  // view
  return width + (fit.seldom ? 3 * (kButton + 4) : kButton + 4);
}

Fit fit_for(const Layout& layout) {
  Fit fit;
  fit.after_logo = layout.left_is_rail ? 126 : size::kImageList - 42;
  fit.tools_at = layout.left_is_rail ? 172 : size::kImageList;
  const auto fits = [&] {
    const float left = fit.tools_at + group_width(fit) + 12 + 3 * (kButton + 4) +
                       (fit.seldom ? kEditMenus : 0) + 16;
    return left + right_width(fit) <= layout.top_bar.width;
  };
  if (fits()) return fit;
  fit.words = false;
  fit.after_logo = 42;
  fit.tools_at = 86;
  if (fits()) return fit;
  fit.seldom = false;
  if (fits()) return fit;
  fit.tools = false;
  return fit;
}

void tool_button(Screen& screen, ScreenRect r, const ToolButton& tool) {
  const Command& c = command(tool.command);
  const std::string name(c.name);
  const bool active = screen.session.tool() == tool.tool;
  const Hit h = screen.hit(name, r);
  const Pen p = screen.pen();
  if (active)
    p.fill(r, screen.colors.primary, 6);
  else if (h.hovered)
    p.fill(r, screen.colors.hover, 6);
  p.icon(FontRole::kIcon, centre_of(r),
         active      ? screen.colors.on_primary
         : h.hovered ? screen.colors.text
                     : screen.colors.dim,
         c.icon);
  if (h.hovered) screen.pointer_shape("pointer");
  screen.tip(name, h, c.label, screen.caps(tool.command));
  if (h.clicked) screen.act(tool.command);
}

// The tool in use, and the others in its menu.
void folded_tools(Screen& screen, ScreenRect group) {
  const Hit h = screen.hit("tools", group);
  const Pen p = screen.pen();
  if (h.hovered) p.fill(group, screen.colors.hover, size::kRadius);
  for (const ToolButton& tool : kTools)
    if (tool.tool == screen.session.tool())
      p.icon(FontRole::kIcon, {group.x + 20, kMid}, screen.colors.accent,
             command(tool.command).icon);
  p.icon(FontRole::kSmallIcon, {right_of(group) - 15, kMid}, screen.colors.dim, icon::kChevronDown);
  if (h.hovered) screen.pointer_shape("pointer");
  screen.tip("tools", h, "Tools", {});
  if (h.clicked) open_popover(screen, MenuKind::kTools, group);
}

void zoom_control(Screen& screen, ScreenRect r) {
  const bool usable = screen.session.open_image() != nullptr;
  const std::string label =
      usable ? std::to_string(int(std::lround(screen.session.view().scale * 100))) + " %"
             : "\u2013";
  popover_button(screen, "zoom", r, label, "Zoom", MenuKind::kZoom, usable);
}

// Beside undo and redo: the list of what was done, and what new masks do to others.
void edit_menus(Screen& screen, float x) {
  const ScreenRect history = {x - 2, kMid - 16, kHistoryWidth, kButton};
  if (screen.icon_button("history", history, icon::kHistory, "History"))
    open_popover(screen, MenuKind::kHistory, history);
  const ScreenRect overlap = {right_of(history) + 8, kMid - 16, kButton, kButton};
  const bool apart = screen.session.settings().overlap != session::Overlap::kAllowed;
  if (apart) screen.pen().fill(overlap, screen.colors.selection, 6);
  if (screen.icon_button("overlap", overlap, icon::kOverlap,
                         apart ? "Masks keep apart" : "Masks may overlap", CommandId::kOverlap))
    open_popover(screen, MenuKind::kOverlap, overlap);
}

void left_side(Screen& screen, const Layout& layout, const Fit& fit) {
  const Pen p = screen.pen();
  const Palette& c = screen.colors;
  p.icon(FontRole::kIcon, {21, kMid}, c.accent, icon::kLogo);
  if (fit.words) p.text(FontRole::kTitle, {40, kMid}, c.text, "Maskpoint");
  if (screen.icon_button("panel:left", {fit.after_logo, kMid - 16, kButton, kButton},
                         icon::kPanelLeft,
                         layout.left_is_rail ? "Show the image list" : "Hide the image list"))
    screen.memory.left = layout.left_is_rail ? PanelState::kOpen : PanelState::kRail;

  const ScreenRect group = {fit.tools_at, kMid - 17, group_width(fit), 34};
  p.fill(group, c.raised, size::kRadius);
  p.outline(group, c.line, size::kRadius);
  float x = group.x + 3;
  if (!fit.tools) folded_tools(screen, group);
  for (const ToolButton& tool : kTools) {
    if (!fit.tools) break;
    tool_button(screen, {x, group.y + 3, kToolWidth - 2, 28}, tool);
    x += kToolWidth;
  }
  x = right_of(group) + 12;
  for (const CommandId id : {CommandId::kEverything, CommandId::kUndo, CommandId::kRedo}) {
    if (id == CommandId::kEverything && !fit.tools) continue;  // among the folded tools
    if (screen.command_button({x, kMid - 16, kButton, kButton}, id)) screen.act(id);
    x += kButton + 4;
  }
  if (fit.seldom) edit_menus(screen, x);
}

void export_button(Screen& screen, ScreenRect r, bool words) {
  if (screen.button("export", r, words ? "Export COCO" : "", icon::kExport, ButtonStyle::kPrimary,
                    "Download every image's objects", screen.caps(CommandId::kExport)))
    screen.act(CommandId::kExport);
  // Beside it, as one button: the other formats.
  if (screen.button("export-as", {right_of(r) + 1, r.y, kOtherFormats, r.height}, "",
                    icon::kChevronDown, ButtonStyle::kPrimary, "Other formats",
                    screen.caps(CommandId::kExportAs)))
    screen.act(CommandId::kExportAs);
}

// Theme, help and the right panel's button, from right to left; returns where they end.
float seldom_used(Screen& screen, const Layout& layout, float x) {
  const bool right_open = !layout.right_is_rail || layout.right_is_drawer;
  x -= kButton;
  if (screen.icon_button("panel:right", {x, kMid - 16, kButton, kButton}, icon::kPanelRight,
                         right_open ? "Hide classes and objects" : "Show classes and objects"))
    screen.memory.right = right_open ? PanelState::kRail : PanelState::kOpen;
  x -= 4 + kButton;
  if (screen.icon_button("help", {x, kMid - 16, kButton, kButton}, icon::kHelp, "Every shortcut",
                         CommandId::kHelp))
    screen.memory.help_open = !screen.memory.help_open;
  x -= 4 + kButton;
  const bool light = screen.session.theme() == session::Theme::kLight;
  const ScreenRect theme = {x, kMid - 16, kButton, kButton};
  if (screen.icon_button("theme", theme, light ? icon::kSun : icon::kMoon, "Theme"))
    open_popover(screen, MenuKind::kTheme, theme);
  return x;
}

void right_side(Screen& screen, const Layout& layout, const Fit& fit) {
  const float export_width = fit.words ? kExportWidth : kButton + 4;
  float x = right_of(layout.top_bar) - size::kPadding - export_width - 1 - kOtherFormats;
  export_button(screen, {x, kMid - 16, export_width, kButton}, fit.words);
  x -= 8;
  if (fit.seldom) {
    x = seldom_used(screen, layout, x);
  } else {
    x -= kButton;
    const ScreenRect more = {x, kMid - 16, kButton, kButton};
    if (screen.icon_button("more", more, icon::kMore, "More"))
      open_popover(screen, MenuKind::kMore, more);
  }
  x -= 4 + kButton;
  const ScreenRect view = {x, kMid - 16, kButton, kButton};
  const bool changed = screen.session.settings().look != session::ImageLook{};
  if (screen.icon_button("view", view, icon::kView, "View", CommandId::kViewPanel))
    open_popover(screen, MenuKind::kView, view);
  // So that nobody takes a changed image for the file's.
  if (changed) screen.pen().dot({right_of(view) - 7, view.y + 8}, 3.5f, screen.colors.in_work);
  x -= 12 + kZoomWidth;
  zoom_control(screen, {x, kMid - 16, kZoomWidth, kButton});
}

}  // namespace

void draw_top_bar(Screen& screen, const Layout& layout) {
  const ScreenRect bar = layout.top_bar;
  const Pen p = screen.begin("top bar", bar, Layer::kPanel);
  p.fill(bar, screen.colors.panel);
  p.horizontal_line(bar.x, right_of(bar), bottom_of(bar) - 1, screen.colors.line);
  const Fit fit = fit_for(layout);
  left_side(screen, layout, fit);
  right_side(screen, layout, fit);
  screen.end();
}

std::span<const CommandId> tool_commands() {
  static const std::vector<CommandId> all = [] {
    std::vector<CommandId> ids;
    for (const ToolButton& tool : kTools)
      ids.push_back(tool.command);
    return ids;
  }();
  return all;
}

}  // namespace maskpoint::ui
