// The objects of the open image, the topmost first: colour, class, area, score, lock, eye; delete
// under the pointer. Hovering lights the object on the canvas; a row dragged changes the order.
#include <algorithm>
#include <optional>
#include <set>

#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/popover.h"
#include "ui/row_drag.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr float kHeader = 39, kFoot = 8;
constexpr char kScroll[] = "objects";

struct RowHits {
  Hit swatch, eye, lock, remove, row;
  bool hovered() const {
    return swatch.hovered || eye.hovered || lock.hovered || remove.hovered || row.hovered;
  }
};

// The lock is there while it is locked or under the pointer, as removal is.
RowHits hits_of(Screen& screen, const std::string& name, const doc::Annotation& object,
                ScreenRect r) {
  RowHits hits;
  const bool under_pointer = r.contains(screen.pointer());
  float x = right_of(r) - size::kPadding - 19;
  hits.swatch = screen.hit(name + ":class", {r.x + size::kPadding - 3, r.y + 6, 18, 18});
  hits.eye = screen.hit(name + ":eye", {x, r.y + 4, 22, 22});
  if (under_pointer || object.locked)
    hits.lock = screen.hit(name + ":lock", {x -= 24, r.y + 4, 22, 22});
  if (under_pointer && !object.locked)
    hits.remove = screen.hit(name + ":delete", {x -= 24, r.y + 4, 22, 22});
  hits.row = screen.hit(name, r);
  return hits;
}

void open_object_menu(Screen& screen, const std::string& uuid) {
  // The menu is of what is selected; a row that is not becomes so.
  if (!screen.session.selection().contains(uuid))
    screen.act(action::Select{uuid, action::SelectKind::kOnly});
  open_popover(screen, MenuKind::kObject, {screen.pointer().x, screen.pointer().y, 1, 1});
}

void act_on(Screen& screen, const doc::Annotation& object, const RowHits& hits) {
  const action::Modifiers& keys = screen.memory.modifiers;
  if (hits.swatch.clicked) {
    open_popover(screen, MenuKind::kObjectClass, hits.swatch.rect);
    screen.memory.menu.object = object.uuid;
  } else if (hits.eye.clicked) {
    screen.act(action::ToggleVisible{object.uuid});
  } else if (hits.lock.clicked) {
    screen.act(action::ToggleLocked{object.uuid});
  } else if (hits.remove.clicked) {
    screen.act(action::DeleteObject{object.uuid});
  } else if (hits.row.context) {
    open_object_menu(screen, object.uuid);
  } else if (hits.row.double_clicked && object.prompts) {
    screen.act(action::ReopenObject{object.uuid});
  } else if (hits.row.clicked && !screen.memory.row_drag.moving) {
    const action::SelectKind kind = keys.shift  ? action::SelectKind::kRange
                                    : keys.ctrl ? action::SelectKind::kToggle
                                                : action::SelectKind::kOnly;
    screen.act(action::Select{object.uuid, kind});
  }
}

void row_glyphs(Screen& screen, const std::string& name, const doc::Annotation& object,
                const RowHits& hits, bool hidden) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const auto glyph = [&](const Hit& h, const char* shape, Tint tint) {
    if (h.rect.width <= 0) return;
    if (h.hovered) p.fill(h.rect, c.hover, 5);
    p.icon(FontRole::kSmallIcon, centre_of(h.rect), h.hovered ? c.text : tint, shape);
  };
  glyph(hits.eye, hidden ? icon::kEyeOff : icon::kEye, hidden ? c.dim : c.faint);
  glyph(hits.lock, object.locked ? icon::kLock : icon::kUnlock, object.locked ? c.text : c.faint);
  glyph(hits.remove, icon::kTrash, c.dim);
  screen.tip(name + ":class", hits.swatch, "Change the class", {});
  screen.tip(name + ":eye", hits.eye, hidden ? "Show" : "Hide", screen.caps(CommandId::kHide));
  screen.tip(name + ":lock", hits.lock, object.locked ? "Unlock" : "Lock",
             screen.caps(CommandId::kLock));
  screen.tip(name + ":delete", hits.remove, "Delete", screen.caps(CommandId::kDelete));
}

// Returns whether the pointer is on the row.
bool object_row(Screen& screen, const doc::Annotation& object, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const doc::Category* category = category_of(screen.session, object.category_id);
  const bool hidden = screen.session.is_hidden(object.uuid);
  const std::string name = "object:" + object.uuid;
  const RowHits hits = hits_of(screen, name, object, r);
  const bool hovered = hits.hovered();
  if (screen.session.selection().contains(object.uuid))
    p.fill(r, c.selection);
  else if (hovered)
    p.fill(r, faded(c.hover, 0.6f));

  const Tint swatch = category != nullptr ? tint_of(category->color) : c.faint;
  if (hits.swatch.hovered) p.outline(inset(hits.swatch.rect, 0.5f), c.dim, 5, 1.5f);
  p.fill(inset(hits.swatch.rect, 3), hidden ? faded(swatch, 0.35f) : swatch, 3);
  row_glyphs(screen, name, object, hits, hidden);

  const bool wide = hits.remove.rect.width <= 0;
  float right = (!wide                      ? hits.remove.rect.x
                 : hits.lock.rect.width > 0 ? hits.lock.rect.x
                                            : hits.eye.rect.x) -
                5;
  const float y = r.y + r.height / 2;
  if (object.predicted_iou > 0)
    right -=
        p.text(FontRole::kSmall, {right, y}, c.dim, score(object.predicted_iou), Align::kRight) + 8;
  if (wide)
    right -=
        p.text(FontRole::kSmall, {right, y}, c.dim, grouped(object.area) + " px", Align::kRight) +
        8;
  float x = r.x + 32;
  const float room = right - x - (object.iscrowd ? 22 : 0);
  x += p.text(FontRole::kBody, {x, y}, hidden ? c.faint : c.text,
              category != nullptr ? category->name : "no class", Align::kLeft, room);
  if (object.iscrowd) p.icon(FontRole::kTinyIcon, {x + 12, y}, c.dim, icon::kCrowd);
  if (hovered) screen.pointer_shape("pointer");
  act_on(screen, object, hits);
  if (hits.row.held || hits.row.let_go) drag_row(screen, kScroll, object.uuid, hits.row);
  return hovered;
}

// Where the dragged rows would come to lie: a line between two rows; the move when they are let go.
void draw_drag(Screen& screen, const doc::ImageDoc& image, ScreenRect view, float offset) {
  const RowDrag drag = screen.memory.row_drag;
  if (drag.list != kScroll || !drag.moving) return;
  const int count = int(image.annotations.size());
  const float y = screen.pointer().y - view.y + offset;
  const int place = std::clamp(int(y / size::kRow + 0.5f), 0, count);
  const float line = view.y + float(place) * size::kRow - offset;
  screen.pen().fill({view.x + 8, line - 1, view.width - 16, 2}, screen.colors.accent, 1);
  screen.pointer_shape("grabbing");
  if (!row_dropped(screen)) return;
  const std::set<std::string>& selected = screen.session.selection();
  const bool with_others = selected.contains(drag.row);
  if (!with_others) screen.act(action::Select{drag.row, action::SelectKind::kOnly});
  // The row below the line that does not move itself.
  std::string below;
  for (int i = place; i < count && below.empty(); ++i) {
    const std::string& uuid = image.annotations[std::size_t(count - 1 - i)]->uuid;
    if (with_others ? !selected.contains(uuid) : uuid != drag.row) below = uuid;
  }
  screen.act(action::MoveSelectedAbove{below});
}

void empty_hint(Screen& screen, ScreenRect column, float y) {
  const Pen p = screen.pen();
  const bool ready = screen.session.open_image() != nullptr;
  p.text(FontRole::kSmall, {column.x + size::kPadding, y + 14}, screen.colors.dim,
         ready ? "Click something in the image," : "Open an image to begin.");
  if (ready)
    p.text(FontRole::kSmall, {column.x + size::kPadding, y + 32}, screen.colors.dim,
           "then press Enter to keep it.");
}

// What was selected elsewhere, or fell behind the sections it opened, is scrolled into view. Not
// under the pointer: the second press of a double click would meet another row.
void reveal_selected(Screen& screen, const doc::ImageDoc& image, ScreenRect view) {
  Memory& memory = screen.memory;
  const std::set<std::string>& selected = screen.session.selection();
  if (memory.listed_selection != selected) {
    memory.listed_selection = selected;
    memory.selection_reveal = !selected.empty();
  }
  if (!memory.selection_reveal || view.contains(screen.pointer())) return;
  memory.selection_reveal = false;
  const float offset = memory.scrolls[kScroll].offset;
  const int count = int(image.annotations.size());
  std::optional<float> hidden;
  for (int i = 0; i < count; ++i) {
    if (!selected.contains(image.annotations[std::size_t(count - 1 - i)]->uuid)) continue;
    const float top = float(i) * size::kRow;
    if (top >= offset && top + size::kRow <= offset + view.height) return;  // one is enough
    if (!hidden) hidden = top;
  }
  if (hidden) screen.reveal(kScroll, *hidden, size::kRow, view.height);
}

void light(Screen& screen, const std::string& uuid) {
  if (screen.memory.lit_object == uuid) return;
  screen.memory.lit_object = uuid;
  screen.act(action::HoverObject{uuid});
}

}  // namespace

float draw_object_list(Screen& screen, ScreenRect column, float top, float max_height) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const doc::ImageDocPtr& image = screen.session.image_doc();
  const int count = image ? int(image->annotations.size()) : 0;
  p.text(FontRole::kHeading, {column.x + size::kPadding, top + 21}, c.text, "Objects");
  const ScreenRect look = {right_of(column) - size::kPadding - 20, top + 9, 24, 24};
  if (screen.icon_button("objects:look", look, icon::kView, "How objects are shown"))
    open_popover(screen, MenuKind::kObjectsLook, look);
  std::string note = grouped(std::uint64_t(count));
  if (const std::size_t selected = screen.session.selection().size(); selected > 1)
    note = grouped(selected) + " of " + note + " selected";
  if (screen.session.solo()) note += " \u00B7 shown alone";
  p.text(FontRole::kSmall, {look.x - 8, top + 21}, c.dim, note, Align::kRight);
  if (count == 0) {
    light(screen, "");
    empty_hint(screen, column, top + kHeader);
    return top + std::min(max_height, kHeader + 2 * size::kRow);
  }
  const float content = float(count) * size::kRow;
  const float height = std::min(max_height - kHeader - kFoot, content);
  const ScreenRect view = {column.x, top + kHeader, column.width, std::max(0.0f, height)};
  reveal_selected(screen, *image, view);
  const float offset = screen.begin_scroll(kScroll, view, content);
  const int first = int(offset / size::kRow);
  const int last = std::min(count, first + int(view.height / size::kRow) + 2);
  std::string hovered;
  for (int i = first; i < last; ++i) {
    const doc::Annotation& object = *image->annotations[std::size_t(count - 1 - i)];
    if (object_row(screen, object,
                   {view.x, view.y + float(i) * size::kRow - offset, view.width, size::kRow}))
      hovered = object.uuid;
  }
  draw_drag(screen, *image, view, offset);
  screen.end_scroll();
  light(screen, hovered);
  return view.y + view.height + kFoot;
}

}  // namespace maskpoint::ui
