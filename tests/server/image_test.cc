#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include "mask/bitmap.h"
#include "server/embedding_key.h"
#include "server/image_exif.h"
#include "server/image_file.h"
#include "server/image_fixture.h"
#include "server/image_jpeg.h"
#include "server/photo_thumbnail.h"
#include "server/png_writer.h"

namespace maskpoint::server {
namespace {

std::vector<std::uint8_t> sample_jpeg() {
  auto jpeg = encode_jpeg(pattern_image({40, 30}), 90);
  EXPECT_TRUE(jpeg.ok());
  return *jpeg;
}

std::vector<std::uint8_t> sample_png() {
  mask::Bitmap bitmap({31, 17});
  for (std::size_t i = 0; i < bitmap.pixels.size(); ++i)
    bitmap.pixels[i] = i % 3 == 0;
  auto png = mask_png(mask::encode(bitmap));
  EXPECT_TRUE(png.ok());
  return *png;
}

// An APP1 segment with nothing in it but an orientation, put behind the start-of-image marker.
std::vector<std::uint8_t> with_orientation(std::vector<std::uint8_t> jpeg,
                                           std::uint8_t orientation) {
  const std::vector<std::uint8_t> segment = {
      0xFF, 0xE1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
      0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0};
  jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
  return jpeg;
}

TEST(ImageFile, TrickyFilesAreWhatBrowsersMakeOfThem) {
  const auto manifest = tricky_manifest();
  if (!manifest) GTEST_SKIP() << "The shared test data is not on this machine: " << tricky_folder();
  int decoded = 0;
  for (const auto& row : *manifest) {
    const std::string name = row["file"];
    SCOPED_TRACE(name);
    const auto bytes = read_file(tricky_folder() / name);
    ASSERT_TRUE(bytes.ok()) << bytes.status().message();
    const auto info = probe_image(*bytes);
    const auto info_of_file = probe_image_file(tricky_folder() / name);
    ASSERT_EQ(info.ok(), info_of_file.ok());
    const auto image = decode_image(*bytes);
    // Absent or null where Chromium refuses the file.
    const auto bitmap = row["chromium156"].value("bitmap", nlohmann::json());
    const bool shown = bitmap.is_array();
    if (!image.ok()) {
      EXPECT_EQ(image.status().message().back(), '.') << image.status().message();
      // What a browser opens and we do not: other formats, and the 280 megapixels.
      const bool ours = has_image_extension(name) && name != "jpeg/giant-image.jpg";
      EXPECT_FALSE(ours && shown) << image.status().message();
      continue;
    }
    ++decoded;
    EXPECT_EQ(info->upright, image->size);
    EXPECT_EQ(info_of_file->upright, image->size);
    EXPECT_EQ(image->pixels.size(), std::size_t(image->size.width) * image->size.height * 3);
    ASSERT_TRUE(shown) << "a browser refuses this file";
    EXPECT_EQ(image->size.width, bitmap[0].get<int>());
    EXPECT_EQ(image->size.height, bitmap[1].get<int>());
    const auto thumbnail = make_thumbnail(*bytes, 64);
    ASSERT_TRUE(thumbnail.ok()) << thumbnail.status().message();
    const auto small = probe_image(*thumbnail);
    ASSERT_TRUE(small.ok());
    EXPECT_LE(std::max(small->upright.width, small->upright.height), 64);
  }
  EXPECT_GE(decoded, 200);
}

// SHA-256 of Pillow's pixels (ImageOps.exif_transpose for the rotated one, then convert("RGB"); for
// 16-bit grey its high byte, where Pillow would clip).
TEST(ImageFile, PixelsEqualPillows) {
  if (!tricky_manifest())
    GTEST_SKIP() << "The shared test data is not on this machine: " << tricky_folder();
  struct Known {
    const char* file;
    const char* sha256;
  };
  constexpr std::array<Known, 17> kKnown = {{
      {"anim/sharp/5_webp_a.webp",
       "f73be1d20db68f621c84c443257cbfad6ee8359fc5d6847197d31f997b4f04ed"},
      {"anim/sharp/animated-loop-3.webp",
       "36e0bcf9a522c3a4513e22d01836e33529ac033a1233ca2d41c559f7320e783f"},
      {"anim/webp/extended_images/lossy_alpha.webp",
       "040fd232537a72a87e98ba8d4e35afca5b28a37ece601da3e38d892d5082d0e1"},
      {"anim/webp/lossless_images/simple.webp",
       "a58b5f209ddeac5d64faa2a01aa5be0c574285a60ef77fe841e8aec28ccef0d0"},
      // Orientation 6 in a WebP: left as it is stored, as browsers do.
      {"exif-pillow/hopper_orientation_6.webp",
       "13bd0965acd28834a2c2fcd811a689999088d49b7ff2522349905f30e34fc41d"},
      {"exif-recurser/Landscape_7.jpg",
       "67066e3a6022549f5ea4eb2eab1aede8f26facf0b92d66517ac019b056a980ac"},
      {"exif-pillow/orientation_rectangle.jpg",
       "f3ca02d4b8c337969adac0e394688ce406ff5d7f1eba13f7299794267d66d23c"},
      {"jpeg/Channel_digital_image_CMYK_color_no_profile.jpg",
       "94747aacd22d8498fa30fcc5abb095222eee8a7d3a0b56593b552810f68674de"},
      {"jpeg/cmyk-sample.jpg", "0f9e842f728c54b03998d8824dc5d6bd39d3fb252355dc7e960463ceec953296"},
      {"jpeg/cd4.2.jpg", "db6c8be18c542524f6cb1a511acb61cc7d62a8da220dd8eb8243a33c09a8227f"},
      {"jpeg/exif-jfif-app13-app14ycck-3channel.jpg",
       "d174e16a993abb63283df83c1a24df0dc1e7d68dd8f7ca41aabb414e5c7c475d"},
      {"jpeg/progressive/3.jpg",
       "e7446959fe4bdf3d00495de93217546c5cb1607f727162e5eeff28f25e3b3e6a"},
      {"png-extra/grey-8bit-alpha.png",
       "90540ea0b87c372e580ba7cb77de3a51d6980946577d20863886991383825f25"},
      {"pngsuite/png/basi3p02.png",
       "295fe76227f9704c45caa157576ae49e703ad9d1ebbd8c3c7cf65027e4f77a3a"},
      {"pngsuite/png/basn0g16.png",
       "428a8eee371482f4add70c59062c994412dd7f0bd8a25821a18fefe1c3480fc2"},
      {"pngsuite/png/basn6a16.png",
       "7c6a5793b16038fe4748ede79b5ed71169a0484d68219637b0905be983c72a00"},
      {"pngsuite/png/tbbn2c16.png",
       "ebefb12e340b9af9e649bebb3506b17e89726a47af24cfa9fd03a918ee5599c3"},
  }};
  for (const Known& known : kKnown) {
    SCOPED_TRACE(known.file);
    const auto bytes = read_file(tricky_folder() / known.file);
    ASSERT_TRUE(bytes.ok());
    const auto image = decode_image(*bytes);
    ASSERT_TRUE(image.ok()) << image.status().message();
    EXPECT_EQ(sha256_hex(image->pixels), known.sha256);
  }
}

TEST(ImageFile, OrientationsMovePixelsAsExifSaysSo) {
  // Stored 3 × 2, pixels 0–5; every row is the upright picture.
  RgbImage stored{{3, 2}, {}};
  for (int i = 0; i < 6; ++i)
    for (int c = 0; c < 3; ++c)
      stored.pixels.push_back(std::uint8_t(i + 10 * c));
  const std::array<std::array<std::uint8_t, 6>, 8> upright = {{{0, 1, 2, 3, 4, 5},
                                                               {2, 1, 0, 5, 4, 3},
                                                               {5, 4, 3, 2, 1, 0},
                                                               {3, 4, 5, 0, 1, 2},
                                                               {0, 3, 1, 4, 2, 5},
                                                               {3, 0, 4, 1, 5, 2},
                                                               {5, 2, 4, 1, 3, 0},
                                                               {2, 5, 1, 4, 0, 3}}};
  for (Orientation o = 1; o <= 8; ++o) {
    SCOPED_TRACE(o);
    const RgbImage turned = turned_upright(stored, o);
    EXPECT_EQ(turned.size, (o >= 5 ? geom::ImageSize{2, 3} : geom::ImageSize{3, 2}));
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_EQ(turned.pixels[i * 3], upright[o - 1][i]);
      EXPECT_EQ(turned.pixels[i * 3 + 2], upright[o - 1][i] + 20);
    }
  }
}

TEST(ImageFile, ReadsTheOrientationOfAJpeg) {
  for (std::uint8_t o = 0; o <= 9; ++o) {
    const auto info = probe_image(with_orientation(sample_jpeg(), o));
    ASSERT_TRUE(info.ok()) << info.status().message();
    EXPECT_EQ(info->orientation, o >= 1 && o <= 8 ? o : 1);
    EXPECT_EQ(info->stored, (geom::ImageSize{40, 30}));
    EXPECT_EQ(info->upright,
              (o >= 5 && o <= 8 ? geom::ImageSize{30, 40} : geom::ImageSize{40, 30}));
  }
}

TEST(ImageFile, ReadsTheOrientationOfAPng) {
  // An eXIf chunk with orientation 6, as Pillow writes it, behind IHDR.
  const std::vector<std::uint8_t> chunk = {
      0,  0, 0, 26, 'e', 'X', 'I', 'f', 'M', 'M', 0, 42, 0, 0, 0, 8,    0,    1,    1,
      18, 0, 3, 0,  0,   0,   1,   0,   6,   0,   0, 0,  0, 0, 0, 0xD6, 0x67, 0x4B, 0x69};
  std::vector<std::uint8_t> png = sample_png();
  const auto plain = decode_image(png);
  png.insert(png.begin() + 33, chunk.begin(), chunk.end());
  const auto info = probe_image(png);
  ASSERT_TRUE(info.ok()) << info.status().message();
  EXPECT_EQ(info->orientation, 6);
  EXPECT_EQ(info->upright, (geom::ImageSize{17, 31}));
  const auto image = decode_image(png);
  ASSERT_TRUE(image.ok()) << image.status().message();
  EXPECT_EQ(image->pixels, turned_upright(*plain, 6).pixels);
}

TEST(ImageFile, BrokenExifMeansUpright) {
  const std::vector<std::uint8_t> whole = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3,
                                           0,   1,   0,  0, 0, 6, 0, 0, 0, 0, 0,    0,    0};
  EXPECT_EQ(exif_orientation(whole), 6);
  for (std::size_t length = 0; length < 22; ++length)
    EXPECT_EQ(exif_orientation(std::span(whole).first(length)), 1) << length;
  auto far_away = whole;
  far_away[7] = 0xFF;  // the directory lies beyond the block
  EXPECT_EQ(exif_orientation(far_away), 1);
  auto wrong_type = whole;
  wrong_type[12] = 4;
  EXPECT_EQ(exif_orientation(wrong_type), 1);
}

TEST(ImageFile, CutOffFilesAreErrorsAtEveryLength) {
  for (const auto& whole : {sample_jpeg(), sample_png()}) {
    ASSERT_TRUE(decode_image(whole).ok());
    // The last bytes end the file, not the picture.
    for (std::size_t length = 0; length + 24 < whole.size(); ++length)
      EXPECT_FALSE(decode_image(std::span(whole).first(length)).ok()) << length;
  }
}

TEST(ImageFile, DamagedFilesNeverCrash) {
  std::vector<std::vector<std::uint8_t>> files = {with_orientation(sample_jpeg(), 6), sample_png()};
  for (const char* name : {"anim/sharp/animated-loop-3.webp", "jpeg/progressive/3.jpg",
                           "anim/webp/lossless_images/simple_xmp.webp", "pngsuite/png/basi6a16.png",
                           "jpeg/cmyk-sample.jpg"}) {
    const auto bytes = read_file(tricky_folder() / name);
    if (bytes.ok()) files.push_back(*bytes);
  }
  std::uint32_t random = 12345;
  const auto next = [&random] { return random = random * 1664525u + 1013904223u, random >> 8; };
  for (const auto& whole : files)
    for (int round = 0; round < 60; ++round) {
      auto damaged = whole;
      // Half of the rounds hit the headers, which lie at the beginning.
      const std::size_t reach =
          round % 2 == 0 ? std::min<std::size_t>(whole.size(), 256) : whole.size();
      for (int hit = 0; hit < 4; ++hit)
        damaged[next() % reach] = std::uint8_t(next());
      const auto image = decode_image(damaged, ImageLimits{.pixels = 4'000'000});
      if (image.ok()) {
        EXPECT_GT(image->pixels.size(), 0u);
      }
    }
}

TEST(ImageFile, LimitsAreReadFromTheHeader) {
  const auto png = sample_png();
  const auto too_many = probe_image(png, ImageLimits{.pixels = 31 * 17 - 1});
  ASSERT_FALSE(too_many.ok());
  EXPECT_EQ(too_many.status().code(), base::StatusCode::kTooLarge);
  EXPECT_NE(too_many.status().message().find("31 × 17"), std::string::npos);
  EXPECT_FALSE(decode_image(png, ImageLimits{.side = 30}).ok());
  EXPECT_TRUE(decode_image(png, ImageLimits{.pixels = 31 * 17, .side = 31}).ok());
  EXPECT_EQ(probe_image(png, ImageLimits{.file_bytes = 10}).status().code(),
            base::StatusCode::kTooLarge);
}

TEST(ImageFile, SaysWhatAFileIsInstead) {
  const auto message = [](std::string_view text) {
    return probe_image({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})
        .status()
        .message();
  };
  EXPECT_NE(message("GIF89a\1\0\1\0").find("GIF"), std::string::npos);
  EXPECT_NE(message("hello, world, this is a text").find("not an image"), std::string::npos);
  EXPECT_EQ(message(""), "The file is empty.");
}

TEST(ImageFile, ThereIsNoSuchFile) {
  EXPECT_EQ(probe_image_file("no/such/file.jpg").status().code(), base::StatusCode::kNotFound);
  EXPECT_EQ(read_file("/dev/zero").status().code(), base::StatusCode::kNotFound);
  EXPECT_FALSE(read_file("src").ok());
}

TEST(ImageFile, KnowsImageNames) {
  for (const char* name : {"a.jpg", "b/c.JPEG", "x.PnG", "photo.webp", "d.jfif"})
    EXPECT_TRUE(has_image_extension(name)) << name;
  for (const char* name : {"a", "a.txt", "jpg", ".png/a", "a.jpg.npy", "b.gif"})
    EXPECT_FALSE(has_image_extension(name)) << name;
}

TEST(Thumbnail, FitsUprightAndNeverGrows) {
  const auto large = encode_jpeg(pattern_image({1000, 600}), 80);
  ASSERT_TRUE(large.ok());
  const auto turned = make_thumbnail(with_orientation(*large, 6), 256);
  ASSERT_TRUE(turned.ok());
  EXPECT_EQ(probe_image(*turned)->upright, (geom::ImageSize{154, 256}));
  const auto small = make_thumbnail(sample_png(), 256);
  ASSERT_TRUE(small.ok());
  EXPECT_EQ(probe_image(*small)->upright, (geom::ImageSize{31, 17}));
}

TEST(PngWriter, AMaskComesBack) {
  mask::Bitmap bitmap({7, 5});
  bitmap.at(2, 1) = bitmap.at(6, 4) = 1;
  const auto png = mask_png(mask::encode(bitmap));
  ASSERT_TRUE(png.ok());
  const auto image = decode_image(*png);
  ASSERT_TRUE(image.ok());
  ASSERT_EQ(image->size, bitmap.size);
  for (std::size_t i = 0; i < bitmap.pixels.size(); ++i)
    EXPECT_EQ(image->pixels[i * 3], bitmap.pixels[i] * 255) << i;
}

}  // namespace
}  // namespace maskpoint::server
