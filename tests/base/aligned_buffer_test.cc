#include "base/aligned_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace maskpoint::base {
namespace {

TEST(AlignedBuffer, IsAlignedAndZeroed) {
  for (const std::size_t size : {1u, 7u, 64u, 1000u}) {
    const AlignedBuffer<float> buffer(size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % AlignedBuffer<float>::kAlignment,
              0u);
    EXPECT_EQ(buffer.bytes(), size * sizeof(float));
    EXPECT_TRUE(std::all_of(buffer.span().begin(), buffer.span().end(),
                            [](float value) { return value == 0; }));
  }
}

TEST(AlignedBuffer, MovesItsMemory) {
  AlignedBuffer<int> first(3);
  first[1] = 5;
  const int* data = first.data();
  AlignedBuffer<int> second(std::move(first));
  EXPECT_EQ(second.data(), data);
  EXPECT_EQ(second[1], 5);
  AlignedBuffer<int> third;
  EXPECT_EQ(third.size(), 0u);
  EXPECT_EQ(third.data(), nullptr);
  third = std::move(second);
  EXPECT_EQ(third.data(), data);
  EXPECT_EQ(third.size(), 3u);
}

}  // namespace
}  // namespace maskpoint::base
