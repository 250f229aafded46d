#include "ui/fuzzy.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace maskpoint::ui {
namespace {

constexpr int kLetter = 4, kRun = 10, kWordStart = 9, kTextStart = 6;
constexpr std::size_t kLongestQuery = 48, kLongestText = 200;  // letters looked at
constexpr int kNever = -1'000'000;

char32_t folded(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
      (c >= 0x410 && c <= 0x42F))
    return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x100 && c <= 0x17F && c % 2 == 0) return c + 1;
  return c;
}

// Wrong UTF-8 gives wrong letters and nothing worse.
std::vector<char32_t> letters_of(std::string_view utf8, std::size_t most) {
  std::vector<char32_t> letters;
  for (std::size_t i = 0; i < utf8.size() && letters.size() < most;) {
    const auto byte = static_cast<unsigned char>(utf8[i++]);
    int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
    char32_t c = more == 3 ? byte & 7u : more == 2 ? byte & 15u : more == 1 ? byte & 31u : byte;
    for (; more > 0 && i < utf8.size(); --more)
      c = c << 6 | (static_cast<unsigned char>(utf8[i++]) & 63u);
    letters.push_back(folded(c));
  }
  return letters;
}

bool is_break(char32_t c) {
  return c == U' ' || c == U'_' || c == U'-' || c == U'.' || c == U'/' || c == U':' || c == U'(';
}

}  // namespace

std::optional<int> match_score(std::string_view query, std::string_view text) {
  std::vector<char32_t> wanted = letters_of(query, kLongestQuery);
  std::erase(wanted, U' ');
  if (wanted.empty()) return 0;
  const std::vector<char32_t> letters = letters_of(text, kLongestText);
  // best[j]: of the query so far, its last letter on the text's letter j.
  std::vector<int> best(letters.size(), kNever), next(letters.size());
  for (std::size_t q = 0; q < wanted.size(); ++q) {
    int before = q == 0 ? 0 : kNever;  // the best of a match that ends before j − 1
    for (std::size_t j = 0; j < letters.size(); ++j) {
      if (q > 0 && j > 1) before = std::max(before, best[j - 2]);
      next[j] = kNever;
      if (letters[j] != wanted[q]) continue;
      const bool starts = j == 0 || is_break(letters[j - 1]);
      const int own = kLetter + (starts ? kWordStart : 0) + (j == 0 ? kTextStart : 0);
      const int run = q > 0 && j > 0 ? best[j - 1] + kRun : kNever;
      next[j] = std::max(before, run) + own;
    }
    best.swap(next);
  }
  const int found = best.empty() ? kNever : *std::max_element(best.begin(), best.end());
  if (found <= 0) return std::nullopt;
  return 16 * found - int(letters.size());
}

}  // namespace maskpoint::ui
