// A long recorded session, replayed: the document at the end is the same on every platform, and the
// promises that hold at every moment are checked after every Action.
#include <gtest/gtest.h>

#include <cstdint>

#include "doc/coco_json.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

// Our own numbers: the standard library's distributions differ between platforms.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  int below(int end) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return int((state_ >> 33) % std::uint64_t(end));
  }

 private:
  std::uint64_t state_;
};

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const char c : text)
    hash = (hash ^ std::uint8_t(c)) * 1099511628211u;
  return hash;
}

std::string document(const Desk& desk) {
  std::string text;
  for (const auto& [id, doc] : desk.stored)
    text += doc::write_annotations(*doc);
  return text + doc::write_categories(desk.session().categories());
}

// A user who does everything, with a worker and a server that answer whenever the dice say so.
class Player {
 public:
  explicit Player(std::uint64_t seed) : dice_(seed) {
    desk_.load_project();
    desk_.forget_effects();
  }

  void play(int actions) {
    for (int i = 0; i < actions; ++i) {
      step();
      check();
    }
  }

  // Answers everything that is still open.
  void settle() {
    for (int round = 0; round < 4; ++round)
      for (std::int64_t id = 1; id <= 3; ++id) {
        open(id);
        desk_.decode();
        desk_.finalize();
        desk_.save();
      }
  }

  Desk& desk() { return desk_; }

 private:
  // One throw a statement: compilers differ in the order in which they look at a call's arguments.
  struct Point {
    double x, y;
  };
  Point point() {
    const double x = dice_.below(110) - 5;
    const double y = dice_.below(90) - 5;
    return {x, y};
  }
  void click(action::Button button) {
    const Point at = point();
    desk_.click(at.x, at.y, button);
  }
  void drag() {
    const Point from = point();
    const Point to = point();
    desk_.drag(from.x, from.y, to.x, to.y);
  }
  void move() {
    const Point to = point();
    desk_.move(to.x, to.y);
  }
  void wheel() {
    const Point at = point();
    const double clicks = dice_.below(5) - 2;
    desk_.act(action::Wheel{desk_.screen(at.x, at.y), clicks});
  }
  std::string some_object() {
    const std::vector<std::string> uuids = desk_.uuids();
    return uuids.empty() ? "" : uuids[std::size_t(dice_.below(int(uuids.size())))];
  }
  void open(std::int64_t id) {
    if (desk_.session().open_image()->id == id) return;
    desk_.act(action::OpenImage{id});
    desk_.load(id);
  }

  std::string next_uuid() { return std::string("object-").append(std::to_string(++made_)); }

  void step() {
    switch (dice_.below(30)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return click(action::Button::kLeft);
      case 4:
        return click(action::Button::kRight);
      case 5:
      case 6:
        return drag();
      case 7:
      case 8:
      case 9:
        return desk_.decode();
      case 10:
      case 11:
      case 12:
        return desk_.act(action::Accept{next_uuid()});
      case 13:
      case 14:
        return desk_.finalize();
      case 15:
      case 16:
        return desk_.act(action::Undo{});
      case 17:
        return desk_.act(action::Redo{});
      case 18:
        return desk_.act(action::TakeBackPrompt{});
      case 19:
        return desk_.act(action::CycleCandidate{1});
      case 20:
        return desk_.act(action::PickCategory{1 + dice_.below(3)});
      case 21:
        return desk_.act(action::Select{some_object(), action::SelectKind::kToggle});
      case 22:
        return desk_.act(action::DeleteSelected{});
      case 23:
        return desk_.act(action::ReopenObject{some_object()});
      case 24:
        return desk_.act(action::SetObjectCategory{some_object(), 1 + dice_.below(2)});
      case 25:
        return desk_.save();
      case 26:
        return open(1 + dice_.below(3));
      case 27:
        return wheel();
      case 28:
        return move();
      default:
        return desk_.act(action::ClearPrompt{}), desk_.act(action::SetTool{Tool::kPrompt});
    }
  }

  void check() {
    const Session& session = desk_.session();
    std::set<std::string> uuids;
    for (const doc::AnnotationPtr& a : desk_.doc().annotations) {
      EXPECT_TRUE(uuids.insert(a->uuid).second) << a->uuid << " is there twice";
      EXPECT_GT(a->area, 0u);
    }
    for (const std::string& uuid : session.selection())
      EXPECT_TRUE(uuids.contains(uuid));
    if (const Pending* pending = session.pending()) {
      EXPECT_FALSE(pending->steps.empty());
      EXPECT_TRUE(pending->decoding || !pending->candidates.empty());
      if (!pending->decoding) {
        EXPECT_EQ(pending->candidates.at(std::size_t(pending->shown)).index,
                  pending->steps.back().candidate);
      }
    }
    EXPECT_EQ(session.open_image()->annotation_count, int(uuids.size()));
  }

  Dice dice_;
  Desk desk_;
  int made_ = 0;
};

TEST(Replay, EndsInTheSameDocumentEverywhere) {
  Player player(2026);
  player.play(1500);
  player.settle();
  EXPECT_EQ(player.desk().session().save_state(), SaveState::kSaved);
  std::size_t objects = 0;
  for (const auto& [id, doc] : player.desk().stored)
    objects += doc->annotations.size();
  EXPECT_GT(objects, 20u);
  EXPECT_EQ(hash_of(document(player.desk())), 0xef718b9657d2258cu);
}

TEST(Replay, WhatIsSavedIsWhatIsShown) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    Player player(seed);
    player.play(300);
    player.settle();
    for (std::int64_t id = 1; id <= 3; ++id) {
      if (player.desk().session().open_image()->id != id) {
        player.desk().act(action::OpenImage{id});
        player.desk().load(id);
      }
      const auto at = player.desk().stored.find(id);
      const std::string stored = at == player.desk().stored.end()
                                     ? doc::write_annotations({id, {}, {}})
                                     : doc::write_annotations(*at->second);
      EXPECT_EQ(doc::write_annotations(player.desk().doc()), stored) << "seed " << seed;
    }
  }
}

TEST(Replay, EverythingUndoneAndRedoneIsTheSame) {
  for (std::uint64_t seed = 11; seed <= 16; ++seed) {
    Player player(seed);
    player.play(250);
    player.settle();
    Desk& desk = player.desk();
    for (std::int64_t id = 1; id <= 3; ++id) {
      if (desk.session().open_image()->id != id) {
        desk.act(action::OpenImage{id});
        desk.load(id);
      }
      while (desk.session().can_redo())
        desk.act(action::Redo{});
      const std::string before = doc::write_annotations(desk.doc());
      const int depth = desk.session().undo_depth();
      while (desk.session().can_undo())
        desk.act(action::Undo{});
      EXPECT_EQ(desk.session().pending(), nullptr);
      EXPECT_EQ(desk.session().redo_depth(), depth);
      while (desk.session().can_redo())
        desk.act(action::Redo{});
      EXPECT_EQ(doc::write_annotations(desk.doc()), before) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace maskpoint::session
