#include "render/mask_layer.h"

#include <algorithm>
#include <cassert>

#include "geom/model_transform.h"
#include "render/shader_sources.h"

namespace maskpoint::render {
namespace {

constexpr float kPendingTint = 0.42f, kHoverTint = 0.24f;
constexpr float kPendingOutline = 2, kHoverOutline = 1;  // CSS pixels
constexpr float kHoverOutlineAlpha = 0.75f;
constexpr float kHaloAlpha = 0.5f, kHaloReach = 1;  // logits to either side of the threshold

// 256 in full; a hover preview has 128 or 64.
int side_of(const sam::Logits& logits) {
  int side = geom::kLogitSide;
  while (std::size_t(side) * std::size_t(side) > logits.size())
    side /= 2;
  assert(std::size_t(side) * std::size_t(side) == logits.size());
  return side;
}

}  // namespace

base::Status MaskLayer::build_program() {
  return program_.build("mask", shader::quad_vert, shader::mask_frag);
}

void MaskLayer::context_lost() {
  program_.forget();
  texture_ = 0;
  uploaded_.reset();
}

void MaskLayer::upload(const sam::LogitsPtr& logits) {
  if (logits == uploaded_) return;
  const int side = side_of(*logits);
  side_ = side;
  if (texture_ == 0) {
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  // Half floats filter linearly everywhere; near the threshold they are finer than it needs.
  // Previews and full masks take turns while the pointer moves: the size is the upload's, not the
  // texture's.
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R16F, side, side, 0, GL_RED, GL_FLOAT, logits->data());
  uploaded_ = logits;
  measure(*logits, floor_);
}

void MaskLayer::measure(const sam::Logits& logits, float floor) {
  floor_ = floor;
  const int side = side_;
  left_ = top_ = side;
  right_ = bottom_ = 0;
  const float* at = logits.data();
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      if (!(*at++ > floor)) continue;
      left_ = std::min(left_, x);
      right_ = std::max(right_, x + 1);
      top_ = std::min(top_, y);
      bottom_ = y + 1;
    }
  }
}

void MaskLayer::draw(const View& view, const session::Scene& scene, Rgb tint) {
  if (!scene.mask || !scene.mask->logits || scene.image.width <= 0 || scene.image.height <= 0)
    return;
  glActiveTexture(GL_TEXTURE0);
  upload(scene.mask->logits);
  const bool halo = scene.mask->shows_uncertainty;
  const float floor = scene.mask->threshold - (halo ? kHaloReach : 0);
  if (floor != floor_) measure(*uploaded_, floor);
  if (right_ <= left_) return;
  glBindTexture(GL_TEXTURE_2D, texture_);

  const geom::ImageSize image = scene.image;
  const geom::ImageSize resized = geom::ModelTransform(image).resized();
  // The mask's texels and one round them, in image points, plus room for the outline.
  const double texel_x = double(geom::kModelSide) / side_ * image.width / resized.width;
  const double texel_y = double(geom::kModelSide) / side_ * image.height / resized.height;
  const double line = 2.0 * kPendingOutline * view.ratio / view.pixel();
  const double x0 = std::max(0.0, (left_ - 1) * texel_x - line);
  const double y0 = std::max(0.0, (top_ - 1) * texel_y - line);
  const double x1 = std::min(double(image.width), (right_ + 1) * texel_x + line);
  const double y1 = std::min(double(image.height), (bottom_ + 1) * texel_y + line);
  if (x1 <= x0 || y1 <= y0) return;

  const bool hover = scene.mask->style == session::MaskStyle::kHover;
  program_.use();
  program_.set_unit("u_logits", 0);
  program_.set("u_image_size", float(image.width), float(image.height));
  program_.set("u_resized_size", float(resized.width), float(resized.height));
  program_.set("u_pixel", view.pixel());
  // A preview's samples are the full result's at every second or fourth pixel, from the first: they
  // lie left of and above the middle of their texels (sam::DecodeOutput::side).
  const int step = geom::kLogitSide / side_;
  program_.set("u_shift", 2.0f * float(step - 1));
  program_.set("u_tint", tint.r, tint.g, tint.b);
  program_.set("u_tint_alpha", hover ? kHoverTint : kPendingTint);
  program_.set("u_outline", (hover ? kHoverOutline : kPendingOutline) * view.ratio);
  program_.set("u_outline_alpha", hover ? kHoverOutlineAlpha : 1.0f);
  program_.set("u_threshold", scene.mask->threshold);
  program_.set("u_halo_alpha", halo ? kHaloAlpha : 0.0f);
  draw_quad(program_, view, view.device(x0, y0, x1 - x0, y1 - y0),
            {float(x0), float(y0), float(x1 - x0), float(y1 - y0)});
}

}  // namespace maskpoint::render
