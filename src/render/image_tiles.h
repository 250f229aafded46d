// The open image as GL tiles with mip levels: small images are one texture, large ones are cut.
//
// A tile shows up to kContent² pixels and carries kBorder more on each side that has a neighbour,
// so that filtering and the mip levels see across the seam. Tiles are made when they are first
// visible, one upload a frame, and the ones longest out of sight go when there are too many.
// An image of many tiles also gets an overview (image_overview.h) that stands in for them while
// the whole is seen: what a large image costs is bounded by what is on the screen.
#pragma once

#include <cstdint>
#include <vector>

#include "render/image_overview.h"
#include "render/painter.h"
#include "render/pixel_source.h"
#include "session/scene.h"

namespace maskpoint::render {

class ImageTiles {
 public:
  base::Status build_program();
  // Names are gone with the context; textures are made again when drawn.
  void context_lost();

  struct Look {
    session::ImageLook colors;
    session::Sampling sampling = session::Sampling::kAutomatic;
  };

  // Draws what is there of the image; uploads at most one tile. Tiles not there yet show the
  // overview, or the canvas.
  void draw(const View& view, std::int64_t image_id, geom::ImageSize size, const Look& look,
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
    bool in_overview = false;
  };

  void lay_out(std::int64_t image_id, geom::ImageSize size);
  bool upload(Tile& tile, const PixelSource& source);
  void copy_to_overview(const View& view, Tile& tile);
  static DeviceRect place_of(const View& view, const Tile& tile);
  void upload_what_is_seen(const View& view, const PixelSource& source);
  bool make_room(const Tile& wanted);
  void draw_tile(const View& view, const Tile& tile, bool as_squares);
  void set_look(const session::ImageLook& look);
  void drop(Tile& tile);
  void free_all();

  GlProgram program_;
  ImageOverview overview_;
  std::int64_t image_id_ = 0;
  geom::ImageSize size_;
  std::vector<Tile> tiles_;
  std::uint64_t frame_ = 0;
  int loaded_ = 0;
  bool waiting_ = false;
};

}  // namespace maskpoint::render
