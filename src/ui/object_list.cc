// The objects of the open image, newest first: colour, class, area, score, eye; delete under the
// pointer. Hovering lights the object on the canvas.
#include <algorithm>

#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr float kHeader = 39, kFoot = 8;
constexpr char kScroll[] = "objects";

struct RowHits {
  Hit swatch, eye, remove, row;
  bool hovered() const { return swatch.hovered || eye.hovered || remove.hovered || row.hovered; }
};

RowHits hits_of(Screen& screen, const std::string& name, ScreenRect r) {
  RowHits hits;
  const float right = right_of(r) - size::kPadding;
  hits.swatch = screen.hit(name + ":class", {r.x + size::kPadding - 3, r.y + 6, 18, 18});
  hits.eye = screen.hit(name + ":eye", {right - 19, r.y + 4, 22, 22});
  if (r.contains(screen.memory.pointer))
    hits.remove = screen.hit(name + ":delete", {right - 43, r.y + 4, 22, 22});
  hits.row = screen.hit(name, r);
  return hits;
}

void act_on(Screen& screen, const doc::Annotation& object, const RowHits& hits) {
  const action::Modifiers& keys = screen.memory.modifiers;
  if (hits.swatch.clicked) {
    screen.memory.menu = {MenuKind::kObjectClass, hits.swatch.rect, object.uuid, 0};
  } else if (hits.eye.clicked) {
    screen.act(action::ToggleVisible{object.uuid});
  } else if (hits.remove.clicked) {
    screen.act(action::DeleteObject{object.uuid});
  } else if (hits.row.context) {
    screen.memory.menu = {MenuKind::kObject,
                          {screen.memory.pointer.x, screen.memory.pointer.y, 1, 1},
                          object.uuid,
                          0};
  } else if (hits.row.double_clicked && object.prompts) {
    screen.act(action::ReopenObject{object.uuid});
  } else if (hits.row.clicked) {
    const bool toggle = keys.ctrl || keys.shift;
    screen.act(action::Select{object.uuid,
                              toggle ? action::SelectKind::kToggle : action::SelectKind::kOnly});
  }
}

// Returns whether the pointer is on the row.
bool object_row(Screen& screen, const doc::Annotation& object, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const doc::Category* category = category_of(screen.session, object.category_id);
  const bool hidden = screen.session.is_hidden(object.uuid);
  const std::string name = "object:" + object.uuid;
  const RowHits hits = hits_of(screen, name, r);
  const bool hovered = hits.hovered();
  if (screen.session.selection().count(object.uuid) > 0)
    p.fill(r, c.selection);
  else if (hovered)
    p.fill(r, faded(c.hover, 0.6f));

  const Tint swatch = category != nullptr ? tint_of(category->color) : c.faint;
  if (hits.swatch.hovered) p.outline(inset(hits.swatch.rect, 0.5f), c.dim, 5, 1.5f);
  p.fill(inset(hits.swatch.rect, 3), hidden ? faded(swatch, 0.35f) : swatch, 3);
  const auto glyph = [&](const Hit& h, const char* shape, Tint tint) {
    if (h.rect.width <= 0) return;
    if (h.hovered) p.fill(h.rect, c.hover, 5);
    p.icon(FontRole::kSmallIcon, centre_of(h.rect), h.hovered ? c.text : tint, shape);
  };
  glyph(hits.eye, hidden ? icon::kEyeOff : icon::kEye, hidden ? c.dim : c.faint);
  glyph(hits.remove, icon::kTrash, c.dim);

  float right = hits.remove.rect.width > 0 ? hits.remove.rect.x - 4 : hits.eye.rect.x - 5;
  const float y = r.y + r.height / 2;
  if (object.predicted_iou > 0)
    right -=
        p.text(FontRole::kSmall, {right, y}, c.dim, score(object.predicted_iou), Align::kRight) + 8;
  if (hits.remove.rect.width <= 0)
    right -=
        p.text(FontRole::kSmall, {right, y}, c.dim, grouped(object.area) + " px", Align::kRight) +
        8;
  p.text(FontRole::kBody, {r.x + 32, y}, hidden ? c.faint : c.text,
         category != nullptr ? category->name : "no class", Align::kLeft, right - r.x - 32);
  if (hovered) screen.pointer_shape("pointer");
  screen.tip(name + ":class", hits.swatch, "Change the class", {});
  screen.tip(name + ":eye", hits.eye, hidden ? "Show" : "Hide", screen.caps(CommandId::kHide));
  screen.tip(name + ":delete", hits.remove, "Delete", screen.caps(CommandId::kDelete));
  act_on(screen, object, hits);
  return hovered;
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
  p.text(FontRole::kSmall, {right_of(column) - size::kPadding, top + 21}, c.dim,
         grouped(std::uint64_t(count)), Align::kRight);
  if (count == 0) {
    light(screen, "");
    empty_hint(screen, column, top + kHeader);
    return top + std::min(max_height, kHeader + 2 * size::kRow);
  }
  const float content = float(count) * size::kRow;
  const float height = std::min(max_height - kHeader - kFoot, content);
  const ScreenRect view = {column.x, top + kHeader, column.width, std::max(0.0f, height)};
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
  screen.end_scroll();
  light(screen, hovered);
  return view.y + view.height + kFoot;
}

}  // namespace maskpoint::ui
