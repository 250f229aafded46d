// The shared test data: JSON files under MASKPOINT_DATA_DIR, which a plain clone does not have.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "mask/rle.h"

namespace maskpoint::mask {

// Nothing when the file is not there; a discarded value when it is not JSON.
std::optional<nlohmann::json> shared_json(const std::string& path);

// A segmentation object {size: [h, w], counts: string or list}, checked like any input.
base::Result<Rle> rle_from_json(const nlohmann::json& segmentation);

// Every object with "size" and "counts" in the file, with the object around it.
struct FoundRle {
  const nlohmann::json* segmentation;
  const nlohmann::json* owner;  // may be null
};
std::vector<FoundRle> find_rles(const nlohmann::json& document);

}  // namespace maskpoint::mask

// In a test's body: loads the file or skips the test.
#define MASKPOINT_LOAD_SHARED(name, path)                                                        \
  const std::optional<nlohmann::json> name##_file = ::maskpoint::mask::shared_json(path);        \
  if (!name##_file) {                                                                            \
    GTEST_SKIP() << "The shared test data is not on this machine: " MASKPOINT_DATA_DIR "/" path; \
  }                                                                                              \
  const nlohmann::json& name = *name##_file;                                                     \
  ASSERT_FALSE(name.is_discarded()) << path
