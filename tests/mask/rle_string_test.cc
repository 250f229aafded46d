#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mask/bitmap.h"
#include "mask/rle.h"
#include "random_masks.h"

namespace maskpoint::mask {
namespace {

struct Known {
  std::vector<std::uint32_t> counts;
  const char* text;
};

// Worked by hand from maskApi's definition: five bits a character from '0' on, lowest first; from
// the fourth count on the difference from two before.
const Known kKnown[] = {
    {{3}, "3"},
    {{0, 4}, "04"},
    {{15}, "?"},   // the largest number of one character
    {{16}, "`0"},  // 16 alone would read as negative
    {{31}, "o0"},
    {{32}, "P1"},
    {{5, 3, 5, 3}, "5350"},                 // difference 0
    {{5, 3, 5, 2}, "535O"},                 // difference -1
    {{0, 40, 1, 7}, "0X11oN"},              // difference -33: two characters
    {{1, 70000, 2, 100000}, "1`[T22`Ym0"},  // difference 30000
};

TEST(RleString, KnownStrings) {
  for (const Known& known : kKnown) {
    std::uint32_t sum = 0;
    for (const std::uint32_t count : known.counts)
      sum += count;
    const Rle rle{{1, int(sum)}, known.counts};
    EXPECT_EQ(encode_counts(rle), known.text);
    const auto decoded = decode_counts(known.text, rle.size);
    ASSERT_TRUE(decoded.ok()) << decoded.status().message();
    EXPECT_EQ(decoded->counts, known.counts);
  }
}

TEST(RleString, RunsLongerThan16Bits) {
  const geom::ImageSize size{70000, 60000};  // 4.2 thousand million pixels
  for (const Rle& rle : {Rle{size, {0, 4200000000u}}, Rle{size, {4200000000u}},
                         Rle{size, {1, 100000, 7, 4199800000u, 1, 99991}}}) {
    const auto decoded = decode_counts(encode_counts(rle), size);
    ASSERT_TRUE(decoded.ok()) << decoded.status().message();
    EXPECT_EQ(*decoded, rle);
  }
  const Rle stripe{{400, 300}, {20000, 70000, 30000}};
  EXPECT_EQ(encode(decode(stripe)), stripe);
}

std::string refusal(const std::string& counts, geom::ImageSize size) {
  const auto decoded = decode_counts(counts, size);
  EXPECT_FALSE(decoded.ok()) << counts;
  return decoded.ok() ? "" : decoded.status().message();
}

TEST(RleString, DamagedTextIsRefusedWithASentence) {
  const geom::ImageSize size{10, 8};
  EXPECT_NE(refusal("", size).find("sum to 0"), std::string::npos);
  EXPECT_NE(refusal("P", size).find("middle of a number"), std::string::npos);
  EXPECT_NE(refusal("O", size).find("negative"), std::string::npos);
  EXPECT_NE(refusal("1 2", size).find("character 2"), std::string::npos);
  EXPECT_NE(refusal("12\xC3\xBC", size).find("character 3"), std::string::npos);
  EXPECT_NE(refusal(std::string("1\0", 2), size).find("character 2"), std::string::npos);
  EXPECT_NE(refusal("p", size).find("cannot be part"), std::string::npos);  // one past the last
  EXPECT_NE(refusal("/", size).find("cannot be part"), std::string::npos);  // one before the first
  EXPECT_NE(refusal("P3", size).find("sum to more"), std::string::npos);    // 96 of 80
  EXPECT_NE(refusal("P1", size).find("sum to 32"), std::string::npos);
  EXPECT_NE(refusal("1112K", size).find("negative"), std::string::npos);
  EXPECT_NE(refusal("oooooooooooooooo0", size).find("too large"), std::string::npos);
  EXPECT_NE(refusal(std::string(100000, 'o'), size).find("too large"), std::string::npos);
  EXPECT_FALSE(decode_counts("P2", {0, 8}).ok());
  EXPECT_FALSE(decode_counts("P2", {8, -8}).ok());
  EXPECT_EQ(decode_counts("P2", {2147483647, 2147483647}).status().code(),
            base::StatusCode::kTooLarge);
}

TEST(RleString, AnyBytesEitherDecodeToAMaskOrAreRefused) {
  Random random(3);
  int decoded_masks = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const int length = random.between(0, 12);
    for (int i = 0; i < length; ++i) {
      text.push_back(char(round % 2 == 0 ? random.between(0, 255) : random.between('0', 'O')));
    }
    const geom::ImageSize size{random.between(1, 6), random.between(1, 6)};
    const auto decoded = decode_counts(text, size);
    if (decoded.ok()) {
      ++decoded_masks;
      EXPECT_TRUE(check(*decoded).ok());
      EXPECT_EQ(decode_counts(encode_counts(*decoded), size)->counts, decoded->counts);
    } else {
      EXPECT_FALSE(decoded.status().message().empty());
    }
  }
  EXPECT_GT(decoded_masks, 0);
}

}  // namespace
}  // namespace maskpoint::mask
