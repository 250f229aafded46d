#include "app/uuid.h"

#include <array>
#include <cstdint>
#include <random>

namespace maskpoint::app {

std::string make_uuid() {
  std::random_device random;
  std::array<std::uint8_t, 16> bytes;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::uint32_t word = random();
    for (std::size_t k = 0; k < 4; ++k)
      bytes[i + k] = std::uint8_t(word >> (8 * k));
  }
  bytes[6] = std::uint8_t((bytes[6] & 0x0f) | 0x40);  // version 4
  bytes[8] = std::uint8_t((bytes[8] & 0x3f) | 0x80);  // variant of RFC 9562
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 15];
  }
  return text;
}

}  // namespace maskpoint::app
