#include "server/model_convert.h"

// How Debian builds libonnx: the header picks the generated file by it.
#define ONNX_ML 1
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/shape_text.h"
#include "nn/half.h"
#include "sam/weights.h"
#include "server/embedding_write.h"

namespace maskpoint::server {

namespace {

using base::invalid_input;
using sam::TensorToWrite;
using Tensors = std::map<std::string, TensorToWrite>;
// Tensors up to this size stay float32 in a float16 file: together they are 2 % of it, and the
// matrix of the positional encoding, multiplied by 2π and the coordinates, would cost most of the
// accuracy.
constexpr std::size_t kSmallTensor = 8192;

// So do these, 0.13 MB more: the values tokens read of the image. Rounding them too flips 1 pixel
// in 7,500 of the tests' masks instead of 1 in 13,000. It is a few masks of large regions near a
// logit of zero that gain; over 200 random prompts it makes no difference, 1 in 22,000 to 24,000.
// Rounding the queries and keys costs nothing.
bool sensitive(std::string_view name) {
  return name.ends_with("cross_attn_token_to_image.v_proj.weight");
}

using Initializers = std::map<std::string, const onnx::TensorProto*>;

std::string quoted(const std::filesystem::path& path) {
  std::string text(1, '"');
  text += path.string();
  text += '"';
  return text;
}

// The values of a float tensor, or nothing if it is of another kind, kept outside the file, or
// damaged.
std::optional<TensorToWrite> read_tensor(const onnx::TensorProto& proto) {
  if (proto.data_location() == onnx::TensorProto::EXTERNAL) return std::nullopt;
  TensorToWrite tensor;
  std::size_t elements = 1;
  for (const std::int64_t dimension : proto.dims()) {
    if (dimension < 0 || dimension > (1 << 24)) return std::nullopt;
    elements *= std::size_t(dimension);
    if (elements > (std::size_t{1} << 28)) return std::nullopt;
    tensor.shape.push_back(dimension);
  }
  const std::string& raw = proto.raw_data();
  if (proto.data_type() == onnx::TensorProto::FLOAT) {
    if (proto.float_data_size() > 0) {
      tensor.values.assign(proto.float_data().begin(), proto.float_data().end());
    } else {
      tensor.values.resize(raw.size() / 4);
      std::memcpy(tensor.values.data(), raw.data(), tensor.values.size() * 4);
    }
  } else if (proto.data_type() == onnx::TensorProto::FLOAT16) {
    for (std::size_t i = 0; i + 1 < raw.size(); i += 2) {
      std::uint16_t h;
      std::memcpy(&h, raw.data() + i, 2);
      tensor.values.push_back(nn::half_to_float(h));
    }
    for (const std::int32_t bits : proto.int32_data())
      tensor.values.push_back(nn::half_to_float(std::uint16_t(bits)));
  } else {
    return std::nullopt;
  }
  if (tensor.values.size() != elements) return std::nullopt;
  return tensor;
}

void put(Tensors& tensors, const std::string& name, TensorToWrite tensor,
         std::vector<std::int64_t> shape) {
  tensor.name = name;
  tensor.shape = std::move(shape);
  tensors[name] = std::move(tensor);
}

TensorToWrite transposed(const TensorToWrite& t) {
  const std::size_t rows = std::size_t(t.shape[0]), columns = std::size_t(t.shape[1]);
  TensorToWrite out{t.name, {t.shape[1], t.shape[0]}, std::vector<float>(t.values.size()), t.type};
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      out.values[c * rows + r] = t.values[r * columns + c];
  return out;
}

// The initializer among a node's inputs, if it has exactly one.
const onnx::TensorProto* only_initializer(const onnx::NodeProto& node,
                                          const Initializers& initializers) {
  const onnx::TensorProto* found = nullptr;
  for (const std::string& input : node.input()) {
    const auto entry = initializers.find(input);
    if (entry == initializers.end()) continue;
    if (found != nullptr) return nullptr;
    found = entry->second;
  }
  return found;
}

// "/transformer/layers.0/mlp/lin1/MatMul" → "mask_decoder.transformer.layers.0.mlp.lin1.weight".
std::optional<std::string> matmul_weight_name(std::string_view node) {
  const std::size_t begin = node.find("transformer/");
  const std::size_t end = node.rfind("/MatMul");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return std::nullopt;
  std::string name = "mask_decoder." + std::string(node.substr(begin, end - begin)) + ".weight";
  std::replace(name.begin() + std::ptrdiff_t(sizeof("mask_decoder")), name.end(), '/', '.');
  return name;
}

// "/mask_downscaling/mask_downscaling.1/Mul" → "prompt_encoder.mask_downscaling.1".
std::optional<std::string> norm2d_name(std::string_view node) {
  for (const std::string_view norm :
       {"prompt_encoder.mask_downscaling.1", "prompt_encoder.mask_downscaling.4",
        "mask_decoder.output_upscaling.1"}) {
    const std::string_view module = norm.substr(norm.find('.') + 1);
    std::string path(1, '/');
    path.append(module).push_back('/');
    if (node.find(path) != std::string_view::npos) return std::string(norm);
  }
  return std::nullopt;
}

// What one node says about the unnamed initializer it uses.
void take_from_node(const onnx::NodeProto& node, const Initializers& initializers,
                    Tensors& tensors) {
  const onnx::TensorProto* proto = only_initializer(node, initializers);
  if (proto == nullptr) return;
  std::optional<TensorToWrite> tensor = read_tensor(*proto);
  if (!tensor) return;
  const std::vector<std::int64_t> shape = tensor->shape;
  if (node.op_type() == "MatMul" && shape.size() == 2) {
    // MatMul multiplies from the right: PyTorch's (out, in) weight, transposed by the export.
    if (const auto name = matmul_weight_name(node.name()))
      put(tensors, *name, transposed(*tensor), {shape[1], shape[0]});
  } else if ((node.op_type() == "Mul" || node.op_type() == "Add") && shape.size() == 3 &&
             shape[1] == 1 && shape[2] == 1) {
    if (const auto name = norm2d_name(node.name()))
      put(tensors, *name + (node.op_type() == "Mul" ? ".weight" : ".bias"), *std::move(tensor),
          {shape[0]});
  } else if (node.op_type() == "Mul" &&
             shape == std::vector<std::int64_t>{1, sam::kEmbedDim, 1, 1}) {
    // utils/onnx.py _embed_masks: (1 − has_mask_input)·no_mask_embed.
    put(tensors, "prompt_encoder.no_mask_embed.weight", *std::move(tensor), {1, sam::kEmbedDim});
  } else if (node.op_type() == "Expand" &&
             shape == std::vector<std::int64_t>{1, 1 + sam::kMaskTokens, sam::kEmbedDim}) {
    // mask_decoder.py predict_masks: cat([iou_token, mask_tokens]), folded by the exporter.
    TensorToWrite masks = *tensor;
    masks.values.erase(masks.values.begin(), masks.values.begin() + sam::kEmbedDim);
    tensor->values.resize(sam::kEmbedDim);
    put(tensors, "mask_decoder.iou_token.weight", *std::move(tensor), {1, sam::kEmbedDim});
    put(tensors, "mask_decoder.mask_tokens.weight", std::move(masks),
        {sam::kMaskTokens, sam::kEmbedDim});
  }
}

// Initializers that kept their PyTorch name, with or without the exporter's "model." in front.
void take_named(const Initializers& initializers, Tensors& tensors) {
  for (const sam::TensorSpec& spec : sam::decoder_tensors()) {
    for (const std::string& name : {spec.name, "model." + spec.name}) {
      const auto entry = initializers.find(name);
      if (entry == initializers.end()) continue;
      if (std::optional<TensorToWrite> tensor = read_tensor(*entry->second))
        put(tensors, spec.name, *std::move(tensor),
            std::vector<std::int64_t>(entry->second->dims().begin(), entry->second->dims().end()));
    }
  }
}

bool is_quantised(const std::string& op) {
  return op == "MatMulInteger" || op == "ConvInteger" || op == "DequantizeLinear" ||
         op.rfind("QLinear", 0) == 0 || op == "DynamicQuantizeLinear" || op == "MatMulNBits";
}

}  // namespace

base::Result<std::vector<TensorToWrite>> read_decoder_onnx(const std::filesystem::path& onnx_path) {
  std::ifstream file(onnx_path, std::ios::binary);
  if (!file)
    return base::Status(base::StatusCode::kNotFound,
                        "Cannot open " + quoted(onnx_path) + "; check the path.");
  onnx::ModelProto model;
  if (!model.ParseFromIstream(&file) || model.graph().node_size() == 0)
    return invalid_input(quoted(onnx_path) + " is not an ONNX model, or it is cut short.");
  Initializers initializers;
  for (const onnx::TensorProto& tensor : model.graph().initializer())
    initializers[tensor.name()] = &tensor;
  Tensors tensors;
  for (const onnx::NodeProto& node : model.graph().node()) {
    if (is_quantised(node.op_type()))
      return invalid_input(quoted(onnx_path) + " is a quantised export (it has a " +
                           node.op_type() + " node); convert the float32 decoder instead.");
    take_from_node(node, initializers, tensors);
  }
  take_named(initializers, tensors);

  std::vector<TensorToWrite> ordered;
  std::string missing;
  std::size_t missing_count = 0;
  for (const sam::TensorSpec& spec : sam::decoder_tensors()) {
    const auto found = tensors.find(spec.name);
    if (found == tensors.end()) {
      ++missing_count;
      if (missing_count > 1 && missing_count <= 3) missing += ", ";
      if (missing_count <= 3) missing += spec.name;
      continue;
    }
    if (found->second.shape != spec.shape)
      return invalid_input(quoted(onnx_path) + " is not a SAM decoder: " + spec.name +
                           " has shape " + base::shape_text(found->second.shape) + " instead of " +
                           base::shape_text(spec.shape) + ".");
    for (const float value : found->second.values)
      if (!std::isfinite(value))
        return invalid_input(quoted(onnx_path) + " is damaged: " + spec.name +
                             " holds a value that is not a finite number.");
    ordered.push_back(std::move(found->second));
  }
  if (missing_count > 0)
    return invalid_input(
        quoted(onnx_path) + " is not a SAM decoder export that can be converted: " +
        std::to_string(missing_count) + " of " + std::to_string(sam::decoder_tensors().size()) +
        " tensors are missing, among them " + missing + ".");
  return ordered;
}

base::Status convert_model(const std::filesystem::path& onnx_path, const std::filesystem::path& out,
                           sam::TensorType type) {
  base::Result<std::vector<TensorToWrite>> tensors = read_decoder_onnx(onnx_path);
  if (!tensors.ok()) return tensors.status();
  for (TensorToWrite& tensor : *tensors) {
    const bool whole = tensor.values.size() <= kSmallTensor || sensitive(tensor.name);
    tensor.type = whole ? sam::TensorType::kF32 : type;
  }
  const std::vector<std::byte> bytes =
      sam::write_safetensors(*tensors, {{"format", "pt"}, {"name", onnx_path.stem().string()}});
  const base::Result<std::shared_ptr<const sam::Weights>> check = sam::Weights::parse(bytes);
  if (!check.ok()) return check.status();  // a value too large for float16, for one

  std::error_code error;
  if (out.has_parent_path()) std::filesystem::create_directories(out.parent_path(), error);
  return write_file_whole(
      out, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace maskpoint::server
