#include "ui/list_keys.h"

#include <algorithm>
#include <optional>

namespace maskpoint::ui {
namespace {

namespace action = session::action;

// Where the key leads from row `at` of `count`; nothing when it is another key.
std::optional<int> target(const std::string& key, int at, int count, int page) {
  if (key == "ArrowDown") return at + 1;
  if (key == "ArrowUp") return at < 0 ? count - 1 : at - 1;
  if (key == "PageDown") return at + page;
  if (key == "PageUp") return at - page;
  if (key == "Home") return 0;
  if (key == "End") return count - 1;
  return std::nullopt;
}

}  // namespace

bool list_key(Memory& memory, const KeyStroke& stroke, const session::Session& session,
              std::vector<session::Action>& out) {
  if (stroke.ctrl || stroke.alt || stroke.shift) return false;
  const std::int64_t open = session.open_image() ? session.open_image()->id : 0;
  const std::int64_t on = memory.list_cursor != 0 ? memory.list_cursor : open;
  if (stroke.key == "Enter") {
    if (on == open || on == 0) return false;  // nothing to open: it means the prompt
    memory.list_cursor_since = -1;
    memory.list_opened = on;
    out.push_back(action::OpenImage{on});
    return true;
  }
  const std::vector<int>& shown = session.filtered_images();
  const int count = int(shown.size());
  const auto to = target(stroke.key, session.shown_position(on), count, memory.list_page);
  if (!to) return false;
  if (count == 0) return true;
  const int row = std::clamp(*to, 0, count - 1);
  memory.list_cursor = session.images()[std::size_t(shown[std::size_t(row)])].id;
  memory.list_cursor_since = 0;  // from the next draw on
  memory.list_reveal = true;
  return true;
}

}  // namespace maskpoint::ui
