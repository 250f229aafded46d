#include "server/npy.h"

#include <array>
#include <bit>
#include <cassert>
#include <cctype>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/shape_text.h"
#include "geom/model_transform.h"
#include "nn/half.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

using base::shape_text;

static_assert(std::endian::native == std::endian::little, "npy data is copied as it is stored");

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kLongestHeader = 65'535;
constexpr std::size_t kMostDimensions = 8;
constexpr std::int64_t kLargestSide = std::int64_t{1} << 40;

base::Status wrong(const std::string& name, const std::string& what) {
  return base::invalid_input(name + ": " + what);
}

// The header: a Python dictionary of exactly descr, fortran_order and shape, in any order.
struct Header {
  std::string descr;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
};

class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : text_(text) {}

  std::optional<Header> parse() {
    Header header;
    bool descr = false, order = false, shape = false;
    if (!take('{')) return std::nullopt;
    while (!take('}')) {
      const auto key = quoted();
      if (!key || !take(':')) return std::nullopt;
      if (*key == "descr" && !descr) {
        const auto value = quoted();
        if (!value) return std::nullopt;
        header.descr = *value;
        descr = true;
      } else if (*key == "fortran_order" && !order) {
        if (word("True"))
          header.fortran_order = true;
        else if (!word("False"))
          return std::nullopt;
        order = true;
      } else if (*key == "shape" && !shape) {
        if (!dimensions(header.shape)) return std::nullopt;
        shape = true;
      } else {
        return std::nullopt;
      }
      if (!take(',') && peek() != '}') return std::nullopt;
    }
    skip_space();
    if (at_ != text_.size() || !descr || !order || !shape) return std::nullopt;
    return header;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0)
      ++at_;
  }
  char peek() {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view expected) {
    skip_space();
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }
  std::optional<std::string> quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') return std::nullopt;
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return std::nullopt;
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return value;
  }
  bool dimensions(std::vector<std::int64_t>& shape) {
    if (!take('(')) return false;
    while (!take(')')) {
      std::int64_t value = 0;
      int digits = 0;
      skip_space();
      for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, ++digits)
        value = value < kLargestSide ? value * 10 + (text_[at_] - '0') : kLargestSide;
      word("L");  // written by Python 2
      if (digits == 0 || value >= kLargestSide || shape.size() == kMostDimensions) return false;
      shape.push_back(value);
      if (!take(',') && peek() != ')') return false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// The number of values, or nothing where that is more than `most`.
std::optional<std::uint64_t> product(std::span<const std::int64_t> shape, std::uint64_t most) {
  std::uint64_t count = 1;
  for (const std::int64_t side : shape) {
    if (side != 0 && count > most / std::uint64_t(side)) return std::nullopt;
    count *= std::uint64_t(side);
  }
  return count;
}

// The text of the header and where the data starts.
struct HeaderText {
  std::string_view text;
  std::size_t data_at = 0;
};
std::optional<HeaderText> find_header(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 12) return std::nullopt;
  const int major = bytes[6];
  if (major < 1 || major > 3) return std::nullopt;
  const std::size_t start = major == 1 ? 10 : 12;
  std::size_t length = bytes[8] | std::size_t(bytes[9]) << 8;
  if (major > 1) length |= std::size_t(bytes[10]) << 16 | std::size_t(bytes[11]) << 24;
  if (length > kLongestHeader || length > bytes.size() - start) return std::nullopt;
  return HeaderText{{reinterpret_cast<const char*>(bytes.data()) + start, length}, start + length};
}

bool all_finite(std::span<const float> values) {
  for (const float v : values)
    if (!std::isfinite(v)) return false;
  return true;
}

base::Status check_finite(const NpyArray& array, const std::string& name) {
  if (all_finite(array.values)) return {};
  return wrong(name, "some values are NaN or infinite; compute it again.");
}

}  // namespace

base::Result<NpyArray> parse_npy(std::span<const std::uint8_t> bytes, const std::string& name) {
  if (bytes.size() < kMagic.size() || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0)
    return wrong(name, "this is not a NumPy .npy file.");
  const auto text = find_header(bytes);
  if (!text) return wrong(name, "the header of this .npy file is broken or cut off.");
  const auto header = HeaderParser(text->text).parse();
  if (!header) return wrong(name, "the header of this .npy file is broken.");
  NpyArray array;
  if (header->descr == "<f2")
    array.type = NpyType::kFloat16;
  else if (header->descr != "<f4")
    return wrong(name, "the values are of type '" + header->descr.substr(0, 20) +
                           "'; expected float32 ('<f4') or float16 ('<f2').");
  if (header->fortran_order)
    return wrong(name,
                 "the array is in Fortran order; save it with numpy.ascontiguousarray first.");
  const std::size_t width = array.type == NpyType::kFloat16 ? 2 : 4;
  const std::size_t data_bytes = bytes.size() - text->data_at;
  const auto count = product(header->shape, data_bytes);
  if (!count || *count * width != data_bytes)
    return wrong(name, "the shape " + shape_text(header->shape) +
                           " does not fit the file's length: " + std::to_string(data_bytes) +
                           " bytes of data. It may be cut off; write it again.");
  array.shape = header->shape;
  array.values.resize(std::size_t(*count));
  const std::uint8_t* data = bytes.data() + text->data_at;
  if (array.type == NpyType::kFloat32) {
    if (*count > 0) std::memcpy(array.values.data(), data, data_bytes);
  } else {
    for (std::size_t i = 0; i < array.values.size(); ++i)
      array.values[i] = nn::half_to_float(std::uint16_t(data[2 * i] | data[2 * i + 1] << 8));
  }
  return array;
}

base::Result<std::vector<float>> parse_embedding(std::span<const std::uint8_t> bytes,
                                                 const std::string& name) {
  auto array = parse_npy(bytes, name);
  if (!array.ok()) return array.status();
  const std::vector<std::int64_t> batch = {1, encoding::kEmbeddingChannels,
                                           encoding::kEmbeddingSide, encoding::kEmbeddingSide};
  const std::vector<std::int64_t> plain(batch.begin() + 1, batch.end());
  if (array->shape != batch && array->shape != plain)
    return wrong(name, "the shape is " + shape_text(array->shape) + "; an image embedding is " +
                           shape_text(batch) + ".");
  if (base::Status status = check_finite(*array, name); !status.ok()) return status;
  return std::move(array->values);
}

base::Result<std::vector<float>> read_embedding(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes.ok()) return bytes.status();
  return parse_embedding(*bytes, path.string());
}

base::Result<std::vector<float>> read_mask_input(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  if (!bytes.ok()) return bytes.status();
  auto array = parse_npy(*bytes, path.string());
  if (!array.ok()) return array.status();
  const std::vector<std::int64_t> batch = {1, geom::kLogitSide, geom::kLogitSide};
  const std::vector<std::int64_t> plain(batch.begin() + 1, batch.end());
  if (array->shape != batch && array->shape != plain)
    return wrong(path.string(), "the shape is " + shape_text(array->shape) + "; a mask input is " +
                                    shape_text(batch) + " or " + shape_text(plain) + ".");
  if (base::Status status = check_finite(*array, path.string()); !status.ok()) return status;
  return std::move(array->values);
}

}  // namespace maskpoint::server
