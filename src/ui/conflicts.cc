// The question that nobody else can answer: an object that two people changed in the same way.
// Each choice is taken at once; with the last one the card goes.
#include <algorithm>

#include "ui/dialog.h"
#include "ui/mask_picture.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

constexpr float kCard = 560, kRow = 116;
constexpr geom::ScreenSize kPicture = {108, 80};

// Both masks at one scale, so that they can be compared.
geom::Rect frame_of(const doc::ObjectConflict& conflict) {
  const geom::Rect a = conflict.mine->bbox, b = conflict.theirs->bbox;
  const int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
          std::max(a.y + a.height, b.y + b.height) - y};
}

void side(Screen& screen, const doc::Annotation& object, geom::Rect frame, ScreenPoint at,
          const char* whose) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const ScreenRect picture = {at.x, at.y, kPicture.width, kPicture.height};
  p.fill(picture, c.raised, 6);
  const doc::Category* category = category_of(screen.session, object.category_id);
  const Tint tint = category ? tint_of(category->color) : c.dim;
  if (object.mask)
    for (const ScreenRect& strip :
         mask_strips(*object.mask, frame, inset(picture, 8), screen.frame.device_pixel_ratio))
      p.fill(strip, tint);
  p.text(FontRole::kMeta, {at.x, bottom_of(picture) + 10}, c.dim,
         std::string(whose) + ": " + (category ? category->name : "?") + ", " +
             grouped(object.area) + " px",
         Align::kLeft, kPicture.width + 40);
}

void decide(Screen& screen, std::int64_t image_id, const std::string& uuid, doc::Keep keep) {
  screen.act(action::ResolveConflicts{image_id, {{uuid, {keep, {}}}}});
}

void conflict_row(Screen& screen, std::int64_t image_id, const doc::ObjectConflict& conflict,
                  ScreenRect r) {
  const geom::Rect frame = frame_of(conflict);
  side(screen, *conflict.mine, frame, {r.x, r.y + 4}, "yours");
  side(screen, *conflict.theirs, frame, {r.x + kPicture.width + 44, r.y + 4}, "theirs");
  const float x = r.x + 2 * (kPicture.width + 44), width = right_of(r) - x;
  const std::string name = "conflict:" + conflict.uuid;
  if (screen.button(name + ":mine", {x, r.y + 2, width, 28}, "Keep yours", "",
                    ButtonStyle::kRaised))
    decide(screen, image_id, conflict.uuid, doc::Keep::kMine);
  if (screen.button(name + ":theirs", {x, r.y + 34, width, 28}, "Take theirs", "",
                    ButtonStyle::kRaised))
    decide(screen, image_id, conflict.uuid, doc::Keep::kTheirs);
  if (screen.button(name + ":both", {x, r.y + 66, width, 28}, "Keep both", "",
                    ButtonStyle::kRaised))
    decide(screen, image_id, conflict.uuid, doc::Keep::kBoth);
}

}  // namespace

void ask_about_conflicts(Screen& screen) {
  const session::ImageRow* open = screen.session.open_image();
  const std::int64_t image_id = open ? open->id : 0;
  Memory& memory = screen.memory;
  const bool any = image_id != 0 && !screen.session.conflicts(image_id).empty();
  if (!any) memory.conflicts_asked = 0;
  if (!any || memory.conflicts_asked == image_id || memory.dialog.kind != DialogKind::kNone) return;
  memory.conflicts_asked = image_id;
  open_dialog(screen, DialogKind::kConflicts);
}

void draw_conflicts(Screen& screen) {
  const session::ImageRow* open = screen.session.open_image();
  const std::int64_t image_id = open ? open->id : 0;
  const std::vector<doc::ObjectConflict> conflicts = screen.session.conflicts(image_id);
  if (conflicts.empty()) {
    close_dialog(screen);
    return;
  }
  DialogSpec spec;
  spec.name = "conflicts";
  spec.title =
      conflicts.size() == 1 ? "Two of you changed this object" : "Two of you changed these objects";
  spec.text = "Neither version is lost. Choose what the project keeps.";
  spec.width = kCard;
  spec.content_height = kRow * float(conflicts.size());
  spec.buttons = {{"conflicts:later", "Decide later"}};
  if (conflicts.size() > 1) spec.buttons.push_back({"conflicts:both", "Keep both of all"});
  const DialogFrame frame = begin_dialog(screen, spec);
  const ScreenRect view = frame.content;
  const float offset = screen.begin_scroll("conflicts", view, spec.content_height);
  for (std::size_t i = 0; i < conflicts.size(); ++i)
    conflict_row(screen, image_id, conflicts[i],
                 {view.x, view.y + kRow * float(i) - offset, view.width, kRow});
  screen.end_scroll();
  end_dialog(screen);
  if (frame.pressed == 0) close_dialog(screen);
  if (frame.pressed == 1)
    for (const doc::ObjectConflict& conflict : conflicts)
      decide(screen, image_id, conflict.uuid, doc::Keep::kBoth);
}

}  // namespace maskpoint::ui
