// Which image of the project a file means: by its whole path, else by the end of it, else by its
// bare name, always only where that is one image. Never touches the file system, so a name that
// leads out of the folder is only a name that fits nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/import_types.h"

namespace maskpoint::formats {

enum class NameFit {
  kNone,
  kExact,
  kByName,     // the folders before it differ, the name is there once
  kAmbiguous,  // several images have that name
};

struct NameMatch {
  NameFit fit = NameFit::kNone;
  std::size_t image = 0;  // index, where it fits
};

// Refers to `images`, which must stay.
class ImageNames {
 public:
  explicit ImageNames(std::span<const KnownImage> images);

  NameMatch find(std::string_view file_name) const;
  // The same without endings: "masks/a.png" or "a.json" for "a.jpg"; "a.jpg.json" fits, too.
  NameMatch find_stem(std::string_view file_name) const;

 private:
  struct Index {
    std::unordered_map<std::string, std::size_t> by_path;  // npos where several
    std::unordered_map<std::string, std::size_t> by_name;
  };
  static NameMatch find(const Index& index, const std::string& path);
  static void put(Index& index, const std::string& path, std::size_t image);
  Index whole_, stems_;
};

// What files made for each of many images are called: "a" for a.jpg, but "a.jpg" where there is an
// a.png beside it.
class FileStems {
 public:
  explicit FileStems(std::span<const std::string> paths);
  std::string of(const std::string& path) const;

 private:
  std::unordered_map<std::string, int> count_;
};

// '/' for '\', without "./" in front.
std::string plain_path(std::string_view path);
std::string_view file_part(std::string_view path);
// Without the last ending of the file's name.
std::string_view without_ending(std::string_view path);

}  // namespace maskpoint::formats
