#include "render/image_overview.h"

#include <algorithm>
#include <cmath>

namespace maskpoint::render {
namespace {

constexpr int kLongest =
    4096;  // every WebGL2 device has textures of it in practice; 64 MiB at most
constexpr int kMipLevels = 5;

int largest_texture() {
  GLint most = 2048;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
  return std::min(kLongest, int(most));
}

}  // namespace

void ImageOverview::make(geom::ImageSize image) {
  free();
  scale_ = std::min(1.0f, float(largest_texture()) / float(std::max(image.width, image.height)));
  width_ = std::max(1, int(std::ceil(float(image.width) * scale_)));
  height_ = std::max(1, int(std::ceil(float(image.height) * scale_)));
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  const int levels = std::min(kMipLevels, 1 + int(std::log2(double(std::max(width_, height_)))));
  glTexStorage2D(GL_TEXTURE_2D, levels, GL_RGBA8, width_, height_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glGenFramebuffers(1, &frame_buffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void ImageOverview::free() {
  if (texture_ == 0) return;
  glDeleteFramebuffers(1, &frame_buffer_);
  glDeleteTextures(1, &texture_);
  forget();
}

void ImageOverview::forget() {
  texture_ = frame_buffer_ = 0;
}

View ImageOverview::begin() const {
  glBindFramebuffer(GL_FRAMEBUFFER, frame_buffer_);
  glViewport(0, 0, width_, height_);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_BLEND);
  return {{scale_, 0, 0}, 1, float(width_), float(height_)};
}

void ImageOverview::end(const View& screen) {
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glViewport(0, 0, GLsizei(screen.width), GLsizei(screen.height));
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
}

void ImageOverview::finish() {
  glBindTexture(GL_TEXTURE_2D, texture_);
  glGenerateMipmap(GL_TEXTURE_2D);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
}

DeviceRect ImageOverview::place(double x, double y, double w, double h) const {
  // What is drawn to a texture lies in it bottom up.
  const double kx = double(scale_) / width_, ky = double(scale_) / height_;
  return {float(x * kx), float(1 - y * ky), float(w * kx), float(-h * ky)};
}

}  // namespace maskpoint::render
