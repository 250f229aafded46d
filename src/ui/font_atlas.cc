#include "ui/font_atlas.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "ui/icons.h"

namespace maskpoint::ui {
namespace {

enum class Source { kRegular, kMedium, kSemibold, kIcons };

struct RoleSpec {
  float em;
  Source source;
  bool names;  // shows names people chose: needs every script the font has
};
constexpr RoleSpec kRoles[kFontRoleCount] = {
    {13, Source::kRegular, true},    // kBody
    {13, Source::kMedium, true},     // kBodyMedium
    {12, Source::kRegular, true},    // kSmall
    {12, Source::kSemibold, false},  // kHeading
    {11, Source::kRegular, true},    // kMeta
    {11, Source::kSemibold, true},   // kTag
    {14, Source::kSemibold, false},  // kTitle
    {18, Source::kIcons, false},     // kIcon
    {16, Source::kIcons, false},     // kButtonIcon
    {14, Source::kIcons, false},     // kSmallIcon
    {12, Source::kIcons, false},     // kTinyIcon
};

constexpr float kStrokeContrast = 1.2f;
constexpr float kTracking = 0.12f;  // CSS pixels between letters, what small sizes ask for

// Pairs of first and last, closed by 0, as Dear ImGui wants them; alive as long as the atlas.
constexpr ImWchar kNameRanges[] = {
    0x0020, 0x007E, 0x00A0, 0x017F, 0x0192, 0x0192, 0x0218, 0x021B, 0x02C6, 0x02DD, 0x0370,
    0x03FF, 0x0400, 0x045F, 0x0490, 0x0491, 0x1E80, 0x1E85, 0x1E9E, 0x1E9E, 0x2009, 0x2009,
    0x2010, 0x2027, 0x2030, 0x203A, 0x20AC, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2193, 0x21B5,
    0x21E7, 0x2212, 0x2212, 0x2248, 0x2248, 0x2318, 0x2318, 0};
// Of those the first ones: what the interface itself writes is among them.
constexpr ImWchar kFirstRanges[] = {0x0020, 0x007E, 0x00A0, 0x00FF, 0x2009, 0x2009, 0x2010,
                                    0x2027, 0x2030, 0x203A, 0x2190, 0x2193, 0x21B5, 0x21E7,
                                    0x2212, 0x2212, 0x2248, 0x2248, 0x2318, 0x2318, 0};
constexpr ImWchar kPlainRanges[] = {0x0020, 0x007E, 0x00A0, 0x00FF, 0x2009, 0x2009, 0x2010,
                                    0x2026, 0x2190, 0x2193, 0x2212, 0x2212, 0};

std::span<const std::byte> bytes_of(const FontFiles& files, Source source) {
  switch (source) {
    case Source::kMedium:
      return files.medium.empty() ? files.regular : files.medium;
    case Source::kSemibold:
      return files.semibold.empty() ? files.regular : files.semibold;
    case Source::kIcons:
      return files.icons.empty() ? files.regular : files.icons;
    case Source::kRegular:
      break;
  }
  return files.regular;
}

unsigned u16(std::span<const std::byte> bytes, std::size_t at) {
  if (at + 2 > bytes.size()) return 0;
  return unsigned(bytes[at]) << 8 | unsigned(bytes[at + 1]);
}

bool has(const ImWchar* ranges, unsigned codepoint) {
  for (; ranges[0] != 0; ranges += 2)
    if (codepoint >= ranges[0] && codepoint <= ranges[1]) return true;
  return false;
}

// Ascent plus descent over the em (OpenType tables hhea and head): Dear ImGui sizes a font by the
// former, designers by the latter. 1 for a file that has neither.
float line_height_in_ems(std::span<const std::byte> bytes) {
  float lines = 0, em = 0;
  const unsigned tables = u16(bytes, 4);
  for (unsigned i = 0; i < tables; ++i) {
    const std::size_t record = 12 + 16 * std::size_t(i);
    const std::size_t offset = std::size_t(u16(bytes, record + 8)) << 16 | u16(bytes, record + 10);
    const unsigned tag_low = u16(bytes, record + 2);
    const unsigned tag_high = u16(bytes, record);
    if (tag_high == 0x6868 && tag_low == 0x6561)  // "hhea"
      lines = float(int(std::int16_t(u16(bytes, offset + 4))) -
                    int(std::int16_t(u16(bytes, offset + 6))));
    if (tag_high == 0x6865 && tag_low == 0x6164) em = float(u16(bytes, offset + 18));  // "head"
  }
  return lines > 0 && em > 0 ? lines / em : 1;
}

const ImWchar* icon_ranges() {
  static const ImVector<ImWchar> ranges = [] {
    ImFontGlyphRangesBuilder builder;
    for (const char* glyph : icon::kAll)
      builder.AddText(glyph);
    ImVector<ImWchar> built;
    builder.BuildRanges(&built);
    return built;
  }();
  return ranges.Data;
}

// All ten digits on the widest one's advance, each in the middle of its cell.
void make_figures_tabular(ImFont* font) {
  float widest = 0;
  for (ImWchar c = '0'; c <= '9'; ++c)
    widest = std::max(widest, font->GetCharAdvance(c));
  for (ImWchar c = '0'; c <= '9'; ++c) {
    auto* glyph = const_cast<ImFontGlyph*>(font->FindGlyphNoFallback(c));
    if (glyph == nullptr) continue;
    const float shift = (widest - glyph->AdvanceX) / 2;
    glyph->X0 += shift;
    glyph->X1 += shift;
    glyph->AdvanceX = widest;
    font->IndexAdvanceX[int(c)] = widest;
  }
}

}  // namespace

float FontAtlas::em(FontRole role) {
  return kRoles[std::size_t(role)].em;
}

int FontAtlas::weight(FontRole role) {
  switch (kRoles[std::size_t(role)].source) {
    case Source::kMedium:
      return 500;
    case Source::kSemibold:
      return 600;
    case Source::kRegular:
    case Source::kIcons:
      break;
  }
  return 400;
}

bool FontAtlas::covers(FontRole role, std::string_view utf8) const {
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(utf8.begin(), utf8.end(), ascii)) return true;
  const char* at = utf8.data();
  const char* end = at + utf8.size();
  while (at < end) {
    unsigned codepoint = 0;
    at += std::max(1, ImTextCharFromUtf8(&codepoint, at, end));
    if (codepoint > 0xFFFF) return false;
    if (font(role)->FindGlyphNoFallback(ImWchar(codepoint)) == nullptr) {
      const bool names = kRoles[std::size_t(role)].names;
      wants_more_ = wants_more_ || (names && !every_script_ && has(kNameRanges, codepoint));
      return false;
    }
  }
  return true;
}

void FontAtlas::build(const FontFiles& files, float device_pixel_ratio) {
  assert(!files.regular.empty());
  ratio_ = device_pixel_ratio;
  every_script_ = every_script_ || wants_more_;
  wants_more_ = false;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  for (int role = 0; role < kFontRoleCount; ++role) {
    const RoleSpec& spec = kRoles[role];
    const std::span<const std::byte> bytes = bytes_of(files, spec.source);
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    // Three samples a pixel across keep the designed spacing at every position; down, glyphs sit on
    // the pixel grid and one is enough. At 2 and more the pixels themselves are fine enough.
    config.OversampleH = spec.source == Source::kIcons ? 1 : (device_pixel_ratio < 1.75f ? 3 : 2);
    config.OversampleV = 1;
    config.PixelSnapH = false;
    // Thin strokes lose contrast when they are blended in sRGB; browsers make up for it as well.
    if (spec.source != Source::kIcons) {
      config.RasterizerMultiply = kStrokeContrast;
      config.GlyphExtraSpacing.x = kTracking * device_pixel_ratio;
    }
    config.EllipsisChar = ImWchar(0x2026);
    const ImWchar* ranges = spec.source == Source::kIcons ? icon_ranges()
                            : spec.names ? (every_script_ ? kNameRanges : kFirstRanges)
                                         : kPlainRanges;
    const float height = spec.em * device_pixel_ratio * line_height_in_ems(bytes);
    fonts_[std::size_t(role)] = atlas.AddFontFromMemoryTTF(
        const_cast<std::byte*>(bytes.data()), int(bytes.size()), height, &config, ranges);
  }
  // A letter that is in no font shows as a middle dot rather than as a box or a question mark.
  for (ImFont* built : fonts_)
    built->FallbackChar = ImWchar(0xB7);
  atlas.Build();
  for (int role = 0; role < kFontRoleCount; ++role)
    if (kRoles[role].source != Source::kIcons) make_figures_tabular(fonts_[std::size_t(role)]);
}

}  // namespace maskpoint::ui
