// Three-way merges: two people changed what they both had loaded. Nothing is lost: what only one
// side changed is taken, what both changed stays as mine, and a change beats a deletion.
#pragma once

#include <map>
#include <set>

#include "doc/types.h"

namespace maskpoint::doc {

struct MergedImage {
  ImageDocPtr doc;       // `theirs` itself where it already says everything
  int both_changed = 0;  // objects both sides changed differently: mine were kept
  int brought_back = 0;  // objects one side deleted and the other changed: the change was kept
};

// By uuid. `base` is what both sides started from. Integer ids are taken from `theirs`.
MergedImage merge(const ImageDocPtr& base, const ImageDocPtr& mine, const ImageDocPtr& theirs);

struct MergedCategories {
  CategoriesPtr categories;
  std::map<int, int> renumbered;  // ids of classes of mine that had to give way: old → new
};

// By id, new ones by name too. A class I added under an id that they gave to another class gets a
// new id from `next_id` on; one they deleted stays where it is in `used`.
MergedCategories merge(const Categories& base, const Categories& mine, const Categories& theirs,
                       const std::set<int>& used, int next_id);

}  // namespace maskpoint::doc
