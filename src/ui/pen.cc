#include "ui/pen.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace maskpoint::ui {
namespace {

constexpr float kCapitalHeight = 0.727f;  // of Inter's em
constexpr char kEllipsis[] = "\u2026";

ImU32 packed(Tint t) {
  return IM_COL32(t.r, t.g, t.b, t.a);
}

ImTextureID texture_of(const Picture& picture) {
  return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(picture.texture));
}

float width_of(const ImFont* font, std::string_view utf8) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, utf8.data(), utf8.data() + utf8.size()).x;
}

}  // namespace

float Pen::px(float css) const {
  return std::floor(css * frame_.device_pixel_ratio + 0.5f);
}

void Pen::fill(ScreenRect r, Tint tint, float radius) const {
  if (r.width <= 0 || r.height <= 0 || tint.a == 0) return;
  list_->AddRectFilled({px(r.x), px(r.y)}, {px(right_of(r)), px(bottom_of(r))}, packed(tint),
                       radius * frame_.device_pixel_ratio);
}

void Pen::outline(ScreenRect r, Tint tint, float radius, float width) const {
  const float w = std::max(1.0f, px(width));
  // Half a line inside, so that the stroke covers whole device pixels.
  list_->AddRect({px(r.x) + (w - 1) / 2, px(r.y) + (w - 1) / 2},
                 {px(right_of(r)) - (w - 1) / 2, px(bottom_of(r)) - (w - 1) / 2}, packed(tint),
                 radius * frame_.device_pixel_ratio, 0, w);
}

void Pen::horizontal_line(float x0, float x1, float y, Tint tint) const {
  const float w = std::max(1.0f, px(1));
  list_->AddRectFilled({px(x0), px(y)}, {px(x1), px(y) + w}, packed(tint));
}

void Pen::vertical_line(float x, float y0, float y1, Tint tint) const {
  const float w = std::max(1.0f, px(1));
  list_->AddRectFilled({px(x), px(y0)}, {px(x) + w, px(y1)}, packed(tint));
}

void Pen::dot(ScreenPoint c, float radius, Tint tint) const {
  const float k = frame_.device_pixel_ratio;
  list_->AddCircleFilled({c.x * k, c.y * k}, radius * k, packed(tint), 0);
}

void Pen::shadow(ScreenRect rect, float radius, float spread) const {
  // Nested rounded rectangles whose sum falls off like a blurred edge: one for every pixel or two,
  // so that no band is seen on a bright image.
  const int steps = std::clamp(int(spread), 12, 28);
  const float drop = spread * 0.35f;
  for (int i = 0; i < steps; ++i) {
    const float t = 1 - float(i) / float(steps);
    const float grow = spread * t;
    const float share = (1.5f * (1 - t) + 0.2f) / float(steps);
    fill({rect.x - grow, rect.y - grow + drop, rect.width + 2 * grow, rect.height + 2 * grow},
         faded(colors_.shadow, share), radius + grow);
  }
}

void Pen::picture(const Picture& p, ScreenRect r, float radius, Tint tint) const {
  if (p.texture == 0 || p.size.width <= 0 || p.size.height <= 0) return;
  const float shape = r.width / r.height;
  const float own = float(p.size.width) / float(p.size.height);
  const float u = own > shape ? (1 - shape / own) / 2 : 0;
  const float v = own < shape ? (1 - own / shape) / 2 : 0;
  list_->AddImageRounded(texture_of(p), {px(r.x), px(r.y)}, {px(right_of(r)), px(bottom_of(r))},
                         {u, v}, {1 - u, 1 - v}, packed(tint), radius * frame_.device_pixel_ratio);
}

std::string_view Pen::fitting(FontRole role, std::string_view utf8, float max_width) const {
  const ImFont* font = fonts_.font(role);
  const float room = max_width * frame_.device_pixel_ratio - width_of(font, kEllipsis);
  const char* rest = utf8.data();
  font->CalcTextSizeA(font->FontSize, std::max(0.0f, room), 0, utf8.data(),
                      utf8.data() + utf8.size(), &rest);
  std::string_view kept = utf8.substr(0, std::size_t(rest - utf8.data()));
  while (!kept.empty() && kept.back() == ' ')
    kept.remove_suffix(1);
  return kept;
}

bool Pen::foreign_text(FontRole role, ScreenPoint at, Tint tint, std::string_view utf8, Align align,
                       float max_width, float& width) const {
  if (!frame_.text_picture) return false;
  const Picture drawn =
      frame_.text_picture(std::string(utf8), FontAtlas::em(role), FontAtlas::weight(role));
  if (drawn.texture == 0) return false;
  const float full = float(drawn.size.width) / frame_.device_pixel_ratio;
  const float height = float(drawn.size.height) / frame_.device_pixel_ratio;
  width = std::min(full, max_width);
  float x = at.x;
  if (align == Align::kCentre) x -= width / 2;
  if (align == Align::kRight) x -= width;
  const float baseline = at.y + FontAtlas::em(role) * kCapitalHeight / 2;
  const float top = baseline - 0.8f * height;
  list_->AddImage(texture_of(drawn), {px(x), px(top)}, {px(x + width), px(top + height)}, {0, 0},
                  {full > 0 ? width / full : 1, 1}, packed(tint));
  return true;
}

float Pen::text_width(FontRole role, std::string_view utf8) const {
  if (!fonts_.covers(role, utf8) && frame_.text_picture) {
    const Picture drawn =
        frame_.text_picture(std::string(utf8), FontAtlas::em(role), FontAtlas::weight(role));
    if (drawn.texture != 0) return float(drawn.size.width) / frame_.device_pixel_ratio;
  }
  return width_of(fonts_.font(role), utf8) / frame_.device_pixel_ratio;
}

void Pen::icon(FontRole role, ScreenPoint centre, Tint tint, const char* glyph) const {
  // Lucide's glyphs fill a square em: the icon's box is the em.
  ImFont* font = fonts_.font(role);
  const float side = font->FontSize;
  const float k = frame_.device_pixel_ratio;
  const ImVec2 corner{std::floor(centre.x * k - side / 2 + 0.5f),
                      std::floor(centre.y * k - side / 2 + 0.5f)};
  list_->AddText(font, side, corner, packed(tint), glyph);
}

float Pen::key_cap_width(std::string_view cap) const {
  return std::max(18.0f, text_width(FontRole::kMeta, cap) + 11);
}

float Pen::key_cap(ScreenPoint at, std::string_view cap, Align align) const {
  const float width = key_cap_width(cap);
  const ScreenRect r = {align == Align::kRight ? at.x - width : at.x, at.y - 9, width, 18};
  fill(r, colors_.raised, 4);
  outline(r, colors_.line, 4);
  text(FontRole::kMeta, centre_of(r), colors_.dim, cap, Align::kCentre);
  return width;
}

void Pen::push_clip(ScreenRect r) const {
  list_->PushClipRect({px(r.x), px(r.y)}, {px(right_of(r)), px(bottom_of(r))}, true);
}

void Pen::push_no_clip() const {
  list_->PushClipRectFullScreen();
}

void Pen::pop_clip() const {
  list_->PopClipRect();
}

float Pen::text(FontRole role, ScreenPoint at, Tint tint, std::string_view utf8, Align align,
                float max_width) const {
  if (utf8.empty() || max_width <= 0) return 0;
  float width = 0;
  if (!fonts_.covers(role, utf8) && foreign_text(role, at, tint, utf8, align, max_width, width))
    return width;
  ImFont* font = fonts_.font(role);
  const float k = frame_.device_pixel_ratio;
  std::string cut;
  width = width_of(font, utf8);
  if (width > max_width * k + 0.5f) {
    cut = std::string(fitting(role, utf8, max_width)) + kEllipsis;
    utf8 = cut;
    width = width_of(font, utf8);
  }
  float x = at.x * k;
  if (align == Align::kCentre) x -= width / 2;
  if (align == Align::kRight) x -= width;
  const float capital = FontAtlas::em(role) * k * kCapitalHeight;
  const float baseline = std::floor(at.y * k + capital / 2 + 0.5f);
  list_->AddText(font, font->FontSize, {std::floor(x + 0.5f), baseline - IM_ROUND(font->Ascent)},
                 packed(tint), utf8.data(), utf8.data() + utf8.size());
  return width / k;
}

}  // namespace maskpoint::ui
