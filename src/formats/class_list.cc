#include "formats/class_list.h"

#include <limits>
#include <set>
#include <utility>

#include "doc/json_text.h"

namespace maskpoint::formats {
namespace {

constexpr std::size_t kLongestName = 1000;    // bytes
constexpr std::size_t kMostClasses = 10'000;  // as many as the server takes

// A name is text; Solaris writes numbers.
std::string name_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() ? doc::json_text(value) : std::string();
}

}  // namespace

ClassList::ClassList(const KnownProject& project) {
  for (const KnownClass& known : project.classes) {
    known_.emplace(known.name, known.id);
    known_ids_.emplace(known.id, known.name);
  }
}

std::optional<int> ClassList::known(const std::string& name) const {
  const auto at = known_.find(name);
  return at == known_.end() ? std::nullopt : std::optional(at->second);
}

std::size_t ClassList::by_name(const std::string& name) {
  const auto [at, fresh] = by_name_.emplace(name, classes_.size());
  if (fresh) classes_.push_back({name, known(name), std::nullopt, Json::object()});
  return at->second;
}

void ClassList::take_categories(const Json& categories, Report& report) {
  if (!categories.is_array()) return;
  std::set<std::string> names;  // of this file
  for (const Json& category : categories) {
    const auto id = whole_number(member(category, "id"));
    if (!id) {
      report.add(Outcome::kNotTaken, "class", "without an id that is a whole number",
                 name_of(member(category, "name")));
      continue;
    }
    const std::string example = "id " + std::to_string(*id);
    std::string name = name_of(member(category, "name"));
    if (name.empty() || name.size() > kLongestName) {
      name = "class " + std::to_string(*id);
      report.add(Outcome::kChanged, "class", "without a usable name, called after its id", example);
    }
    if (by_id_.contains(*id)) {
      report.add(Outcome::kNotTaken, "class", "with an id that another one has", example);
      continue;
    }
    if (classes_.size() >= kMostClasses) {
      report.add(Outcome::kNotTaken, "class", "beyond the first 10,000", example);
      continue;
    }
    if (names.contains(name)) {
      // Two of one name with objects of their own: told apart, as they were.
      const std::string parent = text_at(category, "supercategory");
      std::string other = name + " (" + (parent.empty() ? std::to_string(*id) : parent) + ")";
      if (names.contains(other)) other = name + " (" + std::to_string(*id) + ")";
      report.add(Outcome::kChanged, "class", "with a name that another one has, renamed",
                 "\"" + name + "\"");
      name = other;
    }
    names.insert(name);
    const std::size_t index = by_name(name);
    by_id_.emplace(*id, index);
    if (classes_[index].wanted_id) continue;  // an earlier file's, too
    classes_[index].wanted_id = id;
    classes_[index].value = category;
    for (const char* key : {"id", "name"})
      classes_[index].value.erase(key);
  }
}

std::optional<std::size_t> ClassList::declared(std::int64_t id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? std::nullopt : std::optional(at->second);
}

std::size_t ClassList::by_file_id(std::int64_t id, Report& report) {
  if (const auto at = by_id_.find(id); at != by_id_.end()) return at->second;
  const std::string example = "id " + std::to_string(id);
  if (classes_.size() >= kMostClasses) {
    report.add(Outcome::kChanged, "annotation", "of a class beyond the first 10,000", example);
    return unnamed();
  }
  const std::size_t index = by_name("class " + std::to_string(id));
  by_id_.emplace(id, index);
  if (!classes_[index].wanted_id) classes_[index].wanted_id = id;
  report.add(Outcome::kChanged, "class",
             "that the file uses but does not declare, called after its id", example);
  return index;
}

std::size_t ClassList::by_project_id(std::int64_t id, Report& report) {
  if (id < 1 || id > std::numeric_limits<int>::max()) return by_file_id(id, report);
  const auto here = known_ids_.find(int(id));
  return here == known_ids_.end() ? by_file_id(id, report) : by_name(here->second);
}

}  // namespace maskpoint::formats
