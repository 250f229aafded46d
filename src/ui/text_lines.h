// Text that takes more than one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/pen.h"

namespace maskpoint::ui {

// Greedy line breaks at spaces; a word longer than the width has a line of its own.
std::vector<std::string> wrapped(const Pen& pen, FontRole role, std::string_view text, float width);

}  // namespace maskpoint::ui
