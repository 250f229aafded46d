// A linked WebGL2 program and the places of its uniforms. The GL context must be current.
#pragma once

#include <GLES3/gl3.h>

#include <map>
#include <string>
#include <string_view>

#include "base/status.h"

namespace maskpoint::render {

class GlProgram {
 public:
  // Compiles and links; an error carries the driver's words.
  base::Status build(std::string_view name, const char* vertex, const char* fragment);
  void forget() { program_ = 0; }  // after a lost context

  void use() const { glUseProgram(program_); }
  GLint uniform(const char* name) const;

  void set(const char* name, float a) const { glUniform1f(uniform(name), a); }
  void set(const char* name, float a, float b) const { glUniform2f(uniform(name), a, b); }
  void set(const char* name, float a, float b, float c) const {
    glUniform3f(uniform(name), a, b, c);
  }
  void set(const char* name, float a, float b, float c, float d) const {
    glUniform4f(uniform(name), a, b, c, d);
  }
  void set_unit(const char* name, int unit) const { glUniform1i(uniform(name), unit); }

 private:
  GLuint program_ = 0;
  mutable std::map<std::string, GLint, std::less<>> places_;
};

}  // namespace maskpoint::render
