#include "worker/embedding_npy.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "geom/model_transform.h"
#include "nn/half.h"

namespace maskpoint::worker {
namespace {

constexpr std::size_t kChannels = 256;
constexpr std::size_t kValues = kChannels * geom::kGridSide * geom::kGridSide;
constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kMaxHeader = 64 * 1024;

struct Header {
  std::string_view dictionary;
  std::size_t data_offset = 0;
};

base::Status not_npy(const std::string& why) {
  return base::invalid_input("The embedding is not a NumPy .npy file: " + why +
                             " Make it again with `maskpoint embed`.");
}

base::Result<Header> read_header(std::span<const std::byte> npy) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(npy.data());
  if (npy.size() < 10 || std::memcmp(bytes, kMagic.data(), kMagic.size()) != 0)
    return not_npy("it does not begin as one.");
  const unsigned version = bytes[6];
  if (version < 1 || version > 3)
    return not_npy("format version " + std::to_string(version) + " is unknown.");
  std::size_t length = bytes[8] | (std::size_t{bytes[9]} << 8);
  std::size_t offset = 10;
  if (version >= 2) {
    if (npy.size() < 12) return not_npy("its header is cut short.");
    length |= (std::size_t{bytes[10]} << 16) | (std::size_t{bytes[11]} << 24);
    offset = 12;
  }
  if (length > kMaxHeader || length > npy.size() - offset)
    return not_npy("its header is cut short.");
  return Header{std::string_view(reinterpret_cast<const char*>(bytes) + offset, length),
                offset + length};
}

// The text of the value after 'key':, up to the comma or bracket that ends it.
std::string_view value_of(std::string_view dictionary, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = quote + std::string(key) + quote;
    std::size_t at = dictionary.find(quoted);
    if (at == std::string_view::npos) continue;
    at = dictionary.find(':', at + quoted.size());
    if (at == std::string_view::npos) return {};
    at = dictionary.find_first_not_of(' ', at + 1);
    if (at == std::string_view::npos) return {};
    const bool tuple = dictionary[at] == '(';
    const std::size_t end = dictionary.find_first_of(tuple ? ")" : ",}", at);
    if (end == std::string_view::npos) return {};
    return dictionary.substr(at, end - at + (tuple ? 1 : 0));
  }
  return {};
}

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != 'L') out += c;
  return out;
}

}  // namespace

base::Result<std::vector<float>> parse_embedding_npy(std::span<const std::byte> npy) {
  const base::Result<Header> header = read_header(npy);
  if (!header.ok()) return header.status();

  const std::string shape = without_spaces(value_of(header->dictionary, "shape"));
  if (shape != "(1,256,64,64)" && shape != "(256,64,64)")
    return base::invalid_input("The embedding has shape " + (shape.empty() ? "none" : shape) +
                               ", expected (1,256,64,64): it belongs to another model. Make it "
                               "again with `maskpoint embed`.");
  const std::string order = without_spaces(value_of(header->dictionary, "fortran_order"));
  if (order != "False")
    return base::invalid_input(
        "The embedding is stored in Fortran order, expected C order. Save it again with "
        "numpy.ascontiguousarray.");
  const std::string dtype = without_spaces(value_of(header->dictionary, "descr"));
  const bool half = dtype == "'<f2'" || dtype == "\"<f2\"";
  if (!half && dtype != "'<f4'" && dtype != "\"<f4\"")
    return base::invalid_input("The embedding holds values of type " + dtype +
                               ", expected float32 or float16. Save it again as one of them.");

  const std::span<const std::byte> data = npy.subspan(header->data_offset);
  const std::size_t expected = kValues * (half ? sizeof(std::uint16_t) : sizeof(float));
  if (data.size() != expected)
    return base::invalid_input("The embedding holds " + std::to_string(data.size()) +
                               " bytes of values, expected " + std::to_string(expected) +
                               ": the file was cut short or changed. Make it again with "
                               "`maskpoint embed`.");
  std::vector<float> values(kValues);
  if (!half) {
    std::memcpy(values.data(), data.data(), expected);
    return values;
  }
  for (std::size_t i = 0; i < kValues; ++i) {
    std::uint16_t bits;
    std::memcpy(&bits, data.data() + i * sizeof bits, sizeof bits);
    values[i] = nn::half_to_float(bits);
  }
  return values;
}

}  // namespace maskpoint::worker
