#include "ui/text_lines.h"

#include <algorithm>

namespace maskpoint::ui {

std::vector<std::string> wrapped(const Pen& pen, FontRole role, std::string_view text,
                                 float width) {
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    const std::string word(text.substr(at, space - at));
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (lines.back().empty() || pen.text_width(role, longer) <= width)
      lines.back() = longer;
    else
      lines.push_back(word);
    at = space + 1;
  }
  return lines;
}

}  // namespace maskpoint::ui
