#include "app/window.h"

#define SDL_MAIN_HANDLED
#include <SDL.h>
#include <emscripten/html5.h>

#include <string>

namespace maskpoint::app {

base::Status Window::open(geom::ScreenSize size) {
  SDL_SetMainReady();
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0)
    return {base::StatusCode::kUnavailable,
            std::string("The canvas could not be opened: ") + SDL_GetError() + "."};
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  window_ = SDL_CreateWindow("Maskpoint", 0, 0, int(size.width), int(size.height),
                             SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI);
  if (window_ != nullptr) context_ = SDL_GL_CreateContext(window_);
  if (context_ == nullptr)
    return {base::StatusCode::kUnavailable,
            "This browser gave no WebGL 2 context. Turn on hardware acceleration or close other "
            "pages that draw with WebGL, then reload."};
  // SDL listens for every key and pointer event of the page and keeps some from the browser.
  emscripten_html5_remove_all_event_listeners();
  return {};
}

}  // namespace maskpoint::app
