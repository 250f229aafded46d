#include "doc/edits.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "doc/attributes.h"
#include "doc/same_mask.h"

namespace maskpoint::doc {
namespace {

std::size_t position_of(const ImageDoc& doc, std::string_view uuid) {
  const auto at = std::find_if(doc.annotations.begin(), doc.annotations.end(),
                               [&](const AnnotationPtr& a) { return a->uuid == uuid; });
  return std::size_t(at - doc.annotations.begin());
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

ImageDocPtr with_category(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                          const Category& category) {
  return mapped(doc, [&](const AnnotationPtr& a) -> AnnotationPtr {
    if (a->category_id == category.id || !uuids.contains(a->uuid)) return a;
    auto next = std::make_shared<Annotation>(*a);
    next->category_id = category.id;
    next->attributes = with_defaults(std::move(next->attributes), category.attributes);
    return next;
  });
}

ImageDocPtr with_locked(const ImageDocPtr& doc, const std::set<std::string>& uuids, bool locked) {
  return mapped(doc, [&](const AnnotationPtr& a) -> AnnotationPtr {
    if (a->locked == locked || !uuids.contains(a->uuid)) return a;
    auto next = std::make_shared<Annotation>(*a);
    next->locked = locked;
    return next;
  });
}

ImageDocPtr with_crowd(const ImageDocPtr& doc, const std::set<std::string>& uuids, bool iscrowd) {
  return mapped(doc, [&](const AnnotationPtr& a) -> AnnotationPtr {
    if (a->iscrowd == iscrowd || !uuids.contains(a->uuid)) return a;
    auto next = std::make_shared<Annotation>(*a);
    next->iscrowd = iscrowd;
    return next;
  });
}

ImageDocPtr with_attribute(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                           const std::string& name, const std::string& value_json) {
  return mapped(doc, [&](const AnnotationPtr& a) -> AnnotationPtr {
    if (!uuids.contains(a->uuid)) return a;
    const auto at = a->attributes.find(name);
    const std::string& now = at == a->attributes.end() ? std::string() : at->second;
    if (now == value_json) return a;
    auto next = std::make_shared<Annotation>(*a);
    if (value_json.empty())
      next->attributes.erase(name);
    else
      next->attributes[name] = value_json;
    return next;
  });
}

ImageDocPtr reordered(const ImageDocPtr& doc, const std::set<std::string>& uuids, ZMove move) {
  auto next = std::make_shared<ImageDoc>(*doc);
  std::vector<AnnotationPtr>& list = next->annotations;
  std::vector<char> moving;  // beside the list, so that each uuid is looked up once
  moving.reserve(list.size());
  for (const AnnotationPtr& a : list)
    moving.push_back(uuids.contains(a->uuid));
  const auto exchange = [&](std::size_t i, std::size_t j) {
    std::swap(list[i], list[j]);
    std::swap(moving[i], moving[j]);
  };
  const auto chosen = [&](const AnnotationPtr& a) { return uuids.contains(a->uuid); };
  switch (move) {
    case ZMove::kForward:
      for (std::size_t i = list.size(); i-- > 1;)
        if (moving[i - 1] && !moving[i]) exchange(i - 1, i);
      break;
    case ZMove::kBackward:
      for (std::size_t i = 1; i < list.size(); ++i)
        if (moving[i] && !moving[i - 1]) exchange(i - 1, i);
      break;
    case ZMove::kToFront:
      std::stable_partition(list.begin(), list.end(), [&](const auto& a) { return !chosen(a); });
      break;
    case ZMove::kToBack:
      std::stable_partition(list.begin(), list.end(), chosen);
      break;
  }
  if (list == doc->annotations) return doc;
  return next;
}

ImageDocPtr moved_above(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                        const std::string& below) {
  std::vector<AnnotationPtr> block, rest;
  std::size_t place = 0;  // in `rest`
  for (const AnnotationPtr& a : doc->annotations) {
    (uuids.contains(a->uuid) ? block : rest).push_back(a);
    if (!below.empty() && a->uuid == below) place = rest.size();
  }
  rest.insert(rest.begin() + std::ptrdiff_t(place), block.begin(), block.end());
  if (rest == doc->annotations) return doc;
  auto next = std::make_shared<ImageDoc>(*doc);
  next->annotations = std::move(rest);
  return next;
}

std::set<std::string> unlocked(const ImageDoc& doc, const std::set<std::string>& uuids) {
  std::set<std::string> free;
  if (uuids.empty()) return free;
  for (const AnnotationPtr& a : doc.annotations)
    if (!a->locked && uuids.contains(a->uuid)) free.insert(a->uuid);
  return free;
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
  return &a == &b ||
         (a.uuid == b.uuid && a.category_id == b.category_id && a.iscrowd == b.iscrowd &&
          a.locked == b.locked && a.attributes == b.attributes && a.extra_json == b.extra_json &&
          same_mask(a, b));
}

}  // namespace maskpoint::doc
