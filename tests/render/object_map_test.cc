#include "render/object_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "mask/bitmap.h"

namespace maskpoint::render {
namespace {

using Objects = std::vector<session::SceneObject>;

// An ellipse with a speckled edge, so that columns have several runs.
session::SceneObject blob(std::mt19937& random, geom::ImageSize size, std::string_view uuid) {
  const auto pick = [&](int low, int high) {
    return low + int(random() % unsigned(std::max(1, high - low)));
  };
  mask::Bitmap bitmap(size);
  const int cx = pick(0, size.width), cy = pick(0, size.height);
  const double rx = pick(3, size.width / 2), ry = pick(3, size.height / 2);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double dx = (x - cx) / rx, dy = (y - cy) / ry;
      bitmap.at(x, y) = dx * dx + dy * dy < 1 && random() % 7 != 0 ? 1 : 0;
    }
  session::SceneObject object;
  static std::set<std::string> names;  // the scene's uuids are views
  object.uuid = *names.emplace(uuid).first;
  const auto rle = std::make_shared<mask::Rle>(mask::encode(bitmap));
  object.bbox = mask::bbox(*rle);
  object.mask = rle;
  return object;
}

// Paints every dirty tile into `cells` and says how many there were.
int repaint(ObjectMap& map, std::vector<std::uint16_t>& cells) {
  int painted = 0;
  for (int tile = 0; tile < map.tile_count(); ++tile) {
    if (!map.dirty(tile)) continue;
    ++painted;
    const geom::Rect r = map.cells_of(tile);
    const std::vector<std::uint16_t>& ids = map.paint(tile);
    for (int y = 0; y < r.height; ++y)
      std::copy_n(ids.begin() + std::ptrdiff_t(y) * r.width, r.width,
                  cells.begin() + std::ptrdiff_t(r.y + y) * map.cells().width + r.x);
  }
  return painted;
}

std::vector<std::uint16_t> slow_twin(const ObjectMap& map, const Objects& objects) {
  std::vector<std::uint16_t> cells(std::size_t(map.cells().width) *
                                   std::size_t(map.cells().height));
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const mask::Bitmap bitmap = mask::decode(*objects[i].mask);
    for (int y = 0; y < map.cells().height; ++y)
      for (int x = 0; x < map.cells().width; ++x) {
        const int px = std::min(x * map.step() + map.step() / 2, bitmap.size.width - 1);
        const int py = y * map.step() + map.step() / 2;
        if (py < bitmap.size.height && bitmap.at(px, py) != 0)
          cells[std::size_t(y) * std::size_t(map.cells().width) + std::size_t(x)] =
              map.number_of(i);
      }
  }
  return cells;
}

TEST(ObjectMap, PaintsWhatTheSlowTwinPaintsAfterEveryChange) {
  std::mt19937 random(7);
  const geom::ImageSize size = {600, 530};
  ObjectMap map;
  map.reset(size);
  std::vector<std::uint16_t> cells(std::size_t(600) * 530);
  Objects objects;
  int next = 0;
  for (int change = 0; change < 40; ++change) {
    const unsigned kind = random() % 4;
    if (kind == 0 && !objects.empty()) {
      objects.erase(objects.begin() + std::ptrdiff_t(random() % objects.size()));
    } else if (kind == 1 && !objects.empty()) {
      session::SceneObject& object = objects[random() % objects.size()];
      object = blob(random, size, object.uuid);
    } else if (kind == 2 && objects.size() > 1) {
      std::swap(objects.front(), objects.back());
    } else {
      objects.push_back(blob(random, size, std::to_string(next++)));
    }
    map.update(objects);
    repaint(map, cells);
    ASSERT_EQ(cells, slow_twin(map, objects)) << "after change " << change;
  }
}

TEST(ObjectMap, NumbersStayAndAreUsedAgain) {
  std::mt19937 random(3);
  const geom::ImageSize size = {300, 300};
  ObjectMap map;
  map.reset(size);
  Objects objects;
  for (const char* name : {"a", "b", "c"})
    objects.push_back(blob(random, size, name));
  map.update(objects);
  const std::uint16_t c = map.number_of(2);
  const std::uint16_t a = map.number_of(0);
  objects.erase(objects.begin());
  map.update(objects);
  EXPECT_EQ(map.number_of(1), c);
  objects.push_back(blob(random, size, "d"));
  map.update(objects);
  EXPECT_EQ(map.number_of(2), a);
  EXPECT_EQ(map.largest_number(), 3);
}

TEST(ObjectMap, OnlyTouchedTilesBecomeDirty) {
  const geom::ImageSize size = {1024, 1024};
  ObjectMap map;
  map.reset(size);
  mask::Bitmap bitmap(size);
  for (int y = 300; y < 340; ++y)
    for (int x = 20; x < 60; ++x)
      bitmap.at(x, y) = 1;
  session::SceneObject object;
  object.uuid = "one";
  const auto rle = std::make_shared<mask::Rle>(mask::encode(bitmap));
  object.mask = rle;
  object.bbox = mask::bbox(*rle);
  map.update({object});
  std::set<int> dirty;
  for (int tile = 0; tile < map.tile_count(); ++tile)
    if (map.dirty(tile)) dirty.insert(tile);
  EXPECT_EQ(dirty, std::set<int>{4});  // second row, first column of four
  std::vector<std::uint16_t> cells(std::size_t(1024) * 1024);
  EXPECT_EQ(repaint(map, cells), 1);
  object.selected = true;  // looks are no pixels
  map.update({object});
  EXPECT_EQ(repaint(map, cells), 0);
}

TEST(ObjectMap, LargeImagesAreCoarser) {
  const geom::ImageSize size = {9001, 40};
  ObjectMap map;
  map.reset(size);
  EXPECT_EQ(map.step(), 4);
  std::mt19937 random(5);
  const Objects objects = {blob(random, size, "a"), blob(random, size, "b")};
  std::vector<std::uint16_t> cells(std::size_t(map.cells().width) *
                                   std::size_t(map.cells().height));
  map.update(objects);
  repaint(map, cells);
  EXPECT_EQ(cells, slow_twin(map, objects));
}

TEST(ObjectMap, BoxesFromFilesMayClaimAnything) {
  std::mt19937 random(9);
  const geom::ImageSize size = {100, 80};
  ObjectMap map;
  map.reset(size);
  std::vector<std::uint16_t> cells(std::size_t(100) * 80);
  for (const geom::Rect box :
       {geom::Rect{-50, -50, 1000, 1000}, geom::Rect{90, 70, 2000000000, 2000000000},
        geom::Rect{500, 500, 10, 10}, geom::Rect{0, 0, -5, -5}}) {
    session::SceneObject object = blob(random, size, "a");
    object.bbox = box;
    map.update({object});
    repaint(map, cells);
  }
  session::SceneObject other = blob(random, {50, 50}, "b");  // of another image
  map.update({other});
  EXPECT_EQ(map.number_of(0), 0);
}

// As the map should show it: the object's mask with its stroke.
Objects stroked(Objects objects) {
  for (session::SceneObject& object : objects) {
    if (!object.stroke) continue;
    object.mask = std::make_shared<mask::Rle>(
        mask::with_stroke(*object.mask, *object.stroke, object.stroke_kind));
    object.bbox = mask::bbox(*object.mask);
  }
  return objects;
}

TEST(ObjectMap, StrokesInProgressAreInTheirObjectsPlace) {
  std::mt19937 random(11);
  for (const geom::ImageSize size : {geom::ImageSize{700, 530}, {9000, 500}}) {
    ObjectMap map;
    map.reset(size);
    std::vector<std::uint16_t> cells(std::size_t(map.cells().width) *
                                     std::size_t(map.cells().height));
    Objects objects;
    for (int i = 0; i < 3; ++i)
      objects.push_back(blob(random, size, "object " + std::to_string(i)));
    const auto expect_shown = [&] {
      map.update(objects);
      repaint(map, cells);
      ASSERT_EQ(cells, slow_twin(map, stroked(objects)));
    };
    expect_shown();
    for (int round = 0; round < 6; ++round) {
      session::SceneObject& object = objects[random() % 3];
      const auto stroke = std::make_shared<mask::Stroke>(size);
      object.stroke = stroke;
      object.stroke_kind = round % 2 == 0 ? mask::StrokeKind::kAdds : mask::StrokeKind::kErases;
      geom::ImagePoint at = {double(random() % unsigned(size.width)),
                             double(random() % unsigned(size.height))};
      for (int move = 0; move < 4; ++move) {
        const geom::ImagePoint to = {at.x + double(random() % 120) - 60,
                                     at.y + double(random() % 120) - 60};
        stroke->add(at, to, 3 + double(random() % 40));
        at = to;
        expect_shown();
      }
      // Done, or given up.
      if (round % 3 != 2) object = stroked({object})[0];
      object.stroke = nullptr;
      expect_shown();
    }
  }
}

TEST(ObjectMap, AStrokeDirtiesOnlyWhereItIsAndSoDoesItsEdit) {
  std::mt19937 random(3);
  const geom::ImageSize size = {2048, 1024};
  ObjectMap map;
  map.reset(size);
  std::vector<std::uint16_t> cells(std::size_t(2048) * 1024);
  mask::Bitmap most(size);
  for (int y = 10; y < 1000; ++y)
    for (int x = 10; x < 2000; ++x)
      most.at(x, y) = 1;
  session::SceneObject object;
  object.uuid = "large";
  object.mask = std::make_shared<mask::Rle>(mask::encode(most));
  object.bbox = mask::bbox(*object.mask);
  map.update({object});
  EXPECT_EQ(repaint(map, cells), 32);
  const auto stroke = std::make_shared<mask::Stroke>(size);
  object.stroke = stroke;
  object.stroke_kind = mask::StrokeKind::kErases;
  stroke->add({100, 100}, {150, 120}, 20);
  map.update({object});
  EXPECT_EQ(repaint(map, cells), 1);
  object = stroked({object})[0];
  object.stroke = nullptr;
  map.update({object});
  EXPECT_EQ(repaint(map, cells), 4);  // the columns of one tile
}

}  // namespace
}  // namespace maskpoint::render
