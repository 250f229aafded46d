// A user who does everything prompting offers, at every moment, also in the middle of something
// else, with masks that may not overlap: nothing is there twice, nothing shares a pixel, undo is
// exact.
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

class Prompter {
 public:
  Prompter(std::uint64_t seed, Overlap overlap) : dice_(seed) {
    Settings settings;
    settings.overlap = overlap;
    desk_.act(action::ChangeSettings{settings});
    desk_.load_project();
    desk_.forget_effects();
  }

  void play(int actions) {
    for (int i = 0; i < actions; ++i) {
      step();
      check();
    }
  }
  void settle() {
    release();
    for (int round = 0; round < 6; ++round)
      for (std::int64_t id = 1; id <= 3; ++id) {
        open(id);
        for (int i = 0; i < 6; ++i) {
          desk_.decode();
          desk_.finalize();
        }
        desk_.save();
      }
  }
  void open(std::int64_t id) {
    if (desk_.session().open_image()->id == id) return;
    desk_.act(action::OpenImage{id});
    desk_.load(id);
  }
  Desk& desk() { return desk_; }
  int made() const { return made_; }

 private:
  struct Place {
    double x, y;
  };
  Place place() {
    const double x = dice_.below(100);
    const double y = dice_.below(80);
    return {x, y};
  }
  // An edge or corner of the open box, or anywhere.
  geom::ScreenPoint grip() {
    const Pending* pending = desk_.session().pending();
    const Place p = place();
    if (pending == nullptr || !pending->steps.back().box) return desk_.screen(p.x, p.y);
    const geom::Box& box = *pending->steps.back().box;
    const double x = dice_.below(2) == 0 ? box.x0 : box.x1;
    const double y = dice_.below(2) == 0 ? box.y1 : (box.y0 + box.y1) / 2;
    return desk_.session().view().to_screen({x, y});
  }
  void press(geom::ScreenPoint at) {
    action::Modifiers modifiers;
    modifiers.touch = dice_.below(3) == 0;
    desk_.act(action::PointerPressed{
        at, dice_.below(5) == 0 ? action::Button::kRight : action::Button::kLeft, modifiers,
        1 + dice_.below(2)});
  }
  void slide() {
    const Place p = place();
    at_ = desk_.screen(p.x, p.y);
    desk_.act(action::PointerMoved{at_, {}});
  }
  void release() {
    desk_.act(action::PointerReleased{at_, action::Button::kLeft, {}});
    desk_.act(action::PointerReleased{at_, action::Button::kRight, {}});
  }
  void drag() {
    press(grip());
    slide();
    slide();
    if (dice_.below(3) > 0) release();  // else whatever comes next comes in the middle of it
  }
  void tap() {
    const Place p = place();
    at_ = desk_.screen(p.x, p.y);
    press(at_);
    if (dice_.below(4) == 0) desk_.act(action::PressHeld{});
    if (dice_.below(5) == 0) desk_.act(action::PointerCancelled{});
    release();
  }
  std::string object() {
    const std::vector<std::string> uuids = desk_.uuids();
    return uuids.empty() ? "" : uuids[std::size_t(dice_.below(int(uuids.size())))];
  }
  std::string uuid() { return std::string("object-").append(std::to_string(++made_)); }
  void copy() {
    std::vector<std::string> uuids;
    for (int i = desk_.session().copy_count(); i > 0; --i)
      uuids.push_back(uuid());
    if (uuids.empty() || uuids.size() > 6) return;
    desk_.act(action::CopyToNextImage{uuids});
    if (dice_.below(3) > 0) desk_.load(desk_.session().open_image()->id);
  }
  void put_down() {
    desk_.act(action::Select{object(), action::SelectKind::kToggle});
    if (dice_.below(2) == 0)
      desk_.act(dice_.below(2) == 0 ? Action(action::CopySelected{})
                                    : Action(action::CutSelected{}));
    if (dice_.below(3) == 0)
      desk_.act(action::DuplicateSelected{uuid()});
    else
      desk_.act(action::Paste{uuid(), ""});
  }
  void worker() {
    if (dice_.below(2) == 0)
      desk_.decode();
    else
      desk_.finalize();
  }
  void fail_something() {
    for (const effect::Finalize& request : desk_.take<effect::Finalize>())
      desk_.act(action::Failed{"It could not be done.", request.image_id, request.seq});
  }

  void step() {
    switch (dice_.below(32)) {
      case 0:
      case 1:
      case 2:
        return tap();
      case 3:
      case 4:
      case 5:
        return drag();
      case 6:
      case 7:
      case 8:
      case 9:
      case 10:
        return worker();
      case 11:
      case 12:
      case 13:
      case 14:
        return desk_.act(action::Accept{uuid()});
      case 15:
        return desk_.act(action::SlideTightness{double(dice_.below(9)) - 4});
      case 16:
        return desk_.act(action::SetTightness{double(dice_.below(9)) - 4});
      case 17:
        return desk_.act(action::Undo{});
      case 18:
        return desk_.act(action::Redo{});
      case 19:
        return desk_.act(
            action::GoToHistory{std::size_t(dice_.below(desk_.session().undo_depth() + 3))});
      case 20:
        return desk_.act(action::ReopenObject{object()});
      case 21:
        return desk_.act(action::DeleteObject{object()});
      case 22:
        return open(1 + dice_.below(3));
      case 23:
        return copy();
      case 24:
        return dice_.below(3) == 0 ? desk_.act(action::CancelCopy{}) : slide();
      case 25:
        return desk_.act(action::SetTool{dice_.below(2) == 0 ? Tool::kSelect : Tool::kPrompt});
      case 26:
        return release();
      case 27:
        return dice_.below(4) == 0 ? fail_something() : desk_.save();
      case 28:
        return desk_.act(action::CycleCandidate{1});
      case 29:
      case 30:
        return put_down();
      default:
        return dice_.below(3) == 0 ? desk_.act(action::ClearPrompt{}) : slide();
    }
  }

  void check() {
    const Session& session = desk_.session();
    std::set<std::string> uuids;
    std::uint64_t areas = 0;
    std::vector<mask::Rle> masks{mask::empty_rle(desk_.doc().size)};
    for (const doc::AnnotationPtr& a : desk_.doc().annotations) {
      ASSERT_TRUE(uuids.insert(a->uuid).second) << a->uuid << " is there twice";
      ASSERT_GT(a->area, 0u);
      ASSERT_EQ(a->area, mask::area(*a->mask));
      ASSERT_EQ(a->bbox, mask::bbox(*a->mask));
      areas += a->area;
      masks.push_back(*a->mask);
    }
    ASSERT_EQ(areas, mask::area(mask::merge(masks, mask::MergeKind::kUnion)));
    for (const std::string& uuid : session.selection())
      ASSERT_TRUE(uuids.contains(uuid));
    if (const Pending* pending = session.pending()) {
      ASSERT_FALSE(pending->steps.empty());
      if (!pending->decoding && !pending->candidates.empty()) {
        ASSERT_EQ(pending->candidates.at(std::size_t(pending->shown)).index,
                  pending->steps.back().candidate);
      }
    }
    ASSERT_EQ(session.history().size(),
              std::size_t(session.undo_depth() + session.redo_depth() + 1));
    (void)session.scene();
  }

  Dice dice_;
  Desk desk_;
  geom::ScreenPoint at_;
  int made_ = 0;
};

class PromptingReplay : public testing::TestWithParam<Overlap> {};

TEST_P(PromptingReplay, NothingOverlapsAndUndoIsExact) {
  std::size_t objects = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Prompter prompter(seed, GetParam());
    prompter.play(400);
    ASSERT_FALSE(HasFatalFailure());
    prompter.settle();
    Desk& desk = prompter.desk();
    EXPECT_EQ(desk.session().save_state(), SaveState::kSaved);
    for (std::int64_t id = 1; id <= 3; ++id) {
      prompter.open(id);
      objects += desk.doc().annotations.size();
      while (desk.session().can_redo())
        desk.act(action::Redo{});
      const std::string before = doc::write_annotations(desk.doc());
      while (desk.session().can_undo())
        desk.act(action::Undo{});
      EXPECT_EQ(desk.session().pending(), nullptr);
      while (desk.session().can_redo())
        desk.act(action::Redo{});
      EXPECT_EQ(doc::write_annotations(desk.doc()), before);
    }
  }
  EXPECT_GT(objects, 40u);
}

INSTANTIATE_TEST_SUITE_P(Rules, PromptingReplay, testing::Values(Overlap::kYield, Overlap::kCut));

}  // namespace
}  // namespace maskpoint::session
