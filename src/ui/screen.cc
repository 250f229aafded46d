#include "ui/screen.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "ui/icons.h"

namespace maskpoint::ui {
namespace {

constexpr ImGuiWindowFlags kBare =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse |
    ImGuiWindowFlags_NoFocusOnAppearing;
constexpr float kWheelStep = 60;  // CSS pixels a notch
constexpr float kFingerSlop = 10;

float clip_overlap(float a0, float a1, float b0, float b1) {
  return std::max(0.0f, std::min(a1, b1) - std::max(a0, b0));
}

}  // namespace

Screen::Screen(const Frame& f, const FontAtlas& fonts, Memory& m,
               std::map<std::string, ScreenRect>& widgets, std::vector<TextField>& fields,
               std::vector<session::Action>& out)
    : frame(f),
      session(f.session),
      colors(palette(f.session.theme(), f.more_contrast)),
      memory(m),
      fonts_(fonts),
      widgets_(widgets),
      fields_(fields),
      out_(out) {
}

std::vector<std::string> Screen::caps(CommandId id) const {
  const std::vector<Binding>& strokes = keymap().of(id);
  return strokes.empty() ? std::vector<std::string>{} : key_caps(strokes[0], frame.mac_keys);
}

std::vector<std::string> Screen::class_caps(std::string_view digit) const {
  for (const Command& c : commands())
    if (c.section == Section::kClasses && c.name == "class-" + std::string(digit))
      return caps(c.id);
  return {};
}

Pen Screen::pen() const {
  return {ImGui::GetWindowDrawList(), fonts_, colors, frame};
}

Pen Screen::canvas_pen() const {
  return {ImGui::GetBackgroundDrawList(), fonts_, colors, frame};
}

ScreenPoint Screen::pointer() const {
  const ImVec2 at = ImGui::GetIO().MousePos;
  return {at.x / frame.device_pixel_ratio, at.y / frame.device_pixel_ratio};
}

Pen Screen::begin(const char* name, ScreenRect r, Layer layer) {
  const float k = frame.device_pixel_ratio;
  const auto snapped = [k](float v) { return float(int(v * k + 0.5f)); };
  const ImVec2 corner{snapped(r.x), snapped(r.y)};
  ImGui::SetNextWindowPos(corner);
  ImGui::SetNextWindowSize({snapped(right_of(r)) - corner.x, snapped(bottom_of(r)) - corner.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2{1, 1});
  layer_ = layer;
  const bool panel = layer == Layer::kPanel;
  ImGui::Begin(name, nullptr, panel ? kBare | ImGuiWindowFlags_NoBringToFrontOnFocus : kBare);
  ImGui::PopStyleVar(4);
  if (layer == Layer::kTop) ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  memory.covered.push_back(r);
  return pen();
}

void Screen::end() {
  ImGui::End();
}

// Small buttons grow for a finger; rows, which touch each other, do not.
ScreenRect Screen::reach_of(ScreenRect r) const {
  constexpr float kFinger = 40;
  if (!memory.coarse || r.width >= kFinger || r.height >= kFinger) return r;
  const float dx = (kFinger - r.width) / 2, dy = (kFinger - r.height) / 2;
  return {r.x - dx, r.y - dy, r.width + 2 * dx, r.height + 2 * dy};
}

// Whether a finger has left the place where it came down.
bool Screen::finger_drags() const {
  const float slop = kFingerSlop * frame.device_pixel_ratio;
  return memory.coarse &&
         ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] > slop * slop;
}

Hit Screen::hit_region(const std::string& name, ScreenRect drawn) {
  Hit h;
  h.rect = drawn;
  if (drawn.width <= 0 || drawn.height <= 0) return h;
  const ScreenRect r = reach_of(drawn);
  const Pen p = pen();
  const ImVec2 corner{p.px(r.x), p.px(r.y)};
  ImGui::SetCursorScreenPos(corner);
  h.clicked = ImGui::InvisibleButton(name.c_str(), {std::max(1.0f, p.px(right_of(r)) - corner.x),
                                                    std::max(1.0f, p.px(bottom_of(r)) - corner.y)});
  if (finger_drags()) h.clicked = false;  // it scrolled
  h.hovered = ImGui::IsItemHovered();
  h.held = ImGui::IsItemActive();
  h.let_go = ImGui::IsItemDeactivated();
  h.double_clicked = h.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  h.repeated = (h.held || h.let_go) && ImGui::GetIO().MouseClickedLastCount[0] >= 2;
  h.context = h.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  return h;
}

Hit Screen::quiet_hit(const std::string& name, ScreenRect r) {
  return hit_region(name, r);
}

void Screen::name_area(const std::string& name, ScreenRect r) {
  const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  const float k = frame.device_pixel_ratio;
  const float width = clip_overlap(r.x, right_of(r), clip.Min.x / k, clip.Max.x / k);
  const float height = clip_overlap(r.y, bottom_of(r), clip.Min.y / k, clip.Max.y / k);
  if (width > 0 && height > 0)
    widgets_[name] = {std::max(r.x, clip.Min.x / k), std::max(r.y, clip.Min.y / k), width, height};
}

Hit Screen::hit(const std::string& name, ScreenRect r) {
  const Hit h = hit_region(name, r);
  name_area(name, r);
  return h;
}

float Screen::begin_scroll(const std::string& name, ScreenRect view, float content) {
  Scroll& scroll = memory.scrolls[name];
  grip_ = {};
  const float most = std::max(0.0f, content - view.height);
  if (memory.wheel != 0 && view.contains(memory.pointer) && ImGui::IsWindowHovered()) {
    scroll.offset -= memory.wheel * kWheelStep;
    memory.wheel = 0;
  }
  if (most > 0) {
    const float bar = std::max(24.0f, view.height * view.height / content);
    const float travel = view.height - bar;
    const float top = view.y + travel * std::clamp(scroll.offset / most, 0.0f, 1.0f);
    const ScreenRect grip = {right_of(view) - 8, top, 8, bar};
    const Hit h = quiet_hit(name + ":scrollbar", grip);
    if (h.held && travel > 0)
      scroll.offset += ImGui::GetIO().MouseDelta.y / frame.device_pixel_ratio * most / travel;
    grip_ = grip;
    grip_lit_ = h.hovered || h.held;
    if (!h.held) scroll_by_finger(view, scroll.offset);
  }
  scroll.offset = std::clamp(scroll.offset, 0.0f, most);
  const Pen p = pen();
  ImGui::PushClipRect({p.px(view.x), p.px(view.y)}, {p.px(right_of(view)), p.px(bottom_of(view))},
                      true);
  return scroll.offset;
}

void Screen::scroll_by_finger(ScreenRect view, float& offset) const {
  const ImGuiIO& io = ImGui::GetIO();
  const float k = frame.device_pixel_ratio;
  const ImVec2 from = io.MouseClickedPos[ImGuiMouseButton_Left];
  const bool down = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (down && finger_drags() && view.contains({from.x / k, from.y / k}))
    offset -= io.MouseDelta.y / k;
}

void Screen::end_scroll() {
  ImGui::PopClipRect();
  pen().fill({grip_.x + 2, grip_.y + 2, grip_.width - 4, grip_.height - 4},
             grip_lit_ ? colors.faint : faded(colors.faint, 0.45f), 2);
}

void Screen::reveal(const std::string& name, float top, float height, float view_height) {
  Scroll& scroll = memory.scrolls[name];
  scroll.offset = std::min(scroll.offset, top);
  scroll.offset = std::max(scroll.offset, top + height - view_height);
}

bool Screen::glyph_button(const std::string& name, ScreenRect r, const char* glyph, bool usable,
                          std::string_view label, const std::vector<std::string>& caps) {
  const Hit h = hit(name, r);
  if (usable && (h.hovered || h.held)) pen().fill(r, colors.hover, size::kSmallRadius + 1);
  if (usable && h.hovered) pointer_shape("pointer");
  const Tint tint = !usable ? faded(colors.faint, 0.7f) : h.hovered ? colors.text : colors.dim;
  const bool small = r.height < 28;
  pen().icon(small ? FontRole::kSmallIcon : FontRole::kIcon, centre_of(r), tint, glyph);
  tip(name, h, label, caps);
  return usable && h.clicked;
}

bool Screen::icon_button(const std::string& name, ScreenRect r, const char* glyph,
                         std::string_view label) {
  return glyph_button(name, r, glyph, true, label, {});
}

bool Screen::icon_button(const std::string& name, ScreenRect r, const char* glyph,
                         std::string_view label, CommandId shortcut) {
  return glyph_button(name, r, glyph, true, label, caps(shortcut));
}

bool Screen::command_button(ScreenRect r, CommandId id) {
  const Command& c = command(id);
  return glyph_button(std::string(c.name), r, c.icon, enabled(id, session), c.label, caps(id));
}

bool Screen::button(const std::string& name, ScreenRect r, std::string_view label,
                    const char* glyph, ButtonStyle style, std::string_view tip_label,
                    const std::vector<std::string>& tip_caps) {
  const Hit h = hit(name, r);
  tip(name, h, tip_label, tip_caps);
  const Pen p = pen();
  Tint ink = colors.text;
  if (style == ButtonStyle::kPrimary || style == ButtonStyle::kDanger) {
    ink = colors.on_primary;
    p.fill(r, style == ButtonStyle::kDanger ? colors.danger : colors.primary, size::kRadius);
    if (h.held)
      p.fill(r, kHeldVeil, size::kRadius);
    else if (h.hovered)
      p.fill(r, kHoveredVeil, size::kRadius);
  } else if (style == ButtonStyle::kRaised) {
    p.fill(r, h.hovered ? colors.hover : colors.raised, size::kRadius);
    p.outline(r, colors.line, size::kRadius);
  } else if (h.hovered) {
    p.fill(r, colors.hover, size::kRadius);
  }
  if (h.hovered) pointer_shape("pointer");
  const bool has_icon = glyph[0] != 0;
  const float text = p.text_width(FontRole::kBodyMedium, label);
  const float gap = has_icon && !label.empty() ? 8.0f : 0.0f;
  const float icon_width = has_icon ? 16.0f : 0.0f;
  float x = r.x + (r.width - text - gap - icon_width) / 2;
  if (has_icon) p.icon(FontRole::kButtonIcon, {x + 8, r.y + r.height / 2}, ink, glyph);
  p.text(FontRole::kBodyMedium, {x + icon_width + gap, r.y + r.height / 2}, ink, label);
  return h.clicked;
}

void Screen::tip(const std::string& name, const Hit& h, std::string_view label,
                 const std::vector<std::string>& caps) {
  if (!h.hovered || label.empty()) return;
  tip_seen_ = true;
  tip_anchor_ = h.rect;
  layer_of_tip_ = layer_;
  if (memory.tip_name != name) {
    memory.tip_name = name;
    memory.tip_since = frame.time;
    memory.tip_over = false;
  }
  if (ImGui::IsAnyMouseDown()) memory.tip_over = true;
  tip_label_ = label;
  tip_caps_ = caps;
}

void Screen::field(TextField f) {
  if (memory.clear_field == f.id) {
    memory.clear_field.clear();
    return;
  }
  const bool covered = overlay_open(memory) && layer_ != Layer::kTop;
  if (covered) {
    const bool empty = f.value.empty();
    pen().text(FontRole::kBody, {f.rect.x, f.rect.y + f.rect.height / 2},
               empty ? colors.faint : colors.text, empty ? f.placeholder : f.value, Align::kLeft,
               f.rect.width);
    return;
  }
  if (memory.focus_field == f.id) {
    f.take_focus = true;
    memory.focus_field.clear();
  }
  fields_.push_back(std::move(f));
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (int at = int(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(std::size_t(at), "\u2009");
  return digits;
}

std::string score(float value) {
  std::array<char, 16> text{};
  // The model's estimate may overshoot 1; nobody is helped by seeing that.
  std::snprintf(text.data(), text.size(), "%.2f", double(std::clamp(value, 0.0f, 1.0f)));
  return text.data();
}

void Screen::draw_tooltip() {
  constexpr double kDelay = 0.45;
  memory.tip_pending = false;
  if (!tip_seen_ || (memory.menu.kind != MenuKind::kNone && layer_of_tip_ != Layer::kTop)) {
    memory.tip_name.clear();
    return;
  }
  if (memory.tip_over) return;
  if (frame.time - memory.tip_since < kDelay) {
    memory.tip_pending = true;
    return;
  }
  const Pen measure{ImGui::GetForegroundDrawList(), fonts_, colors, frame};
  float caps_width = 0;
  for (const std::string& cap : tip_caps_)
    caps_width += 4 + measure.key_cap_width(cap);
  if (caps_width > 0) caps_width += 4;
  const float width = measure.text_width(FontRole::kSmall, tip_label_) + 20 + caps_width;
  float x = tip_anchor_.x + (tip_anchor_.width - width) / 2;
  x = std::clamp(x, 8.0f, std::max(8.0f, frame.viewport.width - width - 8));
  float y = bottom_of(tip_anchor_) + 6;
  if (y + 30 > frame.viewport.height) y = tip_anchor_.y - 36;
  const ScreenRect r = {x, y, width, 30};
  measure.shadow(r, 6, 12);
  measure.fill(r, colors.panel, 6);
  measure.outline(r, colors.line, 6);
  measure.text(FontRole::kSmall, {r.x + 10, r.y + 15}, colors.text, tip_label_);
  float at = right_of(r) - 6 - caps_width + 8;
  for (const std::string& cap : tip_caps_)
    at += measure.key_cap({at, r.y + 15}, cap, Align::kLeft) + 4;
}

}  // namespace maskpoint::ui
