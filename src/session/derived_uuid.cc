#include "session/derived_uuid.h"

#include <cstdint>

namespace maskpoint::session {
namespace {

// SplitMix64's finalizer.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

std::uint64_t hashed(const std::string& text, std::uint64_t start) {
  std::uint64_t hash = start;  // FNV-1a
  for (const char c : text)
    hash = (hash ^ std::uint8_t(c)) * 1099511628211u;
  return mixed(hash);
}

}  // namespace

std::string derived_uuid(const std::string& seed, std::size_t position) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15u;
  const std::uint64_t step = kGolden * (std::uint64_t(position) + 1);
  std::uint64_t halves[] = {mixed(hashed(seed, 14695981039346656037u) + step),
                            mixed(hashed(seed, 1099511628211u) ^ step)};
  halves[0] = (halves[0] & ~std::uint64_t(0xf000)) | 0x4000;                       // the version
  halves[1] = (halves[1] & ~(std::uint64_t(3) << 62)) | (std::uint64_t(2) << 62);  // the variant
  std::string uuid;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) uuid += '-';
    uuid += kDigits[(halves[i / 16] >> (60 - 4 * (i % 16))) & 15];
  }
  return uuid;
}

}  // namespace maskpoint::session
