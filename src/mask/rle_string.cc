// COCO's compressed counts: each number in groups of five bits, lowest first, one character a group
// ('0' + bits, 32 added while more follow), the top bit of the last group the sign. From the fourth
// number on it is the difference from the number two before.
#include <array>
#include <string>

#include "mask/rle.h"

namespace maskpoint::mask {
namespace {

constexpr int kGroupBits = 5;
constexpr std::int64_t kGroupMask = 0x1F;
constexpr std::int64_t kSignBit = 0x10;
constexpr std::int64_t kMoreFollow = 0x20;
constexpr char kFirstCharacter = '0';
constexpr int kCharacters = 64;
// A difference of two 32-bit counts has 33 bits and a sign: seven groups.
constexpr int kMaxGroups = 7;
// The first differences count from here (maskApi: `i > 2`).
constexpr std::size_t kFirstDelta = 3;

base::Status damaged(std::size_t position, const std::string& what) {
  return base::invalid_input("A mask's compressed run lengths are damaged at character " +
                             std::to_string(position + 1) + ": " + what + ".");
}

}  // namespace

std::string encode_counts(const Rle& rle) {
  std::string text;
  text.reserve(rle.counts.size() * 2);
  for (std::size_t i = 0; i < rle.counts.size(); ++i) {
    std::int64_t rest = rle.counts[i];
    if (i >= kFirstDelta) rest -= rle.counts[i - 2];
    bool more = true;
    while (more) {
      std::int64_t group = rest & kGroupMask;
      rest >>= kGroupBits;
      more = (group & kSignBit) != 0 ? rest != -1 : rest != 0;
      if (more) group |= kMoreFollow;
      text.push_back(char(kFirstCharacter + group));
    }
  }
  return text;
}

base::Result<Rle> decode_counts(std::string_view counts, geom::ImageSize size) {
  if (base::Status status = check_size(size); !status.ok()) return status;
  const std::int64_t pixels = std::int64_t(size.width) * size.height;
  Rle rle{size, {}};
  std::int64_t sum = 0;
  std::size_t position = 0;
  while (position < counts.size()) {
    const std::size_t start = position;
    std::int64_t value = 0;
    std::int64_t group = kMoreFollow;
    int shift = 0;
    while ((group & kMoreFollow) != 0) {
      if (position == counts.size()) {
        return damaged(start, "the text ends in the middle of a number");
      }
      if (shift == kMaxGroups * kGroupBits) return damaged(start, "the number is too large");
      group = std::int64_t(counts[position]) - kFirstCharacter;
      if (group < 0 || group >= kCharacters) {
        return damaged(position, "the character cannot be part of a number");
      }
      value |= (group & kGroupMask) << shift;
      shift += kGroupBits;
      ++position;
    }
    if ((group & kSignBit) != 0) value -= std::int64_t{1} << shift;
    if (rle.counts.size() >= kFirstDelta) value += rle.counts[rle.counts.size() - 2];
    if (value < 0) return damaged(start, "the run length is negative");
    sum += value;
    if (sum > pixels) {
      return damaged(start, "the run lengths sum to more than the " + std::to_string(size.width) +
                                " × " + std::to_string(size.height) + " pixels of the mask");
    }
    rle.counts.push_back(std::uint32_t(value));
  }
  if (base::Status status = check(rle); !status.ok()) return status;
  return rle;
}

}  // namespace maskpoint::mask
