// The mask under the pointer or of the open prompt, from its logits: uploaded when they change,
// thresholded and outlined by the shader.
#pragma once

#include "render/canvas_renderer.h"
#include "render/painter.h"

namespace maskpoint::render {

class MaskLayer {
 public:
  base::Status build_program();
  void context_lost();
  void draw(const View& view, const session::Scene& scene, Rgb tint);

 private:
  void upload(const sam::LogitsPtr& logits);
  void measure(const sam::Logits& logits, float floor);

  GlProgram program_;
  GLuint texture_ = 0;
  sam::LogitsPtr uploaded_;
  int side_ = 0;  // of the texture
  // Where the logits are above `floor_`, in texels; nothing is drawn elsewhere.
  float floor_ = 0;
  int left_ = 0, top_ = 0, right_ = 0, bottom_ = 0;
};

}  // namespace maskpoint::render
