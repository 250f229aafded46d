// Option values of the command line as text, to what they mean. Errors are sentences for the user.
#pragma once

#include <string>

#include "base/status.h"
#include "geom/box.h"
#include "sam/types.h"

namespace maskpoint::server {

// "X,Y" (include), "X,Y,1" or "X,Y,0" (exclude): pixel indices of the upright image.
base::Result<sam::PromptPoint> parse_point(const std::string& text);
// "X0,Y0,X1,Y1": opposite corners, in any order.
base::Result<geom::Box> parse_box(const std::string& text);

// One machine's part of the work: every `count`th input from the `index`th on, index in [1, count].
struct Shard {
  int index = 1;
  int count = 1;
};
// "I/N" with 1 ≤ I ≤ N.
base::Result<Shard> parse_shard(const std::string& text);

}  // namespace maskpoint::server
