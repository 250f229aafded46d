#include "ui/interface.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ui/font_atlas.h"
#include "ui/parts.h"

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
  const char* cursor = "default";
  double last_time = -1;

  void draw_parts(Screen& screen);
};

void Interface::State::draw_parts(Screen& screen) {
  draw_empty_state(screen, layout.canvas);
  draw_label_tags(screen);
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
  draw_minimap(screen, layout.canvas);
  draw_candidate_bar(screen, layout.canvas);
  draw_copy_bar(screen, layout.canvas);
  draw_toasts(screen, layout.canvas);
  draw_menu(screen);
  draw_help(screen);
  draw_dialog(screen);
  screen.draw_tooltip();
}

Interface::Interface(const FontFiles& fonts) : state_(std::make_unique<State>(fonts)) {
}
Interface::~Interface() = default;

void Interface::pointer_moved(geom::ScreenPoint at) {
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
  if (memory.dialog.kind != DialogKind::kNone && !memory.dialog_card.contains(at)) {
    memory.dialog_outside = true;
    return;
  }
  ImGui::GetIO().AddMouseButtonEvent(imgui_button(button), true);
}

void Interface::pointer_released(geom::ScreenPoint at, action::Button button) {
  pointer_moved(at);
  ImGui::GetIO().AddMouseButtonEvent(imgui_button(button), false);
}

void Interface::wheel(geom::ScreenPoint at, double steps) {
  pointer_moved(at);
  state_->memory.wheel += float(steps);
}

bool Interface::key_pressed(const KeyStroke& stroke, const Session& session,
                            std::vector<Action>& out) {
  const std::optional<CommandId> id = command_for_key(stroke);
  Memory& memory = state_->memory;
  if (memory.dialog.kind != DialogKind::kNone) {
    memory.dialog_key = stroke;
    return true;
  }
  if (overlay_open(state_->memory)) {
    if (id == CommandId::kCancel || (id == CommandId::kHelp && memory.help_open)) {
      memory.help_open = false;
      memory.menu = {};
      return true;
    }
    if (memory.help_open) return id.has_value();  // nothing happens behind the overlay
    memory.menu = {};
  }
  if (!id) return false;
  run(*id, session, out);
  return true;
}

void Interface::run(CommandId id, const Session& session, std::vector<Action>& out) {
  Memory& memory = state_->memory;
  switch (id) {
    case CommandId::kHelp:
      memory.help_open = !memory.help_open;
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
      if (const auto at = state_->widgets.find("history"); at != state_->widgets.end())
        memory.menu = {MenuKind::kHistory, at->second, {}, 0};
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

void Interface::text(const std::string& field, TextEvent event, const std::string& value,
                     const Session& session, std::vector<Action>& out) {
  Memory& memory = state_->memory;
  if (field == "filter") {
    const std::string wanted = event == TextEvent::kCancelled ? "" : value;
    if (wanted != session.image_filter()) out.push_back(action::SetImageFilter{wanted});
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
  if (state_->fonts.ratio() == device_pixel_ratio) return false;
  state_->fonts.build(state_->font_files, device_pixel_ratio);
  return true;
}

bool Interface::wants_keyboard() const {
  return !state_->memory.focus_field.empty();
}

bool Interface::wants_frame() const {
  const Memory& memory = state_->memory;
  return memory.tip_pending || memory.toast_moving || !memory.dialog_key.key.empty() ||
         memory.dialog_outside || memory.wheel != 0 || !state_->context->InputEventsQueue.empty();
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
  s.layout = layout_for(frame.viewport, s.memory.left, s.memory.right);
  s.widgets.clear();
  s.fields.clear();
  s.memory.covered.clear();
  ImGui::NewFrame();
  Screen screen(frame, s.fonts, s.memory, s.widgets, s.fields, out);
  s.draw_parts(screen);
  s.cursor = screen.shape();
  s.memory.wheel = 0;
  ImGui::Render();
}

}  // namespace maskpoint::ui
