// "This mask": figures of the pending mask or of the selected objects, the sliders that clean them,
// and what can be done with them as wholes.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <optional>

#include "ui/controls.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

using session::action::CleanMasks;
using session::action::CleanupStage;

constexpr float kLine = 26, kFoot = 8, kButton = 30;

struct Figures {
  std::string title;
  std::vector<std::pair<std::string, std::string>> lines;
};

std::string class_name(const session::Session& session, int id) {
  const doc::Category* category = category_of(session, id);
  return category != nullptr ? category->name : "no class";
}

// The selected objects, bottom to top.
std::vector<doc::AnnotationPtr> selected(const session::Session& session) {
  std::vector<doc::AnnotationPtr> objects;
  if (!session.image_doc() || session.selection().empty()) return objects;
  for (const doc::AnnotationPtr& object : session.image_doc()->annotations)
    if (session.selection().contains(object->uuid)) objects.push_back(object);
  return objects;
}

// What the canvas shows of it: the trial of a cleanup, or the mask.
std::uint64_t shown_area(const session::Session& session, const doc::Annotation& object) {
  const auto& trial = session.tools().trial;
  if (trial)
    for (std::size_t i = 0; i < std::min(trial->targets.size(), trial->shown.size()); ++i)
      if (trial->targets[i].uuid == object.uuid) return trial->shown[i].area;
  return object.area;
}

Figures figures_of(const session::Session& session, const doc::Annotation& object) {
  Figures f{class_name(session, object.category_id),
            {{"Area", grouped(shown_area(session, object)) + " px"}}};
  if (object.edited) f.title += " \u00B7 by hand";
  if (object.predicted_iou > 0)
    f.lines.emplace_back("Predicted quality", score(object.predicted_iou));
  if (object.stability_score > 0) f.lines.emplace_back("Stability", score(object.stability_score));
  return f;
}

std::optional<Figures> figures_of(const session::Session& session) {
  if (const session::Pending* pending = session.pending()) {
    const std::string title = "pending \u00B7 " + class_name(session, session.current_category());
    if (pending->candidates.empty()) return Figures{title, {}};
    const std::size_t shown = std::min(std::size_t(pending->shown), pending->candidates.size() - 1);
    const session::CandidateView& mask = pending->candidates[shown];
    const auto& trial = session.tools().pending_trial;
    const bool cleaned = trial && trial->shown.mask;
    return Figures{title,
                   {{"Area", cleaned ? grouped(trial->shown.area) + " px"
                                     : "\u2248 " + grouped(mask.area) + " px"},
                    {"Predicted quality", score(mask.predicted_iou)}}};
  }
  const std::vector<doc::AnnotationPtr> objects = selected(session);
  if (objects.empty()) return std::nullopt;
  if (objects.size() == 1) return figures_of(session, *objects.front());
  std::uint64_t area = 0;
  for (const doc::AnnotationPtr& object : objects)
    area += shown_area(session, *object);
  return Figures{std::to_string(objects.size()) + " objects",
                 {{"Area together", grouped(area) + " px"}}};
}

// --- the sliders ---
// Pixel counts go by their square root: fine steps where specks are small.
struct Limits {
  float pixels = 0, radius = 0;
};
Limits limits_for(geom::ImageSize image) {
  const float area = float(image.width) * float(image.height);
  const auto side = float(std::max(image.width, image.height));
  return {std::clamp(area / 100, 400.0f, 250000.0f),
          std::clamp(std::round(side / 64), 8.0f, 100.0f)};
}

struct CleanupRow {
  const char* name;
  const char* label;
  float value, low, high;
  bool squared;
};

// Draws one row; the value chosen, and what is to be done about it.
std::optional<CleanupStage> cleanup_row(Screen& screen, const CleanupRow& row, ScreenRect r,
                                        float& chosen) {
  const bool grows = row.low < 0;
  const int whole = int(std::lround(row.value));
  const char* sign = whole < 0 ? "\u2212" : grows && whole > 0 ? "+" : "";
  const std::string text =
      whole == 0 ? "off" : sign + grouped(std::uint64_t(std::abs(whole))) + " px";
  SliderSpec spec;
  spec.label = row.label;
  spec.value_text = text;
  spec.low = row.squared ? 0 : row.low;
  spec.high = row.squared ? std::sqrt(row.high) : row.high;
  spec.step = row.squared ? 0.25f : 1;
  spec.default_value = 0;
  const float at = row.squared ? std::sqrt(row.value) : row.value;
  const SliderEvent event = slider(screen, row.name, r, std::clamp(at, spec.low, spec.high), spec);
  chosen = std::round(row.squared ? event.value * event.value : event.value);
  // Escape gives a trial up: whatever the slider does until it is let go is nothing any more.
  bool& cleaning = screen.memory.cleaning;
  const bool tries = screen.session.tools().trial || screen.session.pending() != nullptr;
  const bool given_up = cleaning && !tries;
  if (event.released) cleaning = false;
  if (given_up && (event.held || event.released)) return std::nullopt;
  if (event.released) return CleanupStage::kApply;
  if (!event.changed || chosen == row.value) return std::nullopt;
  if (event.held) cleaning = true;
  return event.held ? CleanupStage::kTry : CleanupStage::kApply;
}

float draw_sliders(Screen& screen, const mask::Cleanup& now, ScreenRect rows) {
  const Limits limits = limits_for(screen.session.image_doc()->size);
  const CleanupRow all[] = {
      {"clean:specks", "Drop specks", float(now.drop_specks), 0, limits.pixels, true},
      {"clean:holes", "Fill holes", float(now.fill_holes), 0, limits.pixels, true},
      {"clean:grow", "Grow, shrink", float(now.grow), -limits.radius, limits.radius, false},
      {"clean:smooth", "Smooth", float(now.smooth), 0, limits.radius, false}};
  float y = rows.y;
  for (std::size_t i = 0; i < std::size(all); ++i) {
    float chosen = 0;
    const auto stage = cleanup_row(screen, all[i], {rows.x, y, rows.width, kLine}, chosen);
    y += kLine;
    if (!stage) continue;
    mask::Cleanup next = now;
    if (i == 0) next.drop_specks = std::uint32_t(chosen);
    if (i == 1) next.fill_holes = std::uint32_t(chosen);
    if (i == 2) next.grow = int(chosen);
    if (i == 3) next.smooth = int(chosen);
    screen.act(CleanMasks{next, *stage});
  }
  return y;
}

// --- the buttons ---
float draw_buttons(Screen& screen, const mask::Cleanup& now, ScreenRect row) {
  const bool several = screen.session.selection().size() > 1;
  float x = row.x;
  const auto text_button = [&](CommandId id, std::string_view label) {
    const Command& c = command(id);
    const float width = screen.pen().text_width(FontRole::kBodyMedium, label) + 20;
    const std::string name(c.name);
    if (screen.button(name, {x, row.y, width, kButton}, label, "", ButtonStyle::kRaised))
      screen.act(id);
    x += width + 6;
  };
  if (several) {
    for (const CommandId id : {CommandId::kUnite, CommandId::kSubtract, CommandId::kIntersect}) {
      if (screen.command_button({x, row.y, kButton, kButton}, id)) screen.act(id);
      x += kButton + 4;
    }
    x += 4;
  }
  text_button(CommandId::kKeepLargest, "Keep largest");
  if (!several) text_button(CommandId::kSplit, "Split");
  const ScreenRect reset = {right_of(row) - kButton, row.y, kButton, kButton};
  if (!now.nothing() &&
      screen.icon_button("clean:reset", reset, icon::kReset, "As it was before it was cleaned"))
    screen.act(CleanMasks{{}, CleanupStage::kApply});
  return row.y + kButton;
}

}  // namespace

float mask_section_height(const Screen& screen) {
  const std::optional<Figures> f = figures_of(screen.session);
  if (!f) return 0;
  if (screen.memory.folded.contains("mask")) return kSectionHeader;
  float cleanup = screen.session.cleanup() != nullptr ? 4 * kLine : 0;
  if (cleanup > 0 && screen.session.pending() == nullptr) cleanup += 8 + kButton;
  return kSectionHeader + tightness_row_height(screen) + cleanup + kLine * float(f->lines.size()) +
         kFoot;
}

float draw_mask_section(Screen& screen, ScreenRect column, float top) {
  const std::optional<Figures> f = figures_of(screen.session);
  if (!f) return top;
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const float left = column.x + size::kPadding, right = right_of(column) - size::kPadding;
  if (!section_header(screen, "mask", column, top, "This mask", f->title)) {
    leave_tightness_row(screen);
    return top + kSectionHeader;
  }
  float y = draw_tightness_row(screen, column, top + kSectionHeader);
  const mask::Cleanup* cleanup = screen.session.cleanup();
  // The values as they are now: a press may end the trial they belong to.
  const mask::Cleanup now = cleanup != nullptr ? *cleanup : mask::Cleanup{};
  if (cleanup != nullptr) y = draw_sliders(screen, now, {left, y, right - left, 4 * kLine});
  for (const auto& [label, value] : f->lines) {
    p.text(FontRole::kBody, {left, y + kLine / 2}, c.dim, label);
    p.text(FontRole::kSmall, {right, y + kLine / 2}, c.text, value, Align::kRight);
    y += kLine;
  }
  if (cleanup != nullptr && screen.session.pending() == nullptr)
    y = draw_buttons(screen, now, {left, y + 4, right - left, kButton});
  return y + kFoot;
}

}  // namespace maskpoint::ui
