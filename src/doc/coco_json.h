// Annotations and classes as COCO JSON, the format of the server's routes (src/server/README.md)
// and of exported files.
//
// Reading checks everything and says in a sentence which object is wrong and how; one wrong object
// makes the whole list wrong, because saving what was left of it would delete the rest. bbox and
// area always follow from the mask. Unknown keys are kept in extra_json and written again.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/status.h"
#include "doc/types.h"

namespace maskpoint::doc {

nlohmann::json annotation_to_json(const Annotation& annotation, std::int64_t image_id);
// `size` is the upright image's; the segmentation must have it. Takes compressed and plain counts
// and polygons.
base::Result<AnnotationPtr> annotation_from_json(const nlohmann::json& value, geom::ImageSize size);

nlohmann::json category_to_json(const Category& category);
// Without a colour the palette's for `position` in the list.
base::Result<Category> category_from_json(const nlohmann::json& value, int position);

// {"annotations": […]}; reading takes the bare array too.
std::string write_annotations(const ImageDoc& doc);
base::Result<ImageDocPtr> read_annotations(std::string_view text, std::int64_t image_id,
                                           geom::ImageSize size);
base::Result<ImageDocPtr> annotations_from_json(const nlohmann::json& value, std::int64_t image_id,
                                                geom::ImageSize size);

// {"categories": […]}; reading takes the bare array too.
std::string write_categories(const Categories& categories);
base::Result<CategoriesPtr> read_categories(std::string_view text);
base::Result<CategoriesPtr> categories_from_json(const nlohmann::json& value);

}  // namespace maskpoint::doc
