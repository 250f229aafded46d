#include "ui/row_drag.h"

#include <imgui.h>

#include <cmath>

namespace maskpoint::ui {

constexpr float kSlop = 6;  // CSS pixels

void drag_row(Screen& screen, const std::string& list, const std::string& row, const Hit& hit) {
  RowDrag& drag = screen.memory.row_drag;
  const float y = screen.pointer().y;
  if (hit.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) drag = {list, row, y, false};
  if (drag.list != list || drag.row != row) return;
  if (!drag.moving && std::abs(y - drag.from_y) > kSlop && hit.held) drag.moving = true;
  if (hit.let_go && !drag.moving) drag = {};
}

bool row_dropped(Screen& screen) {
  if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return false;
  screen.memory.row_drag = {};
  return true;
}

}  // namespace maskpoint::ui
