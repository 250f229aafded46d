#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "formats/yolo.h"
#include "mask/polygon.h"

namespace maskpoint::formats {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The line's numbers; nothing if one of them is none.
std::optional<std::vector<double>> numbers_of(std::string_view line) {
  std::vector<double> numbers;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    // Not from_chars: the page's library has it for whole numbers alone.
    const std::string text(line.substr(0, end));
    char* stop = nullptr;
    const double value = std::strtod(text.c_str(), &stop);
    if (text.find_first_not_of("+-.0123456789eE") != std::string::npos ||
        stop != text.c_str() + text.size() || !std::isfinite(value))
      return std::nullopt;
    numbers.push_back(value);
    line.remove_prefix(end);
  }
  return numbers;
}

// A YAML or JSON scalar without its quotes and comment.
std::string scalar(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('"')) {
    const std::size_t end = text.rfind('"');
    const Json value = Json::parse(text.substr(0, end + 1), nullptr, false);
    return value.is_string() ? value.get<std::string>() : std::string();
  }
  if (text.starts_with('\'') && text.size() > 1) {
    std::string out;
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '\'') {
        if (i + 1 >= text.size() || text[i + 1] != '\'') break;
        ++i;
      }
      out += text[i];
    }
    return out;
  }
  return std::string(trimmed(text.substr(0, text.find(" #"))));
}

// [a, 'b', "c"] or {0: a, 1: b}: cut at commas outside of quotes.
std::vector<std::string_view> flow_items(std::string_view text) {
  std::vector<std::string_view> items;
  char quote = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == '\\' && quote == '"')
        ++i;
      else if (text[i] == quote)
        quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == ',') {
      items.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  items.push_back(text.substr(start));
  return items;
}

void put_name(std::string_view item, std::map<int, std::string>& names) {
  item = trimmed(item);
  int number = names.empty() ? 0 : names.rbegin()->first + 1;
  if (item.starts_with("- ")) {
    item.remove_prefix(2);
  } else {
    int given = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), given);
    if (error == std::errc() && end != item.data() + item.size() && *end == ':') {
      number = given;
      item.remove_prefix(std::size_t(end - item.data()) + 1);
    }
  }
  if (const std::string name = scalar(item); !name.empty()) names[number] = name;
}

std::map<int, std::string> names_in_yaml(std::string_view text) {
  std::map<int, std::string> names;
  bool inside = false;
  std::string flow;  // what stands in brackets, over its lines
  for (std::string_view line : lines_of(text)) {
    const bool indented = line.starts_with(' ') || line.starts_with('\t') || line.starts_with('-');
    line = trimmed(line);
    if (line.empty() || line.starts_with('#')) continue;
    if (inside && !indented && flow.empty()) break;
    if (!inside) {
      if (!line.starts_with("names:")) continue;
      inside = true;
      line = trimmed(line.substr(6));
      if (line.empty()) continue;
    }
    if (!flow.empty() || line.starts_with('[') || line.starts_with('{')) {
      flow += line;
      if (line.find_first_of("]}") == std::string_view::npos) continue;
      const std::string_view all = flow;
      for (const std::string_view item : flow_items(all.substr(1, all.find_last_of("]}") - 1)))
        put_name(item, names);
      break;
    }
    put_name(line, names);
  }
  return names;
}

std::string name_of(const std::map<int, std::string>& names, int number) {
  const auto at = names.find(number);
  return at == names.end() ? "class " + std::to_string(number) : at->second;
}

}  // namespace

std::map<int, std::string> yolo_names(std::string_view file_name, std::string_view text) {
  if (!file_name.ends_with(".txt")) return names_in_yaml(text);
  std::map<int, std::string> names;
  int number = 0;
  for (const std::string_view line : lines_of(text)) {
    if (!trimmed(line).empty()) names[number] = std::string(trimmed(line));
    ++number;
  }
  return names;
}

void read_yolo(std::string_view name, std::string_view text,
               const std::map<int, std::string>& names, ImportBuilder& into) {
  const KnownImage* image = into.image_called(std::string(name), into.names.find_stem(name));
  if (image == nullptr) return;
  ImportedImage& to = into.image(into.index_of(*image));
  const double width = image->size.width, height = image->size.height;
  int line_number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++line_number;
    if (trimmed(line).empty()) continue;
    const std::string example = std::string(name) + " line " + std::to_string(line_number);
    auto numbers = numbers_of(line);
    if (!numbers || numbers->size() < 5 || (*numbers)[0] != std::floor((*numbers)[0]) ||
        (*numbers)[0] < 0 || (*numbers)[0] > 1e6) {
      into.report.add(Outcome::kNotTaken, "line", "not of a class with points or a box", example);
      continue;
    }
    const int number = int((*numbers)[0]);
    if (!names.empty() && !names.contains(number))
      into.report.add(Outcome::kChanged, "line", "of a class without a name, called by its number",
                      example);
    Json rest = Json::object();
    if (numbers->size() % 2 == 0) {
      rest["score"] = numbers->back();
      numbers->pop_back();
    }
    const std::vector<double>& n = *numbers;
    if (n.size() == 5) {
      const Json box = {(n[1] - n[3] / 2) * width, (n[2] - n[4] / 2) * height, n[3] * width,
                        n[4] * height};
      if (!is_box(box)) {
        into.report.add(Outcome::kNotTaken, "line", "with a box without area", example);
        continue;
      }
      into.report.add(Outcome::kNote, "line", "with a box, kept without a mask", example);
      into.taker.take_box(box, std::move(rest), name_of(names, number), *image, to);
      continue;
    }
    mask::Ring ring;
    for (std::size_t i = 1; i + 1 < n.size(); i += 2) {
      ring.push_back(n[i] * width);
      ring.push_back(n[i + 1] * height);
    }
    const auto rle = mask::rle_from_polygon(ring, image->size);
    if (!rle.ok() || mask::area(*rle) == 0) {
      into.report.add(Outcome::kNotTaken, "line",
                      "whose outline is unusable: " + (rle.ok() ? std::string("it has no pixel")
                                                                : inside_sentence(rle.status())),
                      example);
      continue;
    }
    into.taker.take_mask(*rle, std::move(rest), name_of(names, number), *image, to);
  }
}

}  // namespace maskpoint::formats
