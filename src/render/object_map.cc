#include "render/object_map.h"

#include <algorithm>
#include <cassert>

namespace maskpoint::render {
namespace {

// The part of a box that lies in the image: what comes from files may claim anything.
geom::Rect within(const geom::Rect& box, geom::ImageSize image) {
  const int left = std::clamp(box.x, 0, image.width);
  const int top = std::clamp(box.y, 0, image.height);
  const std::int64_t right = std::int64_t(box.x) + box.width;
  const std::int64_t bottom = std::int64_t(box.y) + box.height;
  return {left, top, int(std::clamp<std::int64_t>(right, left, image.width)) - left,
          int(std::clamp<std::int64_t>(bottom, top, image.height)) - top};
}

}  // namespace

void ObjectMap::reset(geom::ImageSize image) {
  image_ = image;
  step_ = 1;
  while (std::max(image.width, image.height) > kMostCells * step_)
    step_ *= 2;
  cells_ = {(image.width + step_ - 1) / step_, (image.height + step_ - 1) / step_};
  tile_columns_ = (cells_.width + kTileSide - 1) / kTileSide;
  const int tile_rows = (cells_.height + kTileSide - 1) / kTileSide;
  tiles_.assign(std::size_t(tile_columns_) * std::size_t(tile_rows), {});
  objects_.clear();
  order_.clear();
  numbers_.clear();
  free_numbers_.clear();
  largest_number_ = 0;
}

geom::Rect ObjectMap::cells_of(int tile) const {
  const int x = tile % tile_columns_ * kTileSide, y = tile / tile_columns_ * kTileSide;
  return {x, y, std::min(kTileSide, cells_.width - x), std::min(kTileSide, cells_.height - y)};
}

void ObjectMap::mark(const geom::Rect& bbox) {
  if (bbox.width <= 0 || bbox.height <= 0 || tiles_.empty()) return;
  const int side = kTileSide * step_;
  const int last_column = std::min(tile_columns_ - 1, (bbox.x + bbox.width - 1) / side);
  const int last_row =
      std::min(int(tiles_.size()) / tile_columns_ - 1, (bbox.y + bbox.height - 1) / side);
  for (int row = std::max(0, bbox.y / side); row <= last_row; ++row)
    for (int column = std::max(0, bbox.x / side); column <= last_column; ++column)
      tiles_[std::size_t(row * tile_columns_ + column)].dirty = true;
}

std::uint16_t ObjectMap::take_number() {
  if (!free_numbers_.empty()) {
    const std::uint16_t number = free_numbers_.back();
    free_numbers_.pop_back();
    return number;
  }
  if (largest_number_ == kMostObjects) return 0;
  return ++largest_number_;
}

void ObjectMap::index_columns(Object& object) const {
  const std::vector<std::uint32_t>& counts = object.mask->counts;
  const auto height = std::uint64_t(image_.height);
  object.columns.clear();
  object.columns.reserve(std::size_t(object.bbox.width) + 1);
  std::uint64_t at = 0;
  std::size_t run = 0;
  for (int x = object.bbox.x; x <= object.bbox.x + object.bbox.width; ++x) {
    const std::uint64_t column_start = std::uint64_t(x) * height;
    while (run < counts.size() && at + counts[run] <= column_start)
      at += counts[run++];
    object.columns.push_back({std::uint32_t(run), at});
  }
}

void ObjectMap::update(const std::vector<session::SceneObject>& objects) {
  ++updates_;
  numbers_.assign(objects.size(), 0);
  std::vector<const Object*> order;
  order.reserve(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const session::SceneObject& shown = objects[i];
    if (!shown.mask || shown.mask->size != image_) continue;
    Object& object = objects_[std::string(shown.uuid)];
    if (object.number == 0) object.number = take_number();
    if (object.number == 0) continue;
    if (object.mask != shown.mask) {
      mark(object.bbox);
      object.mask = shown.mask;
      object.bbox = within(shown.bbox, image_);
      index_columns(object);
      mark(object.bbox);
    }
    object.seen = updates_;
    numbers_[i] = object.number;
    order.push_back(&object);
  }
  // Gone: their place is painted again and their number is free.
  std::vector<const Object*> kept;
  kept.reserve(order_.size());
  for (const Object* object : order_)
    if (object->seen == updates_) kept.push_back(object);
  for (auto it = objects_.begin(); it != objects_.end();) {
    if (it->second.seen == updates_) {
      ++it;
      continue;
    }
    mark(it->second.bbox);
    if (it->second.number != 0) free_numbers_.push_back(it->second.number);
    it = objects_.erase(it);
  }
  // Those that were there before, in another order: whatever overlaps may look different.
  std::size_t next = 0;
  for (const Object* object : order)
    if (next < kept.size() && object == kept[next]) ++next;
  if (next != kept.size())
    for (const Object* object : order)
      mark(object->bbox);
  order_ = std::move(order);
}

void ObjectMap::paint_column(const Object& object, int x, int cell_x, const geom::Rect& cells) {
  const Object::Column& column = object.columns[std::size_t(x - object.bbox.x)];
  const std::vector<std::uint32_t>& counts = object.mask->counts;
  const auto height = std::int64_t(image_.height);
  const std::int64_t top = std::int64_t(x) * height;
  std::int64_t at = std::int64_t(column.start);
  for (std::size_t run = column.run; run < counts.size() && at < top + height; ++run) {
    const std::int64_t end = at + counts[run];
    if (run % 2 == 1) {
      // Cells whose middle row lies in the run.
      const std::int64_t first = std::max(at, top) - top, last = std::min(end, top + height) - top;
      const int middle = step_ / 2;
      const int from = std::max(cells.y, int((first - middle + step_ - 1) / step_));
      const int to = std::min(cells.y + cells.height, int((last - middle + step_ - 1) / step_));
      for (int y = from; y < to; ++y)
        painted_[std::size_t(y - cells.y) * std::size_t(cells.width) +
                 std::size_t(cell_x - cells.x)] = object.number;
    }
    at = end;
  }
}

void ObjectMap::paint_object(const Object& object, const geom::Rect& cells) {
  const int middle = step_ / 2;
  const int left = std::max(object.bbox.x, cells.x * step_);
  const int right = std::min(object.bbox.x + object.bbox.width, (cells.x + cells.width) * step_);
  for (int cell_x = left / step_; cell_x < cells.x + cells.width; ++cell_x) {
    const int x = std::min(cell_x * step_ + middle, image_.width - 1);
    if (x >= right) break;
    if (x >= left && cell_x >= cells.x) paint_column(object, x, cell_x, cells);
  }
}

const std::vector<std::uint16_t>& ObjectMap::paint(int tile) {
  const geom::Rect cells = cells_of(tile);
  painted_.assign(std::size_t(cells.width) * std::size_t(cells.height), 0);
  const geom::Rect pixels = {cells.x * step_, cells.y * step_, cells.width * step_,
                             cells.height * step_};
  bool occupied = false;
  for (const Object* object : order_) {
    const geom::Rect& b = object->bbox;
    if (b.x >= pixels.x + pixels.width || b.y >= pixels.y + pixels.height ||
        b.x + b.width <= pixels.x || b.y + b.height <= pixels.y)
      continue;
    paint_object(*object, cells);
    occupied = true;
  }
  tiles_[std::size_t(tile)] = {false, occupied};
  return painted_;
}

}  // namespace maskpoint::render
