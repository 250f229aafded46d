#include "server/image_fixture.h"

#include <fstream>

namespace maskpoint::server {

RgbImage pattern_image(geom::ImageSize size) {
  RgbImage image{size, {}};
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      image.pixels.push_back(std::uint8_t(x * 7 + y * 13));
      image.pixels.push_back(std::uint8_t(x * x + 3 * y));
      image.pixels.push_back(std::uint8_t(x * y / 3 + x));
    }
  return image;
}

std::filesystem::path tricky_folder() {
  return std::filesystem::path(MASKPOINT_DATA_DIR) / "images-tricky";
}

std::optional<nlohmann::json> tricky_manifest() {
  std::ifstream file(tricky_folder() / "MANIFEST.json");
  if (!file) return std::nullopt;
  return nlohmann::json::parse(file);
}

std::filesystem::path fresh_folder(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(MASKPOINT_TEST_OUT) / "server" / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

std::filesystem::path photo(const std::string& name) {
  return std::filesystem::path(MASKPOINT_DEPS_DIR) / "photos" / name;
}

}  // namespace maskpoint::server
