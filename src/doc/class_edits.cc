// The edits of the class list (doc/edits.h).
#include <algorithm>
#include <cassert>
#include <utility>

#include "doc/edits.h"
#include "doc/palette.h"

namespace maskpoint::doc {
namespace {

std::string free_key(const Categories& categories) {
  for (const char digit : {'1', '2', '3', '4', '5', '6', '7', '8', '9', '0'}) {
    const std::string key(1, digit);
    const auto taken = [&](const Category& c) { return c.key == key; };
    if (std::none_of(categories.begin(), categories.end(), taken)) return key;
  }
  return {};
}

Color free_color(const Categories& categories) {
  for (int i = 0;; ++i) {
    const Color color = palette_color(i);
    const auto taken = [&](const Category& c) { return c.color == color; };
    if (i > int(categories.size()) || std::none_of(categories.begin(), categories.end(), taken))
      return color;
  }
}

template <class Change>
CategoriesPtr changed(const CategoriesPtr& categories, int id, const Change& change) {
  auto next = std::make_shared<Categories>(*categories);
  for (Category& category : *next)
    if (category.id == id) change(category);
  if (*next == *categories) return categories;
  return next;
}

}  // namespace

const Category* find(const Categories& categories, int id) {
  const auto at = std::find_if(categories.begin(), categories.end(),
                               [&](const Category& c) { return c.id == id; });
  return at == categories.end() ? nullptr : &*at;
}

const Category* find_by_name(const Categories& categories, std::string_view name) {
  const auto at = std::find_if(categories.begin(), categories.end(),
                               [&](const Category& c) { return c.name == name; });
  return at == categories.end() ? nullptr : &*at;
}

CategoriesPtr added(const CategoriesPtr& categories, int id, std::string name) {
  assert(id > 0 && find(*categories, id) == nullptr);
  Category category;
  category.id = id;
  category.name = std::move(name);
  category.color = free_color(*categories);
  category.key = free_key(*categories);
  auto next = std::make_shared<Categories>(*categories);
  next->push_back(std::move(category));
  return next;
}

CategoriesPtr renamed(const CategoriesPtr& categories, int id, std::string name) {
  return changed(categories, id, [&](Category& c) { c.name = name; });
}

CategoriesPtr recolored(const CategoriesPtr& categories, int id, Color color) {
  return changed(categories, id, [&](Category& c) { c.color = color; });
}

CategoriesPtr removed(const CategoriesPtr& categories, int id) {
  auto next = std::make_shared<Categories>(*categories);
  std::erase_if(*next, [&](const Category& c) { return c.id == id; });
  if (next->size() == categories->size()) return categories;
  return next;
}

CategoriesPtr with_key(const CategoriesPtr& categories, int id, const std::string& key) {
  auto next = std::make_shared<Categories>(*categories);
  for (Category& category : *next) {
    if (category.id == id)
      category.key = key;
    else if (!key.empty() && category.key == key)
      category.key.clear();
  }
  if (*next == *categories) return categories;
  return next;
}

CategoriesPtr with_supercategory(const CategoriesPtr& categories, int id, std::string name) {
  return changed(categories, id, [&](Category& c) { c.supercategory = name; });
}

CategoriesPtr with_attributes(const CategoriesPtr& categories, int id,
                              std::vector<AttributeDefinition> attributes) {
  return changed(categories, id, [&](Category& c) { c.attributes = attributes; });
}

CategoriesPtr moved(const CategoriesPtr& categories, int id, int position) {
  auto next = std::make_shared<Categories>(*categories);
  const auto at =
      std::find_if(next->begin(), next->end(), [&](const Category& c) { return c.id == id; });
  if (at == next->end()) return categories;
  Category category = std::move(*at);
  next->erase(at);
  next->insert(next->begin() + std::clamp(position, 0, int(next->size())), std::move(category));
  if (*next == *categories) return categories;
  return next;
}

}  // namespace maskpoint::doc
