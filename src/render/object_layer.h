// The accepted objects on the GPU: the id map as one texture, the looks of the ids as another, one
// shader pass over the tiles that hold anything. Selecting or lighting changes only a few texels of
// the looks; a new or changed mask paints only the tiles it touches, a few a frame.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "render/canvas_renderer.h"
#include "render/object_map.h"
#include "render/painter.h"

namespace maskpoint::render {

class ObjectLayer {
 public:
  base::Status build_program();
  void context_lost();
  // `line` is the opacity of the outlines of what is neither lit nor selected.
  void draw(const View& view, const session::Scene& scene, Rgb pending, float line = 1);
  bool wants_frame() const { return waiting_; }

 private:
  void start_image(const session::Scene& scene);
  bool list_changed(const session::Scene& scene) const;
  void remember_list(const session::Scene& scene);
  void update_looks(const session::Scene& scene, Rgb pending);
  void paint_tiles(const View& view);
  DeviceRect on_screen(const View& view, int tile) const;

  GlProgram program_;
  ObjectMap map_;
  GLuint ids_ = 0, looks_ = 0;
  std::int64_t image_id_ = 0;
  std::vector<std::shared_ptr<const mask::Rle>> shown_masks_;  // as of the last update, in order
  std::vector<std::string> shown_uuids_;
  // The very lists that were looked at last: nothing is to be done while they are the scene's.
  std::shared_ptr<const std::vector<session::SceneObject>> shown_list_, looks_of_;
  std::vector<std::pair<const void*, std::size_t>> shown_stroke_;
  std::vector<std::uint32_t> looks_now_, looks_before_;
  bool waiting_ = false;
};

}  // namespace maskpoint::render
