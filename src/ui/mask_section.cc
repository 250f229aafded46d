// "This mask": figures of the pending mask, or of the one selected object.
#include <optional>

#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kHeader = 39, kLine = 26, kFoot = 8;

struct Figures {
  std::string title;
  std::vector<std::pair<std::string, std::string>> lines;
};

std::string class_name(const session::Session& session, int id) {
  const doc::Category* category = category_of(session, id);
  return category != nullptr ? category->name : "no class";
}

std::optional<Figures> figures_of(const session::Session& session) {
  if (const session::Pending* pending = session.pending()) {
    if (pending->candidates.empty()) return std::nullopt;
    const std::size_t shown = std::min(std::size_t(pending->shown), pending->candidates.size() - 1);
    const session::CandidateView& mask = pending->candidates[shown];
    return Figures{"pending \u00B7 " + class_name(session, session.current_category()),
                   {{"Area", "\u2248 " + grouped(mask.area) + " px"},
                    {"Predicted quality", score(mask.predicted_iou)}}};
  }
  if (session.selection().size() != 1 || !session.image_doc()) return std::nullopt;
  for (const doc::AnnotationPtr& object : session.image_doc()->annotations) {
    if (object->uuid != *session.selection().begin()) continue;
    Figures f{class_name(session, object->category_id),
              {{"Area", grouped(object->area) + " px"},
               {"Size", std::to_string(object->bbox.width) + " \u00D7 " +
                            std::to_string(object->bbox.height)}}};
    if (object->predicted_iou > 0)
      f.lines.emplace_back("Predicted quality", score(object->predicted_iou));
    if (object->stability_score > 0)
      f.lines.emplace_back("Stability", score(object->stability_score));
    return f;
  }
  return std::nullopt;
}

}  // namespace

float mask_section_height(const Screen& screen) {
  const std::optional<Figures> f = figures_of(screen.session);
  return f ? kHeader + kLine * float(f->lines.size()) + kFoot : 0;
}

float draw_mask_section(Screen& screen, ScreenRect column, float top) {
  const std::optional<Figures> f = figures_of(screen.session);
  if (!f) return top;
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const float left = column.x + size::kPadding, right = right_of(column) - size::kPadding;
  const float heading = p.text(FontRole::kHeading, {left, top + 21}, c.text, "This mask");
  p.text(FontRole::kSmall, {right, top + 21}, c.dim, f->title, Align::kRight,
         right - left - heading - 12);
  float y = top + kHeader + kLine / 2;
  for (const auto& [label, value] : f->lines) {
    p.text(FontRole::kBody, {left, y}, c.dim, label);
    p.text(FontRole::kSmall, {right, y}, c.text, value, Align::kRight);
    y += kLine;
  }
  return y;
}

}  // namespace maskpoint::ui
