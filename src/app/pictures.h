// Small pictures the interface draws: thumbnails of the image list, and lines of text in scripts
// the font atlas lacks. The page makes them as textures; asked for when first shown, the least
// recently used go first.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ui/interface.h"

namespace maskpoint::app {

class Pictures {
 public:
  // Another version is another picture.
  ui::Picture thumbnail(std::int64_t image_id, const std::string& version);
  ui::Picture text(const std::string& text, float em, int weight, float ratio);

  // What was asked for and is no longer shown before it has come (a list scrolled past) is not
  // loaded.
  void end_frame();

  // The page's answer; texture 0 and no size when there is none to be had.
  void arrived(int picture, unsigned texture, geom::ImageSize size);
  // Names on the GPU mean nothing any more.
  void context_lost();

 private:
  struct Entry {
    int number = 0;
    ui::Picture picture;
    std::uint64_t used = 0;
    bool arrived = false;
  };
  ui::Picture look_up(const std::string& key, const std::string& spec);
  void make_room();
  void cancel(const Entry& entry);

  std::map<std::string, Entry> entries_;
  int last_ = 0;
  std::uint64_t uses_ = 0;
  std::uint64_t frame_began_ = 0;  // `uses_` then
  int waiting_ = 0;                // entries that have not arrived
};

}  // namespace maskpoint::app
