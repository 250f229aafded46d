#include "server/cli_values.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace maskpoint::server {
namespace {

// Far outside any image; keeps the arithmetic of prompts well inside float's range.
constexpr double kFarthest = 1e6;

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value) || std::fabs(value) > kFarthest) return std::nullopt;
  return value;
}

// The numbers between the commas; nothing if one of them is none.
std::optional<std::vector<double>> numbers(std::string_view text) {
  std::vector<double> values;
  for (;;) {
    const std::size_t comma = text.find(',');
    const auto value = number(text.substr(0, comma));
    if (!value) return std::nullopt;
    values.push_back(*value);
    if (comma == std::string_view::npos) return values;
    text.remove_prefix(comma + 1);
  }
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

base::Result<sam::PromptPoint> parse_point(const std::string& text) {
  const auto values = numbers(text);
  const bool has_label = values && values->size() == 3;
  if (!values || (values->size() != 2 && !has_label) ||
      (has_label && (*values)[2] != 0 && (*values)[2] != 1))
    return base::invalid_input("'" + text +
                               "' is no point; write X,Y or X,Y,1 to include, X,Y,0 to exclude.");
  const bool exclude = has_label && (*values)[2] == 0;
  return sam::PromptPoint{{(*values)[0], (*values)[1]},
                          exclude ? sam::PointLabel::kExclude : sam::PointLabel::kInclude};
}

base::Result<geom::Box> parse_box(const std::string& text) {
  const auto values = numbers(text);
  if (!values || values->size() != 4)
    return base::invalid_input("'" + text + "' is no box; write X0,Y0,X1,Y1.");
  return geom::box_between({(*values)[0], (*values)[1]}, {(*values)[2], (*values)[3]});
}

base::Result<Shard> parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto index = whole_number(std::string_view(text).substr(0, slash));
    const auto count = whole_number(std::string_view(text).substr(slash + 1));
    if (index && count && *index >= 1 && *index <= *count) return Shard{*index, *count};
  }
  return base::invalid_input("'" + text +
                             "' is no shard; write I/N with I from 1 to N, as in 1/4.");
}

}  // namespace maskpoint::server
