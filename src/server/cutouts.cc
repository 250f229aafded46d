#include "server/cutouts.h"

#include <cstring>
#include <utility>

#include "doc/edits.h"
#include "mask/column_runs.h"
#include "server/png_writer.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kLongestName = 60;  // bytes of a class in a file's name

// A class may be called anything; a file on any system may not.
std::string name_for_file(const std::string& name) {
  std::string out;
  for (const char c : name.substr(0, kLongestName)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || static_cast<unsigned char>(c) >= 0x80;
    out += plain ? c : '_';
  }
  // Not half a character at the end.
  if (name.size() > kLongestName)
    while (!out.empty() && static_cast<unsigned char>(out.back()) >= 0x80)
      out.pop_back();
  return out;
}

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
  for (const formats::ExportObject& object : image.objects) {
    const doc::Annotation& a = *object.object;
    auto png = rgba_png(cut_out(a, photo));
    if (!png.ok()) return png.status();
    const doc::Category* category = doc::find(classes, a.category_id);
    const std::string name = category == nullptr ? "object" : name_for_file(category->name);
    files.push_back(
        {folder + "/" + std::to_string(a.id) + "_" + name + ".png", {png->begin(), png->end()}});
  }
  return files;
}

}  // namespace maskpoint::server
