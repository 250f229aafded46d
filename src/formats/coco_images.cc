#include "formats/coco_images.h"

#include <string>
#include <vector>

namespace maskpoint::formats {
namespace {

struct Candidate {
  std::int64_t id = 0;
  const Json* source = nullptr;
  NameMatch match;
};

std::string shown(const Json& image) {
  const std::string name = text_at(image, "file_name");
  const auto id = whole_number(member(image, "id"));
  return !name.empty() ? name : id ? "id " + std::to_string(*id) : std::string();
}

std::string pixels(std::int64_t width, std::int64_t height) {
  return std::to_string(width) + " × " + std::to_string(height);
}

// Whether it may be taken; says why not.
bool fits(const Candidate& candidate, const KnownImage& known, int exact, int by_name,
          Report& report) {
  const Json& image = *candidate.source;
  if (known.size.width < 1 || known.size.height < 1) {
    report.add(Outcome::kNotTaken, "image", "whose file can't be read here", shown(image));
    return false;
  }
  if (candidate.match.fit == NameFit::kByName && (exact > 0 || by_name > 1)) {
    report.add(Outcome::kNotTaken, "image",
               "of a folder that is not here, with a name that another one has", shown(image));
    return false;
  }
  if (const std::string difference = size_difference(image, known); !difference.empty()) {
    report.add(Outcome::kNotTaken, "image", "of another size than the file here", difference);
    return false;
  }
  if (!whole_number(member(image, "width")) || !whole_number(member(image, "height")))
    report.add(Outcome::kChanged, "image", "without a usable size, taken as the file here has it",
               shown(image));
  if (candidate.match.fit == NameFit::kByName)
    report.add(Outcome::kNote, "image", "found by name, in another folder than the file says",
               shown(image));
  return true;
}

}  // namespace

std::string size_difference(const Json& image, const KnownImage& known) {
  const auto width = whole_number(member(image, "width"));
  const auto height = whole_number(member(image, "height"));
  if (!width || !height || (*width == known.size.width && *height == known.size.height)) return {};
  return known.path + ": " + pixels(known.size.width, known.size.height) + " here, " +
         pixels(*width, *height) + " there";
}

FileImages match_images(const Json& images, ImportBuilder& into) {
  FileImages out;
  Report& report = into.report;
  std::vector<Candidate> candidates;
  std::unordered_map<std::int64_t, bool> ids;
  std::unordered_map<std::size_t, int> exact, by_name;
  for (const Json& image : images) {
    const Json& given = member(image, "id");
    const auto id = whole_number(given);
    if (!id) {
      report.add(Outcome::kNotTaken, "image", "without an id that is a whole number", shown(image));
      continue;
    }
    if (!ids.emplace(*id, true).second) {
      report.add(Outcome::kNotTaken, "image", "with an id that another one has", shown(image));
      continue;
    }
    out.unusable.emplace(*id, true);
    const std::string name = text_at(image, "file_name");
    if (name.empty()) {
      report.add(Outcome::kNotTaken, "image", "without a file_name", shown(image));
      continue;
    }
    if (given.is_string())
      report.add(Outcome::kNote, "image", "whose id is text, read as a number", shown(image));
    const NameMatch match = into.names.find(name);
    if (match.fit == NameFit::kNone) {
      report.add(Outcome::kNotTaken, "image", "not in the folder", name);
      continue;
    }
    if (match.fit == NameFit::kAmbiguous) {
      report.add(Outcome::kNotTaken, "image", "with a name that several here have", name);
      continue;
    }
    ++(match.fit == NameFit::kExact ? exact : by_name)[match.image];
    candidates.push_back({*id, &image, match});
  }
  for (const Candidate& candidate : candidates) {
    const std::size_t known = candidate.match.image;
    if (!fits(candidate, into.project.images[known], exact[known], by_name[known], report))
      continue;
    out.usable.emplace(candidate.id, FileImage{known, candidate.source});
    out.unusable.erase(candidate.id);
  }
  return out;
}

}  // namespace maskpoint::formats
