// The status line: image, cursor, zoom, class, decode time, engine, save state.
#include <array>
#include <cmath>
#include <cstdio>

#include "base/count_of.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

std::string milliseconds(double ms) {
  if (ms < 1) return "decode < 1 ms";  // it was ready before the click
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), ms < 99.95 ? "decode %.1f ms" : "decode %.0f ms", ms);
  return text.data();
}

std::vector<std::string> items(const session::Session& s) {
  std::vector<std::string> parts;
  if (const session::ImageRow* image = s.open_image()) {
    if (image->size.width > 0)
      parts.push_back(std::to_string(image->size.width) + " \u00D7 " +
                      std::to_string(image->size.height));
    if (const auto at = s.cursor())
      parts.push_back("x " + std::to_string(int(at->x)) + " y " + std::to_string(int(at->y)));
    parts.push_back(std::to_string(int(std::lround(s.view().scale * 100))) + " %");
    if (const doc::Category* category = category_of(s, s.current_category()))
      parts.push_back(category->name);
  }
  if (s.last_decode_ms() > 0) parts.push_back(milliseconds(s.last_decode_ms()));
  const session::action::EngineReady& engine = s.engine();
  if (engine.threads > 0)
    parts.push_back((engine.simd == "relaxed" ? "relaxed SIMD" : "SIMD") + std::string(" \u00B7 ") +
                    base::count_of(std::size_t(engine.threads), "thread"));
  if (!engine.encoder.empty()) parts.push_back("encoder: " + engine.encoder);
  return parts;
}

struct Saved {
  std::string words;
  const char* glyph;
  Tint tint;
};

Saved saved_of(const session::Session& s, const Palette& c) {
  switch (s.save_state()) {
    case session::SaveState::kSaving:
      return {"Saving\u2026", icon::kRetry, c.dim};
    case session::SaveState::kUnsaved:
      return {"Unsaved changes", icon::kInfo, c.in_work};
    case session::SaveState::kConflict:
      return {"Changed by somebody else", icon::kWarning, c.in_work};
    case session::SaveState::kFailing:
      if (s.save_refused()) return {"Not saved", icon::kWarning, c.exclude};
      return {"Kept here: server away", icon::kCloudOff, c.in_work};
    case session::SaveState::kSaved:
      break;
  }
  return {"Saved", icon::kCheck, c.include};
}

}  // namespace

void draw_status_line(Screen& screen, ScreenRect line) {
  const Palette& c = screen.colors;
  const session::Session& s = screen.session;
  const Pen p = screen.begin("status line", line, Layer::kPanel);
  p.fill(line, c.panel);
  p.horizontal_line(line.x, right_of(line), line.y, c.line);
  const float y = line.y + line.height / 2 + 0.5f;

  const Saved saved = saved_of(s, c);
  const float width = p.text_width(FontRole::kSmall, saved.words) + 22;
  const ScreenRect save_box = {right_of(line) - size::kPadding - width, line.y + 3, width, 22};
  const Hit h = screen.hit("save-state", save_box);
  if (h.hovered) {
    p.fill(inset(save_box, -3), c.hover, 6);
    screen.pointer_shape("pointer");
  }
  p.icon(FontRole::kSmallIcon, {save_box.x + 7, y}, saved.tint, saved.glyph);
  // The colours are too light for words on a light page.
  const bool quiet =
      s.save_state() == session::SaveState::kSaved || s.save_state() == session::SaveState::kSaving;
  p.text(FontRole::kSmall, {save_box.x + 20, y}, quiet && !h.hovered ? c.dim : c.text, saved.words);
  screen.tip("save-state", h, "What is saved, and where", {});
  if (h.clicked) screen.memory.menu = {MenuKind::kSaving, save_box, "", 0};

  float x = line.x + size::kPadding;
  float end = save_box.x - 24;
  if (s.tabs() > 1) {
    const std::string words = std::to_string(s.tabs()) + " tabs";
    const float tabs_width = p.text_width(FontRole::kSmall, words) + 22;
    const ScreenRect box = {end - tabs_width + 8, line.y + 3, tabs_width, 22};
    const Hit tabs = screen.hit("tabs", box);
    p.icon(FontRole::kSmallIcon, {box.x + 7, y}, c.dim, icon::kTabs);
    p.text(FontRole::kSmall, {box.x + 20, y}, c.dim, words);
    screen.tip("tabs", tabs, "Open in other tabs too: what they save is merged", {});
    end = box.x - 16;
  }
  const std::vector<std::string> parts = items(s);
  if (const session::ImageRow* image = s.open_image())
    x += p.text(FontRole::kSmall, {x, y}, c.text, image->file_name, Align::kLeft,
                std::min(320.0f, end - x)) +
         6;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const float w = p.text_width(FontRole::kSmall, parts[i]);
    if (x + w > end) break;
    p.text(FontRole::kSmall, {x, y}, c.dim, parts[i]);
    x += w + 18;
  }
  screen.end();
}

}  // namespace maskpoint::ui
