// The files of an archive, in memory, with libarchive. For hostile input: bounded before anything
// is unpacked, names are only names.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "formats/reader.h"

namespace maskpoint::server {

struct ZipLimits {
  std::uint64_t bytes = std::uint64_t{1} << 30;  // of all files together, unpacked
  std::size_t files = 500'000;
};

bool looks_like_zip(std::string_view bytes);
base::Result<std::vector<formats::NamedFile>> read_zip(std::string_view bytes,
                                                       const ZipLimits& limits = {});

}  // namespace maskpoint::server
