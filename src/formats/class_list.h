// The classes of a file against the project's: by name where there is one of that name, else a new
// one under its own id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/import_types.h"

namespace maskpoint::formats {

class ClassList {
 public:
  explicit ClassList(const KnownProject& project);

  // Ids of a file mean nothing in the next one; names do.
  void begin_file() { by_id_.clear(); }

  // COCO's "categories"; anything else than a list counts as none.
  void take_categories(const Json& categories, Report& report);
  // The class with this id in the file. One that the file does not declare is made and reported.
  std::size_t by_file_id(std::int64_t id, Report& report);
  // Nothing where the file does not declare it.
  std::optional<std::size_t> declared(std::int64_t id) const;
  // The project's own class with this id, for lists of results; as by_file_id where there is none.
  std::size_t by_project_id(std::int64_t id, Report& report);
  // The class of that name, made where there is none.
  std::size_t by_name(const std::string& name);
  // For files whose objects have no class: "object".
  std::size_t unnamed() { return by_name("object"); }

  // Those that are used or that the file declares.
  std::vector<ImportedClass> take() && { return std::move(classes_); }

 private:
  std::optional<int> known(const std::string& name) const;
  std::map<std::string, int> known_;
  std::map<int, std::string> known_ids_;
  std::map<std::string, std::size_t> by_name_;
  std::map<std::int64_t, std::size_t> by_id_;
  std::vector<ImportedClass> classes_;
};

}  // namespace maskpoint::formats
