// Those parts of the server's JSON (src/server/README.md) that are no document: rows of the image
// list, states, progress. Objects and classes are read by doc/coco_json.h.
#pragma once

#include <string>

#include "app/json_reading.h"
#include "doc/types.h"
#include "session/action.h"

namespace maskpoint::app {

session::ImageRow image_row_from(const Json& json);
session::EmbeddingState embedding_state_named(const std::string& name);
const char* name_of(doc::WorkState state);
// As web/src/bridge.ts names it.
const char* name_of(session::PageTask task);
Json json_of(geom::Rect rect);  // [x, y, w, h]

}  // namespace maskpoint::app
