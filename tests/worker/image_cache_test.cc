// The worker's prepared images: what stays, and that one more never exceeds the limit.
#include "worker/image_cache.h"

#include <gtest/gtest.h>

#include <memory>

namespace maskpoint::worker {
namespace {

constexpr std::size_t kFloats = 250, kBytes = kFloats * sizeof(float);

std::shared_ptr<const sam::ImageState> state() {
  return std::make_shared<const sam::ImageState>(sam::ImageState{
      geom::ModelTransform({100, 80}), base::AlignedBuffer<float>(kFloats), sam::ImageCaches{}});
}

TEST(ImageCache, KeepsTheMostRecentlyUsedWithinItsLimit) {
  ImageCache cache(3 * kBytes + 10);
  for (const int id : {1, 2, 3})
    cache.put(id, std::to_string(id), state());
  EXPECT_NE(cache.find(1), nullptr);
  cache.put(4, "4", state());
  EXPECT_EQ(cache.find(2), nullptr);
  EXPECT_NE(cache.find(1), nullptr);
  EXPECT_EQ(cache.embedding_of(4), "4");
}

TEST(ImageCache, MakesRoomBeforeOneMoreIsMade) {
  ImageCache cache(3 * kBytes + 10);
  cache.make_room();
  for (const int id : {1, 2, 3})
    cache.put(id, std::to_string(id), state());
  const std::weak_ptr<const sam::ImageState> oldest = cache.find(1);
  cache.find(2);
  cache.find(3);
  cache.make_room();
  EXPECT_TRUE(oldest.expired()) << "its memory is needed for the next";
  EXPECT_NE(cache.find(2), nullptr);
  EXPECT_NE(cache.find(3), nullptr);
}

TEST(ImageCache, TheNewestStaysHoweverLarge) {
  ImageCache cache(kBytes / 2);
  cache.put(1, "1", state());
  cache.make_room();
  EXPECT_NE(cache.find(1), nullptr);
}

}  // namespace
}  // namespace maskpoint::worker
