#include "doc/merge.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "doc/edits.h"
#include "doc/same_mask.h"

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

// One field of three: what only one side changed is taken. Whether both did, differently, is noted.
template <class T>
void take_changed(const T& base, T& mine, const T& theirs, bool& both) {
  if (theirs == base || theirs == mine) return;
  if (mine == base)
    mine = theirs;
  else
    both = true;
}

// The mask and what says how it was made belong together.
void take_changed_mask(const Annotation& base, Annotation& mine, const Annotation& theirs,
                       bool& both) {
  if (same_mask(base, theirs) || same_mask(mine, theirs)) return;
  if (!same_mask(base, mine)) {
    both = true;
    return;
  }
  mine.mask = theirs.mask;
  mine.bbox = theirs.bbox;
  mine.area = theirs.area;
  mine.prompts = theirs.prompts;
  mine.predicted_iou = theirs.predicted_iou;
  mine.stability_score = theirs.stability_score;
  mine.edited = theirs.edited;
  mine.cleanup = theirs.cleanup;
  mine.uncleaned = theirs.uncleaned;
}

void take_changed_attributes(const Attributes& base, Attributes& mine, const Attributes& theirs,
                             bool& both) {
  std::set<std::string> names;
  for (const Attributes* side : {&base, &theirs})
    for (const auto& [name, value] : *side)
      names.insert(name);
  const auto value = [](const Attributes& side, const std::string& name) {
    const auto at = side.find(name);
    return at == side.end() ? std::string() : at->second;
  };
  for (const std::string& name : names) {
    std::string kept = value(mine, name);
    take_changed(value(base, name), kept, value(theirs, name), both);
    if (kept.empty())
      mine.erase(name);
    else
      mine[name] = kept;
  }
}

// An object both sides changed, field by field.
AnnotationPtr combined(const Annotation& base, const Annotation& mine, const Annotation& theirs,
                       bool& both) {
  auto next = std::make_shared<Annotation>(mine);
  next->id = theirs.id != 0 ? theirs.id : mine.id;
  take_changed(base.category_id, next->category_id, theirs.category_id, both);
  take_changed(base.iscrowd, next->iscrowd, theirs.iscrowd, both);
  take_changed(base.locked, next->locked, theirs.locked, both);
  take_changed(base.extra_json, next->extra_json, theirs.extra_json, both);
  take_changed_attributes(base.attributes, next->attributes, theirs.attributes, both);
  take_changed_mask(base, *next, theirs, both);
  return next;
}

// What becomes of one object that both changed: one object, or two. What only one side changed of
// it is taken whatever is decided about the rest.
std::vector<AnnotationPtr> settled(const AnnotationPtr& base, const AnnotationPtr& mine,
                                   const AnnotationPtr& theirs, const Resolutions& resolutions,
                                   MergedImage& merged) {
  bool both = false;
  AnnotationPtr kept = base ? combined(*base, *mine, *theirs, both) : with_id(mine, theirs->id);
  if (same_content(*kept, *theirs)) kept = theirs;
  if (base && !both) return {kept};
  const auto decided = resolutions.find(mine->uuid);
  if (decided == resolutions.end()) {
    merged.conflicts.push_back({mine->uuid, mine, theirs});
    return {kept};
  }
  if (decided->second.keep == Keep::kMine) return {kept};
  AnnotationPtr other = base ? combined(*base, *theirs, *mine, both) : theirs;
  if (same_content(*other, *theirs)) other = theirs;
  if (decided->second.keep == Keep::kTheirs) return {with_id(other, theirs->id)};
  auto copy = std::make_shared<Annotation>(*mine);
  copy->uuid = decided->second.copy_uuid;
  copy->id = 0;
  return {with_id(other, theirs->id), copy};
}

// What becomes of one object; nothing where it is gone.
std::vector<AnnotationPtr> merged_object(const AnnotationPtr& base, const AnnotationPtr& mine,
                                         const AnnotationPtr& theirs,
                                         const Resolutions& resolutions, MergedImage& merged) {
  const auto same = [](const AnnotationPtr& a, const AnnotationPtr& b) {
    return (!a && !b) || (a && b && same_content(*a, *b));
  };
  const auto one = [](const AnnotationPtr& a) -> std::vector<AnnotationPtr> {
    if (!a) return {};
    return {a};
  };
  if (same(base, mine) || same(mine, theirs)) return one(theirs);
  if (same(base, theirs)) return one(mine && theirs ? with_id(mine, theirs->id) : mine);
  if (!mine || !theirs) {
    ++merged.brought_back;
    return one(mine ? mine : theirs);
  }
  return settled(base, mine, theirs, resolutions, merged);
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
  order.reserve(skeleton.annotations.size() + other.annotations.size());
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

MergedImage merge(const ImageDocPtr& base, const ImageDocPtr& mine, const ImageDocPtr& theirs,
                  const Resolutions& resolutions) {
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
    for (AnnotationPtr& kept : merged_object(look_up(in_base, uuid), look_up(in_mine, uuid),
                                             look_up(in_theirs, uuid), resolutions, merged))
      doc->annotations.push_back(std::move(kept));
  }
  if (doc->annotations == theirs->annotations)
    merged.doc = theirs;
  else
    merged.doc = std::move(doc);
  return merged;
}

namespace {

// A class both sides have, field by field; mine where both changed the same.
Category combined(const Category& base, const Category& mine, const Category& theirs) {
  Category next = mine;
  bool both = false;
  take_changed(base.name, next.name, theirs.name, both);
  take_changed(base.supercategory, next.supercategory, theirs.supercategory, both);
  take_changed(base.color, next.color, theirs.color, both);
  take_changed(base.key, next.key, theirs.key, both);
  take_changed(base.attributes, next.attributes, theirs.attributes, both);
  take_changed(base.extra_json, next.extra_json, theirs.extra_json, both);
  return next;
}

// Their order holds unless I changed it; what I have not placed comes last then.
void put_in_order(Categories& next, const Categories& base, const Categories& mine) {
  std::vector<int> before, after;
  for (const Category& c : base)
    if (find(mine, c.id) != nullptr) before.push_back(c.id);
  for (const Category& c : mine)
    if (find(base, c.id) != nullptr) after.push_back(c.id);
  if (before == after) return;
  const auto place = [&](const Category& c) {
    const auto at = std::find(after.begin(), after.end(), c.id);
    return at - after.begin();  // at the end where I have not placed it
  };
  std::stable_sort(next.begin(), next.end(),
                   [&](const Category& a, const Category& b) { return place(a) < place(b); });
}

}  // namespace

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
      next->push_back(combined(*b, *m, t));
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
  put_in_order(*next, base, mine);
  merged.categories = std::move(next);
  return merged;
}

}  // namespace maskpoint::doc
