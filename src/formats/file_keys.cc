#include "formats/file_keys.h"

#include <algorithm>

namespace maskpoint::formats {

void add_file_keys(const Json& keys, Json& all) {
  if (!all.is_object()) all = Json::object();
  if (!keys.is_object()) return;
  for (const auto& [key, value] : keys.items()) {
    if (!all.contains(key)) {
      all[key] = value;
    } else if (key == "licenses" && value.is_array() && all[key].is_array()) {
      for (const Json& license : value) {
        const auto same = [&](const Json& other) {
          return member(other, "id") == member(license, "id");
        };
        if (std::none_of(all[key].begin(), all[key].end(), same)) all[key].push_back(license);
      }
    }
  }
}

}  // namespace maskpoint::formats
