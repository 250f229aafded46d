#include "sam/safetensors.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/shape_text.h"
#include "nn/half.h"

namespace maskpoint::sam {

namespace {

static_assert(std::endian::native == std::endian::little, "files are read in place");

using base::invalid_input;
using nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeader = 8u << 20;  // ours is 16 KB
constexpr std::int64_t kMaxDimension = 1
                                       << 24;  // far over any tensor here; keeps products in range
constexpr std::size_t kMaxRank = 8;

std::size_t bytes_per_element(TensorType type) {
  return type == TensorType::kF32 ? 4 : 2;
}

// A JSON number as a byte offset or a dimension, if it is one.
std::optional<std::int64_t> whole_number(const json& value, std::int64_t limit) {
  if (!value.is_number_integer()) return std::nullopt;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t(limit))
    return std::nullopt;
  const std::int64_t n = value.get<std::int64_t>();
  if (n < 0 || n > limit) return std::nullopt;
  return n;
}

base::Result<TensorView> parse_tensor(const std::string& name, const json& entry,
                                      std::span<const std::byte> data) {
  const auto bad = [&](const std::string& what) {
    return invalid_input("The weights file is damaged: tensor \"" + name + "\" " + what + ".");
  };
  if (!entry.is_object()) return bad("has no description");
  TensorView tensor;
  const auto type = entry.find("dtype");
  if (type == entry.end() || !type->is_string()) return bad("has no dtype");
  if (*type == "F32") {
    tensor.type = TensorType::kF32;
  } else if (*type == "F16") {
    tensor.type = TensorType::kF16;
  } else {
    return invalid_input("The weights file's tensor \"" + name +
                         "\" is neither F16 nor F32; convert the model again with "
                         "`maskpoint model convert`.");
  }
  const auto shape = entry.find("shape");
  if (shape == entry.end() || !shape->is_array() || shape->size() > kMaxRank)
    return bad("has no usable shape");
  std::size_t elements = 1;
  for (const json& dimension : *shape) {
    const auto n = whole_number(dimension, kMaxDimension);
    if (!n || (*n > 0 && elements > data.size() / std::size_t(*n) + 1))
      return bad("has a dimension out of range");
    elements *= std::size_t(*n);
    tensor.shape.push_back(*n);
  }
  const auto offsets = entry.find("data_offsets");
  if (offsets == entry.end() || !offsets->is_array() || offsets->size() != 2)
    return bad("has no data offsets");
  const auto begin = whole_number((*offsets)[0], std::int64_t(data.size()));
  const auto end = whole_number((*offsets)[1], std::int64_t(data.size()));
  if (!begin || !end || *begin > *end) return bad("lies outside the file (is it complete?)");
  const std::size_t size = std::size_t(*end - *begin);
  if (size != elements * bytes_per_element(tensor.type))
    return bad("has " + std::to_string(size) + " bytes, which is not the size of its shape " +
               base::shape_text(tensor.shape));
  tensor.bytes = data.subspan(std::size_t(*begin), size);
  return tensor;
}

// Two tensors on the same bytes, or a gap, mean that offsets cannot be trusted.
base::Status check_layout(const SafetensorsView& view, std::span<const std::byte> data) {
  std::vector<const std::pair<const std::string, TensorView>*> order;
  order.reserve(view.tensors.size());
  for (const auto& entry : view.tensors)
    order.push_back(&entry);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::pair(a->second.bytes.data(), a->second.bytes.size()) <
           std::pair(b->second.bytes.data(), b->second.bytes.size());
  });
  const std::byte* at = data.data();
  for (const auto* entry : order) {
    if (entry->second.bytes.data() != at)
      return invalid_input("The weights file is damaged: tensor \"" + entry->first +
                           "\" overlaps another or leaves a gap before it.");
    at += entry->second.bytes.size();
  }
  if (at != data.data() + data.size())
    return invalid_input("The weights file is damaged: bytes follow the last tensor.");
  return {};
}

}  // namespace

std::size_t TensorView::elements() const {
  return bytes.size() / bytes_per_element(type);
}

void TensorView::read(std::span<float> out) const {
  assert(out.size() == elements());
  if (type == TensorType::kF32) {
    std::memcpy(out.data(), bytes.data(), bytes.size());
    return;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::uint16_t h;
    std::memcpy(&h, bytes.data() + 2 * i, 2);
    out[i] = nn::half_to_float(h);
  }
}

base::Result<SafetensorsView> parse_safetensors(std::span<const std::byte> file) {
  if (file.size() < kLengthBytes)
    return invalid_input("The weights file is empty or cut short; get it again.");
  std::uint64_t header_size;
  std::memcpy(&header_size, file.data(), kLengthBytes);
  if (header_size > kMaxHeader || header_size > file.size() - kLengthBytes)
    return invalid_input(
        "The weights file is not a safetensors file, or it is cut short; make it with `maskpoint "
        "model convert`.");
  const auto* text = reinterpret_cast<const char*>(file.data() + kLengthBytes);
  const json header = json::parse(text, text + header_size, nullptr, /*allow_exceptions=*/false);
  if (!header.is_object())
    return invalid_input("The weights file's header is not valid JSON; get the file again.");
  const std::span<const std::byte> data = file.subspan(kLengthBytes + std::size_t(header_size));
  SafetensorsView view;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object())
        return invalid_input("The weights file is damaged: its metadata is not an object.");
      for (const auto& [key, value] : entry.items())
        if (value.is_string()) view.metadata[key] = value.get<std::string>();
      continue;
    }
    base::Result<TensorView> tensor = parse_tensor(name, entry, data);
    if (!tensor.ok()) return tensor.status();
    view.tensors[name] = *std::move(tensor);
  }
  if (base::Status layout = check_layout(view, data); !layout.ok()) return layout;
  return view;
}

std::vector<std::byte> write_safetensors(std::span<const TensorToWrite> tensors,
                                         const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const TensorToWrite& tensor : tensors) {
    const std::size_t size = tensor.values.size() * bytes_per_element(tensor.type);
    header[tensor.name] = {{"dtype", tensor.type == TensorType::kF32 ? "F32" : "F16"},
                           {"shape", tensor.shape},
                           {"data_offsets", {offset, offset + size}}};
    offset += size;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // tensors start aligned, as the format recommends
  const std::uint64_t header_size = text.size();
  std::vector<std::byte> file(kLengthBytes + text.size() + offset);
  std::memcpy(file.data(), &header_size, kLengthBytes);
  std::memcpy(file.data() + kLengthBytes, text.data(), text.size());
  std::byte* at = file.data() + kLengthBytes + text.size();
  for (const TensorToWrite& tensor : tensors) {
    if (tensor.type == TensorType::kF32) {
      std::memcpy(at, tensor.values.data(), tensor.values.size() * 4);
      at += tensor.values.size() * 4;
      continue;
    }
    for (const float value : tensor.values) {
      const std::uint16_t h = nn::float_to_half(value);
      std::memcpy(at, &h, 2);
      at += 2;
    }
  }
  return file;
}

std::vector<std::byte> write_safetensors(std::vector<TensorToWrite> tensors, TensorType type,
                                         const std::map<std::string, std::string>& metadata) {
  for (TensorToWrite& tensor : tensors)
    tensor.type = type;
  return write_safetensors(tensors, metadata);
}

}  // namespace maskpoint::sam
