#include "render/object_layer.h"

#include <algorithm>

#include "render/shader_sources.h"

namespace maskpoint::render {
namespace {

constexpr int kLooksSide = 256;     // 256×256 texels: one for each number
constexpr int kTilesPerFrame = 16;  // painted and uploaded; a tile of dense objects takes ~0.1 ms
enum Shown : std::uint32_t { kPlain = 1, kLit = 2, kSelected = 3, kPending = 4 };

void make_texture(GLuint& texture, GLenum format, int width, int height) {
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexStorage2D(GL_TEXTURE_2D, 1, format, width, height);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

std::uint32_t byte_of(float channel) {
  return std::uint32_t(channel * 255 + 0.5f);
}

std::uint32_t look_of(const session::SceneObject& object, Rgb pending) {
  if (object.pending)
    return byte_of(pending.r) | byte_of(pending.g) << 8 | byte_of(pending.b) << 16 |
           std::uint32_t(kPending) << 24;
  const std::uint32_t shown = object.selected ? kSelected : object.lit ? kLit : kPlain;
  return std::uint32_t(object.color.r) | std::uint32_t(object.color.g) << 8 |
         std::uint32_t(object.color.b) << 16 | shown << 24;
}

// Which strokes are in progress and how far they have grown.
std::vector<std::pair<const void*, std::size_t>> stroke_in(const session::Scene& scene) {
  std::vector<std::pair<const void*, std::size_t>> strokes;
  for (const session::SceneObject& object : scene.objects)
    if (object.stroke) strokes.emplace_back(object.stroke.get(), object.stroke->touched().size());
  return strokes;
}

}  // namespace

base::Status ObjectLayer::build_program() {
  return program_.build("objects", shader::quad_vert, shader::objects_frag);
}

void ObjectLayer::context_lost() {
  program_.forget();
  ids_ = looks_ = 0;
  image_id_ = 0;
}

void ObjectLayer::start_image(const session::Scene& scene) {
  if (scene.image_id == image_id_ && scene.image == map_.image() && ids_ != 0) return;
  if (ids_ != 0) glDeleteTextures(1, &ids_);
  image_id_ = scene.image_id;
  map_.reset(scene.image);
  shown_masks_.clear();
  shown_uuids_.clear();
  // Fresh storage is all zeros: no object anywhere.
  make_texture(ids_, GL_R16UI, map_.cells().width, map_.cells().height);
  if (looks_ == 0) make_texture(looks_, GL_RGBA8, kLooksSide, kLooksSide);
  looks_before_.clear();
  shown_list_ = nullptr;
  looks_of_ = nullptr;
}

bool ObjectLayer::list_changed(const session::Scene& scene) const {
  if (scene.objects.list() == shown_list_) return stroke_in(scene) != shown_stroke_;
  if (scene.objects.size() != shown_masks_.size()) return true;
  for (std::size_t i = 0; i < scene.objects.size(); ++i)
    if (scene.objects[i].mask != shown_masks_[i] || scene.objects[i].uuid != shown_uuids_[i])
      return true;
  return stroke_in(scene) != shown_stroke_;
}

void ObjectLayer::remember_list(const session::Scene& scene) {
  shown_masks_.clear();
  shown_uuids_.clear();
  shown_stroke_ = stroke_in(scene);
  for (const session::SceneObject& object : scene.objects) {
    shown_masks_.push_back(object.mask);
    shown_uuids_.emplace_back(object.uuid);
  }
}

void ObjectLayer::update_looks(const session::Scene& scene, Rgb pending) {
  if (scene.objects.list() == looks_of_ && !looks_before_.empty()) return;
  looks_of_ = scene.objects.list();
  const int rows = int(map_.largest_number()) / kLooksSide + 1;
  looks_now_.assign(std::size_t(rows) * kLooksSide, 0);
  for (std::size_t i = 0; i < scene.objects.size(); ++i)
    looks_now_[map_.number_of(i)] = look_of(scene.objects[i], pending);
  if (looks_now_ == looks_before_) return;
  glBindTexture(GL_TEXTURE_2D, looks_);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, kLooksSide, rows, GL_RGBA, GL_UNSIGNED_BYTE,
                  looks_now_.data());
  looks_before_.swap(looks_now_);
}

DeviceRect ObjectLayer::on_screen(const View& view, int tile) const {
  const geom::Rect cells = map_.cells_of(tile);
  const double step = map_.step();
  // The last cell of a coarse map may reach past the image.
  const double right = std::min((cells.x + cells.width) * step, double(map_.image().width));
  const double bottom = std::min((cells.y + cells.height) * step, double(map_.image().height));
  return view.device(cells.x * step, cells.y * step, right - cells.x * step,
                     bottom - cells.y * step);
}

void ObjectLayer::paint_tiles(const View& view) {
  waiting_ = false;
  int painted = 0;
  for (int tile = 0; tile < map_.tile_count(); ++tile) {
    if (!map_.dirty(tile)) continue;
    const DeviceRect r = on_screen(view, tile);
    if (r.x >= view.width || r.y >= view.height || r.x + r.width <= 0 || r.y + r.height <= 0)
      continue;
    if (painted == kTilesPerFrame) {
      waiting_ = true;
      return;
    }
    ++painted;
    const geom::Rect cells = map_.cells_of(tile);
    const std::vector<std::uint16_t>& ids = map_.paint(tile);
    glBindTexture(GL_TEXTURE_2D, ids_);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 2);
    glTexSubImage2D(GL_TEXTURE_2D, 0, cells.x, cells.y, cells.width, cells.height, GL_RED_INTEGER,
                    GL_UNSIGNED_SHORT, ids.data());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  }
}

void ObjectLayer::draw(const View& view, const session::Scene& scene, Rgb pending, float line) {
  if (scene.image.width <= 0 || scene.image.height <= 0) return;
  if (scene.objects.empty() && image_id_ != scene.image_id) return;
  start_image(scene);
  if (list_changed(scene)) {
    static const std::vector<session::SceneObject> kNone;
    map_.update(scene.objects.list() ? *scene.objects.list() : kNone);
    remember_list(scene);
  }
  shown_list_ = scene.objects.list();
  if (scene.objects.empty()) return;
  glActiveTexture(GL_TEXTURE0);
  update_looks(scene, pending);
  paint_tiles(view);

  program_.use();
  program_.set_unit("u_ids", 0);
  program_.set_unit("u_looks", 1);
  program_.set("u_map_size", float(map_.cells().width), float(map_.cells().height));
  program_.set("u_cell", view.pixel() * float(map_.step()));
  program_.set("u_ratio", view.ratio);
  // The fill in place of LOOK.md's 32 %; none at all for outlines only.
  program_.set("u_fill", scene.object_fill);
  program_.set("u_line", line);
  glBindTexture(GL_TEXTURE_2D, ids_);
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, looks_);
  for (int tile = 0; tile < map_.tile_count(); ++tile) {
    if (!map_.occupied(tile)) continue;
    const geom::Rect cells = map_.cells_of(tile);
    const DeviceRect r = on_screen(view, tile);
    if (r.x >= view.width || r.y >= view.height || r.x + r.width <= 0 || r.y + r.height <= 0)
      continue;
    const float cell = view.pixel() * float(map_.step());
    draw_quad(program_, view, r, {float(cells.x), float(cells.y), r.width / cell, r.height / cell});
  }
  glActiveTexture(GL_TEXTURE0);
}

}  // namespace maskpoint::render
