#include "worker/embedding_npy.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "synthetic_model.h"

namespace maskpoint::worker {
namespace {

constexpr std::size_t kValues = 256 * 64 * 64;

std::string refusal(const std::vector<std::byte>& file) {
  const auto parsed = parse_embedding_npy(file);
  return parsed.ok() ? "accepted" : parsed.status().message();
}

TEST(EmbeddingNpy, ReadsBothTypesToTheSameValues) {
  const auto wide = parse_embedding_npy(synthetic_embedding(3, NpyKind::kFloat32));
  const auto narrow = parse_embedding_npy(synthetic_embedding(3, NpyKind::kFloat16));
  ASSERT_TRUE(wide.ok()) << wide.status().message();
  ASSERT_TRUE(narrow.ok()) << narrow.status().message();
  ASSERT_EQ(wide->size(), kValues);
  EXPECT_EQ(*wide, *narrow);
  EXPECT_NE((*wide)[0], (*wide)[1]);
}

TEST(EmbeddingNpy, TakesTheShapeWithoutTheBatchAxis) {
  EXPECT_TRUE(parse_embedding_npy(
                  npy_file("{'descr': '<f2', 'fortran_order': False, 'shape': (256, 64, 64), }",
                           kValues * 2))
                  .ok());
}

TEST(EmbeddingNpy, NamesWhatIsWrong) {
  const auto with = [](const char* dictionary) {
    return refusal(npy_file(dictionary, kValues * 4));
  };
  EXPECT_NE(with("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 256, 32, 128), }")
                .find("shape (1,256,32,128)"),
            std::string::npos);
  EXPECT_NE(with("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 256, 64, 64), }")
                .find("type '<f8'"),
            std::string::npos);
  EXPECT_NE(with("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 256, 64, 64), }")
                .find("Fortran order"),
            std::string::npos);
  EXPECT_NE(with("{}").find("shape none"), std::string::npos);
  EXPECT_NE(with("{'shape': (1, 256").find("shape none"), std::string::npos);
}

TEST(EmbeddingNpy, RefusesEveryTruncation) {
  const std::vector<std::byte> whole = synthetic_embedding(1, NpyKind::kFloat16);
  for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{9}, std::size_t{40},
                                   whole.size() / 2, whole.size() - 1}) {
    const std::vector<std::byte> cut(whole.begin(), whole.begin() + std::ptrdiff_t(length));
    EXPECT_NE(refusal(cut), "accepted") << length;
  }
  std::vector<std::byte> longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_NE(refusal(longer).find("expected 2097152"), std::string::npos);
}

TEST(EmbeddingNpy, RefusesAHeaderLongerThanTheFile) {
  std::vector<std::byte> file = synthetic_embedding(1);
  file[6] = std::byte{2};
  file[10] = file[11] = std::byte{0xff};
  EXPECT_NE(refusal(file).find("cut short"), std::string::npos);
  file[6] = std::byte{9};
  EXPECT_NE(refusal(file).find("version 9"), std::string::npos);
}

}  // namespace
}  // namespace maskpoint::worker
