#include "formats/class_plan.h"

#include <algorithm>

#include "formats/source_class.h"

namespace maskpoint::formats {
namespace {

constexpr std::int64_t kHighestClassId = 1'000'000'000;  // as PUT /categories takes them

}  // namespace

bool may_replace_first(std::span<const ImportedClass> classes) {
  const bool any_new = std::any_of(classes.begin(), classes.end(),
                                   [](const auto& imported) { return !imported.known; });
  const bool first_used = std::any_of(classes.begin(), classes.end(),
                                      [](const auto& imported) { return imported.known == 1; });
  return any_new && !first_used;
}

ClassPlan plan_classes(std::span<const ImportedClass> classes, ClassPlace place) {
  std::set<std::int64_t> taken;
  const auto free = [&](std::int64_t id) {
    const bool unused = id > place.highest || (place.replaces_first && id == 1);
    return unused && id >= 1 && id <= kHighestClassId && taken.insert(id).second;
  };
  ClassPlan plan;
  plan.ids.assign(classes.size(), 0);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const ImportedClass& imported = classes[i];
    if (imported.known)
      plan.ids[i] = *imported.known;
    else if (imported.wanted_id && free(*imported.wanted_id))
      plan.ids[i] = int(*imported.wanted_id);
  }
  std::int64_t next = std::max(place.highest, taken.empty() ? 0 : *taken.rbegin());
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].known) continue;
    if (plan.ids[i] == 0) plan.ids[i] = int(++next);
    plan.added.push_back(
        {plan.ids[i], stored_class(classes[i], plan.ids[i], place.position++, place.keys)});
  }
  return plan;
}

}  // namespace maskpoint::formats
