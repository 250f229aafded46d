// The objects of the last scene and what they followed from, so that they are made again only when
// one of these changed.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "doc/types.h"
#include "session/scene.h"
#include "session/settings.h"

namespace maskpoint::session {

struct SceneCache {
  doc::ImageDocPtr doc;  // null: nothing made yet
  doc::CategoriesPtr classes;
  ColorBy color_by = ColorBy::kClass;
  std::string replaced;  // the object being changed, which the pending mask stands for
  std::set<std::string> hidden, selection;
  std::string lit;
  SceneObjects objects;
  // The same with changes by hand that are not done yet (session/scene_changes.h).
  SceneObjects changed;
  std::shared_ptr<const std::vector<SceneObject>> changed_of;
  std::vector<std::shared_ptr<const void>> changed_by;

  // What "everything" found.
  SceneObjects found;
  std::vector<std::shared_ptr<const void>> found_of;  // what each of them looks at
  std::set<int> found_lit;
  doc::Color found_color;
};

}  // namespace maskpoint::session
