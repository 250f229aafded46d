#pragma once

// Included before Dear ImGui's OpenGL backend and by nothing else. The backend asks for the state
// it is going to change and puts it back after a frame. In a browser each question waits until the
// GPU has done everything before it: 10 to 40 ms of every frame on a software GPU, a stall on any
// other. Nobody needs the old state: CanvasRenderer sets all it relies on at the start of its
// frame. So the questions are answered here, with values that are valid to put back.

#include <GLES3/gl3.h>

static inline void mp_gl_state(GLenum name, GLint* value) {
  switch (name) {
    case GL_MAJOR_VERSION:
    case GL_MINOR_VERSION:
    case GL_NUM_EXTENSIONS:
      glGetIntegerv(name, value);  // asked once, at the start
      return;
    case GL_ACTIVE_TEXTURE:
      *value = GL_TEXTURE0;
      return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *value = GL_FUNC_ADD;
      return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      value[0] = value[1] = value[2] = value[3] = 0;
      return;
    default:
      *value = 0;
      return;  // no object bound, blending by zero
  }
}
#define glGetIntegerv mp_gl_state
