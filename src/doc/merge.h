// Three-way merges: two people changed what they both had loaded. Nothing is lost: what only one
// side changed is taken, of one object too (its class here, its mask there); a change beats a
// deletion; and where both changed the same thing of the same object, a person says what is kept.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "doc/types.h"

namespace maskpoint::doc {

// One object that both sides changed so that it cannot be put together.
struct ObjectConflict {
  std::string uuid;
  AnnotationPtr mine, theirs;
};

enum class Keep { kMine, kTheirs, kBoth };
// What a person decided about one such object. A copy needs a uuid of its own.
struct Resolution {
  Keep keep = Keep::kMine;
  std::string copy_uuid;  // of mine, where both are kept
};
using Resolutions = std::map<std::string, Resolution>;  // by the object's uuid

struct MergedImage {
  ImageDocPtr doc;                        // `theirs` itself where it already says everything
  std::vector<ObjectConflict> conflicts;  // undecided ones: mine stand in `doc` meanwhile
  int brought_back = 0;  // objects one side deleted and the other changed: the change was kept
};

// By uuid. `base` is what both sides started from. Integer ids are taken from `theirs`.
MergedImage merge(const ImageDocPtr& base, const ImageDocPtr& mine, const ImageDocPtr& theirs,
                  const Resolutions& resolutions = {});

struct MergedCategories {
  CategoriesPtr categories;
  std::map<int, int> renumbered;  // ids of classes of mine that had to give way: old → new
};

// By id, new ones by name too. A class I added under an id that they gave to another class gets a
// new id from `next_id` on; one they deleted stays where it is in `used`.
MergedCategories merge(const Categories& base, const Categories& mine, const Categories& theirs,
                       const std::set<int>& used, int next_id);

}  // namespace maskpoint::doc
