// The font files and the atlas built from them. ui does no IO: the shell hands over the bytes and
// keeps them alive as long as the Interface lives.
#pragma once

#include <cstddef>
#include <span>

namespace maskpoint::ui {

// Inter (OpenType) in three weights and Lucide's icons (TrueType); an empty span is a caller's
// mistake except in tests, where `regular` stands in for the other weights.
struct FontFiles {
  std::span<const std::byte> regular, medium, semibold, icons;
};

enum class FontRole {
  kBody,
  kBodyMedium,
  kSmall,
  kHeading,
  kMeta,
  kTag,
  kTitle,
  kIcon,
  kButtonIcon,
  kSmallIcon,
  kTinyIcon
};
inline constexpr int kFontRoleCount = 11;

}  // namespace maskpoint::ui
