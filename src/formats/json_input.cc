#include "formats/json_input.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "doc/json_text.h"

namespace maskpoint::formats {
namespace {

constexpr double kLargestExact = 9007199254740992.0;  // 2^53

void append_utf8(std::string& to, std::uint32_t code) {
  if (code < 0x80) {
    to += char(code);
  } else if (code < 0x800) {
    to += char(0xC0 | (code >> 6));
    to += char(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    to += char(0xE0 | (code >> 12));
    to += char(0x80 | ((code >> 6) & 0x3F));
    to += char(0x80 | (code & 0x3F));
  } else {
    to += char(0xF0 | (code >> 18));
    to += char(0x80 | ((code >> 12) & 0x3F));
    to += char(0x80 | ((code >> 6) & 0x3F));
    to += char(0x80 | (code & 0x3F));
  }
}

// After its mark. Halves of a pair without the other become U+FFFD.
std::string utf8_of_utf16(std::string_view bytes, bool big_endian) {
  const auto unit = [&](std::size_t at) {
    const std::uint32_t first = std::uint8_t(bytes[at]), second = std::uint8_t(bytes[at + 1]);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::string text;
  text.reserve(bytes.size() / 2);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xE000) {
      const std::uint32_t low = code < 0xDC00 && i + 3 < bytes.size() ? unit(i + 2) : 0;
      const bool pair = low >= 0xDC00 && low < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
      if (pair) i += 2;
    }
    append_utf8(text, code);
  }
  return text;
}

// NaN and ±Infinity outside of strings become null. Says whether there were any.
bool without_python_numbers(std::string& text) {
  std::string out;
  bool found = false, in_string = false;
  std::size_t copied = 0;
  const auto skip = [&](std::size_t at, std::size_t length) {
    out.append(text, copied, at - copied).append("null");
    copied = at + length;
    found = true;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c != 'N' && c != 'I' && c != '-') continue;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"})
      if (text.compare(i, word.size(), word) == 0) {
        skip(i, word.size());
        i += word.size() - 1;
        break;
      }
  }
  if (!found) return false;
  out.append(text, copied);
  text = std::move(out);
  return true;
}

// Only finds out where a text stops being JSON.
struct ErrorPlace : nlohmann::json_sax<Json> {
  std::size_t position = 0;
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string&,
                   const nlohmann::detail::exception&) override {
    position = at;
    return false;
  }
};

base::Status not_json(std::string_view text) {
  ErrorPlace place;
  Json::sax_parse(text.begin(), text.end(), &place);
  const std::size_t at = std::min(place.position > 0 ? place.position - 1 : 0, text.size());
  if (at >= text.size())
    return base::invalid_input("It is not valid JSON: it ends too early. The file is cut off.");
  std::size_t line = 1, line_start = 0;
  for (std::size_t i = 0; i < at; ++i)
    if (text[i] == '\n') {
      ++line;
      line_start = i + 1;
    }
  return base::invalid_input("It is not valid JSON: line " + std::to_string(line) + ", character " +
                             std::to_string(at - line_start + 1) +
                             " is not what must stand there. Repair the file or export it again.");
}

}  // namespace

base::Result<Json> read_json(std::string_view bytes, Report& report) {
  using namespace std::string_view_literals;
  std::string text;
  const bool little = bytes.starts_with("\xFF\xFE"sv), big = bytes.starts_with("\xFE\xFF"sv);
  if (little || big) {
    text = utf8_of_utf16(bytes.substr(2), big);
    report.add(Outcome::kNote, "", "The file is in UTF-16 and was read as such");
  } else {
    text = bytes.substr(bytes.starts_with("\xEF\xBB\xBF"sv) ? 3 : 0);
  }
  if (without_python_numbers(text))
    report.add(Outcome::kChanged, "",
               "Numbers written as NaN or Infinity are no numbers in JSON and were read as null");
  const doc::JsonShape shape = doc::json_shape(text);
  if (shape.depth > doc::kJsonDepth)
    return base::invalid_input("Its JSON is more than 64 levels deep, which no annotations are.");
  if (shape.members > kMembers)
    return base::invalid_input("An object in its JSON has more than " + std::to_string(kMembers) +
                               " members, which no annotation has.");
  Json value = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return not_json(text);
  return value;
}

std::optional<std::int64_t> whole_number(const Json& value) {
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (std::abs(double(number)) > kLargestExact) return std::nullopt;
    return number;
  }
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  if (!(std::abs(number) <= kLargestExact) || number != std::floor(number)) return std::nullopt;
  return std::int64_t(number);
}

const Json& list_of(const Json& object, const char* key) {
  static const Json kEmpty = Json::array();
  const Json& value = member(object, key);
  return value.is_array() ? value : kEmpty;
}

}  // namespace maskpoint::formats
