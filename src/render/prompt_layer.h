// The prompts on top of everything: the box with its handles, the points.
#pragma once

#include "render/canvas_renderer.h"
#include "render/painter.h"

namespace maskpoint::render {

class PromptLayer {
 public:
  base::Status build_program();
  void context_lost() { program_.forget(); }
  void draw(const View& view, const session::Scene& scene, const CanvasColors& colors);

 private:
  struct Shape;
  void draw_shape(const View& view, const Shape& shape);
  void draw_handles(const View& view, const session::SceneBox& box, const CanvasColors& colors);
  void draw_held(const View& view, geom::ImagePoint at, const CanvasColors& colors);
  void draw_box(const View& view, const session::SceneBox& box, const CanvasColors& colors);
  void draw_point(const View& view, const session::ScenePoint& point, const CanvasColors& colors);

  GlProgram program_;
};

}  // namespace maskpoint::render
