#include <charconv>

#include "doc/json_text.h"
#include "formats/bridged_rings.h"
#include "formats/yolo.h"

namespace maskpoint::formats {
namespace {

// Eight decimals are a thousandth of a pixel on the largest image there can be.
void append_fraction(std::string& to, double value, int side) {
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof text, value / side, std::chars_format::fixed, 8).ptr;
  std::string_view number(text, std::size_t(end - text));
  while (number.ends_with('0'))
    number.remove_suffix(1);
  if (number.ends_with('.')) number.remove_suffix(1);
  to.append(" ").append(number);
}

void append_line(std::string& to, std::size_t number, const mask::Ring& ring,
                 geom::ImageSize size) {
  to += std::to_string(number);
  for (std::size_t i = 0; i + 1 < ring.size(); i += 2) {
    append_fraction(to, ring[i], size.width);
    append_fraction(to, ring[i + 1], size.height);
  }
  to += '\n';
}

std::size_t position_of(const doc::Categories& classes, int id) {
  std::size_t position = 0;
  while (position < classes.size() && classes[position].id != id)
    ++position;
  return position;
}

}  // namespace

std::string yolo_labels(const ExportImage& image, const doc::Categories& classes,
                        const ExportChoices& choices, Report& report) {
  std::string text;
  for (const ExportObject& object : image.objects) {
    const doc::Annotation& a = *object.object;
    const std::string example = image.path + " id " + std::to_string(a.id);
    const Rings rings = rings_of(*a.mask, choices.holes);
    if (rings.holes > 0 && choices.holes == Holes::kSkip) {
      report.add(Outcome::kNotTaken, "object", "with holes, which a YOLO line can't have", example);
      continue;
    }
    if (rings.holes > 0)
      report.add(Outcome::kChanged, "object",
                 choices.holes == Holes::kBridge ? "with holes, kept by bridges"
                                                 : "with holes, which were filled",
                 example);
    if (rings.rings.size() > 1)
      report.add(Outcome::kChanged, "object",
                 choices.parts == Parts::kJoin ? "of several parts, joined by bridges"
                                               : "of several parts, written as one object a part",
                 example);
    if (a.iscrowd)
      report.add(Outcome::kChanged, "object", "of a crowd, written without that mark", example);
    const std::size_t number = position_of(classes, a.category_id);
    if (choices.parts == Parts::kJoin) {
      append_line(text, number, joined(rings.rings), image.size);
    } else {
      for (const mask::Ring& ring : rings.rings)
        append_line(text, number, ring, image.size);
    }
  }
  return text;
}

std::string yolo_data(const doc::Categories& classes) {
  std::string text = "path: .\ntrain: images\nval: images\nnames:\n";
  // A JSON text in quotes is a YAML one.
  for (std::size_t i = 0; i < classes.size(); ++i)
    text +=
        "  " + std::to_string(i) + ": " + doc::json_text(nlohmann::json(classes[i].name)) + "\n";
  return text;
}

}  // namespace maskpoint::formats
