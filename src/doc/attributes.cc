#include "doc/attributes.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "doc/json_text.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

constexpr std::pair<AttributeType, const char*> kTypes[] = {{AttributeType::kText, "text"},
                                                            {AttributeType::kNumber, "number"},
                                                            {AttributeType::kChoice, "choice"},
                                                            {AttributeType::kCheckbox, "checkbox"}};

base::Status wrong(const std::string& what) {
  return base::invalid_input("its attributes are damaged: " + what + ".");
}

std::optional<AttributeType> type_named(const json& value) {
  for (const auto& [type, name] : kTypes)
    if (value.is_string() && value.get_ref<const std::string&>() == name) return type;
  return std::nullopt;
}

base::Status read_choices(const json& value, AttributeDefinition& definition) {
  if (!value.is_array()) return wrong("\"choices\" is not a list");
  std::set<std::string> seen;
  for (const json& choice : value) {
    if (!choice.is_string() || choice.get_ref<const std::string&>().empty())
      return wrong("a choice is not text");
    if (!seen.insert(choice.get<std::string>()).second) return wrong("a choice is there twice");
    definition.choices.push_back(choice.get<std::string>());
  }
  return {};
}

base::Result<AttributeDefinition> definition_from(const json& value) {
  if (!value.is_object()) return wrong("a definition is not an object");
  AttributeDefinition definition;
  const auto name = value.find("name");
  if (name == value.end() || !name->is_string() || name->get_ref<const std::string&>().empty())
    return wrong("one has no \"name\"");
  definition.name = name->get<std::string>();
  if (const auto type = value.find("type"); type != value.end()) {
    const std::optional<AttributeType> known = type_named(*type);
    if (!known)
      return wrong("the type of \"" + definition.name +
                   "\" is not \"text\", \"number\", \"choice\" or \"checkbox\"");
    definition.type = *known;
  }
  if (const auto choices = value.find("choices"); choices != value.end())
    if (base::Status read = read_choices(*choices, definition); !read.ok()) return read;
  if (definition.type == AttributeType::kChoice && definition.choices.empty())
    return wrong("\"" + definition.name + "\" has nothing to choose from");
  const auto given = value.find("default");
  if (given == value.end() || given->is_null()) return definition;
  definition.default_json = json_text(*given);
  if (!fits(definition, definition.default_json))
    return wrong("the default of \"" + definition.name + "\" is none of its values");
  return definition;
}

}  // namespace

json attributes_to_json(const Attributes& attributes) {
  json value = json::object();
  for (const auto& [name, text] : attributes) {
    json parsed = json::parse(text, nullptr, false);
    value[name] = parsed.is_discarded() ? json(text) : std::move(parsed);
  }
  return value;
}

base::Result<Attributes> attributes_from_json(const json& value) {
  if (!value.is_object()) return wrong("\"attributes\" is not an object");
  Attributes attributes;
  for (const auto& [name, item] : value.items())
    attributes.emplace(name, json_text(item));
  return attributes;
}

json definitions_to_json(const std::vector<AttributeDefinition>& definitions) {
  json list = json::array();
  for (const AttributeDefinition& d : definitions) {
    json item = {{"name", d.name}, {"type", type_name(d.type)}};
    if (d.type == AttributeType::kChoice) item["choices"] = d.choices;
    if (!d.default_json.empty()) item["default"] = json::parse(d.default_json, nullptr, false);
    list.push_back(std::move(item));
  }
  return list;
}

base::Result<std::vector<AttributeDefinition>> definitions_from_json(const json& value) {
  if (!value.is_array()) return wrong("the definitions are not a list");
  std::vector<AttributeDefinition> definitions;
  for (const json& item : value) {
    base::Result<AttributeDefinition> definition = definition_from(item);
    if (!definition.ok()) return definition.status();
    if (find(definitions, definition->name) != nullptr)
      return wrong("\"" + definition->name + "\" is there twice");
    definitions.push_back(*std::move(definition));
  }
  return definitions;
}

const AttributeDefinition* find(const std::vector<AttributeDefinition>& definitions,
                                std::string_view name) {
  const auto at = std::find_if(definitions.begin(), definitions.end(),
                               [&](const AttributeDefinition& d) { return d.name == name; });
  return at == definitions.end() ? nullptr : &*at;
}

const char* type_name(AttributeType type) {
  return std::find_if(std::begin(kTypes), std::end(kTypes),
                      [&](const auto& entry) { return entry.first == type; })
      ->second;
}

bool fits(const AttributeDefinition& definition, std::string_view value_json) {
  const json value = json::parse(value_json, nullptr, false);
  switch (definition.type) {
    case AttributeType::kText:
      return value.is_string();
    case AttributeType::kNumber:
      return value.is_number();
    case AttributeType::kCheckbox:
      return value.is_boolean();
    case AttributeType::kChoice:
      return value.is_string() &&
             std::find(definition.choices.begin(), definition.choices.end(),
                       value.get_ref<const std::string&>()) != definition.choices.end();
  }
  return false;
}

std::string attribute_value(AttributeType type, std::string_view typed) {
  if (type == AttributeType::kCheckbox) return typed == "true" ? "true" : "false";
  if (type != AttributeType::kNumber) return json_text(json(std::string(typed)));
  // JSON's own grammar, and a decimal comma as half of Europe types it.
  std::string text(typed);
  std::replace(text.begin(), text.end(), ',', '.');
  const json number = json::parse(text, nullptr, false);
  if (!number.is_number() || !std::isfinite(number.get<double>())) return {};
  return json_text(number);
}

std::string attribute_text(std::string_view value_json) {
  const json value = json::parse(value_json, nullptr, false);
  if (value.is_string()) return value.get<std::string>();
  return std::string(value_json);
}

AttributeRename reversed(const AttributeRename& rename) {
  return {rename.category_id, rename.to, rename.from};
}

AnnotationPtr with_renamed_attribute(const AnnotationPtr& object, const AttributeRename& rename) {
  if (object->category_id != rename.category_id || !object->attributes.contains(rename.from) ||
      object->attributes.contains(rename.to))
    return object;
  auto next = std::make_shared<Annotation>(*object);
  auto value = next->attributes.extract(rename.from);
  value.key() = rename.to;
  next->attributes.insert(std::move(value));
  return next;
}

Attributes with_defaults(Attributes attributes,
                         const std::vector<AttributeDefinition>& definitions) {
  for (const AttributeDefinition& d : definitions)
    if (!d.default_json.empty()) attributes.try_emplace(d.name, d.default_json);
  return attributes;
}

}  // namespace maskpoint::doc
