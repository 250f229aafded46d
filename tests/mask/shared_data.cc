#include "shared_data.h"

#include <fstream>
#include <iterator>

namespace maskpoint::mask {
namespace {

void collect(const nlohmann::json& value, const nlohmann::json* owner,
             std::vector<FoundRle>& found) {
  if (value.is_object() && value.contains("size") && value.contains("counts")) {
    found.push_back({&value, owner});
  }
  if (!value.is_structured()) return;
  for (const nlohmann::json& inner : value) {
    collect(inner, value.is_object() ? &value : owner, found);
  }
}

}  // namespace

std::optional<nlohmann::json> shared_json(const std::string& path) {
  std::ifstream file(std::string(MASKPOINT_DATA_DIR "/") + path, std::ios::binary);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return nlohmann::json::parse(text, nullptr, false);
}

base::Result<Rle> rle_from_json(const nlohmann::json& segmentation) {
  const nlohmann::json& size = segmentation["size"];
  if (!size.is_array() || size.size() != 2 || !size[0].is_number_integer() ||
      !size[1].is_number_integer()) {
    return base::invalid_input("The size is not two whole numbers.");
  }
  const geom::ImageSize image{size[1].get<int>(), size[0].get<int>()};
  const nlohmann::json& counts = segmentation["counts"];
  if (counts.is_string()) return decode_counts(counts.get<std::string>(), image);
  Rle rle{image, {}};
  for (const nlohmann::json& count : counts) {
    if (!count.is_number_unsigned()) return base::invalid_input("A count is not a whole number.");
    rle.counts.push_back(count.get<std::uint32_t>());
  }
  if (base::Status status = check(rle); !status.ok()) return status;
  return rle;
}

std::vector<FoundRle> find_rles(const nlohmann::json& document) {
  std::vector<FoundRle> found;
  collect(document, nullptr, found);
  return found;
}

}  // namespace maskpoint::mask
