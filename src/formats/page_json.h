// What the page keeps of a project, between JSON and the values of readers and writers: the
// twin of web/src/formats.ts.
#pragma once

#include <set>
#include <string>

#include "formats/import_types.h"
#include "formats/project_content.h"
#include "formats/report.h"

namespace maskpoint::formats {

// {"images": [{"id", "path", "width", "height", "source": text or null}],
//  "categories": [{"id", "name", "key", …}], "nextClass": 2, "replaceableFirst": true}
struct PageProject {
  KnownProject known;
  std::set<std::string> keys;
  std::int64_t next_class = 1;
  bool replaceable_first = false;
};
PageProject page_project(const Json& json);

// What is to be stored: {"categories": [added], "replacesFirst", "nextClass",
//  "images": [{"id", "source": text or null,
//              "objects": [{"wantedId", "annotation": with its class's id, without "id"}],
//              "carried": [{"uuid", "wantedId", "categoryId", "isBox", "text"}]}],
//  "files": [texts], "findings": […]}
Json storable(const Import& import, const PageProject& project);

// [{"outcome", "count", "sentence"}], as the server's routes have it.
Json findings_json(const Report& report);

// A project for an export: {"name", "writtenBy", "now", "imported": [texts],
//  "images": [as above, and "annotations": [texts], "carried": [{"id", "categoryId", "text"}]],
//  "categories": […]}
ProjectContent page_content(const Json& json);

}  // namespace maskpoint::formats
