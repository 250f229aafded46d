#include "ui/attribute_texts.h"

#include <algorithm>
#include <utility>

#include "doc/attributes.h"

namespace maskpoint::ui {
namespace {

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

doc::AttributeDefinition with_fitting_default(doc::AttributeDefinition definition) {
  if (!definition.default_json.empty() && !doc::fits(definition, definition.default_json))
    definition.default_json.clear();
  return definition;
}

}  // namespace

std::string joined(const std::vector<std::string>& choices) {
  std::string text;
  for (const std::string& choice : choices)
    text += (text.empty() ? "" : ", ") + choice;
  return text;
}

std::vector<std::string> split_choices(std::string_view text) {
  std::vector<std::string> choices;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    std::string choice = trimmed(text.substr(at, end - at));
    if (!choice.empty() && std::find(choices.begin(), choices.end(), choice) == choices.end())
      choices.push_back(std::move(choice));
    at = end + 1;
  }
  return choices;
}

doc::AttributeDefinition with_type(doc::AttributeDefinition definition, doc::AttributeType type) {
  definition.type = type;
  if (type != doc::AttributeType::kChoice)
    definition.choices.clear();
  else if (definition.choices.empty())
    definition.choices = {"first", "second"};
  return with_fitting_default(std::move(definition));
}

doc::AttributeDefinition with_choices(doc::AttributeDefinition definition, std::string_view text) {
  std::vector<std::string> choices = split_choices(text);
  if (!choices.empty()) definition.choices = std::move(choices);
  return with_fitting_default(std::move(definition));
}

doc::AttributeDefinition with_default(doc::AttributeDefinition definition, std::string_view typed) {
  const std::string text = trimmed(typed);
  definition.default_json = text.empty() ? "" : doc::attribute_value(definition.type, text);
  return with_fitting_default(std::move(definition));
}

std::string free_name(const std::vector<doc::AttributeDefinition>& definitions) {
  std::string name = "attribute";
  for (int i = 2; doc::find(definitions, name) != nullptr; ++i)
    name = std::string("attribute ").append(std::to_string(i));
  return name;
}

}  // namespace maskpoint::ui
