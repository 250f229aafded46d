#include "doc/edits.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "doc/palette.h"

namespace maskpoint::doc {
namespace {

std::size_t position_of(const ImageDoc& doc, std::string_view uuid) {
  const auto at = std::find_if(doc.annotations.begin(), doc.annotations.end(),
                               [&](const AnnotationPtr& a) { return a->uuid == uuid; });
  return std::size_t(at - doc.annotations.begin());
}

bool same_mask(const std::shared_ptr<const mask::Rle>& a,
               const std::shared_ptr<const mask::Rle>& b) {
  return a == b || (a && b && *a == *b);
}

bool same_prompts(const std::shared_ptr<const PromptChain>& a,
                  const std::shared_ptr<const PromptChain>& b) {
  return a == b || (a && b && *a == *b);
}

std::string free_key(const Categories& categories) {
  for (char digit = '1'; digit <= '9'; ++digit) {
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

ImageDocPtr empty_doc(std::int64_t image_id, geom::ImageSize size) {
  auto doc = std::make_shared<ImageDoc>();
  doc->image_id = image_id;
  doc->size = size;
  return doc;
}

AnnotationPtr find(const ImageDoc& doc, std::string_view uuid) {
  const std::size_t at = position_of(doc, uuid);
  return at < doc.annotations.size() ? doc.annotations[at] : nullptr;
}

ImageDocPtr added(const ImageDocPtr& doc, AnnotationPtr annotation) {
  assert(annotation);
  if (position_of(*doc, annotation->uuid) < doc->annotations.size())
    return replaced(doc, std::move(annotation));
  auto next = std::make_shared<ImageDoc>(*doc);
  next->annotations.push_back(std::move(annotation));
  return next;
}

ImageDocPtr replaced(const ImageDocPtr& doc, AnnotationPtr annotation) {
  assert(annotation);
  const std::size_t at = position_of(*doc, annotation->uuid);
  if (at == doc->annotations.size() || doc->annotations[at] == annotation) return doc;
  auto next = std::make_shared<ImageDoc>(*doc);
  next->annotations[at] = std::move(annotation);
  return next;
}

ImageDocPtr removed(const ImageDocPtr& doc, const std::set<std::string>& uuids) {
  auto next = std::make_shared<ImageDoc>(*doc);
  std::erase_if(next->annotations, [&](const AnnotationPtr& a) { return uuids.contains(a->uuid); });
  if (next->annotations.size() == doc->annotations.size()) return doc;
  return next;
}

ImageDocPtr with_category(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                          int category_id) {
  return mapped(doc, [&](const AnnotationPtr& a) -> AnnotationPtr {
    if (a->category_id == category_id || !uuids.contains(a->uuid)) return a;
    auto next = std::make_shared<Annotation>(*a);
    next->category_id = category_id;
    return next;
  });
}

ImageDocPtr moved(const ImageDocPtr& doc, std::string_view uuid, int position) {
  const std::size_t from = position_of(*doc, uuid);
  if (from == doc->annotations.size()) return doc;
  const auto to = std::size_t(std::clamp(position, 0, int(doc->annotations.size()) - 1));
  if (from == to) return doc;
  auto next = std::make_shared<ImageDoc>(*doc);
  const AnnotationPtr annotation = next->annotations[from];
  next->annotations.erase(next->annotations.begin() + std::ptrdiff_t(from));
  next->annotations.insert(next->annotations.begin() + std::ptrdiff_t(to), annotation);
  return next;
}

ImageDocPtr mapped(const ImageDocPtr& doc,
                   const std::function<AnnotationPtr(const AnnotationPtr&)>& change) {
  std::shared_ptr<ImageDoc> next;  // made at the first difference
  for (std::size_t i = 0; i < doc->annotations.size(); ++i) {
    AnnotationPtr to = change(doc->annotations[i]);
    if (to == doc->annotations[i]) continue;
    if (!next) next = std::make_shared<ImageDoc>(*doc);
    next->annotations[i] = std::move(to);
  }
  if (!next) return doc;
  return next;
}

bool same_content(const Annotation& a, const Annotation& b) {
  return &a == &b || (a.uuid == b.uuid && a.category_id == b.category_id && a.bbox == b.bbox &&
                      a.area == b.area && a.predicted_iou == b.predicted_iou &&
                      a.stability_score == b.stability_score && a.iscrowd == b.iscrowd &&
                      a.extra_json == b.extra_json && same_mask(a.mask, b.mask) &&
                      same_prompts(a.prompts, b.prompts));
}

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

}  // namespace maskpoint::doc
