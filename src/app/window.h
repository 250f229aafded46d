// The canvas element as an SDL window with a WebGL 2 context. Input does not come through SDL:
// pointer and key events reach the core through the bridge, with fractions of pixels, touch, pen
// and the typed character, which SDL's Emscripten backend does not have.
#pragma once

#include "base/status.h"
#include "geom/points.h"

struct SDL_Window;

namespace maskpoint::app {

class Window {
 public:
  Window() = default;
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  base::Status open(geom::ScreenSize size);

 private:
  SDL_Window* window_ = nullptr;
  void* context_ = nullptr;
};

}  // namespace maskpoint::app
