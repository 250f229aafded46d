// Every format that is many files: image by image, then what belongs to all of them. The caller
// writes them to a folder or packs them up. Cut-outs need the image's pixels (cutout.h).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "formats/export_types.h"
#include "formats/image_names.h"
#include "formats/report.h"

namespace maskpoint::formats {

class Exporter {
 public:
  // `paths` are all images' (for names that must not meet: a.jpg and a.png). What the format loses
  // goes to `report`, which must outlive this.
  Exporter(Format format, doc::Categories classes, ExportChoices choices, PngCodec png,
           std::span<const std::string> paths, Report& report);

  base::Result<std::vector<ExportFile>> image(const ExportImage& image);
  std::vector<ExportFile> finish();

 private:
  const Format format_;
  const doc::Categories classes_;
  const ExportChoices choices_;
  const PngCodec png_;
  const FileStems stems_;
  Report& report_;
  Json instances_ = Json::array();
};

}  // namespace maskpoint::formats
