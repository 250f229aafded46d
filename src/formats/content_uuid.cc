#include "formats/content_uuid.h"

#include <array>
#include <cstdint>

namespace maskpoint::formats {
namespace {

// FNV-1a with a finish (MurmurHash3's mixer): every bit of the input reaches every bit.
std::uint64_t hash(std::uint64_t seed, std::string_view text) {
  std::uint64_t value = 0xCBF29CE484222325u ^ seed;
  for (const char c : text) {
    value ^= std::uint8_t(c);
    value *= 0x100000001B3u;
  }
  value ^= value >> 33;
  value *= 0xFF51AFD7ED558CCDu;
  value ^= value >> 33;
  value *= 0xC4CEB9FE1A85EC53u;
  return value ^ (value >> 33);
}

bool is_dash(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

}  // namespace

std::string content_uuid(std::string_view image_name, std::string_view annotation, int repeat) {
  std::array<std::uint64_t, 2> halves{};
  for (std::uint64_t i = 0; i < halves.size(); ++i) {
    const std::uint64_t seed = hash(i + 1, image_name) + std::uint64_t(repeat);
    halves[i] = hash(seed, annotation);
  }
  halves[0] = (halves[0] & ~std::uint64_t{0xF000}) | 0x8000;                       // version 8
  halves[1] = (halves[1] & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);  // variant
  std::string text;
  for (const std::uint64_t half : halves)
    for (int shift = 60; shift >= 0; shift -= 4) {
      if (is_dash(text.size())) text += '-';
      text += "0123456789abcdef"[(half >> shift) & 0xF];
    }
  return text;
}

std::string valid_uuid(std::string_view text) {
  if (text.size() != 36) return {};
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    char& c = out[i];
    if (c >= 'A' && c <= 'F') c = char(c - 'A' + 'a');
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (is_dash(i) ? c != '-' : !digit) return {};
  }
  return out;
}

}  // namespace maskpoint::formats
