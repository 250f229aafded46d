// Edits: pure functions from one document to the next. The result shares everything untouched; an
// edit that changes nothing returns the very pointer it was given.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "doc/types.h"

namespace maskpoint::doc {

ImageDocPtr empty_doc(std::int64_t image_id, geom::ImageSize size);

// The annotation with this uuid, or null.
AnnotationPtr find(const ImageDoc& doc, std::string_view uuid);

// On top of the others. An annotation with the same uuid is replaced where it lies.
ImageDocPtr added(const ImageDocPtr& doc, AnnotationPtr annotation);
// In place of the one with the same uuid; nothing happens without one.
ImageDocPtr replaced(const ImageDocPtr& doc, AnnotationPtr annotation);
ImageDocPtr removed(const ImageDocPtr& doc, const std::set<std::string>& uuids);
ImageDocPtr with_category(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                          int category_id);
// The same, with the defaults of the class's attributes where an object has no value yet.
ImageDocPtr with_category(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                          const Category& category);
ImageDocPtr with_locked(const ImageDocPtr& doc, const std::set<std::string>& uuids, bool locked);
ImageDocPtr with_crowd(const ImageDocPtr& doc, const std::set<std::string>& uuids, bool iscrowd);
// An empty value takes the attribute away.
ImageDocPtr with_attribute(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                           const std::string& name, const std::string& value_json);

enum class ZMove { kForward, kBackward, kToFront, kToBack };
// Those of `uuids` keep their order among themselves; one step passes one neighbour.
ImageDocPtr reordered(const ImageDocPtr& doc, const std::set<std::string>& uuids, ZMove move);
// Moves annotations, as one block in their order, to lie right above `below`; empty: to the bottom.
ImageDocPtr moved_above(const ImageDocPtr& doc, const std::set<std::string>& uuids,
                        const std::string& below);
// Those of `uuids` that are there and not locked.
std::set<std::string> unlocked(const ImageDoc& doc, const std::set<std::string>& uuids);

// Moves one annotation to `position` from the bottom, clamped to the ends.
ImageDocPtr moved(const ImageDocPtr& doc, std::string_view uuid, int position);
// Every annotation through `change`, which returns its argument where nothing changes.
ImageDocPtr mapped(const ImageDocPtr& doc,
                   const std::function<AnnotationPtr(const AnnotationPtr&)>& change);

// Whether two annotations say the same, the server's id aside.
bool same_content(const Annotation& a, const Annotation& b);

// --- classes ---
const Category* find(const Categories& categories, int id);
const Category* find_by_name(const Categories& categories, std::string_view name);

// At the end, with the first palette colour and the first digit key that are free. `id` must be
// new.
CategoriesPtr added(const CategoriesPtr& categories, int id, std::string name);
CategoriesPtr renamed(const CategoriesPtr& categories, int id, std::string name);
CategoriesPtr recolored(const CategoriesPtr& categories, int id, Color color);
CategoriesPtr removed(const CategoriesPtr& categories, int id);
// The class that had the key before loses it.
CategoriesPtr with_key(const CategoriesPtr& categories, int id, const std::string& key);
CategoriesPtr with_supercategory(const CategoriesPtr& categories, int id, std::string name);
CategoriesPtr with_attributes(const CategoriesPtr& categories, int id,
                              std::vector<AttributeDefinition> attributes);
// To `position` in the list, clamped to its ends.
CategoriesPtr moved(const CategoriesPtr& categories, int id, int position);

}  // namespace maskpoint::doc
