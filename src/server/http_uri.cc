#include "server/http_uri.h"

#include <optional>

namespace maskpoint::server {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { kLiteral, kSpace };

std::optional<std::string> percent_decoded(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::kSpace) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += char(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

bool harmless(std::string_view segment) {
  if (segment == "." || segment == "..") return false;
  for (const char c : segment)
    if (c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  return true;
}

base::Status bad_path() {
  return base::invalid_input(
      "The address is not one this server has; use the paths its documentation lists.");
}

std::optional<Headers> parse_query(std::string_view text) {
  Headers query;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto key = percent_decoded(pair.substr(0, equals), Plus::kSpace);
    auto value = percent_decoded(
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1),
        Plus::kSpace);
    if (!key || !value) return std::nullopt;
    query.emplace_back(*std::move(key), *std::move(value));
  }
  return query;
}

}  // namespace

base::Result<Target> parse_target(std::string_view target) {
  Target out;
  const std::size_t question = target.find('?');
  std::string_view path = target.substr(0, question);
  if (path.empty() || path.front() != '/') return bad_path();
  if (question != std::string_view::npos) {
    auto query = parse_query(target.substr(question + 1));
    if (!query)
      return base::invalid_input("The query of the address has a broken % sequence; correct it.");
    out.query = *std::move(query);
  }
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    auto segment = percent_decoded(path.substr(0, slash), Plus::kLiteral);
    if (!segment || segment->empty() || !harmless(*segment)) return bad_path();
    out.segments.push_back(*std::move(segment));
    if (slash == std::string_view::npos) return out;
    path.remove_prefix(slash + 1);
    if (path.empty()) out.segments.emplace_back();
  }
  return out;
}

}  // namespace maskpoint::server
