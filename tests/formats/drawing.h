// Made-up masks, images and files for the tests of writers and readers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/export_types.h"
#include "formats/import_types.h"

namespace maskpoint::formats {

// '#' is mask.
mask::Rle drawn(const std::vector<std::string>& rows);
// Blobs with holes and specks, some of them nothing but noise.
mask::Rle scribble(geom::ImageSize size, std::uint32_t seed);

ExportObject object_of(const mask::Rle& rle, std::int64_t id, int category);
ExportImage image_of(std::string path, std::vector<ExportObject> objects);
doc::Categories two_classes();  // 3 "cat", 7 "big dog"

// Not PNG: as many bytes as say it, behind PNG's first ones. The server's tests have the real one.
PngCodec plain_codec();

struct Exported {
  std::vector<ExportFile> files;
  Report report;
  const std::string& at(const std::string& path) const;
};
Exported exported(Format format, const std::vector<ExportImage>& images,
                  const ExportChoices& choices = {});
// Read into a project with exactly these images and classes, ids from 1.
Import read_back(const Exported& exported, const std::vector<ExportImage>& images);

}  // namespace maskpoint::formats
