// What COCO files say beside images, annotations and categories.
#pragma once

#include "formats/json_input.h"

namespace maskpoint::formats {

// Of several files the first one counts, licences come together. `all` is an object or becomes one.
void add_file_keys(const Json& keys, Json& all);

}  // namespace maskpoint::formats
