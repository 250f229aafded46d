#include "doc/merge.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "doc/edits.h"

namespace maskpoint::doc {
namespace {

using ByUuid = std::unordered_map<std::string, AnnotationPtr>;

ByUuid by_uuid(const ImageDoc& doc) {
  ByUuid map;
  for (const AnnotationPtr& a : doc.annotations)
    map.emplace(a->uuid, a);
  return map;
}

AnnotationPtr look_up(const ByUuid& map, const std::string& uuid) {
  const auto at = map.find(uuid);
  return at == map.end() ? nullptr : at->second;
}

AnnotationPtr with_id(const AnnotationPtr& annotation, std::int64_t id) {
  if (annotation->id == id || id == 0) return annotation;
  auto next = std::make_shared<Annotation>(*annotation);
  next->id = id;
  return next;
}

// What becomes of one object; null for gone.
AnnotationPtr merged_object(const AnnotationPtr& base, const AnnotationPtr& mine,
                            const AnnotationPtr& theirs, MergedImage& merged) {
  const auto same = [](const AnnotationPtr& a, const AnnotationPtr& b) {
    return (!a && !b) || (a && b && same_content(*a, *b));
  };
  if (same(base, mine) || same(mine, theirs)) return theirs;
  if (same(base, theirs)) return mine && theirs ? with_id(mine, theirs->id) : mine;
  if (!mine || !theirs) {
    ++merged.brought_back;
    return mine ? mine : theirs;
  }
  ++merged.both_changed;
  return with_id(mine, theirs->id);
}

std::vector<std::string> order_of(const ImageDoc& doc, const ByUuid& only) {
  std::vector<std::string> order;
  for (const AnnotationPtr& a : doc.annotations)
    if (only.contains(a->uuid)) order.push_back(a->uuid);
  return order;
}

// The order of `skeleton`, with what only `other` has above its neighbour there.
std::vector<std::string> woven(const ImageDoc& skeleton, const ImageDoc& other) {
  std::vector<std::string> order;
  for (const AnnotationPtr& a : skeleton.annotations)
    order.push_back(a->uuid);
  const ByUuid known = by_uuid(skeleton);
  std::string below;
  for (const AnnotationPtr& a : other.annotations) {
    if (!known.contains(a->uuid)) {
      const auto at = std::find(order.begin(), order.end(), below);
      order.insert(at == order.end() ? (below.empty() ? order.begin() : order.end()) : at + 1,
                   a->uuid);
    }
    below = a->uuid;
  }
  return order;
}

}  // namespace

MergedImage merge(const ImageDocPtr& base, const ImageDocPtr& mine, const ImageDocPtr& theirs) {
  MergedImage merged;
  const ByUuid in_base = by_uuid(*base);
  const ByUuid in_mine = by_uuid(*mine);
  const ByUuid in_theirs = by_uuid(*theirs);

  // Their order holds unless I changed it.
  const bool reordered = order_of(*base, in_mine) != order_of(*mine, in_base);
  const std::vector<std::string> order = reordered ? woven(*mine, *theirs) : woven(*theirs, *mine);

  auto doc = std::make_shared<ImageDoc>(*theirs);
  doc->annotations.clear();
  for (const std::string& uuid : order) {
    const AnnotationPtr kept = merged_object(look_up(in_base, uuid), look_up(in_mine, uuid),
                                             look_up(in_theirs, uuid), merged);
    if (kept) doc->annotations.push_back(kept);
  }
  if (doc->annotations == theirs->annotations)
    merged.doc = theirs;
  else
    merged.doc = std::move(doc);
  return merged;
}

MergedCategories merge(const Categories& base, const Categories& mine, const Categories& theirs,
                       const std::set<int>& used, int next_id) {
  MergedCategories merged;
  auto next = std::make_shared<Categories>();
  for (const Category& t : theirs) {
    const Category* b = find(base, t.id);
    const Category* m = find(mine, t.id);
    if (b == nullptr) {
      next->push_back(t);  // theirs is new; what I gave the same id is dealt with below
    } else if (m == nullptr) {
      if (!(t == *b)) next->push_back(t);
    } else {
      next->push_back(*m == *b ? t : *m);
    }
  }
  for (const Category& m : mine) {
    const Category* b = find(base, m.id);
    const Category* t = find(theirs, m.id);
    if (b != nullptr && t != nullptr) continue;
    if (b != nullptr) {  // they deleted it
      if (used.contains(m.id) || !(m == *b)) next->push_back(m);
      continue;
    }
    if (const Category* namesake = find_by_name(*next, m.name)) {
      if (namesake->id != m.id) merged.renumbered[m.id] = namesake->id;
      continue;
    }
    Category added = m;
    if (find(*next, added.id) != nullptr) {
      while (find(*next, next_id) != nullptr || find(mine, next_id) != nullptr)
        ++next_id;
      added.id = next_id++;
      merged.renumbered[m.id] = added.id;
    }
    next->push_back(std::move(added));
  }
  merged.categories = std::move(next);
  return merged;
}

}  // namespace maskpoint::doc
