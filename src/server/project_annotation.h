// An object as a client sends it (COCO annotation), checked against its image.
#pragma once

#include "base/status.h"
#include "server/http_json.h"
#include "server/store.h"

namespace maskpoint::server {

// Whether it is 8-4-4-4-12 hexadecimal digits; then in lower case.
base::Result<std::string> checked_uuid(const std::string& text);

// Fills in image_id, iscrowd, bbox and area where absent; takes "id" out; keeps every other key as
// it came. An error names the object and what is wrong with it. Whether the class exists is for the
// store to say.
base::Result<AnnotationWrite> checked_annotation(Json object, const ImageRow& image);

}  // namespace maskpoint::server
