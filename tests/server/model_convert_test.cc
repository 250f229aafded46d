// `maskpoint model convert`: the file holds the graph's own numbers. They are found here by other
// ways than the converter's: a MatMul's weight by the name of the bias added to its product, the
// norms by their channels.
#include "server/model_convert.h"

#include <gtest/gtest.h>

// How Debian builds libonnx: the header picks the generated file by it.
#define ONNX_ML 1
#include <onnx/onnx_pb.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "sam/safetensors.h"
#include "sam/weights.h"
#include "server/cli_fixture.h"
#include "server/image_fixture.h"

namespace maskpoint::server {
namespace {

namespace fs = std::filesystem;
using Values = std::vector<float>;

fs::path model_file(const char* name) {
  return fs::path(MASKPOINT_DEPS_DIR) / "models" / name;
}

#define MASKPOINT_NEEDS_MODEL(file)  \
  if (!fs::exists(model_file(file))) \
  GTEST_SKIP() << "build/deps/models/" << (file) << " is not there; run scripts/setup.sh"

Values values_of(const onnx::TensorProto& tensor) {
  EXPECT_EQ(tensor.data_type(), onnx::TensorProto::FLOAT);
  Values values(tensor.raw_data().size() / 4);
  std::memcpy(values.data(), tensor.raw_data().data(), values.size() * 4);
  return values;
}

Values transposed(const Values& values, std::size_t rows) {
  const std::size_t columns = values.size() / rows;
  Values out;
  for (std::size_t c = 0; c < columns; ++c)
    for (std::size_t r = 0; r < rows; ++r)
      out.push_back(values[r * columns + c]);
  return out;
}

std::string official(std::string name) {
  if (name.rfind("model.", 0) == 0) name.erase(0, 6);
  return name;
}

// The weights in the graph by their official names.
class Graph {
 public:
  explicit Graph(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(model_.ParseFromIstream(&in));
    for (const onnx::TensorProto& tensor : model_.graph().initializer())
      initializers_[tensor.name()] = &tensor;
    for (const auto& [name, tensor] : initializers_)
      if (name.find("onnx::") == std::string::npos &&
          tensor->data_type() == onnx::TensorProto::FLOAT)
        weights[official(name)] = values_of(*tensor);
    for (const onnx::NodeProto& node : model_.graph().node())
      for (const std::string& input : node.input())
        if (input.find("onnx::") == 0 && initializers_.contains(input))
          name_unnamed(node, *initializers_.at(input));
  }

  std::map<std::string, Values> weights;

 private:
  // The name of the bias that is added to a product.
  std::string bias_after(const std::string& product) const {
    for (const onnx::NodeProto& node : model_.graph().node()) {
      if (node.op_type() != "Add") continue;
      std::string bias;
      bool uses = false;
      for (const std::string& input : node.input()) {
        uses = uses || input == product;
        if (initializers_.contains(input)) bias = input;
      }
      if (uses) return official(bias);
    }
    return {};
  }

  void name_unnamed(const onnx::NodeProto& node, const onnx::TensorProto& tensor) {
    const std::vector<std::int64_t> shape(tensor.dims().begin(), tensor.dims().end());
    if (node.op_type() == "MatMul" && shape.size() == 2) {
      const std::string bias = bias_after(node.output(0));
      const std::size_t end = bias.rfind(".bias");
      if (end != std::string::npos)
        weights[bias.substr(0, end) + ".weight"] =
            transposed(values_of(tensor), std::size_t(shape[0]));
    } else if (shape.size() == 3 && shape[1] == 1 && shape[2] == 1) {
      static const std::map<std::int64_t, std::string> kNorms = {
          {4, "prompt_encoder.mask_downscaling.1"},
          {16, "prompt_encoder.mask_downscaling.4"},
          {64, "mask_decoder.output_upscaling.1"}};
      weights[kNorms.at(shape[0]) + (node.op_type() == "Mul" ? ".weight" : ".bias")] =
          values_of(tensor);
    } else if (node.op_type() == "Expand") {
      const Values tokens = values_of(tensor);
      weights["mask_decoder.iou_token.weight"] = {tokens.begin(), tokens.begin() + 256};
      weights["mask_decoder.mask_tokens.weight"] = {tokens.begin() + 256, tokens.end()};
    } else if (node.op_type() == "Mul" && shape.size() == 4) {
      weights["prompt_encoder.no_mask_embed.weight"] = values_of(tensor);
    }
  }

  onnx::ModelProto model_;
  std::map<std::string, const onnx::TensorProto*> initializers_;
};

struct Converted {
  std::string bytes;
  sam::SafetensorsView view;
};

Converted convert(const char* dtype) {
  const fs::path out = fresh_folder("convert") / "decoder.safetensors";
  const CliResult run = run_maskpoint(
      {"model", "convert", model_file("sam.onnx").string(), "-o", out.string(), "--dtype", dtype});
  EXPECT_EQ(run.status, 0) << run.err;
  Converted converted;
  converted.bytes = text_of(out);
  auto view = sam::parse_safetensors(std::as_bytes(std::span(converted.bytes)));
  EXPECT_TRUE(view.ok()) << view.status().message();
  if (view.ok()) converted.view = *std::move(view);
  return converted;
}

Values read(const sam::TensorView& tensor) {
  Values values(tensor.elements());
  tensor.read(values);
  return values;
}

TEST(ModelConvert, AFloat32FileHoldsTheGraphsNumbersExactly) {
  MASKPOINT_NEEDS_MODEL("sam.onnx");
  const Graph graph(model_file("sam.onnx"));
  const Converted converted = convert("f32");
  ASSERT_EQ(converted.view.tensors.size(), sam::decoder_tensors().size());
  for (const sam::TensorSpec& spec : sam::decoder_tensors()) {
    ASSERT_TRUE(graph.weights.contains(spec.name)) << spec.name;
    const sam::TensorView& tensor = converted.view.tensors.at(spec.name);
    EXPECT_EQ(tensor.type, sam::TensorType::kF32) << spec.name;
    EXPECT_EQ(tensor.shape, spec.shape) << spec.name;
    EXPECT_TRUE(read(tensor) == graph.weights.at(spec.name)) << spec.name;
  }
}

TEST(ModelConvert, AFloat16FileIsHalfAsLongAndRoundsOnce) {
  MASKPOINT_NEEDS_MODEL("sam.onnx");
  const Graph graph(model_file("sam.onnx"));
  const Converted half = convert("f16");
  EXPECT_LT(half.bytes.size(), convert("f32").bytes.size() * 11 / 20);
  ASSERT_EQ(half.view.tensors.size(), sam::decoder_tensors().size());
  int halves = 0;
  for (const auto& [name, tensor] : half.view.tensors) {
    const Values values = read(tensor), exact = graph.weights.at(name);
    ASSERT_EQ(values.size(), exact.size()) << name;
    if (tensor.type == sam::TensorType::kF32) {
      EXPECT_TRUE(values == exact) << name;
      continue;
    }
    ++halves;
    // Half a unit in the last of eleven binary places, or of the smallest number there is.
    std::size_t off = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      off += std::abs(values[i] - exact[i]) >
             std::max(std::abs(exact[i]) * std::ldexp(1.0f, -11), std::ldexp(1.0f, -25));
    EXPECT_EQ(off, 0u) << name;
  }
  EXPECT_GT(halves, 30);
}

// The sentence of a refusal; nothing is written.
std::string refusal(const fs::path& onnx) {
  const fs::path out = fresh_folder("refused") / "decoder.safetensors";
  const CliResult run = run_maskpoint({"model", "convert", onnx.string(), "-o", out.string()});
  EXPECT_NE(run.status, 0);
  EXPECT_TRUE(run.out.empty()) << run.out;
  EXPECT_TRUE(fs::is_empty(out.parent_path()));
  return run.err;
}

TEST(ModelConvert, AFileCutShortIsRefused) {
  MASKPOINT_NEEDS_MODEL("sam.onnx");
  const std::string whole = text_of(model_file("sam.onnx"));
  const fs::path cut = fresh_folder("cut") / "half.onnx";
  std::ofstream(cut, std::ios::binary) << whole.substr(0, whole.size() / 2);
  const std::string sentence = refusal(cut);
  EXPECT_NE(sentence.find("half.onnx"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("cut short"), std::string::npos) << sentence;
}

TEST(ModelConvert, AnotherModelIsRefusedByWhatItLacks) {
  MASKPOINT_NEEDS_MODEL("encoder.onnx");
  const std::string sentence = refusal(model_file("encoder.onnx"));
  EXPECT_NE(sentence.find("not a SAM decoder"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("missing"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("prompt_encoder."), std::string::npos) << sentence;
}

TEST(ModelConvert, ADecoderWithoutOneOfItsTensorsIsRefusedByName) {
  MASKPOINT_NEEDS_MODEL("sam.onnx");
  onnx::ModelProto model;
  std::ifstream in(model_file("sam.onnx"), std::ios::binary);
  ASSERT_TRUE(model.ParseFromIstream(&in));
  for (onnx::TensorProto& tensor : *model.mutable_graph()->mutable_initializer())
    if (tensor.name() == "model.prompt_encoder.point_embeddings.2.weight") tensor.set_name("gone");
  const fs::path file = fresh_folder("lacking") / "lacking.onnx";
  std::ofstream(file, std::ios::binary) << model.SerializeAsString();
  const std::string sentence = refusal(file);
  EXPECT_NE(sentence.find("prompt_encoder.point_embeddings.2.weight"), std::string::npos)
      << sentence;
}

}  // namespace
}  // namespace maskpoint::server
