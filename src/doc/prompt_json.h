// A prompt chain as the "maskpoint" object of an annotation:
// {"model", "embedding", "steps": [{"points": [[x, y, label]…], "box": [x0, y0, x1, y1] | null,
// "candidate": 0…3}], "threshold": number, left out where it is 0}.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/status.h"
#include "doc/types.h"

namespace maskpoint::doc {

nlohmann::json prompts_to_json(const PromptChain& chain);
base::Result<PromptChain> prompts_from_json(const nlohmann::json& value);

// SA-1B's point_coords: the points of the last step.
nlohmann::json point_coords(const PromptChain& chain);

}  // namespace maskpoint::doc
