// Files the tests of the image side share: made-up pictures, and the repo's test data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "server/image_file.h"

namespace maskpoint::server {

// A picture with every pixel different from its neighbours; resize_test's answers are of this one.
RgbImage pattern_image(geom::ImageSize size);

// MASKPOINT_DATA_DIR/images-tricky and the rows of its manifest; nothing where it is absent.
std::filesystem::path tricky_folder();
std::optional<nlohmann::json> tricky_manifest();

// A folder of this test's own under MASKPOINT_TEST_OUT, emptied.
std::filesystem::path fresh_folder(const std::string& name);

std::filesystem::path photo(const std::string& name);  // of MASKPOINT_DEPS_DIR/photos

}  // namespace maskpoint::server
