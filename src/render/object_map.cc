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

// The columns in which two masks of one size differ, [first, last).
struct Columns {
  int first = 0, last = 0;
};
Columns difference(const mask::Rle& a, const mask::Rle& b) {
  const auto height = std::uint64_t(a.size.height);
  const std::size_t shorter = std::min(a.counts.size(), b.counts.size());
  std::size_t front = 0, back = 0;
  std::uint64_t same_front = 0, same_back = 0;
  while (front < shorter && a.counts[front] == b.counts[front])
    same_front += a.counts[front++];
  // Runs from the end can be the same only where they have the same colour.
  if ((a.counts.size() - b.counts.size()) % 2 == 0)
    while (back < shorter - front &&
           a.counts[a.counts.size() - 1 - back] == b.counts[b.counts.size() - 1 - back])
      same_back += a.counts[a.counts.size() - 1 - back++];
  const std::uint64_t end = std::uint64_t(a.size.width) * height - same_back;
  if (same_front >= end) return {};
  return {int(same_front / height), int((end + height - 1) / height)};
}

geom::Rect united(const geom::Rect& a, const geom::Rect& b) {
  if (a.width == 0) return b;
  if (b.width == 0) return a;
  const int left = std::min(a.x, b.x), top = std::min(a.y, b.y);
  return {left, top, std::max(a.x + a.width, b.x + b.width) - left,
          std::max(a.y + a.height, b.y + b.height) - top};
}

// The columns [first, last) of a box.
geom::Rect columns_of(const geom::Rect& box, Columns columns) {
  const int left = std::max(box.x, columns.first);
  const int right = std::min(box.x + box.width, columns.last);
  return {left, box.y, std::max(0, right - left), box.height};
}

}  // namespace

geom::Rect ObjectMap::Object::extent() const {
  return stroke && stroke_kind == mask::StrokeKind::kAdds ? united(bbox, stroke->bounds()) : bbox;
}

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
      tiles_[std::size_t(row) * std::size_t(tile_columns_) + std::size_t(column)].dirty = true;
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
    take_mask(object, shown);
    take_stroke(object, shown);
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
    mark(it->second.extent());
    if (it->second.number != 0) free_numbers_.push_back(it->second.number);
    it = objects_.erase(it);
  }
  // Those that were there before, in another order: whatever overlaps may look different.
  std::size_t next = 0;
  for (const Object* object : order)
    if (next < kept.size() && object == kept[next]) ++next;
  if (next != kept.size())
    for (const Object* object : order)
      mark(object->extent());
  order_ = std::move(order);
}

void ObjectMap::take_mask(Object& object, const session::SceneObject& shown) {
  if (object.mask == shown.mask) return;
  const geom::Rect box = within(shown.bbox, image_);
  if (object.mask) {
    mark(columns_of(united(object.bbox, box), difference(*object.mask, *shown.mask)));
  } else {
    mark(box);
  }
  object.mask = shown.mask;
  object.bbox = box;
  index_columns(object);
}

void ObjectMap::take_stroke(Object& object, const session::SceneObject& shown) {
  if (object.stroke != shown.stroke || object.stroke_kind != shown.stroke_kind) {
    if (object.stroke) mark(object.stroke->bounds());
    object.stroke = shown.stroke;
    object.stroke_kind = shown.stroke_kind;
    object.stroke_marked = 0;
  }
  if (!object.stroke) return;
  const std::vector<geom::Rect>& touched = object.stroke->touched();
  while (object.stroke_marked < touched.size())
    mark(touched[object.stroke_marked++]);
}

// Image rows [first, last): cells whose middle row lies in them.
void ObjectMap::paint_rows(int first, int last, const CellColumn& column) const {
  const int middle = step_ / 2;
  const int from = std::max(column.top, (first - middle + step_ - 1) / step_);
  const int to = std::min(column.bottom, (last - middle + step_ - 1) / step_);
  for (int y = from; y < to; ++y)
    column.first[std::size_t(y - column.top) * column.stride] = column.number;
}

// The object's own runs in image column x, less what a stroke erases.
void ObjectMap::paint_base(const Object& object, int x, const CellColumn& column) const {
  const Object::Column& start = object.columns[std::size_t(x - object.bbox.x)];
  const std::vector<std::uint32_t>& counts = object.mask->counts;
  const auto height = std::int64_t(image_.height);
  const std::int64_t top = std::int64_t(x) * height;
  std::span<const mask::RowSpan> erased;
  if (object.stroke && object.stroke_kind == mask::StrokeKind::kErases)
    erased = object.stroke->column(x);
  std::int64_t at = std::int64_t(start.start);
  for (std::size_t run = start.run; run < counts.size() && at < top + height; ++run) {
    const std::int64_t end = at + counts[run];
    if (run % 2 == 1) {
      int first = int(std::max(at, top) - top);
      const int last = int(std::min(end, top + height) - top);
      for (const mask::RowSpan& gone : erased) {
        if (gone.top >= last) break;
        if (gone.bottom <= first) continue;
        if (gone.top > first) paint_rows(first, gone.top, column);
        first = gone.bottom;
      }
      if (first < last) paint_rows(first, last, column);
    }
    at = end;
  }
}

void ObjectMap::paint_column(const Object& object, int x, const CellColumn& column) const {
  if (x >= object.bbox.x && x < object.bbox.x + object.bbox.width) paint_base(object, x, column);
  if (!object.stroke || object.stroke_kind == mask::StrokeKind::kErases) return;
  for (const mask::RowSpan& span : object.stroke->column(x))
    paint_rows(span.top, span.bottom, column);
}

void ObjectMap::paint_object(const Object& object, const geom::Rect& cells) {
  const int middle = step_ / 2;
  const geom::Rect extent = object.extent();
  const int left = std::max(extent.x, cells.x * step_);
  const int right = std::min(extent.x + extent.width, (cells.x + cells.width) * step_);
  for (int cell_x = left / step_; cell_x < cells.x + cells.width; ++cell_x) {
    const int x = std::min(cell_x * step_ + middle, image_.width - 1);
    if (x >= right) break;
    if (x < left || cell_x < cells.x) continue;
    paint_column(object, x,
                 {painted_.data() + (cell_x - cells.x), std::size_t(cells.width), cells.y,
                  cells.y + cells.height, object.number});
  }
}

const std::vector<std::uint16_t>& ObjectMap::paint(int tile) {
  const geom::Rect cells = cells_of(tile);
  painted_.assign(std::size_t(cells.width) * std::size_t(cells.height), 0);
  const geom::Rect pixels = {cells.x * step_, cells.y * step_, cells.width * step_,
                             cells.height * step_};
  bool occupied = false;
  for (const Object* object : order_) {
    const geom::Rect b = object->extent();
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
