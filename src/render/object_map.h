// Which object lies at each pixel, cut into square tiles: the accepted objects of one image,
// painted from their runs, bottom to top. Plain arithmetic, no GL; the layer uploads what is
// painted.
//
// A cell is one image pixel, or a block of `step` × `step` of them on images larger than kMostCells
// a side. Objects get small numbers that stay theirs while they are shown, so that a change of the
// list dirties only the tiles it touches. So does a changed mask: only the columns in which it
// differs are painted again; and a stroke in progress, only where it has grown.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "session/scene.h"

namespace maskpoint::render {

class ObjectMap {
 public:
  static constexpr int kTileSide = 256;  // cells
  static constexpr int kMostCells = 4096;
  static constexpr int kMostObjects = 65535;

  // Empties the map for an image of this size. Every tile counts as clean and empty.
  void reset(geom::ImageSize image);
  geom::ImageSize image() const { return image_; }
  geom::ImageSize cells() const { return cells_; }
  int step() const { return step_; }
  int tile_columns() const { return tile_columns_; }
  int tile_count() const { return int(tiles_.size()); }

  // Takes over the list; tiles where something changed become dirty. Objects past kMostObjects are
  // not drawn.
  void update(const std::vector<session::SceneObject>& objects);

  // The number of scene object i, as of the last update; 0 for one that is not drawn.
  std::uint16_t number_of(std::size_t i) const { return numbers_[i]; }
  std::uint16_t largest_number() const { return largest_number_; }

  bool dirty(int tile) const { return tiles_[std::size_t(tile)].dirty; }
  bool occupied(int tile) const { return tiles_[std::size_t(tile)].occupied; }
  // The tile's place and extent, in cells.
  geom::Rect cells_of(int tile) const;
  // Paints the tile, row-major, cells_of(tile).width wide, and marks it clean. The buffer is the
  // map's own and good until the next call.
  const std::vector<std::uint16_t>& paint(int tile);

 private:
  struct Object {
    std::shared_ptr<const mask::Rle> mask;
    geom::Rect bbox;
    std::uint16_t number = 0;
    // For each column of the bbox: the first run that reaches into it, and where that run starts
    // (position in column-major order). One entry more, for the end.
    struct Column {
      std::uint32_t run = 0;
      std::uint64_t start = 0;
    };
    std::vector<Column> columns;
    std::shared_ptr<const mask::Stroke> stroke;
    mask::StrokeKind stroke_kind = mask::StrokeKind::kAdds;
    std::size_t stroke_marked = 0;  // how many of its touched() are marked
    std::uint64_t seen = 0;
    geom::Rect extent() const;  // with what a stroke adds
  };
  struct Tile {
    bool dirty = false, occupied = false;
  };

  // One column of cells being painted.
  struct CellColumn {
    std::uint16_t* first;  // of the cell in the topmost row
    std::size_t stride;
    int top, bottom;  // rows of cells
    std::uint16_t number;
  };

  void index_columns(Object& object) const;
  void take_mask(Object& object, const session::SceneObject& shown);
  void take_stroke(Object& object, const session::SceneObject& shown);
  void paint_object(const Object& object, const geom::Rect& cells);
  void paint_column(const Object& object, int x, const CellColumn& column) const;
  void paint_base(const Object& object, int x, const CellColumn& column) const;
  void paint_rows(int first, int last, const CellColumn& column) const;
  void mark(const geom::Rect& bbox);
  std::uint16_t take_number();

  geom::ImageSize image_, cells_;
  int step_ = 1, tile_columns_ = 0;
  std::vector<Tile> tiles_;
  std::unordered_map<std::string, Object> objects_;
  std::vector<const Object*> order_;  // bottom to top
  std::vector<std::uint16_t> numbers_, free_numbers_;
  std::vector<std::uint16_t> painted_;
  std::uint16_t largest_number_ = 0;
  std::uint64_t updates_ = 0;
};

}  // namespace maskpoint::render
