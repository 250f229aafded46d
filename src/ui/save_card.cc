// What a click on the save state shows: what waits for the server, why, and what can be done.
#include <algorithm>

#include "base/count_of.h"
#include "ui/icons.h"
#include "ui/parts.h"
#include "ui/popover.h"
#include "ui/text_lines.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;
using session::SaveState;

constexpr float kWidth = 320, kEdge = 14, kLine = 20;

// What waits, as people say it: "objects of 2 images, the classes and 1 done mark".
std::string waiting(const session::Session& s) {
  std::vector<std::string> parts;
  if (const std::size_t images = s.unsaved_images().size(); images > 0)
    parts.push_back("objects of " + base::count_of(images, "image"));
  if (s.unsaved_classes()) parts.push_back("the classes");
  if (const std::size_t marks = s.unsaved_states().size(); marks > 0)
    parts.push_back(base::count_of(marks, "mark"));
  std::string words;
  for (std::size_t i = 0; i < parts.size(); ++i)
    words += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return words;
}

std::vector<std::string> sentences(const session::Session& s) {
  std::vector<std::string> all;
  const std::string waits = waiting(s);
  if (s.save_state() == SaveState::kSaved) {
    all.push_back("Every change is on the server.");
  } else {
    if (!s.save_error().empty()) all.push_back(s.save_error());
    if (s.save_state() == SaveState::kConflict)
      all.push_back(
          "Somebody else changed objects that you changed too. Nothing is lost: choose "
          "which are kept.");
    if (!waits.empty()) all.push_back("Not on the server yet: " + waits + ".");
    if (s.journal_error().empty())
      all.push_back("A copy is kept in this browser: it outlives a reload or a crash.");
  }
  if (!s.journal_error().empty()) all.push_back(s.journal_error());
  if (s.tabs() > 1)
    all.push_back("This project is open in " + std::to_string(s.tabs()) +
                  " tabs of this browser. What they save is merged.");
  return all;
}

struct Action {
  const char* name = "";
  const char* label = "";
};

Action what_can_be_done(const session::Session& s) {
  if (s.save_state() == SaveState::kConflict) return {"save-card:choose", "Choose"};
  if (s.save_state() == SaveState::kFailing) return {"save-card:retry", "Try again now"};
  return {};
}

// Of the open image, else the first there is: opening an image asks by itself.
void show_conflict(Screen& screen) {
  const session::Session& s = screen.session;
  const std::vector<std::int64_t> images = s.images_in_conflict();
  screen.memory.conflicts_asked = 0;
  const bool here = s.open_image() && !s.conflicts(s.open_image()->id).empty();
  if (!here && !images.empty()) screen.act(action::OpenImage{images.front()});
}

}  // namespace

void draw_save_card(Screen& screen) {
  const Palette& c = screen.colors;
  const session::Session& s = screen.session;
  std::vector<std::vector<std::string>> blocks;
  std::size_t lines = 0;
  for (const std::string& sentence : sentences(s)) {
    blocks.push_back(wrapped(screen.canvas_pen(), FontRole::kSmall, sentence, kWidth - 2 * kEdge));
    lines += blocks.back().size();
  }
  const Action todo = what_can_be_done(s);
  const float button = todo.name[0] != 0 ? size::kControl + 10 : 0;
  const float height = 2 * kEdge + 22 + float(lines) * kLine + 6 * float(blocks.size()) + button;
  const ScreenRect card = begin_popover(screen, kWidth, height);
  const Pen p = screen.pen();
  p.text(FontRole::kBodyMedium, {card.x + kEdge, card.y + kEdge + 8}, c.text,
         s.save_state() == SaveState::kSaved ? "Saved" : "Saving");
  float y = card.y + kEdge + 26;
  for (const std::vector<std::string>& block : blocks) {
    for (const std::string& line : block) {
      p.text(FontRole::kSmall, {card.x + kEdge, y + kLine / 2}, c.dim, line);
      y += kLine;
    }
    y += 6;
  }
  if (todo.name[0] != 0 &&
      screen.button(todo.name, {card.x + kEdge, y + 4, kWidth - 2 * kEdge, size::kControl},
                    todo.label, "", ButtonStyle::kPrimary)) {
    close_popover(screen);
    if (s.save_state() == SaveState::kFailing)
      screen.act(action::RetrySave{});
    else
      show_conflict(screen);
  }
  end_popover(screen);
}

}  // namespace maskpoint::ui
