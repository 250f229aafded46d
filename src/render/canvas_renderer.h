// Draws a Scene with WebGL2: image, accepted objects, mask, points, box. UI thread, one GL context.
//
// Everything on the GPU is a cache of the Scene and can be rebuilt: after a lost context call
// context_lost() (forget the names) and context_restored() (compile again); the image and the
// object tiles come back by themselves over the next frames.
#pragma once

#include <memory>

#include "base/status.h"
#include "render/pixel_source.h"
#include "session/scene.h"

namespace maskpoint::render {

struct Rgb {
  float r = 0, g = 0, b = 0;  // sRGB 0…1, drawn as they are
};
inline Rgb rgb_of(int r, int g, int b) {
  return {float(r) / 255, float(g) / 255, float(b) / 255};
}

struct CanvasColors {
  Rgb canvas, accent, include, exclude;
  float shadow = 0.5f;  // darkness round the image at its edge, 0…1
};

class CanvasRenderer {
 public:
  CanvasRenderer();
  ~CanvasRenderer();
  CanvasRenderer(const CanvasRenderer&) = delete;
  CanvasRenderer& operator=(const CanvasRenderer&) = delete;

  // Compiles the shaders; the GL context is current. An error is a sentence for the user.
  base::Status init(PixelSource source);

  // Clears the frame buffer of the whole viewport (CSS pixels × ratio) and draws the canvas into
  // scene.canvas. Leaves GL state as Dear ImGui's backend expects to find it (it sets its own).
  void draw(const session::Scene& scene, geom::ScreenSize viewport, float device_pixel_ratio,
            const CanvasColors& colors);

  // Uploads are spread over frames: another draw is wanted.
  bool wants_frame() const;

  // Frees the image's textures, e.g. when it is closed or its pixels changed.
  void forget_image(std::int64_t image_id);

  void context_lost();
  base::Status context_restored();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maskpoint::render
