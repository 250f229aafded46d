// The floating bar of a prompt: the alternatives with their scores, accept and cancel.
#include "ui/floating_bar.h"
#include "ui/icons.h"
#include "ui/parts.h"

namespace maskpoint::ui {
namespace {

constexpr float kChipHeight = 32;

// What there is room for, from most to least.
enum class Offer { kAll, kWithoutKey, kWithoutScores, kNoChips };

float score_width(const Pen& p, const session::CandidateView& mask, Offer offer) {
  if (offer >= Offer::kWithoutScores) return 0;
  return 9 + p.text_width(FontRole::kSmall, score(mask.predicted_iou));
}

float chip_width(const Pen& p, const session::CandidateView& mask, Offer offer) {
  return 10 + p.text_width(FontRole::kBodyMedium, mask.name) + score_width(p, mask, offer) + 10;
}

float chips_width(const Pen& p, const session::Pending& pending, Offer offer) {
  float width = 0;
  if (offer != Offer::kNoChips)
    for (const session::CandidateView& mask : pending.candidates)
      width += chip_width(p, mask, offer) + 6;
  return width;
}

void chip(Screen& screen, const session::CandidateView& mask, int position, ScreenRect r,
          Offer offer) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const std::string name = "chip:" + std::to_string(position);
  const bool shown = screen.session.pending()->shown == position;
  const Hit h = screen.hit(name, r);
  if (shown)
    p.fill(r, c.selection, 6);
  else if (h.hovered)
    p.fill(r, c.hover, 6);
  const float y = r.y + r.height / 2;
  const float width =
      p.text(FontRole::kBodyMedium, {r.x + 10, y}, shown || h.hovered ? c.text : c.dim, mask.name);
  if (offer < Offer::kWithoutScores)
    p.text(FontRole::kSmall, {r.x + 10 + width + 9, y}, c.dim, score(mask.predicted_iou));
  if (h.hovered) screen.pointer_shape("pointer");
  screen.tip(name, h, "Show this mask", screen.caps(CommandId::kNext));
  if (h.clicked) screen.act(session::action::ShowCandidate{position});
}

void accept_button(Screen& screen, ScreenRect r) {
  const Palette& c = screen.colors;
  const Pen p = screen.pen();
  const Hit h = screen.hit("accept", r);
  const bool usable = enabled(CommandId::kAccept, screen.session);
  p.fill(r, usable ? c.primary : faded(c.primary, 0.5f), size::kRadius);
  if (h.hovered && usable) p.fill(r, h.held ? kHeldVeil : kHoveredVeil, size::kRadius);
  const float y = r.y + r.height / 2;
  p.text(FontRole::kBodyMedium, {r.x + 12, y}, c.on_primary, "Accept");
  const ScreenRect cap = {right_of(r) - 12 - 22, y - 9, 22, 18};
  p.fill(cap, {255, 255, 255, 46}, 4);
  p.outline(cap, {255, 255, 255, 70}, 4);
  p.icon(FontRole::kTinyIcon, centre_of(cap), c.on_primary, icon::kEnter);
  if (h.hovered) screen.pointer_shape("pointer");
  screen.tip("accept", h, "Keep it as an object", screen.caps(CommandId::kAccept));
  if (h.clicked && usable) screen.act(CommandId::kAccept);
}

}  // namespace

void draw_candidate_bar(Screen& screen, ScreenRect canvas) {
  const session::Pending* pending = screen.session.pending();
  if (pending == nullptr) return;
  const Palette& c = screen.colors;
  const Pen measure = screen.canvas_pen();
  const bool several = pending->candidates.size() > 1;
  const float tab = several ? measure.key_cap_width("Tab") + 10 : 0;
  const float wait =
      pending->candidates.empty() ? measure.text_width(FontRole::kBody, "Looking\u2026") + 22 : 0;
  const float accept = 12 + measure.text_width(FontRole::kBodyMedium, "Accept") + 10 + 22 + 12;
  const auto width_of = [&](Offer offer) {
    return 7 + chips_width(measure, *pending, offer) + wait + (offer == Offer::kAll ? tab : 0) +
           11 + accept + 6 + kChipHeight + 7;
  };
  Offer offer = Offer::kAll;
  while (offer != Offer::kNoChips && width_of(offer) > bar_room(canvas))
    offer = Offer(int(offer) + 1);
  const ScreenRect bar = begin_bar(screen, "candidates", canvas, width_of(offer));
  const Pen p = screen.pen();
  float x = bar.x + 7;
  const float y = bar.y + (kBarHeight - kChipHeight) / 2;
  if (pending->candidates.empty()) {
    p.text(FontRole::kBody, {x + 10, bar.y + kBarHeight / 2}, c.dim, "Looking\u2026");
    x += wait;
  }
  for (int i = 0; i < int(pending->candidates.size()) && offer != Offer::kNoChips; ++i) {
    const session::CandidateView& mask = pending->candidates[std::size_t(i)];
    const float w = chip_width(p, mask, offer);
    chip(screen, mask, i, {x, y, w, kChipHeight}, offer);
    x += w + 6;
  }
  if (several && offer == Offer::kAll) {
    p.key_cap({x + 4, bar.y + kBarHeight / 2}, "Tab", Align::kLeft);
    x += tab;
  }
  p.vertical_line(x + 4, bar.y + 13, bottom_of(bar) - 13, c.line);
  x += 11;
  accept_button(screen, {x, y, accept, kChipHeight});
  x += accept + 6;
  if (screen.icon_button("cancel", {x, y, kChipHeight, kChipHeight}, icon::kClose,
                         "Clear the prompt", CommandId::kCancel))
    screen.act(CommandId::kCancel);
  screen.end();
}

}  // namespace maskpoint::ui
