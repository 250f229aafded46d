// A project as whoever keeps it has it (the server's store, the page's database): what an export
// reads. Objects are given one after the other, as JSON text, so that nobody holds all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/status.h"
#include "formats/json_input.h"
#include "geom/points.h"

namespace maskpoint::formats {

struct StoredImage {
  std::int64_t id = 0;
  std::string path;  // relative, '/' between its parts
  geom::ImageSize size;
  int orientation = 1;  // EXIF's
  Json source;          // as an imported file had it; null where none did
  bool has_objects = false;
};
struct StoredClass {
  int id = 0;
  Json json;
};
struct StoredObject {
  std::int64_t image = 0;
  std::int64_t category = 0;
  std::string json;
};
// An annotation without a mask, as it came from a file.
struct StoredCarried {
  std::int64_t id = 0;
  std::int64_t image = 0;
  std::int64_t category = 0;  // 0: none of the project's
  std::string json;
};

struct ProjectContent {
  std::string name;
  std::string written_by;               // "Maskpoint 1.0.0"
  std::string now;                      // "2026-11-25T12:00:00Z"
  std::vector<StoredImage> images;      // that go out, in list order
  std::vector<std::string> unreadable;  // files that can't be read
  std::vector<StoredClass> classes;     // in order
  Json imported;                        // keys of imported files beside their lists, or null
  // By image and drawing order.
  std::function<base::Status(const std::function<void(const StoredObject&)>&)> each_object;
  std::function<base::Status(const std::function<void(const StoredCarried&)>&)> each_carried;
  std::function<base::Result<std::vector<std::string>>(std::int64_t image)> objects_of;
};

}  // namespace maskpoint::formats
