#include "server/npy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "server/embedding_write.h"
#include "server/encoder.h"
#include "server/image_file.h"
#include "server/image_fixture.h"

namespace maskpoint::server {
namespace {

std::vector<std::uint8_t> file_of(const std::string& header, std::size_t data_bytes,
                                  int major = 1) {
  std::string text = std::string("\x93NUMPY", 6) + char(major) + '\0';
  text += char(header.size() & 255);
  text += char(header.size() >> 8);
  if (major > 1) text += std::string(2, '\0');
  text += header + std::string(data_bytes, '\0');
  return {text.begin(), text.end()};
}

std::string error_of(const std::vector<std::uint8_t>& bytes) {
  const auto array = parse_npy(bytes, "x.npy");
  return array.ok() ? "" : array.status().message();
}

#define EXPECT_SAYS(text, part) EXPECT_NE(std::string(text).find(part), std::string::npos) << (text)

TEST(Npy, WritesWhatNumpyWrites) {
  // numpy.save of numpy.arange(6, dtype="<f4").reshape(2, 3): 128 bytes of header, then the values.
  std::vector<float> values(6);
  std::iota(values.begin(), values.end(), 0.0f);
  const std::vector<std::int64_t> shape = {2, 3};
  const auto bytes = npy_bytes(values, shape, NpyType::kFloat32);
  ASSERT_EQ(bytes.size(), 128u + 24u);
  const std::string header(bytes.begin() + 10, bytes.begin() + 128);
  EXPECT_EQ(header, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" +
                        std::string(58, ' ') + "\n");
  EXPECT_EQ(bytes[8], 118);
  float third = 0;
  std::memcpy(&third, &bytes[128 + 12], 4);
  EXPECT_EQ(third, 3.0f);
}

TEST(Npy, RoundTrips) {
  const std::vector<float> values = {0.0f, -1.5f, 65504.0f, 6e-8f, 1.0f / 3, -0.0f};
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{{6}, {1, 2, 3}, {3, 1, 2, 1}})
    for (const NpyType type : {NpyType::kFloat32, NpyType::kFloat16}) {
      const auto array = parse_npy(npy_bytes(values, shape, type), "x.npy");
      ASSERT_TRUE(array.ok()) << array.status().message();
      EXPECT_EQ(array->shape, shape);
      EXPECT_EQ(array->type, type);
      for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_NEAR(array->values[i], values[i],
                    type == NpyType::kFloat32 ? 0 : 2e-8 + std::fabs(values[i]) / 2048);
    }
}

TEST(Npy, AcceptsWhatNumpyAccepts) {
  for (const char* header : {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n",
                             "{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"<f4\"}",
                             "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,)}   \n"})
    for (const int major : {1, 2, 3})
      EXPECT_EQ(error_of(file_of(header, 8, major)), "") << header;
  EXPECT_EQ(error_of(file_of("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4)), "");
  EXPECT_EQ(error_of(file_of("{'descr': '<f2', 'fortran_order': False, 'shape': (0, 5), }", 0)),
            "");
}

TEST(Npy, ErrorsSayWhatIsWrong) {
  const auto header = [](const std::string& descr, const std::string& shape) {
    return "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }";
  };
  EXPECT_SAYS(error_of({}), "not a NumPy");
  EXPECT_SAYS(error_of({'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0}), "x.npy: this is not a NumPy");
  EXPECT_SAYS(error_of(file_of(header("'<f8'", "(2,)"), 16)), "'<f8'; expected float32");
  EXPECT_SAYS(error_of(file_of(header("'>f4'", "(2,)"), 8)), "expected float32");
  EXPECT_SAYS(error_of(file_of(header("'|O'", "(2,)"), 8)), "expected float32");
  EXPECT_SAYS(error_of(file_of("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }", 8)),
              "Fortran order");
  EXPECT_SAYS(error_of(file_of(header("'<f4'", "(2,)"), 7)), "does not fit");
  EXPECT_SAYS(error_of(file_of(header("'<f4'", "(2,)"), 9)), "does not fit");
  EXPECT_SAYS(error_of(file_of(header("'<f4'", "(4294967296, 4294967296)"), 8)), "does not fit");
  EXPECT_SAYS(error_of(file_of(header("'<f4'", "(999999999999, 999999999999, 0)"), 8)),
              "does not fit");
  for (const char* shape : {"(-1,)", "(1,,2)", "(1 2)", "[1]", "(1", "(1.5,)", "(9999999999999,)",
                            "(1,1,1,1,1,1,1,1,1)"})
    EXPECT_SAYS(error_of(file_of(header("'<f4'", shape), 4)), "header") << shape;
  for (const char* text :
       {"", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } + 1"})
    EXPECT_SAYS(error_of(file_of(text, 4)), "header") << text;
  EXPECT_SAYS(error_of(file_of(header("'<f4'", "(1,)"), 4, 4)), "header");
}

TEST(Npy, CutOffAtEveryLengthIsAnError) {
  const std::vector<float> values = {1, 2, 3};
  const std::vector<std::int64_t> shape = {3};
  const auto whole = npy_bytes(values, shape, NpyType::kFloat16);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(parse_npy(std::span(whole).first(length), "x").ok()) << length;
}

TEST(Npy, AnEmbeddingHasItsShapeAndIsFinite) {
  std::vector<float> values(kEmbeddingValues, 0.25f);
  const auto good = parse_embedding(embedding_npy(values, NpyType::kFloat16), "e.npy");
  ASSERT_TRUE(good.ok()) << good.status().message();
  EXPECT_EQ(*good, values);
  const std::vector<std::int64_t> plain = {256, 64, 64}, turned = {1, 64, 64, 256};
  EXPECT_TRUE(parse_embedding(npy_bytes(values, plain, NpyType::kFloat32), "e.npy").ok());
  const auto wrong = parse_embedding(npy_bytes(values, turned, NpyType::kFloat32), "e.npy");
  ASSERT_FALSE(wrong.ok());
  EXPECT_SAYS(wrong.status().message(),
              "e.npy: the shape is (1, 64, 64, 256); an image embedding is "
              "(1, 256, 64, 64).");
  values[77] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_SAYS(parse_embedding(embedding_npy(values, NpyType::kFloat32), "e.npy").status().message(),
              "NaN or infinite");
  values[77] = 1e6f;  // infinite as float16
  EXPECT_FALSE(parse_embedding(embedding_npy(values, NpyType::kFloat16), "e.npy").ok());
}

TEST(Npy, AMaskInputIs256Square) {
  const auto folder = fresh_folder("npy");
  const std::vector<float> values(256 * 256, -3.0f);
  for (const auto& shape : std::vector<std::vector<std::int64_t>>{
           {256, 256}, {1, 256, 256}, {65536}, {1, 1, 256, 256}}) {
    const auto path = folder / "m.npy";
    ASSERT_TRUE(write_file_whole(path, npy_bytes(values, shape, NpyType::kFloat32)).ok());
    EXPECT_EQ(read_mask_input(path).ok(), shape.size() == 2 || shape.size() == 3);
  }
  EXPECT_EQ(read_mask_input(folder / "absent.npy").status().code(), base::StatusCode::kNotFound);
}

TEST(WriteFileWhole, ReplacesAndLeavesNothingBehind) {
  const auto folder = fresh_folder("write");
  ASSERT_TRUE(write_file_whole(folder / "a", std::string_view("one")).ok());
  ASSERT_TRUE(write_file_whole(folder / "a", std::string_view("two")).ok());
  const auto bytes = read_file(folder / "a");
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(std::string(bytes->begin(), bytes->end()), "two");
  // Over a folder the rename fails: the error is told and the temporary file goes.
  std::filesystem::create_directories(folder / "taken" / "inside");
  const base::Status status = write_file_whole(folder / "taken", std::string_view("x"));
  EXPECT_FALSE(status.ok());
  EXPECT_SAYS(status.message(), "taken could not be written");
  EXPECT_FALSE(write_file_whole(folder / "no" / "such" / "folder", std::string_view("x")).ok());
  int entries = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder))
    ++entries;
  EXPECT_EQ(entries, 2);
}

}  // namespace
}  // namespace maskpoint::server
