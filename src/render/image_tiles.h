// The open image as GL tiles with mip levels: small images are one texture, large ones are cut.
//
// A tile shows up to kContent² pixels and carries kBorder more on each side that has a neighbour,
// so that filtering and the mip levels see across the seam. Tiles are made when they are first
// visible, one upload a frame, and the ones longest out of sight go when there are more than
// kMostTiles.
#pragma once

#include <cstdint>
#include <vector>

#include "render/painter.h"
#include "render/pixel_source.h"

namespace maskpoint::render {

class ImageTiles {
 public:
  base::Status build_program();
  // Names are gone with the context; textures are made again when drawn.
  void context_lost();

  // Draws what is there of the image; uploads at most one tile. Tiles not there yet show the
  // canvas.
  void draw(const View& view, std::int64_t image_id, geom::ImageSize size,
            const PixelSource& source);
  // A visible tile waits for its upload.
  bool wants_frame() const { return waiting_; }
  void forget(std::int64_t image_id);

 private:
  struct Tile {
    geom::Rect shown;   // image pixels it is drawn over
    geom::Rect stored;  // image pixels in the texture: shown plus borders
    GLuint texture = 0;
    std::uint64_t last_used = 0;
  };

  void lay_out(std::int64_t image_id, geom::ImageSize size);
  bool upload(Tile& tile, const PixelSource& source);
  void drop_oldest();
  void free_all();

  GlProgram program_;
  std::int64_t image_id_ = 0;
  geom::ImageSize size_;
  std::vector<Tile> tiles_;
  std::uint64_t frame_ = 0;
  int loaded_ = 0;
  bool waiting_ = false;
};

}  // namespace maskpoint::render
