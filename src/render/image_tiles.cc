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
constexpr int kMostTiles = 40;
constexpr float kPixelsShowAt = 8;  // device pixels per image pixel from which they are squares

bool on_screen(const View& view, DeviceRect r) {
  return r.x < view.width && r.y < view.height && r.x + r.width > 0 && r.y + r.height > 0;
}

}  // namespace

base::Status ImageTiles::build_program() {
  return program_.build("image", shader::quad_vert, shader::image_frag);
}

void ImageTiles::context_lost() {
  program_.forget();
  tiles_.clear();
  image_id_ = 0;
  loaded_ = 0;
}

void ImageTiles::free_all() {
  for (Tile& tile : tiles_)
    if (tile.texture != 0) glDeleteTextures(1, &tile.texture);
  tiles_.clear();
  loaded_ = 0;
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

void ImageTiles::drop_oldest() {
  Tile* oldest = nullptr;
  for (Tile& tile : tiles_)
    if (tile.texture != 0 && (oldest == nullptr || tile.last_used < oldest->last_used))
      oldest = &tile;
  if (oldest == nullptr || oldest->last_used == frame_) return;  // all of them are in sight
  glDeleteTextures(1, &oldest->texture);
  oldest->texture = 0;
  --loaded_;
}

void ImageTiles::draw(const View& view, std::int64_t image_id, geom::ImageSize size,
                      const PixelSource& source) {
  lay_out(image_id, size);
  ++frame_;
  waiting_ = false;
  bool uploaded = false;
  glActiveTexture(GL_TEXTURE0);
  program_.use();
  program_.set_unit("u_image", 0);
  for (Tile& tile : tiles_) {
    const DeviceRect on =
        view.device(tile.shown.x, tile.shown.y, tile.shown.width, tile.shown.height);
    if (!on_screen(view, on)) continue;
    tile.last_used = frame_;
    if (tile.texture == 0 && !uploaded) uploaded = upload(tile, source);
    if (tile.texture == 0) {
      waiting_ = true;
      continue;
    }
    glBindTexture(GL_TEXTURE_2D, tile.texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER,
                    view.pixel() >= kPixelsShowAt ? GL_NEAREST : GL_LINEAR);
    const float w = float(tile.stored.width), h = float(tile.stored.height);
    draw_quad(program_, view, on,
              {float(tile.shown.x - tile.stored.x) / w, float(tile.shown.y - tile.stored.y) / h,
               float(tile.shown.width) / w, float(tile.shown.height) / h});
  }
  if (loaded_ > kMostTiles) drop_oldest();
}

}  // namespace maskpoint::render
