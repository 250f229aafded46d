// Dear ImGui's font atlas in the interface's roles, rasterised at the device pixel ratio.
//
// Latin-1 and punctuation at first, which the page opens with half a second sooner; Latin
// Extended-A, Greek and Cyrillic from the first name on that needs them. Figures are tabular (every
// digit gets the widest digit's advance, because Dear ImGui does not shape text). Lucide is merged
// into the two icon roles. UI thread; belongs to the current ImGui context.
#pragma once

#include <array>
#include <string_view>

#include "ui/fonts.h"

struct ImFont;

namespace maskpoint::ui {

class FontAtlas {
 public:
  // Replaces the context's fonts; call between frames.
  void build(const FontFiles& files, float device_pixel_ratio);
  float ratio() const { return ratio_; }  // 0 before the first build

  ImFont* font(FontRole role) const { return fonts_[std::size_t(role)]; }
  static float em(FontRole role);    // CSS pixels
  static int weight(FontRole role);  // as CSS has it
  // Whether every character of the text is in the atlas. One that could be is asked for by that.
  bool covers(FontRole role, std::string_view utf8) const;
  // Building again brings letters that were asked for.
  bool wants_more() const { return wants_more_; }

 private:
  std::array<ImFont*, kFontRoleCount> fonts_{};
  float ratio_ = 0;
  bool every_script_ = false;
  mutable bool wants_more_ = false;
};

}  // namespace maskpoint::ui
