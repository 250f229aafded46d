// Attribute definitions as they are edited: lists of choices as one line of text, a type that
// changes, a name that is free.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doc/types.h"

namespace maskpoint::ui {

// "red, green" and back: blanks round a choice and repetitions go.
std::string joined(const std::vector<std::string>& choices);
std::vector<std::string> split_choices(std::string_view text);

// Of another type: a default that is none of its values goes; a choice has something to choose
// from.
doc::AttributeDefinition with_type(doc::AttributeDefinition definition, doc::AttributeType type);
// The definition with these choices; as it was when there are none.
doc::AttributeDefinition with_choices(doc::AttributeDefinition definition, std::string_view text);
// With the default that was typed; without one where that is none of its values.
doc::AttributeDefinition with_default(doc::AttributeDefinition definition, std::string_view typed);

// "attribute", "attribute 2", …
std::string free_name(const std::vector<doc::AttributeDefinition>& definitions);

}  // namespace maskpoint::ui
