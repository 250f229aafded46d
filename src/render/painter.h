// What every layer draws with: the quad program's common uniforms, and the step from CSS pixels and
// image points to device pixels for one frame.
#pragma once

#include "geom/view_transform.h"
#include "render/gl_program.h"

namespace maskpoint::render {

// Device pixels, y down.
struct DeviceRect {
  float x = 0, y = 0, width = 0, height = 0;
};

struct View {
  geom::ViewTransform image_to_css;
  float ratio = 1;
  float width = 0, height = 0;  // of the frame buffer

  // Device pixels per image pixel.
  float pixel() const { return float(image_to_css.scale * ratio); }
  DeviceRect device(double x, double y, double w, double h) const {
    const double s = image_to_css.scale * ratio;
    const double left = image_to_css.offset_x * ratio + x * s;
    const double top = image_to_css.offset_y * ratio + y * s;
    // From the two corners, so that neighbours share their edge exactly.
    const float x0 = float(left), y0 = float(top);
    return {x0, y0, float(left + w * s) - x0, float(top + h * s) - y0};
  }
};

// Draws one quad with `program` (in use): `rect` on the screen, v_at running over `inner`.
void draw_quad(const GlProgram& program, const View& view, DeviceRect rect, DeviceRect inner);

// Four corners without a vertex buffer; WebGL wants some vertex array bound all the same.
class QuadArray {
 public:
  void bind() {
    if (array_ == 0) glGenVertexArrays(1, &array_);
    glBindVertexArray(array_);
  }
  void forget() { array_ = 0; }

 private:
  GLuint array_ = 0;
};

}  // namespace maskpoint::render
