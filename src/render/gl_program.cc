#include "render/gl_program.h"

#include <array>

namespace maskpoint::render {
namespace {

base::Status failed(std::string_view name, const char* log) {
  return {base::StatusCode::kUnavailable, "The graphics driver refused the shader \"" +
                                              std::string(name) + "\" (" + log +
                                              "); try another browser or update the driver."};
}

base::Status compile(std::string_view name, GLenum stage, const char* source, GLuint& shader) {
  shader = glCreateShader(stage);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint ok = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok != 0) return {};
  std::array<char, 600> log{};
  glGetShaderInfoLog(shader, GLsizei(log.size()) - 1, nullptr, log.data());
  return failed(name, log.data());
}

}  // namespace

GLint GlProgram::uniform(const char* name) const {
  const auto known = places_.find(std::string_view(name));
  if (known != places_.end()) return known->second;
  return places_.emplace(name, glGetUniformLocation(program_, name)).first->second;
}

base::Status GlProgram::build(std::string_view name, const char* vertex, const char* fragment) {
  places_.clear();
  GLuint first = 0, second = 0;
  if (base::Status s = compile(name, GL_VERTEX_SHADER, vertex, first); !s.ok()) return s;
  if (base::Status s = compile(name, GL_FRAGMENT_SHADER, fragment, second); !s.ok()) return s;
  program_ = glCreateProgram();
  glAttachShader(program_, first);
  glAttachShader(program_, second);
  glLinkProgram(program_);
  glDeleteShader(first);
  glDeleteShader(second);
  GLint ok = 0;
  glGetProgramiv(program_, GL_LINK_STATUS, &ok);
  if (ok != 0) return {};
  std::array<char, 600> log{};
  glGetProgramInfoLog(program_, GLsizei(log.size()) - 1, nullptr, log.data());
  return failed(name, log.data());
}

}  // namespace maskpoint::render
