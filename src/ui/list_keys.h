// The keyboard in the image list, while the list has it.
#pragma once

#include <vector>

#include "session/session.h"
#include "ui/commands.h"
#include "ui/memory.h"

namespace maskpoint::ui {

// Whether the key was one of the list's. It moves the row the list is on; that image opens once the
// keys rest, or at once with Enter.
bool list_key(Memory& memory, const KeyStroke& stroke, const session::Session& session,
              std::vector<session::Action>& out);

}  // namespace maskpoint::ui
