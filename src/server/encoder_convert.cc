#include "server/encoder_convert.h"

// How Debian builds libonnx: the header picks the generated file by it.
#define ONNX_ML 1
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <set>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "encoding/embedding_npy.h"
#include "nn/half.h"
#include "server/embedding_write.h"
#include "server/image_file.h"

namespace maskpoint::server {
namespace {

using base::invalid_input;

// Biases and norms are a few per cent of the bytes; their rounding would cost more than it saves.
constexpr std::size_t kSmallTensor = 1024;

std::vector<float> values_of(const onnx::TensorProto& tensor) {
  if (tensor.float_data_size() > 0) return {tensor.float_data().begin(), tensor.float_data().end()};
  std::vector<float> values(tensor.raw_data().size() / sizeof(float));
  if (!values.empty())
    std::memcpy(values.data(), tensor.raw_data().data(), values.size() * sizeof(float));
  return values;
}

std::string halves_of(std::span<const float> values) {
  std::string bytes;
  bytes.reserve(values.size() * 2);
  for (const float value : values) {
    const std::uint16_t half = nn::float_to_half(value);
    bytes.push_back(char(half & 0xff));
    bytes.push_back(char(half >> 8));
  }
  return bytes;
}

onnx::NodeProto cast_to_float(const std::string& from, const std::string& to) {
  onnx::NodeProto node;
  node.set_op_type("Cast");
  node.set_name(from + "_cast");
  node.add_input(from);
  node.add_output(to);
  onnx::AttributeProto* type = node.add_attribute();
  type->set_name("to");
  type->set_type(onnx::AttributeProto::INT);
  type->set_i(onnx::TensorProto::FLOAT);
  return node;
}

// The names of what was converted, and the nodes that widen it again.
std::pair<std::set<std::string>, std::vector<onnx::NodeProto>> halve(onnx::GraphProto& graph) {
  std::set<std::string> names;
  std::vector<onnx::NodeProto> casts;
  for (onnx::TensorProto& tensor : *graph.mutable_initializer()) {
    if (tensor.data_type() != onnx::TensorProto::FLOAT) continue;
    const std::vector<float> values = values_of(tensor);
    if (values.size() < kSmallTensor || !encoding::fits_float16(values)) continue;
    const std::string name = tensor.name(), stored = name + "_f16";
    tensor.clear_float_data();
    tensor.set_raw_data(halves_of(values));
    tensor.set_data_type(onnx::TensorProto::FLOAT16);
    tensor.set_name(stored);
    casts.push_back(cast_to_float(stored, name));
    names.insert(name);
  }
  return {std::move(names), std::move(casts)};
}

void put_first(std::vector<onnx::NodeProto> casts, onnx::GraphProto& graph) {
  const int count = int(casts.size());
  for (onnx::NodeProto& node : casts)
    *graph.add_node() = std::move(node);
  auto* nodes = graph.mutable_node();
  std::rotate(nodes->pointer_begin(), nodes->pointer_end() - count, nodes->pointer_end());
}

}  // namespace

base::Status convert_encoder(const std::filesystem::path& onnx_path,
                             const std::filesystem::path& out) {
  const auto bytes = read_file(onnx_path);
  if (!bytes.ok()) return bytes.status();
  onnx::ModelProto model;
  if (!model.ParseFromArray(bytes->data(), int(bytes->size())) || model.graph().node_size() == 0)
    return invalid_input(onnx_path.string() +
                         " is not an ONNX model, or it is cut off; download it again.");
  onnx::GraphProto& graph = *model.mutable_graph();
  for (const onnx::TensorProto& tensor : graph.initializer())
    if (tensor.data_location() == onnx::TensorProto::EXTERNAL)
      return invalid_input(onnx_path.string() +
                           " keeps its weights in another file; export it as a single one.");
  auto [names, casts] = halve(graph);
  if (names.empty())
    return invalid_input(onnx_path.string() + " has no float32 weights to store as float16.");
  put_first(std::move(casts), graph);
  // Old exports list initializers among the inputs; a Cast's result can't be one.
  auto* inputs = graph.mutable_input();
  inputs->erase(std::remove_if(inputs->begin(), inputs->end(),
                               [&names = names](const onnx::ValueInfoProto& input) {
                                 return names.contains(input.name());
                               }),
                inputs->end());
  std::error_code error;
  if (out.has_parent_path()) std::filesystem::create_directories(out.parent_path(), error);
  return write_file_whole(out, model.SerializeAsString());
}

}  // namespace maskpoint::server
