// How well a few typed letters name something: all of them must occur, in order. Case is ignored in
// Latin, Greek and Cyrillic.
#pragma once

#include <optional>
#include <string_view>

namespace maskpoint::ui {

// Higher is better; nothing when the letters are not there in this order. Runs of letters,
// beginnings of words and a match at the very beginning count more, and short texts more than long
// ones. An empty query matches everything equally.
std::optional<int> match_score(std::string_view query, std::string_view text);

}  // namespace maskpoint::ui
