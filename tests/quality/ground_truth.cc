#include "quality/ground_truth.h"

#include <nlohmann/json.hpp>
#include <string>

#include "oracle/checked.h"
#include "server/image_file.h"

namespace maskpoint::quality {

using nlohmann::json;
using oracle::check;

namespace {

mask::Rle truth_of(const json& annotation) {
  const json& s = annotation["segmentation"];
  return check(mask::decode_counts(s["counts"].get<std::string>(), {s["size"][1], s["size"][0]}));
}

}  // namespace

json read_ground_truth(const std::filesystem::path& data) {
  const auto text = check(server::read_file(data / "photos.json"));
  return json::parse(text.begin(), text.end());
}

std::vector<mask::Rle> truths_of(const json& coco, const json& image, std::size_t limit) {
  std::vector<mask::Rle> all;
  for (const json& annotation : coco["annotations"])
    if (annotation["image_id"] == image["id"]) all.push_back(truth_of(annotation));
  std::erase_if(all, [](const mask::Rle& truth) { return mask::area(truth) == 0; });
  if (all.size() <= limit) return all;
  std::vector<mask::Rle> some;
  for (std::size_t i = 0; i < limit; ++i)
    some.push_back(all[i * all.size() / limit]);
  return some;
}

}  // namespace maskpoint::quality
