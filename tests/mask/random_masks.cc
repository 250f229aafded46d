#include "random_masks.h"

#include <cstring>

namespace maskpoint::mask {

Bitmap noise(geom::ImageSize size, double density, Random& random) {
  Bitmap bitmap(size);
  for (std::uint8_t& pixel : bitmap.pixels)
    pixel = random.unit() < density ? 1 : 0;
  return bitmap;
}

Bitmap rectangles(geom::ImageSize size, int count, Random& random) {
  Bitmap bitmap(size);
  for (int i = 0; i < count; ++i) {
    const int left = random.between(0, size.width - 1);
    const int top = random.between(0, size.height - 1);
    const int right = random.between(left, size.width - 1);
    const int bottom = random.between(top, size.height - 1);
    const std::uint8_t value = random.unit() < 0.6 ? 1 : 0;
    for (int y = top; y <= bottom; ++y) {
      for (int x = left; x <= right; ++x)
        bitmap.at(x, y) = value;
    }
  }
  return bitmap;
}

std::vector<Bitmap> assorted_masks() {
  Random random(7);
  std::vector<Bitmap> masks;
  for (const geom::ImageSize size :
       {geom::ImageSize{1, 1}, {1, 17}, {17, 1}, {2, 2}, {3, 5}, {64, 3}, {65, 64}, {130, 90}}) {
    masks.emplace_back(size);
    masks.emplace_back(size);
    for (std::uint8_t& pixel : masks.back().pixels)
      pixel = 1;
    for (const double density : {0.03, 0.5, 0.97})
      masks.push_back(noise(size, density, random));
    for (int i = 0; i < 6; ++i)
      masks.push_back(rectangles(size, 3 + 4 * i, random));
  }
  for (int i = 0; i < 200; ++i) {
    const geom::ImageSize size{random.between(1, 12), random.between(1, 12)};
    masks.push_back(i % 2 == 0 ? noise(size, random.unit(), random)
                               : rectangles(size, random.between(1, 8), random));
  }
  return masks;
}

Bitmap drawn(std::initializer_list<const char*> rows) {
  Bitmap bitmap({int(std::strlen(*rows.begin())), int(rows.size())});
  int y = 0;
  for (const char* row : rows) {
    for (int x = 0; x < bitmap.size.width; ++x)
      bitmap.at(x, y) = row[x] == '#' ? 1 : 0;
    ++y;
  }
  return bitmap;
}

}  // namespace maskpoint::mask
