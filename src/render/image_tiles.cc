#include "render/image_tiles.h"

#include <algorithm>
#include <cmath>

#include "render/shader_sources.h"

namespace maskpoint::render {
namespace {

constexpr int kLargestTexture = 2048;
constexpr int kMipLevels = 5;                   // full size down to 1/16
constexpr int kBorder = 1 << (kMipLevels - 1);  // one texel of the smallest level
constexpr int kContent = kLargestTexture - 2 * kBorder;
// 22 MiB each at most. Up to this many the whole image may be in tiles; more have an overview.
constexpr int kMostTiles = 16;
constexpr int kTilesWithoutOverview = 6;
constexpr float kPixelsShowAt = 8;  // device pixels per image pixel from which they are squares

bool on_screen(const View& view, DeviceRect r) {
  return r.x < view.width && r.y < view.height && r.x + r.width > 0 && r.y + r.height > 0;
}

bool squares(const View& view, session::Sampling sampling) {
  if (sampling == session::Sampling::kAutomatic) return view.pixel() >= kPixelsShowAt;
  return sampling == session::Sampling::kPixelated && view.pixel() > 1;
}

}  // namespace

DeviceRect ImageTiles::place_of(const View& view, const Tile& tile) {
  return view.device(tile.shown.x, tile.shown.y, tile.shown.width, tile.shown.height);
}

base::Status ImageTiles::build_program() {
  return program_.build("image", shader::quad_vert, shader::image_frag);
}

void ImageTiles::context_lost() {
  program_.forget();
  overview_.forget();
  tiles_.clear();
  image_id_ = 0;
  loaded_ = 0;
}

void ImageTiles::drop(Tile& tile) {
  if (tile.texture == 0) return;
  glDeleteTextures(1, &tile.texture);
  tile.texture = 0;
  --loaded_;
}

void ImageTiles::free_all() {
  for (Tile& tile : tiles_)
    drop(tile);
  tiles_.clear();
  overview_.free();
}

void ImageTiles::forget(std::int64_t image_id) {
  if (image_id != image_id_) return;
  free_all();
  image_id_ = 0;
}

void ImageTiles::lay_out(std::int64_t image_id, geom::ImageSize size) {
  if (image_id == image_id_ && size == size_) return;
  free_all();
  image_id_ = image_id;
  size_ = size;
  const bool single = size.width <= kLargestTexture && size.height <= kLargestTexture;
  const int stride = single ? kLargestTexture : kContent;
  for (int y = 0; y < size.height; y += stride) {
    for (int x = 0; x < size.width; x += stride) {
      Tile tile;
      tile.shown = {x, y, std::min(stride, size.width - x), std::min(stride, size.height - y)};
      const int left = single ? 0 : std::max(0, x - kBorder);
      const int top = single ? 0 : std::max(0, y - kBorder);
      const int right = std::min(size.width, x + tile.shown.width + kBorder);
      const int bottom = std::min(size.height, y + tile.shown.height + kBorder);
      tile.stored = {left, top, right - left, bottom - top};
      tiles_.push_back(tile);
    }
  }
  if (tiles_.size() > kTilesWithoutOverview) overview_.make(size);
}

bool ImageTiles::upload(Tile& tile, const PixelSource& source) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  const int longest = std::max(tile.stored.width, tile.stored.height);
  const int levels = std::min(kMipLevels, 1 + int(std::log2(double(std::max(1, longest)))));
  glTexStorage2D(GL_TEXTURE_2D, levels, GL_RGBA8, tile.stored.width, tile.stored.height);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  if (!source(image_id_, texture, tile.stored, 0, 0)) {
    glDeleteTextures(1, &texture);
    return false;
  }
  glBindTexture(GL_TEXTURE_2D, texture);
  glGenerateMipmap(GL_TEXTURE_2D);
  tile.texture = texture;
  ++loaded_;
  return true;
}

void ImageTiles::copy_to_overview(const View& view, Tile& tile) {
  if (!overview_.exists() || tile.in_overview) return;
  set_look({});
  const View whole = overview_.begin();
  draw_tile(whole, tile, false);
  ImageOverview::end(view);
  tile.in_overview = true;
  if (std::all_of(tiles_.begin(), tiles_.end(), [](const Tile& t) { return t.in_overview; }))
    overview_.finish();
}

// Room for one more tile. A tile in sight goes only for one that is not in the overview yet; it has
// its own place there by then.
bool ImageTiles::make_room(const Tile& wanted) {
  if (loaded_ < kMostTiles) return true;
  Tile* oldest = nullptr;
  for (Tile& tile : tiles_)
    if (tile.texture != 0 && (oldest == nullptr || tile.last_used < oldest->last_used))
      oldest = &tile;
  if (oldest == nullptr || (oldest->last_used == frame_ && wanted.in_overview)) return false;
  drop(*oldest);
  return true;
}

// At most one a frame. A tile whose part of the overview is as sharp is not wanted.
void ImageTiles::upload_what_is_seen(const View& view, const PixelSource& source) {
  const bool overview_does = overview_.exists() && view.pixel() <= overview_.scale();
  const auto wanted = [&](const Tile& tile) {
    return !(overview_does && tile.in_overview) && on_screen(view, place_of(view, tile));
  };
  for (Tile& tile : tiles_)
    if (wanted(tile)) tile.last_used = frame_;
  bool asked = false;
  waiting_ = false;
  for (Tile& tile : tiles_) {
    if (tile.texture != 0 || tile.last_used != frame_) continue;
    if (asked) {
      waiting_ = true;
    } else if (make_room(tile)) {
      asked = true;
      if (upload(tile, source))
        copy_to_overview(view, tile);
      else
        waiting_ = true;
    }
  }
}

void ImageTiles::set_look(const session::ImageLook& look) {
  program_.set("u_brightness", look.brightness);
  // Twice as steep and flat grey are as far from 1 as each other.
  program_.set("u_contrast", look.contrast < 0 ? 1 + look.contrast : 1 + 3 * look.contrast);
  program_.set("u_saturation", look.saturation < 0 ? 1 + look.saturation : 1 + 2 * look.saturation);
  program_.set("u_invert", look.invert ? 1.0f : 0.0f);
}

void ImageTiles::draw_tile(const View& view, const Tile& tile, bool as_squares) {
  const DeviceRect on = place_of(view, tile);
  if (tile.texture == 0) {
    if (!tile.in_overview) return;
    glBindTexture(GL_TEXTURE_2D, overview_.texture());
    draw_quad(program_, view, on,
              overview_.place(tile.shown.x, tile.shown.y, tile.shown.width, tile.shown.height));
    return;
  }
  glBindTexture(GL_TEXTURE_2D, tile.texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, as_squares ? GL_NEAREST : GL_LINEAR);
  const float w = float(tile.stored.width), h = float(tile.stored.height);
  draw_quad(program_, view, on,
            {float(tile.shown.x - tile.stored.x) / w, float(tile.shown.y - tile.stored.y) / h,
             float(tile.shown.width) / w, float(tile.shown.height) / h});
}

void ImageTiles::draw(const View& view, std::int64_t image_id, geom::ImageSize size,
                      const Look& look, const PixelSource& source) {
  lay_out(image_id, size);
  ++frame_;
  glActiveTexture(GL_TEXTURE0);
  program_.use();
  program_.set_unit("u_image", 0);
  upload_what_is_seen(view, source);
  set_look(look.colors);
  for (const Tile& tile : tiles_)
    if (on_screen(view, place_of(view, tile))) draw_tile(view, tile, squares(view, look.sampling));
}

}  // namespace maskpoint::render
