#include "app/pictures.h"

#include <algorithm>
#include <utility>

#include "app/bridge.h"
#include "app/json_reading.h"

namespace maskpoint::app {
namespace {

// 128 × 128 × 4 bytes each with mip levels: about 17 MB of textures at most.
constexpr std::size_t kMostPictures = 200;

}  // namespace

void Pictures::make_room() {
  if (entries_.size() < kMostPictures) return;
  const auto oldest =
      std::min_element(entries_.begin(), entries_.end(),
                       [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
  if (oldest->second.arrived)
    page::tell(dump({{"type", "freePicture"}, {"texture", oldest->second.picture.texture}}));
  else
    cancel(oldest->second);
  entries_.erase(oldest);
}

void Pictures::cancel(const Entry& entry) {
  --waiting_;
  page::tell(dump({{"type", "cancelPicture"}, {"picture", entry.number}}));
}

void Pictures::end_frame() {
  if (waiting_ > 0)
    std::erase_if(entries_, [&](const auto& entry) {
      if (entry.second.arrived || entry.second.used > frame_began_) return false;
      cancel(entry.second);
      return true;
    });
  frame_began_ = uses_;
}

ui::Picture Pictures::look_up(const std::string& key, const std::string& spec) {
  auto at = entries_.find(key);
  if (at == entries_.end()) {
    make_room();
    at = entries_.emplace(key, Entry{++last_, {}, 0, false}).first;
    ++waiting_;
    page::picture(at->second.number, spec);
  }
  at->second.used = ++uses_;
  return at->second.picture;
}

ui::Picture Pictures::thumbnail(std::int64_t image_id, const std::string& version) {
  return look_up("image " + std::to_string(image_id) + " " + version,
                 dump({{"type", "thumbnail"}, {"image", image_id}}));
}

ui::Picture Pictures::text(const std::string& text, float em, int weight, float ratio) {
  const std::string key = "text " + std::to_string(em) + " " + std::to_string(weight) + " " +
                          std::to_string(ratio) + " " + text;
  return look_up(
      key,
      dump({{"type", "text"}, {"text", text}, {"em", em}, {"weight", weight}, {"ratio", ratio}}));
}

void Pictures::arrived(int picture, unsigned texture, geom::ImageSize size) {
  for (auto& [key, entry] : entries_) {
    if (entry.number != picture) continue;
    entry.picture = {texture, size};
    waiting_ -= !std::exchange(entry.arrived, true);
    return;
  }
  // Let go of before it came.
  if (texture != 0) page::tell(dump({{"type", "freePicture"}, {"texture", texture}}));
}

void Pictures::context_lost() {
  entries_.clear();
  waiting_ = 0;
}

}  // namespace maskpoint::app
