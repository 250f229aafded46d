// Projects to read files into, and the shared files, which a plain clone does not have.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "formats/import_types.h"
#include "formats/reader.h"

namespace maskpoint::formats {

// The bytes of MASKPOINT_DATA_DIR/<path>, or nothing.
std::optional<std::string> shared_file(const std::string& path);
// Names of the .json files of that folder, sorted.
std::vector<std::string> shared_json_files(const std::string& folder);

// A project with the one class every new one has.
KnownProject project_of(std::vector<KnownImage> images);
// A project with exactly the images of a COCO or SA-1B file, ids from 1.
KnownProject project_for(const Json& file);

std::string sentences(const Report& report);
std::size_t object_count(const Import& import);
std::size_t carried_count(const Import& import);

}  // namespace maskpoint::formats

// In a test's body: the file's bytes, or the test is skipped.
#define MASKPOINT_LOAD_FILE(name, path)                                                    \
  const std::optional<std::string> name##_bytes = ::maskpoint::formats::shared_file(path); \
  if (!name##_bytes)                                                                       \
    GTEST_SKIP() << "The shared test data is not on this machine: " MASKPOINT_DATA_DIR "/" \
                 << path;                                                                  \
  const std::string& name = *name##_bytes
