#include "ui/interface.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ui/command_palette.h"
#include "ui/font_atlas.h"
#include "ui/list_keys.h"
#include "ui/parts.h"
#include "ui/typed_values.h"

namespace maskpoint::ui {
namespace {

using session::Action;
using session::Session;
namespace action = session::action;

constexpr std::size_t kLongestName = 200;  // characters kept of a typed class name

int imgui_button(action::Button button) {
  switch (button) {
    case action::Button::kRight:
      return ImGuiMouseButton_Right;
    case action::Button::kMiddle:
      return ImGuiMouseButton_Middle;
    case action::Button::kLeft:
      break;
  }
  return ImGuiMouseButton_Left;
}

// Arrow keys steer the list under the field; the field has the other keys. Escape comes here when
// the field is not the one that has the keyboard.
bool palette_key(PaletteMemory& palette, const std::string& key) {
  if (key == "ArrowDown") ++palette.steps;
  if (key == "ArrowUp") --palette.steps;
  if (key == "PageDown") palette.steps += 8;
  if (key == "PageUp") palette.steps -= 8;
  if (key == "Enter") palette.clicked = true;
  if (key == "Escape") palette.open = false;
  return true;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(first, std::min(last - first + 1, kLongestName)));
}

}  // namespace

struct Interface::State {
  explicit State(const FontFiles& files) : font_files(files) {
    context = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.MouseDoubleClickTime = 0.5f;  // as desktops have it: slow frames must not split one
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  }
  ~State() { ImGui::DestroyContext(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  FontFiles font_files;
  ImGuiContext* context = nullptr;
  FontAtlas fonts;
  Memory memory;
  Layout layout;
  std::map<std::string, ScreenRect> widgets;
  std::vector<TextField> fields;
  PanelState known_left = PanelState::kAutomatic, known_right = PanelState::kAutomatic;
  std::set<std::string> known_folded;
  const char* cursor = "default";
  double last_time = -1;

  void draw_parts(Screen& screen);
  void follow_settings(const Session& session);
  void keep_panels(const Session& session, std::vector<Action>& out);
};

// Settings may change elsewhere: as they are loaded, or in another tab.
void Interface::State::follow_settings(const Session& session) {
  const session::Settings& settings = session.settings();
  if (memory.keymap.changes() != settings.shortcuts) memory.keymap = Keymap(settings.shortcuts);
  if (known_left != settings.left_panel) memory.left = known_left = settings.left_panel;
  if (known_right != settings.right_panel) memory.right = known_right = settings.right_panel;
  if (known_folded != settings.folded) memory.folded = known_folded = settings.folded;
}

// Panels and sections are opened and closed here; the settings keep how they were left.
void Interface::State::keep_panels(const Session& session, std::vector<Action>& out) {
  if (memory.left == known_left && memory.right == known_right && memory.folded == known_folded)
    return;
  known_left = memory.left;
  known_right = memory.right;
  known_folded = memory.folded;
  // What else was changed in this frame is not taken back.
  action::ChangeSettings change{session.settings()};
  for (const Action& other : out)
    if (const auto* earlier = std::get_if<action::ChangeSettings>(&other)) change = *earlier;
  change.settings.left_panel = known_left;
  change.settings.right_panel = known_right;
  change.settings.folded = known_folded;
  out.push_back(std::move(change));
}

namespace {

// Where the popover of the view opens when a key asks for it: under its button, or the top bar's
// end.
ScreenRect view_anchor_of(const std::map<std::string, ScreenRect>& widgets, const Layout& layout) {
  const auto button = widgets.find("view");
  if (button != widgets.end()) return button->second;
  return {right_of(layout.top_bar) - 340, 8, 32, 32};
}

}  // namespace

void Interface::State::draw_parts(Screen& screen) {
  draw_canvas_marks(screen);
  ask_about_conflicts(screen);
  draw_empty_state(screen, layout.free_canvas);
  draw_label_tags(screen);
  draw_band(screen);
  draw_tool_marks(screen);
  draw_top_bar(screen, layout);
  if (layout.left_is_rail)
    draw_image_rail(screen, layout.left);
  else
    draw_image_list(screen, layout.left);
  if (layout.right_is_rail)
    draw_right_rail(screen, layout.right);
  else
    draw_right_panel(screen, layout.right);
  if (layout.right_is_drawer) draw_right_panel(screen, layout.drawer);
  draw_status_line(screen, layout.status);
  draw_minimap(screen, layout.free_canvas);
  draw_candidate_bar(screen, layout.free_canvas);
  draw_tool_options(screen, layout.free_canvas);
  draw_everything_bar(screen, layout.free_canvas);
  draw_copy_bar(screen, layout.free_canvas);
  draw_first_photos(screen, layout.free_canvas);
  draw_toasts(screen, layout.free_canvas);
  draw_menu(screen);
  draw_help(screen);
  draw_palette(screen);
  draw_dialog(screen);
  screen.draw_tooltip();
}

Interface::Interface(const FontFiles& fonts) : state_(std::make_unique<State>(fonts)) {
}
Interface::~Interface() = default;

void Interface::pointer_moved(geom::ScreenPoint at) {
  state_->memory.palette.pointer_moved = state_->memory.palette.open;
  state_->memory.pointer = at;
  const float k = std::max(1e-3f, state_->fonts.ratio());
  ImGui::GetIO().AddMousePosEvent(at.x * k, at.y * k);
}

void Interface::set_coarse(bool coarse) {
  state_->memory.coarse = coarse;
}

void Interface::pointer_left() {
  state_->memory.pointer = {-1, -1};
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void Interface::pointer_pressed(geom::ScreenPoint at, action::Button button,
                                action::Modifiers modifiers) {
  Memory& memory = state_->memory;
  pointer_moved(at);
  memory.modifiers = modifiers;
  if (memory.menu.kind != MenuKind::kNone && !memory.menu_rect.contains(at)) {
    memory.menu = {};  // the click that closes a menu does nothing else
    return;
  }
  if (memory.palette.open && !memory.menu_rect.contains(at)) {
    memory.palette = {};
    return;
  }
  memory.palette.fresh = memory.palette.open;  // the press took the keyboard from its field
  if (memory.dialog.kind != DialogKind::kNone && !memory.dialog_card.contains(at)) {
    memory.dialog_outside = true;
    return;
  }
  memory.list_focused = !state_->layout.left_is_rail && state_->layout.left.contains(at);
  memory.list_cursor = 0;
  ImGui::GetIO().AddMouseButtonEvent(imgui_button(button), true);
}

void Interface::canvas_pressed() {
  state_->memory.list_focused = false;
}

void Interface::pointer_released(geom::ScreenPoint at, action::Button button) {
  pointer_moved(at);
  ImGui::GetIO().AddMouseButtonEvent(imgui_button(button), false);
}

void Interface::wheel(geom::ScreenPoint at, double steps) {
  pointer_moved(at);
  state_->memory.wheel += float(steps);
}

bool Interface::overlay_key(const KeyStroke& stroke) {
  Memory& memory = state_->memory;
  if (memory.dialog.kind != DialogKind::kNone) {
    memory.dialog_key = stroke;
    return true;
  }
  if (memory.palette.open) return palette_key(memory.palette, stroke.key);
  const std::optional<CommandId> id = memory.keymap.command_for(stroke);
  if (id == CommandId::kCancel || (id == CommandId::kHelp && memory.help_open)) {
    memory.help_open = false;
    memory.menu = {};
    return true;
  }
  return memory.help_open && id.has_value();  // nothing happens behind the overlay
}

bool Interface::key_pressed(const KeyStroke& stroke, const Session& session,
                            std::vector<Action>& out) {
  state_->follow_settings(session);
  Memory& memory = state_->memory;
  if (memory.row_drag.moving && memory.keymap.command_for(stroke) == CommandId::kCancel) {
    memory.row_drag = {};
    return true;
  }
  if (overlay_open(memory)) {
    if (overlay_key(stroke)) return true;
    if (memory.help_open || memory.palette.open) return false;
    memory.menu = {};
  }
  const std::optional<CommandId> id = memory.keymap.command_for(stroke);
  if (memory.list_focused && list_key(memory, stroke, session, out)) return true;
  // The browser's clipboard event comes after the key, if nobody uses that.
  if (!id || belongs_to_clipboard(*id, stroke)) return false;
  run(*id, session, out);
  return true;
}

void Interface::open_object_menu(geom::ScreenPoint at) {
  Memory& memory = state_->memory;
  memory.menu = {MenuKind::kObject, {at.x, at.y, 1, 1}, {}, 0};
  memory.scrolls.erase("menu");
}

void Interface::run(CommandId id, const Session& session, std::vector<Action>& out) {
  Memory& memory = state_->memory;
  switch (id) {
    case CommandId::kHelp:
      memory.help_open = !memory.help_open;
      break;
    case CommandId::kPalette:
      memory.palette = {};
      memory.palette.open = memory.palette.fresh = true;
      break;
    case CommandId::kShortcuts:
      memory.dialog = {DialogKind::kShortcuts, {}};
      break;
    case CommandId::kViewPanel:
      memory.menu = {MenuKind::kView, view_anchor_of(state_->widgets, state_->layout), {}, 0};
      break;
    case CommandId::kFilter:
      if (state_->layout.left_is_rail) memory.left = PanelState::kOpen;
      memory.focus_field = "filter";
      break;
    case CommandId::kAddClass:
      if (state_->layout.right_is_rail) memory.right = PanelState::kOpen;
      memory.typing = Typing::kNewClass;
      memory.focus_field = "class-new";
      break;
    case CommandId::kHistory:
      // A narrow bar has no button for it.
      for (const char* anchor : {"history", "undo"})
        if (const auto at = state_->widgets.find(anchor); at != state_->widgets.end()) {
          memory.menu = {MenuKind::kHistory, at->second, {}, 0};
          break;
        }
      break;
    case CommandId::kTogglePanels: {
      const bool all_rails = state_->layout.left_is_rail && state_->layout.right_is_rail;
      memory.left = memory.right = all_rails ? PanelState::kOpen : PanelState::kRail;
      break;
    }
    default:
      append_actions(id, session, out);
  }
}

// What was chosen in the palette is done, and it closes.
void Interface::finish_palette(const Session& session, std::vector<Action>& out) {
  Memory& memory = state_->memory;
  const std::vector<PaletteItem> items = palette_items(session, memory.palette.text);
  const int chosen = memory.palette.chosen + memory.palette.steps;
  memory.palette = {};
  if (items.empty()) return;
  const PaletteItem& item = items[std::size_t(std::clamp(chosen, 0, int(items.size()) - 1))];
  switch (item.kind) {
    case PaletteItem::Kind::kCommand:
      run(item.command, session, out);
      break;
    case PaletteItem::Kind::kClass:
      out.push_back(action::PickCategory{int(item.id)});
      break;
    case PaletteItem::Kind::kImage:
      out.push_back(action::OpenImage{item.id});
      break;
  }
}

void Interface::palette_text(TextEvent event, const std::string& value, const Session& session,
                             std::vector<Action>& out) {
  PaletteMemory& palette = state_->memory.palette;
  if (!palette.open) return;
  if (event == TextEvent::kCancelled) {
    palette = {};
    return;
  }
  if (palette.text != value) palette.chosen = palette.steps = 0;
  palette.text = value;
  if (event == TextEvent::kCommitted) finish_palette(session, out);
}

void Interface::text(const std::string& field, TextEvent event, const std::string& value,
                     const Session& session, std::vector<Action>& out) {
  Memory& memory = state_->memory;
  if (field == "palette") return palette_text(event, value, session, out);
  if (take_typed(memory, field, event, value, session, out)) return;
  if (field == "filter") {
    const std::string wanted = event == TextEvent::kCancelled ? "" : value;
    // Enter hands the keyboard to what was found; so does leaving the field, unless by a click.
    if (event == TextEvent::kCommitted) memory.list_focused = true;
    session::ImageFilter filter = session.image_filter();
    filter.text = wanted;
    if (filter != session.image_filter()) out.push_back(action::SetImageFilter{std::move(filter)});
    return;
  }
  if (event == TextEvent::kChanged) return;
  const Typing typing = memory.typing;
  const bool is_new = field == "class-new" && typing == Typing::kNewClass;
  const bool is_name =
      typing == Typing::kClassName && field == "class:" + std::to_string(memory.typing_category);
  if (!is_new && !is_name) return;
  memory.typing = Typing::kNothing;
  const std::string name = trimmed(value);
  if (event == TextEvent::kCancelled || name.empty()) return;
  if (is_new)
    out.push_back(action::AddCategory{name});
  else
    out.push_back(action::RenameCategory{memory.typing_category, name});
}

bool Interface::wants_pointer(geom::ScreenPoint at) const {
  if (overlay_open(state_->memory)) return true;
  const std::vector<ScreenRect>& covered = state_->memory.covered;
  return std::any_of(covered.begin(), covered.end(),
                     [at](const ScreenRect& r) { return r.contains(at); });
}

bool Interface::prepare(float device_pixel_ratio) {
  if (state_->fonts.ratio() == device_pixel_ratio && !state_->fonts.wants_more()) return false;
  state_->fonts.build(state_->font_files, device_pixel_ratio);
  return true;
}

bool Interface::wants_keyboard() const {
  return !state_->memory.focus_field.empty() || state_->memory.palette.fresh;
}

bool Interface::is_behind() const {
  const Memory& memory = state_->memory;
  return !memory.dialog_key.key.empty() || memory.dialog_outside ||
         !state_->context->InputEventsQueue.empty();
}

bool Interface::wants_frame() const {
  const Memory& memory = state_->memory;
  return is_behind() || memory.drawn_behind || memory.tip_pending || memory.toast_moving ||
         memory.palette.fresh || memory.list_cursor_since >= 0 || memory.wheel != 0 ||
         state_->fonts.wants_more();
}

geom::ScreenRect Interface::canvas() const {
  return state_->layout.canvas;
}

const std::map<std::string, geom::ScreenRect>& Interface::widgets() const {
  return state_->widgets;
}

const std::vector<TextField>& Interface::text_fields() const {
  return state_->fields;
}

std::string Interface::key_name(CommandId id) const {
  const std::vector<Binding>& strokes = state_->memory.keymap.of(id);
  if (strokes.empty()) return {};
  std::string name;
  for (const std::string& cap : key_caps(strokes[0]))
    name += (name.empty() ? "" : "+") + cap;
  return name;
}

const char* Interface::cursor() const {
  return state_->cursor;
}

void Interface::draw(const Frame& frame, std::vector<Action>& out) {
  State& s = *state_;
  assert(s.fonts.ratio() == frame.device_pixel_ratio);  // prepare() was called
  ImGui::SetCurrentContext(s.context);
  ImGuiIO& io = ImGui::GetIO();
  const float k = frame.device_pixel_ratio;
  io.DisplaySize = {std::round(frame.viewport.width * k), std::round(frame.viewport.height * k)};
  io.DeltaTime =
      s.last_time < 0 ? 1.0f / 60 : std::clamp(float(frame.time - s.last_time), 1e-4f, 0.25f);
  s.last_time = frame.time;
  s.follow_settings(frame.session);
  s.layout = layout_for(frame.viewport, s.memory.left, s.memory.right);
  s.widgets.clear();
  s.fields.clear();
  s.memory.covered.clear();
  s.memory.bars = 0;
  ImGui::NewFrame();
  Screen screen(frame, s.fonts, s.memory, s.widgets, s.fields, out);
  const auto before = overlays(s.memory);
  s.draw_parts(screen);
  s.keep_panels(frame.session, out);
  s.cursor = screen.shape();
  s.memory.wheel = 0;
  ImGui::Render();
  if (s.memory.palette.clicked) finish_palette(frame.session, out);
  s.memory.drawn_behind = overlays(s.memory) != before;
}

}  // namespace maskpoint::ui
