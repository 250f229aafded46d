// Attributes: what a class asks of its objects, and what an object answers. COCO's "attributes" on
// an annotation as CVAT and others write it ({name: value}); the definitions lie with the category
// under "maskpoint". A value is kept as JSON text, so that what came in goes out unchanged.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "doc/types.h"

namespace maskpoint::doc {

nlohmann::json attributes_to_json(const Attributes& attributes);
// Any object will do.
base::Result<Attributes> attributes_from_json(const nlohmann::json& value);

nlohmann::json definitions_to_json(const std::vector<AttributeDefinition>& definitions);
base::Result<std::vector<AttributeDefinition>> definitions_from_json(const nlohmann::json& value);

const AttributeDefinition* find(const std::vector<AttributeDefinition>& definitions,
                                std::string_view name);
// "text", "number", "choice", "checkbox".
const char* type_name(AttributeType type);

// Whether a value (JSON text) is one this attribute may have.
bool fits(const AttributeDefinition& definition, std::string_view value_json);
// What was typed or chosen as a value; empty when it is none ("abc" for a number).
std::string attribute_value(AttributeType type, std::string_view typed);
// A value as people read it: text without its quotes.
std::string attribute_text(std::string_view value_json);
// An attribute of a class that is called otherwise from now on.
struct AttributeRename {
  int category_id = 0;
  std::string from, to;
  bool operator==(const AttributeRename&) const = default;
};
AttributeRename reversed(const AttributeRename& rename);
// The value of an object of that class comes along. One it already has under the new name stays,
// and then so does the old.
AnnotationPtr with_renamed_attribute(const AnnotationPtr& object, const AttributeRename& rename);

// The defaults are put in where there is no value.
Attributes with_defaults(Attributes attributes,
                         const std::vector<AttributeDefinition>& definitions);

}  // namespace maskpoint::doc
