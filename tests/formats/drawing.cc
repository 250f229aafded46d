#include "formats/drawing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "doc/coco_json.h"
#include "formats/exporter.h"
#include "formats/reader.h"
#include "mask/bitmap.h"

namespace maskpoint::formats {

mask::Rle drawn(const std::vector<std::string>& rows) {
  mask::Bitmap bitmap({int(rows[0].size()), int(rows.size())});
  for (std::size_t y = 0; y < rows.size(); ++y)
    for (std::size_t x = 0; x < rows[y].size(); ++x)
      bitmap.at(int(x), int(y)) = rows[y][x] == '#';
  return mask::encode(bitmap);
}

mask::Rle scribble(geom::ImageSize size, std::uint32_t seed) {
  mask::Bitmap bitmap(size);
  std::uint32_t state = seed * 2654435761u + 1;
  const auto next = [&](int below) {
    state = state * 1664525 + 1013904223;
    return int((state >> 8) % std::uint32_t(below));
  };
  for (int i = 0; i < 6; ++i) {
    const int x0 = next(size.width), y0 = next(size.height);
    const int x1 = std::min(size.width, x0 + 1 + next(size.width / 2 + 1));
    const int y1 = std::min(size.height, y0 + 1 + next(size.height / 2 + 1));
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x)
        bitmap.at(x, y) ^= 1;
  }
  if (seed % 3 == 0)
    for (std::uint8_t& pixel : bitmap.pixels)
      pixel ^= std::uint8_t(next(4) == 0);
  bitmap.at(size.width / 2, size.height / 2) = 1;  // never nothing
  return mask::encode(bitmap);
}

ExportObject object_of(const mask::Rle& rle, std::int64_t id, int category) {
  auto a = std::make_shared<doc::Annotation>();
  a->uuid = "0b6f0000-0000-4000-8000-00000000000" + std::to_string(id % 10);
  a->id = id;
  a->category_id = category;
  a->mask = std::make_shared<const mask::Rle>(rle);
  a->bbox = mask::bbox(rle);
  a->area = mask::area(rle);
  Json coco(doc::annotation_to_json(*a, 1));
  return {std::move(a), std::move(coco)};
}

ExportImage image_of(std::string path, std::vector<ExportObject> objects) {
  const geom::ImageSize size = objects.at(0).object->mask->size;
  return {1, std::move(path), size, std::move(objects)};
}

doc::Categories two_classes() {
  return {{3, "cat", "", {10, 20, 30}, "1", ""}, {7, "big dog", "", {40, 50, 60}, "2", ""}};
}

PngCodec plain_codec() {
  PngCodec codec;
  codec.encode = [](const LabelImage& image) -> base::Result<std::string> {
    std::string bytes = "\x89PNG";
    const int head[] = {int(image.kind), image.size.width, image.size.height};
    bytes.append(reinterpret_cast<const char*>(head), sizeof head);
    bytes.append(reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size() * 2);
    return bytes;
  };
  codec.decode = [](std::string_view bytes) -> base::Result<LabelImage> {
    int head[3] = {};
    if (bytes.size() < 4 + sizeof head) return base::invalid_input("Too short.");
    std::memcpy(head, bytes.data() + 4, sizeof head);
    LabelImage image{LabelImage::Kind(head[0]), {head[1], head[2]}, {}, {}};
    image.pixels.resize(std::size_t(head[1]) * std::size_t(head[2]));
    if (bytes.size() != 4 + sizeof head + image.pixels.size() * 2)
      return base::invalid_input("Too short.");
    std::memcpy(image.pixels.data(), bytes.data() + 4 + sizeof head, image.pixels.size() * 2);
    return image;
  };
  return codec;
}

const std::string& Exported::at(const std::string& path) const {
  for (const ExportFile& file : files)
    if (file.path == path) return file.bytes;
  ADD_FAILURE() << "there is no " << path;
  static const std::string kNone;
  return kNone;
}

Exported exported(Format format, const std::vector<ExportImage>& images,
                  const ExportChoices& choices) {
  Exported out;
  std::vector<std::string> paths;
  for (const ExportImage& image : images)
    paths.push_back(image.path);
  Exporter exporter(format, two_classes(), choices, plain_codec(), paths, out.report);
  for (const ExportImage& image : images) {
    auto files = exporter.image(image);
    EXPECT_TRUE(files.ok());
    for (ExportFile& file : *files)
      out.files.push_back(std::move(file));
  }
  for (ExportFile& file : exporter.finish())
    out.files.push_back(std::move(file));
  return out;
}

Import read_back(const Exported& exported, const std::vector<ExportImage>& images) {
  KnownProject project;
  for (const ExportImage& image : images)
    project.images.push_back({std::int64_t(project.images.size()) + 1, image.path, image.size});
  for (const doc::Category& category : two_classes())
    project.classes.push_back({category.id, category.name});
  std::vector<NamedFile> files;
  for (const ExportFile& file : exported.files)
    files.push_back({file.path, file.bytes});
  return read_files(files, project, {ZeroIds::kKeep, plain_codec()});
}

}  // namespace maskpoint::formats
