// A large image in one texture of a bounded size, put together from its tiles as they are uploaded.
#pragma once

#include "geom/points.h"
#include "render/painter.h"

namespace maskpoint::render {

class ImageOverview {
 public:
  // Room for an image of this size. Nothing is in it yet.
  void make(geom::ImageSize image);
  void free();
  void forget();  // the name is gone with the context
  bool exists() const { return texture_ != 0; }

  // Texels an image pixel measures: where fewer device pixels do, the overview is as sharp as can
  // be.
  float scale() const { return scale_; }

  // Makes it what is drawn to, and back: the View of the whole image on it.
  View begin() const;
  static void end(const View& screen);
  // Every tile is in it: mip levels for views smaller still.
  void finish();

  // The texture, and where these image pixels are in it.
  GLuint texture() const { return texture_; }
  DeviceRect place(double x, double y, double w, double h) const;

 private:
  GLuint texture_ = 0, frame_buffer_ = 0;
  int width_ = 0, height_ = 0;
  float scale_ = 1;
};

}  // namespace maskpoint::render
