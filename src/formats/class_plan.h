// Which ids a file's classes get in the project. Pure: whoever keeps the project writes the result.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "formats/import_types.h"

namespace maskpoint::formats {

// Where new classes come in.
struct ClassPlace {
  std::int64_t highest = 0;    // id ever given: ids are never given twice
  int position = 0;            // of the first new one in the list
  std::set<std::string> keys;  // digits that pick other classes
  // The class every new project begins with goes, and its id 1 is free.
  bool replaces_first = false;
};
struct NewClass {
  int id = 0;
  std::string json;  // as it is stored
};
struct ClassPlan {
  std::vector<int> ids;         // in the project, of the file's classes in their order
  std::vector<NewClass> added;  // in their order
};
ClassPlan plan_classes(std::span<const ImportedClass> classes, ClassPlace place);

// Whether a file's classes may take the place of the one that every new project begins with, which
// nothing has.
bool may_replace_first(std::span<const ImportedClass> classes);

}  // namespace maskpoint::formats
