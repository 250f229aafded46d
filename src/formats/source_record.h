// An annotation as it came, kept with the object made of it, so that what nobody edited goes out
// again as it came in: polygons as polygons, numbers as they were.
//
// The record is the member "maskpoint_import" of the stored annotation, beside the unknown keys:
//   {"uuid": the object's, "category_id": its class when it came, "mask": a hash of its compressed
//    counts, "text": the annotation as JSON text, its "segmentation" null where it is the mask}
// It is text, so that order and spelling survive whoever rewrites the object. A copy of an object
// has another uuid, and then the record is not its own.
#pragma once

#include <cstdint>
#include <string>

#include "formats/import_types.h"

namespace maskpoint::formats {

inline constexpr char kSourceKey[] = "maskpoint_import";

// The annotation as it is stored, without "id": with image_id, category_id and the record. When
// `source_id` differs from what the source says, or it says none, that is what goes out.
std::string stored_annotation(const ImportedObject& object, std::int64_t image_id, int category_id);

// The annotation that goes into a COCO file for a stored one: its source, with what it lacks filled
// in, where neither mask nor class nor any other key was changed since; else as it is stored. The
// record is gone either way. `stored` has its "id"; image_id and category_id are what they are to
// be called in the file.
Json exported_annotation(const Json& stored, std::int64_t image_id, std::int64_t category_id);

// The same for one without a mask.
Json exported_carried(const Json& source, std::int64_t id, std::int64_t image_id,
                      const std::optional<std::int64_t>& category_id);

}  // namespace maskpoint::formats
