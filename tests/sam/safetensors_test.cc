// The weights file comes from outside: whatever is wrong with it must be said, never crash.

#include "sam/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>

#include "sam/weights.h"

namespace maskpoint::sam {
namespace {

std::vector<std::byte> file_of(const std::string& header, std::size_t data_bytes) {
  std::vector<std::byte> file(8 + header.size() + data_bytes);
  const std::uint64_t size = header.size();
  std::memcpy(file.data(), &size, 8);
  std::memcpy(file.data() + 8, header.data(), header.size());
  return file;
}

std::string error_of(const std::vector<std::byte>& file) {
  const auto result = parse_safetensors(file);
  return result.ok() ? "" : result.status().message();
}

TEST(Safetensors, RoundTrip) {
  const std::vector<TensorToWrite> tensors = {
      {"a", {2, 3}, {1, -2, 3, 0.5f, 0, 65504}, TensorType::kF16},
      {"b", {1}, {0.1f}, TensorType::kF32}};
  const auto file = write_safetensors(tensors, {{"name", "test"}});
  const auto view = parse_safetensors(file);
  ASSERT_TRUE(view.ok()) << view.status().message();
  EXPECT_EQ(view->metadata.at("name"), "test");
  for (const TensorToWrite& tensor : tensors) {
    const TensorView& read = view->tensors.at(tensor.name);
    EXPECT_EQ(read.type, tensor.type);
    EXPECT_EQ(read.shape, tensor.shape);
    std::vector<float> values(read.elements());
    read.read(values);
    EXPECT_EQ(values, tensor.values);
  }
}

TEST(Safetensors, EveryTruncationIsAnError) {
  const auto file =
      write_safetensors(std::vector<TensorToWrite>{{"a", {3}, {1, 2, 3}}, {"b", {2}, {4, 5}}}, {});
  for (std::size_t size = 0; size < file.size(); ++size) {
    const std::vector<std::byte> cut(file.begin(), file.begin() + std::ptrdiff_t(size));
    ASSERT_FALSE(parse_safetensors(cut).ok()) << size;
  }
}

TEST(Safetensors, DamagedHeadersAreNamed) {
  const auto tensor = [](const std::string& fields) {
    return file_of("{\"a\":{" + fields + "}}", 8);
  };
  EXPECT_NE(error_of(file_of("{\"a\":", 8)), "");
  EXPECT_NE(error_of(file_of("[]", 0)), "");
  EXPECT_NE(error_of(file_of("{\"a\":3}", 0)).find("\"a\""), std::string::npos);
  EXPECT_NE(error_of(tensor(R"("dtype":"I64","shape":[1],"data_offsets":[0,8])")).find("F16"),
            std::string::npos);
  for (const char* fields : {
           R"("dtype":"F32","shape":[2],"data_offsets":[0,9])",
           R"("dtype":"F32","shape":[2],"data_offsets":[8,0])",
           R"("dtype":"F32","shape":[2],"data_offsets":[-4,4])",
           R"("dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551615])",
           R"("dtype":"F32","shape":[3],"data_offsets":[0,8])",
           R"("dtype":"F32","shape":[-2],"data_offsets":[0,8])",
           R"("dtype":"F32","shape":[2.0],"data_offsets":[0,8])",
           R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8])",
           R"("dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0])",
           R"("dtype":"F32","shape":"2","data_offsets":[0,8])",
           R"("dtype":7,"shape":[2],"data_offsets":[0,8])",
           R"("dtype":"F32","shape":[2],"data_offsets":[0])",
           R"("dtype":"F32","shape":[2])",
           R"("dtype":"F32","shape":[1],"data_offsets":[0,4])",
           R"("dtype":"F32","shape":[1],"data_offsets":[4,8])",
       }) {
    EXPECT_NE(error_of(tensor(fields)).find("damaged"), std::string::npos) << fields;
  }
  EXPECT_NE(error_of(file_of(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                             R"("b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
                             8))
                .find("overlaps"),
            std::string::npos);
}

TEST(Safetensors, HeaderLengthIsBounded) {
  std::vector<std::byte> file(64);
  for (const std::uint64_t size : {std::uint64_t(57), std::uint64_t(1) << 40, ~std::uint64_t(0)}) {
    std::memcpy(file.data(), &size, 8);
    EXPECT_FALSE(parse_safetensors(file).ok());
  }
}

// A whole decoder of small numbers, with something done to its tensors.
std::string weights_error(const std::function<void(std::vector<TensorToWrite>&)>& damage) {
  std::vector<TensorToWrite> tensors;
  for (const TensorSpec& spec : decoder_tensors()) {
    std::size_t elements = 1;
    for (const auto n : spec.shape)
      elements *= std::size_t(n);
    tensors.push_back({spec.name, spec.shape, std::vector<float>(elements, 0.01f),
                       elements > 1000 ? TensorType::kF16 : TensorType::kF32});
  }
  damage(tensors);
  const auto weights = Weights::parse(write_safetensors(tensors, {}));
  return weights.ok() ? "" : weights.status().message();
}

TEST(Weights, MissingWrongAndNotFiniteTensorsAreNamed) {
  EXPECT_NE(weights_error([](auto& tensors) {
              tensors.erase(tensors.begin() + 40);
            }).find(decoder_tensors()[40].name),
            std::string::npos);
  EXPECT_NE(weights_error([](auto& tensors) {
              for (auto& tensor : tensors)
                if (tensor.name == "mask_decoder.transformer.layers.0.self_attn.q_proj.bias")
                  tensor.shape = {16, 16};
            }).find("q_proj.bias\" has shape (16, 16)"),
            std::string::npos);
  EXPECT_NE(weights_error([](auto& tensors) {
              tensors[10].values[0] = std::nanf("");
              tensors[10].type = TensorType::kF32;
            }).find(decoder_tensors()[10].name),
            std::string::npos);
}

TEST(Weights, IdNamesTheContent) {
  std::vector<TensorToWrite> tensors;
  for (const TensorSpec& spec : decoder_tensors()) {
    std::size_t elements = 1;
    for (const auto n : spec.shape)
      elements *= std::size_t(n);
    tensors.push_back(
        {spec.name, spec.shape, std::vector<float>(elements, 0.01f), TensorType::kF16});
  }
  const auto first = Weights::parse(write_safetensors(tensors, {{"name", "tiny"}}));
  tensors[3].values[7] = 0.02f;
  const auto second = Weights::parse(write_safetensors(tensors, {{"name", "tiny"}}));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ((*first)->name(), "tiny");
  EXPECT_EQ((*first)->model_id().size(), 16u);
  EXPECT_NE((*first)->model_id(), (*second)->model_id());
}

}  // namespace
}  // namespace maskpoint::sam
