#include "render/painter.h"

namespace maskpoint::render {

void draw_quad(const GlProgram& program, const View& view, DeviceRect rect, DeviceRect inner) {
  program.set("u_rect", rect.x, rect.y, rect.width, rect.height);
  program.set("u_viewport", view.width, view.height);
  program.set("u_inner", inner.x, inner.y, inner.width, inner.height);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace maskpoint::render
