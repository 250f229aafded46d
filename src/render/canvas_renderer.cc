#include "render/canvas_renderer.h"

#include <cmath>
#include <utility>

#include "render/image_tiles.h"
#include "render/mask_layer.h"
#include "render/object_layer.h"
#include "render/prompt_layer.h"
#include "render/shader_sources.h"

namespace maskpoint::render {
namespace {

constexpr float kShadowReach = 20;  // CSS pixels
constexpr float kFoundFill = 0.05f, kFoundLine = 0.5f;

}  // namespace

struct CanvasRenderer::State {
  PixelSource source;
  QuadArray quad;
  GlProgram shadow;
  ImageTiles image;
  ObjectLayer found, objects;
  MaskLayer mask;
  PromptLayer prompts;

  base::Status build();
  void draw_shadow(const View& view, const session::Scene& scene, float darkness);
  void draw_found(const View& view, const session::Scene& scene, Rgb accent);
};

base::Status CanvasRenderer::State::build() {
  if (base::Status s = shadow.build("shadow", shader::quad_vert, shader::shadow_frag); !s.ok())
    return s;
  if (base::Status s = image.build_program(); !s.ok()) return s;
  if (base::Status s = found.build_program(); !s.ok()) return s;
  if (base::Status s = objects.build_program(); !s.ok()) return s;
  if (base::Status s = mask.build_program(); !s.ok()) return s;
  return prompts.build_program();
}

void CanvasRenderer::State::draw_shadow(const View& view, const session::Scene& scene,
                                        float darkness) {
  if (darkness <= 0) return;
  const DeviceRect box = view.device(0, 0, scene.image.width, scene.image.height);
  const float reach = kShadowReach * view.ratio;
  const float drop = 3 * view.ratio;
  shadow.use();
  shadow.set("u_box", box.x, box.y + drop, box.width, box.height);
  shadow.set("u_reach", reach);
  shadow.set("u_darkness", darkness);
  const DeviceRect r = {box.x - reach, box.y + drop - reach, box.width + 2 * reach,
                        box.height + 2 * reach};
  draw_quad(shadow, view, r, r);
}

// As objects are, but with hardly any fill.
void CanvasRenderer::State::draw_found(const View& view, const session::Scene& scene, Rgb accent) {
  session::Scene layer;
  layer.image_id = scene.image_id;
  layer.image = scene.image;
  layer.objects = scene.found;
  layer.object_fill = kFoundFill;
  found.draw(view, layer, accent, kFoundLine);
}

CanvasRenderer::CanvasRenderer() : state_(std::make_unique<State>()) {
}
CanvasRenderer::~CanvasRenderer() = default;

base::Status CanvasRenderer::init(PixelSource source) {
  state_->source = std::move(source);
  return state_->build();
}

bool CanvasRenderer::wants_frame() const {
  return state_->image.wants_frame() || state_->objects.wants_frame() ||
         state_->found.wants_frame();
}

void CanvasRenderer::forget_image(std::int64_t image_id) {
  state_->image.forget(image_id);
}

void CanvasRenderer::context_lost() {
  state_->quad.forget();
  state_->shadow.forget();
  state_->image.context_lost();
  state_->found.context_lost();
  state_->objects.context_lost();
  state_->mask.context_lost();
  state_->prompts.context_lost();
}

base::Status CanvasRenderer::context_restored() {
  return state_->build();
}

void CanvasRenderer::draw(const session::Scene& scene, geom::ScreenSize viewport,
                          float device_pixel_ratio, const CanvasColors& colors) {
  State& s = *state_;
  const View view = {scene.view, device_pixel_ratio,
                     std::round(viewport.width * device_pixel_ratio),
                     std::round(viewport.height * device_pixel_ratio)};
  glViewport(0, 0, GLsizei(view.width), GLsizei(view.height));
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_STENCIL_TEST);
  glDisable(GL_CULL_FACE);
  glClearColor(colors.canvas.r, colors.canvas.g, colors.canvas.b, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  if (scene.image_id == 0 || !scene.pixels_ready) return;

  const float left = std::round(scene.canvas.x * device_pixel_ratio);
  const float right = std::round((scene.canvas.x + scene.canvas.width) * device_pixel_ratio);
  const float top = std::round(scene.canvas.y * device_pixel_ratio);
  const float bottom = std::round((scene.canvas.y + scene.canvas.height) * device_pixel_ratio);
  glEnable(GL_SCISSOR_TEST);
  glScissor(GLint(left), GLint(view.height - bottom), GLsizei(right - left), GLsizei(bottom - top));
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  // The frame buffer stays opaque whatever is blended into it.
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  s.quad.bind();
  s.draw_shadow(view, scene, colors.shadow);
  s.image.draw(view, scene.image_id, scene.image, {scene.look, scene.sampling}, s.source);
  s.draw_found(view, scene, colors.accent);
  s.objects.draw(view, scene, colors.accent);
  s.mask.draw(view, scene, colors.accent);
  s.prompts.draw(view, scene, colors);
  glBindVertexArray(0);
  glDisable(GL_SCISSOR_TEST);
}

}  // namespace maskpoint::render
