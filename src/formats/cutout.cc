#include "formats/cutout.h"

#include "doc/edits.h"

namespace maskpoint::formats {
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

}  // namespace

std::vector<Cutout> cutouts_of(const ExportImage& image, const doc::Categories& classes,
                               const std::string& folder) {
  std::vector<Cutout> cutouts;
  for (const ExportObject& object : image.objects) {
    const doc::Annotation& a = *object.object;
    const doc::Category* category = doc::find(classes, a.category_id);
    const std::string name = category == nullptr ? "object" : name_for_file(category->name);
    cutouts.push_back({folder + "/" + std::to_string(a.id) + "_" + name + ".png", object.object});
  }
  return cutouts;
}

}  // namespace maskpoint::formats
