// Every format out of a real project and into another one, through files, zips and real PNGs.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "formats/check.h"
#include "mask/rle.h"
#include "server/cli_fixture.h"
#include "server/image_file.h"
#include "server/image_fixture.h"
#include "server/label_png.h"
#include "server/png_writer.h"
#include "server/serve_fixture.h"
#include "server/zip_reader.h"
#include "server/zip_writer.h"

namespace maskpoint::server {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const Headers kJson = {{"Content-Type", "application/json"}};

// A photo and a project of two classes: a square, a ring over a part of it, two specks.
fs::path drawn_project(const std::string& name) {
  const auto folder = fresh_folder(name) / "images";
  const auto photo = rgba_png({{6, 4}, [] {
                                 std::vector<std::uint8_t> pixels;
                                 for (int i = 0; i < 24; ++i)
                                   pixels.insert(pixels.end(), {std::uint8_t(i), 100, 200, 255});
                                 return pixels;
                               }()});
  write_bytes(folder / "sub" / "a.png", {photo->begin(), photo->end()});
  const json runs = {{"square", {5, 2, 2, 2, 13}},
                     {"ring", {8, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1}},
                     {"specks", {0, 2, 21, 1}}};
  json coco = {{"images", {{{"id", 1}, {"file_name", "sub/a.png"}, {"width", 6}, {"height", 4}}}},
               {"categories", {{{"id", 1}, {"name", "cat"}}, {{"id", 2}, {"name", "big/dog"}}}},
               {"annotations", json::array()}};
  int id = 10;
  for (const char* which : {"square", "ring", "specks"}) {
    mask::Rle rle{{6, 4}, runs[which].get<std::vector<std::uint32_t>>()};
    const geom::Rect box = mask::bbox(rle);
    coco["annotations"].push_back({{"id", id},
                                   {"image_id", 1},
                                   {"category_id", id == 11 ? 2 : 1},
                                   {"segmentation", {{"size", {4, 6}}, {"counts", runs[which]}}},
                                   {"bbox", {box.x, box.y, box.width, box.height}},
                                   {"area", mask::area(rle)},
                                   {"iscrowd", 0}});
    ++id;
  }
  write_bytes(folder.parent_path() / "coco.json", coco.dump());
  const CliResult result =
      run_maskpoint({"import", folder.string(), (folder.parent_path() / "coco.json").string()});
  EXPECT_EQ(result.status, 0) << result.err;
  return folder;
}

// The masks and classes of a project, by its own COCO export.
std::map<std::string, int> masks_of(const fs::path& folder) {
  const auto file = folder.parent_path() / "check.json";
  const CliResult result =
      run_maskpoint({"export", folder.string(), "-f", "coco-uncompressed", "-o", file.string()});
  EXPECT_EQ(result.status, 0) << result.err;
  const json coco = json::parse(text_of(file));
  std::map<std::int64_t, std::string> names;
  for (const json& category : coco["categories"])
    names[category["id"].get<std::int64_t>()] = category["name"].get<std::string>();
  std::map<std::string, int> masks;
  for (const json& annotation : coco["annotations"])
    ++masks[names[annotation["category_id"].get<std::int64_t>()] +
            annotation["segmentation"]["counts"].dump()];
  return masks;
}

class EveryFormat : public testing::TestWithParam<const char*> {};

TEST_P(EveryFormat, ComesBackFromAFolderAndAZip) {
  const std::string format = GetParam();
  const fs::path from = drawn_project("formats-" + format);
  const auto before = masks_of(from);
  ASSERT_EQ(before.size(), 3u);
  const bool one = format.starts_with("coco");
  const fs::path top = from.parent_path();
  for (const std::string& out : {std::string(one ? "out.json" : "out"), std::string("out.zip")}) {
    SCOPED_TRACE(out);
    const CliResult written = run_maskpoint(
        {"export", from.string(), "-f", format, "-o", (top / out).string(), "--check"});
    EXPECT_EQ(written.status, 0) << written.err;
    EXPECT_EQ(written.err.find("Wrong"), std::string::npos) << written.err;
    const fs::path to = top / ("project of " + out) / "images";
    fs::create_directories(to / "sub");
    fs::copy_file(from / "sub" / "a.png", to / "sub" / "a.png");
    const CliResult read = run_maskpoint({"import", to.string(), (top / out).string()});
    EXPECT_EQ(read.status, 0) << read.err;
    auto after = masks_of(to);
    if (format == "sa1b") {
      EXPECT_EQ(after.size(), 3u);
      for (const auto& [mask, count] : before)
        EXPECT_TRUE(after.contains("object" + mask.substr(mask.find('[')))) << mask;
    } else if (format.starts_with("png")) {
      // The ring has covered a part of the square; classes or objects are as many as before.
      EXPECT_EQ(after.size(), format == "png-semantic" ? 2u : 3u);
      EXPECT_TRUE(after.contains("big/dog[8,3,1,1,1,1,1,1,1,1,1,3,1]"));
    } else {
      EXPECT_EQ(after, before);
    }
  }
}
INSTANTIATE_TEST_SUITE_P(All, EveryFormat,
                         testing::Values("coco", "coco-uncompressed", "coco-polygon", "sa1b",
                                         "yolo", "labelme", "png-semantic", "png-instance"),
                         [](const auto& format) {
                           std::string name = format.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Formats, CutoutsHaveThePhotosPixels) {
  const fs::path from = drawn_project("formats-cutouts");
  const fs::path out = from.parent_path() / "cut";
  const CliResult result =
      run_maskpoint({"export", from.string(), "-f", "cutouts", "-o", out.string()});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_TRUE(fs::exists(out / "sub" / "a" / "10_cat.png"));
  const std::string ring = text_of(out / "sub" / "a" / "11_big_dog.png");
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(ring.data()), ring.size());
  const auto image = decode_image(bytes);
  ASSERT_TRUE(image.ok());
  EXPECT_EQ(image->size, (geom::ImageSize{4, 3}));
  EXPECT_EQ(image->pixels[0], 2);            // pixel (2, 0) of the photo
  EXPECT_EQ(image->pixels[3 * 3], 5);        // (5, 0)
  EXPECT_EQ(image->pixels[(4 + 1) * 3], 0);  // the hole is transparent black
  EXPECT_EQ(probe_image(bytes)->format, ImageFormat::kPng);
}

TEST(Formats, LossesAreToldBeforeWriting) {
  const fs::path from = drawn_project("formats-loss");
  const CliResult fill =
      run_maskpoint({"export", from.string(), "-f", "yolo", "--holes", "skip", "--parts", "split"});
  EXPECT_EQ(fill.status, 1);
  EXPECT_EQ(fill.out, "");
  EXPECT_NE(fill.err.find("Not taken: 1 object with holes, which a YOLO line can't have"),
            std::string::npos)
      << fill.err;
  EXPECT_NE(fill.err.find("1 object of several parts, written as one object a part"),
            std::string::npos);
  EXPECT_EQ(run_maskpoint({"export", from.string(), "-f", "word"}).status, 2);
  EXPECT_EQ(run_maskpoint({"export", (from / "nowhere").string(), "-f", "coco"}).status, 1);
}

TEST(Formats, OverHttp) {
  Served served("formats-http");
  const auto row = image_named(served.port(), "a.jpg");
  const std::string address = "/api/v1/images/" + row["id"].dump() + "/annotations/" + uuid_of(1);
  ASSERT_EQ(ask(served.port(), "PUT", address, object_json(uuid_of(1), 40, 30, 31, 4).dump(), kJson)
                .status,
            200);
  const Reply labels = ask(served.port(), "GET", "/api/v1/export?format=yolo");
  ASSERT_EQ(labels.status, 200);
  EXPECT_EQ(labels.header("Content-Type"), "application/zip");
  const auto files = read_zip(labels.body);
  ASSERT_TRUE(files.ok());
  ASSERT_EQ(files->size(), 5u);  // four images and the names
  EXPECT_EQ((*files)[0].name, "labels/a.txt");
  EXPECT_TRUE((*files)[0].bytes.starts_with("0 0.05 0.03333333 ")) << (*files)[0].bytes;
  const json report = ask(served.port(), "GET", "/api/v1/export?format=sa1b&report=only").json();
  EXPECT_EQ(report["findings"].size(), 3u) << report;
  EXPECT_EQ(ask(served.port(), "GET", "/api/v1/export?format=yolo&holes=eat").status, 422);
  // And in again, as another one: the format has no ids.
  const Reply in = ask(served.port(), "POST", "/api/v1/import?name=labels.zip", labels.body,
                       {{"Content-Type", "application/zip"}});
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(in.json()["objects"], 1);
  EXPECT_EQ(ask(served.port(), "POST", "/api/v1/import", labels.body.substr(0, 100)).status, 422);
}

TEST(LabelPng, KeepsEveryNumber) {
  using formats::LabelImage;
  const auto codec = label_png_codec();
  for (const auto kind : {LabelImage::Kind::kBits1, LabelImage::Kind::kGrey8,
                          LabelImage::Kind::kPalette8, LabelImage::Kind::kGrey16}) {
    LabelImage image{kind, {13, 3}, {}, {}};
    const unsigned most = kind == LabelImage::Kind::kBits1    ? 1
                          : kind == LabelImage::Kind::kGrey16 ? 65535
                                                              : 255;
    for (unsigned i = 0; i < 39; ++i)
      image.pixels.push_back(std::uint16_t(i * 12345u % (most + 1)));
    if (kind == LabelImage::Kind::kPalette8)
      for (int i = 0; i < 256; ++i)
        image.palette.push_back({std::uint8_t(i), 1, 2});
    const auto bytes = codec.encode(image);
    ASSERT_TRUE(bytes.ok());
    const auto back = codec.decode(*bytes);
    ASSERT_TRUE(back.ok()) << back.status().message();
    EXPECT_EQ(back->kind, kind);
    EXPECT_EQ(back->size, image.size);
    EXPECT_EQ(back->pixels, image.pixels);
    EXPECT_EQ(back->palette, image.palette);
    for (std::size_t length = 0; length + 12 < bytes->size(); length += 5)
      EXPECT_FALSE(codec.decode(std::string_view(*bytes).substr(0, length)).ok()) << length;
  }
}

TEST(Zip, GivesBackWhatWentIn) {
  ZipWriter zip;
  ASSERT_TRUE(zip.add("a/é.txt", "hello").ok());
  ASSERT_TRUE(zip.add("../b", std::string(100'000, 'x')).ok());
  const auto bytes = zip.finish();
  ASSERT_TRUE(bytes.ok());
  EXPECT_LT(bytes->size(), 1000u);
  EXPECT_TRUE(looks_like_zip(*bytes));
  const auto files = read_zip(*bytes);
  ASSERT_TRUE(files.ok());
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].bytes, "hello");
  EXPECT_EQ((*files)[1].bytes.size(), 100'000u);
  EXPECT_FALSE(read_zip(*bytes, {1000, 10}).ok());
  EXPECT_FALSE(read_zip(*bytes, {1 << 20, 1}).ok());
  for (std::size_t length = 4; length < bytes->size(); length += 9)
    (void)read_zip(std::string_view(*bytes).substr(0, length));
}

}  // namespace
}  // namespace maskpoint::server
