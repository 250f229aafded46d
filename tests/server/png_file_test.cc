// The page's PNGs against libpng's: either reads what the other wrote.
#include "formats/png_file.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>

#include "server/label_png.h"

namespace maskpoint::formats {
namespace {

Zlib real_zlib() {
  Zlib zlib;
  zlib.deflate = [](std::string_view bytes) {
    uLongf length = compressBound(uLong(bytes.size()));
    std::string packed(length, 0);
    compress(reinterpret_cast<Bytef*>(packed.data()), &length,
             reinterpret_cast<const Bytef*>(bytes.data()), uLong(bytes.size()));
    packed.resize(length);
    return packed;
  };
  zlib.inflate = [](std::string_view packed, std::size_t most) -> std::optional<std::string> {
    std::string bytes(most, 0);
    uLongf length = uLongf(most);
    if (uncompress(reinterpret_cast<Bytef*>(bytes.data()), &length,
                   reinterpret_cast<const Bytef*>(packed.data()), uLong(packed.size())) != Z_OK)
      return std::nullopt;
    bytes.resize(length);
    return bytes;
  };
  return zlib;
}

LabelImage random_image(LabelImage::Kind kind, geom::ImageSize size, unsigned seed) {
  std::mt19937 random(seed);
  LabelImage image{kind, size, {}, {}};
  if (kind == LabelImage::Kind::kPalette8)
    for (int i = 0; i < 7; ++i)
      image.palette.push_back({std::uint8_t(i), std::uint8_t(2 * i), std::uint8_t(255 - i)});
  const unsigned most = kind == LabelImage::Kind::kBits1      ? 1
                        : kind == LabelImage::Kind::kPalette8 ? 6
                        : kind == LabelImage::Kind::kGrey16   ? 65535
                                                              : 255;
  for (int i = 0; i < size.width * size.height; ++i)
    image.pixels.push_back(std::uint16_t(random() % (most + 1)));
  return image;
}

TEST(PngFile, EitherReadsTheOthers) {
  const PngCodec ours = png_codec(real_zlib()), theirs = server::label_png_codec();
  unsigned seed = 1;
  for (const auto kind : {LabelImage::Kind::kBits1, LabelImage::Kind::kGrey8,
                          LabelImage::Kind::kPalette8, LabelImage::Kind::kGrey16})
    for (const geom::ImageSize size : {geom::ImageSize{1, 1}, {9, 4}, {8, 3}, {33, 17}}) {
      const LabelImage image = random_image(kind, size, ++seed);
      const PngCodec* const codecs[] = {&ours, &theirs};
      for (const PngCodec* writer : codecs)
        for (const PngCodec* reader : codecs) {
          const auto png = writer->encode(image);
          ASSERT_TRUE(png.ok());
          const auto back = reader->decode(*png);
          ASSERT_TRUE(back.ok()) << back.status().message();
          EXPECT_EQ(back->size, image.size);
          EXPECT_EQ(back->kind, image.kind);
          EXPECT_EQ(back->pixels, image.pixels);
          EXPECT_EQ(back->palette, image.palette);
        }
    }
}

TEST(PngFile, WhatIsBrokenIsSaid) {
  const PngCodec codec = png_codec(real_zlib());
  const std::string png = *codec.encode(random_image(LabelImage::Kind::kGrey16, {20, 20}, 5));
  for (std::size_t length = 0; length < png.size(); length += 7)
    EXPECT_FALSE(codec.decode(std::string_view(png).substr(0, length)).ok());
  for (std::size_t at = 0; at < png.size(); at += 11) {
    std::string damaged = png;
    damaged[at] = char(damaged[at] ^ 0x40);
    const auto back = codec.decode(damaged);
    // Every byte is under the signature or a chunk's checksum.
    EXPECT_FALSE(back.ok()) << at;
  }
}

}  // namespace
}  // namespace maskpoint::formats
