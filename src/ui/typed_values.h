// What is typed in the class editor, in the fields of attributes and in those that narrow a list of
// classes, as Actions.
#pragma once

#include <string>
#include <vector>

#include "session/action.h"
#include "session/session.h"
#include "ui/interface.h"
#include "ui/memory.h"

namespace maskpoint::ui {

// Whether the field is one of these.
bool take_typed(Memory& memory, const std::string& field, TextEvent event, const std::string& value,
                const session::Session& session, std::vector<session::Action>& out);

}  // namespace maskpoint::ui
