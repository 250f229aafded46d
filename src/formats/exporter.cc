#include "formats/exporter.h"

#include <cassert>
#include <utility>

#include "doc/json_text.h"
#include "formats/label_masks.h"
#include "formats/labelme.h"
#include "formats/sa1b.h"
#include "formats/yolo.h"

namespace maskpoint::formats {

Exporter::Exporter(Format format, doc::Categories classes, ExportChoices choices, PngCodec png,
                   std::span<const std::string> paths, Report& report)
    : format_(format),
      classes_(std::move(classes)),
      choices_(choices),
      png_(std::move(png)),
      stems_(paths),
      report_(report) {
  assert(!is_one_file(format) && format != Format::kCutouts && format != Format::kAll);
}

base::Result<std::vector<ExportFile>> Exporter::image(const ExportImage& image) {
  const std::string name = stems_.of(image.path);
  switch (format_) {
    case Format::kSa1b:
      return std::vector<ExportFile>{{name + ".json", write_sa1b(image, report_)}};
    case Format::kYolo:
      return std::vector<ExportFile>{
          {"labels/" + name + ".txt", yolo_labels(image, classes_, choices_, report_)}};
    case Format::kLabelme: {
      auto text = write_labelme(image, classes_, png_, report_);
      if (!text.ok()) return text.status();
      return std::vector<ExportFile>{{name + ".json", *std::move(text)}};
    }
    case Format::kPngSemantic:
    case Format::kPngInstance: {
      const bool semantic = format_ == Format::kPngSemantic;
      std::string path = "masks/" + name + ".png";
      auto bytes = png_.encode(semantic ? semantic_image(image, classes_, report_)
                                        : instance_image(image, report_));
      if (!bytes.ok()) return bytes.status();
      if (!semantic) instances_.push_back(instance_map(image, path, classes_));
      return std::vector<ExportFile>{{std::move(path), *std::move(bytes)}};
    }
    default:
      return std::vector<ExportFile>{};
  }
}

std::vector<ExportFile> Exporter::finish() {
  std::vector<ExportFile> files;
  if (format_ == Format::kYolo) files.push_back({"data.yaml", yolo_data(classes_)});
  if (format_ == Format::kPngSemantic)
    files.push_back({"classes.json", doc::json_text(semantic_map(classes_)) + "\n"});
  if (format_ == Format::kPngInstance)
    files.push_back({"instances.json", doc::json_text(instances_) + "\n"});
  if (format_ == Format::kSa1b && classes_.size() > 1)
    report_.add(Outcome::kChanged, "", "SA-1B has no classes: which object has which is not in it");
  return files;
}

}  // namespace maskpoint::formats
