// Whether two annotations have the same mask, made in the same way: its pixels, and what a
// re-opening or another cleanup starts from. They belong together; a merge takes them as one.
#pragma once

#include "doc/types.h"

namespace maskpoint::doc {

bool same_mask(const Annotation& a, const Annotation& b);

}  // namespace maskpoint::doc
