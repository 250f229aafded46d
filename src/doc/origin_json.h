// How a mask came to be and whether it is locked, as the "maskpoint" object of an annotation: its
// prompt chain (doc/prompt_json.h), and "locked": true where it is locked; "edited": true where it
// was changed by hand since, so that the chain does not give this mask; "cleanup": {"drop_specks",
// "fill_holes", "grow", "smooth"} with "source", the mask (run lengths) that the cleanup was
// applied to: the chain gives the source, unless it was edited.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/status.h"
#include "doc/types.h"

namespace maskpoint::doc {

// Null where there is nothing to say: a mask from elsewhere that nobody changed or locked.
nlohmann::json origin_to_json(const Annotation& annotation);
// Fills in prompts, locked, edited, cleanup and uncleaned.
base::Status read_origin(const nlohmann::json& value, geom::ImageSize size, Annotation& annotation);

}  // namespace maskpoint::doc
