#include "server/cutouts.h"

#include <cstring>
#include <utility>

#include "formats/cutout.h"
#include "mask/column_runs.h"
#include "server/png_writer.h"

namespace maskpoint::server {
namespace {

RgbaImage cut_out(const doc::Annotation& a, const RgbImage& photo) {
  RgbaImage out;
  out.size = {a.bbox.width, a.bbox.height};
  out.pixels.resize(std::size_t(a.bbox.width) * std::size_t(a.bbox.height) * 4);
  const mask::ColumnRuns runs(*a.mask);
  for (const mask::ColumnRun& run : runs.all())
    for (int y = run.top; y < run.bottom; ++y) {
      const std::size_t from =
          (std::size_t(y) * std::size_t(photo.size.width) + std::size_t(run.x)) * 3;
      const std::size_t to =
          (std::size_t(y - a.bbox.y) * std::size_t(a.bbox.width) + std::size_t(run.x - a.bbox.x)) *
          4;
      std::memcpy(&out.pixels[to], &photo.pixels[from], 3);
      out.pixels[to + 3] = 255;
    }
  return out;
}

}  // namespace

base::Result<std::vector<formats::ExportFile>> cutouts(const formats::ExportImage& image,
                                                       const RgbImage& photo,
                                                       const doc::Categories& classes,
                                                       const std::string& folder) {
  if (photo.size != image.size)
    return base::invalid_input(image.path +
                               " has another size than its objects; put the file back "
                               "they were made on.");
  std::vector<formats::ExportFile> files;
  for (const formats::Cutout& cutout : formats::cutouts_of(image, classes, folder)) {
    auto png = rgba_png(cut_out(*cutout.object, photo));
    if (!png.ok()) return png.status();
    files.push_back({cutout.path, {png->begin(), png->end()}});
  }
  return files;
}

}  // namespace maskpoint::server
