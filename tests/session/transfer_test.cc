// Objects copied to the next image, prompted anew there.
#include <gtest/gtest.h>

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

void set_overlap(Desk& desk, Overlap overlap) {
  Settings settings = desk.session().settings();
  settings.overlap = overlap;
  desk.act(action::ChangeSettings{settings});
}

struct TransferDesk : ReadyDesk {
  TransferDesk() {
    act(action::PickCategory{2});
    first = add_object(30, 30);
    second = add_object(70, 50);
    save();
    forget_effects();
  }
  void copy() { act(action::CopyToNextImage{{"copy-1", "copy-2"}}); }
  // What the worker was asked to decode last, hovers aside.
  effect::Decode asked() {
    auto requests = take<effect::Decode>();
    std::erase_if(requests, [](const auto& r) { return r.purpose == effect::Purpose::kHover; });
    EXPECT_FALSE(requests.empty());
    return requests.empty() ? effect::Decode{} : requests.back();
  }
  // Until nothing more is asked of the worker.
  void work() {
    for (int i = 0; i < 8; ++i) {
      decode();
      finalize();
    }
  }
  std::string last_toast() const {
    return session().toasts().empty() ? "" : session().toasts().back().message;
  }
  std::string first, second;
};

TEST(Transfer, ACopyHasTheAttributesOfItsSourceNotTheDefaultsOfItsClass) {
  TransferDesk desk;
  desk.act(action::SetCategoryAttributes{2,
                                         {{"side", doc::AttributeType::kText, {}, "\"left\""},
                                          {"year", doc::AttributeType::kNumber, {}, "1900"}}});
  desk.act(action::Select{desk.first, action::SelectKind::kOnly});
  desk.act(action::SetAttribute{"side", "\"right\""});
  desk.act(action::ToggleSelectedCrowd{});
  desk.act(action::Select{"", action::SelectKind::kNone});
  desk.copy();
  desk.load(2);
  desk.work();
  const doc::AnnotationPtr copy = doc::find(desk.doc(), "copy-1");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(copy->attributes, (doc::Attributes{{"side", "\"right\""}, {"year", "1900"}}));
  EXPECT_TRUE(copy->iscrowd);
  const doc::AnnotationPtr other = doc::find(desk.doc(), "copy-2");
  ASSERT_NE(other, nullptr);
  EXPECT_EQ(other->attributes, (doc::Attributes{{"side", "\"left\""}, {"year", "1900"}}));
  EXPECT_FALSE(other->iscrowd);
}

TEST(Transfer, AllObjectsArePromptedByBoxAndMiddleOnTheNextImage) {
  TransferDesk desk;
  const doc::AnnotationPtr source = doc::find(desk.doc(), desk.first);
  EXPECT_EQ(desk.session().copy_count(), 2);
  desk.copy();
  ASSERT_EQ(desk.session().open_image()->id, 2);
  ASSERT_TRUE(desk.session().copying());
  EXPECT_EQ(desk.session().copying()->stage, CopyStage::kEncoding);
  EXPECT_FALSE(desk.has<effect::Decode>());
  desk.load(2);
  const effect::Decode asked = desk.asked();
  ASSERT_FALSE(asked.steps.empty());
  const doc::PromptStep& step = asked.steps.back();
  EXPECT_EQ(step.box, geom::box_of(source->bbox));
  ASSERT_EQ(step.points.size(), 1u);
  EXPECT_NEAR(step.points[0].at.x, 30, 3);
  EXPECT_NEAR(step.points[0].at.y, 30, 3);
  desk.act(desk.answer(asked));
  desk.finalize();
  EXPECT_EQ(desk.session().copying()->done, 1);
  desk.work();
  EXPECT_FALSE(desk.session().copying());
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{"copy-1", "copy-2"}));
  const doc::AnnotationPtr copy = doc::find(desk.doc(), "copy-1");
  EXPECT_EQ(copy->category_id, 2);
  EXPECT_EQ(copy->id, 0);
  EXPECT_EQ(copy->prompts->embedding, "embedding");
  EXPECT_EQ(copy->prompts->steps.size(), 1u);
  EXPECT_NE(desk.last_toast().find("Copied 2 objects to photo2.jpg"), std::string::npos);
  EXPECT_EQ(desk.session().selection().size(), 2u);
}

TEST(Transfer, IsOneEdit) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  desk.work();
  EXPECT_EQ(desk.session().undo_depth(), 1);
  desk.act(action::Undo{});
  EXPECT_TRUE(desk.doc().annotations.empty());
  desk.act(action::Redo{});
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
}

TEST(Transfer, OnlyTheSelectedWhereThereIsASelection) {
  TransferDesk desk;
  desk.act(action::Select{desk.second});
  EXPECT_EQ(desk.session().copy_count(), 1);
  desk.copy();
  desk.load(2);
  desk.work();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"copy-1"});
}

TEST(Transfer, IsCancelledWhileItWaits) {
  TransferDesk desk;
  desk.copy();
  desk.act(action::CancelCopy{});
  desk.load(2);
  desk.work();
  EXPECT_TRUE(desk.doc().annotations.empty());
  EXPECT_FALSE(desk.session().can_undo());
}

TEST(Transfer, CancelledHalfWayItTakesEverythingBackAndOtherWorkStays) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  desk.act(desk.answer(desk.asked()));
  desk.finalize();
  ASSERT_EQ(desk.doc().annotations.size(), 1u);
  desk.act(action::Select{"copy-1"});
  desk.act(action::PickCategory{1});  // another edit on top
  desk.act(action::CancelCopy{});
  desk.work();
  EXPECT_TRUE(desk.doc().annotations.empty());
  const std::string own = desk.add_object(50, 40);
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{own});
}

TEST(Transfer, AnotherImageOpenedMeanwhileEndsTheWaiting) {
  TransferDesk desk;
  desk.copy();
  desk.act(action::OpenImage{3});
  EXPECT_FALSE(desk.session().copying());
  EXPECT_NE(desk.last_toast().find("not copied"), std::string::npos);
  desk.load(3);
  desk.work();
  EXPECT_TRUE(desk.doc().annotations.empty());
}

TEST(Transfer, BegunItGoesOnWhenItsImageIsOpenAgain) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  desk.act(desk.answer(desk.asked()));
  desk.finalize();
  desk.act(action::OpenImage{3});
  ASSERT_TRUE(desk.session().copying());
  EXPECT_EQ(desk.session().copying()->stage, CopyStage::kElsewhere);
  desk.load(3);
  desk.work();
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.work();
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
  EXPECT_FALSE(desk.session().copying());
}

TEST(Transfer, UndoneHalfWayItComesWithRedo) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  desk.act(action::Undo{});
  desk.work();
  EXPECT_TRUE(desk.doc().annotations.empty());
  EXPECT_FALSE(desk.session().copying());
  desk.act(action::Redo{});
  EXPECT_EQ(desk.doc().annotations.size(), 2u);
}

TEST(Transfer, UndoneAndReplacedItIsForgotten) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  desk.act(action::Undo{});
  const std::string own = desk.add_object(50, 40);
  desk.work();
  EXPECT_FALSE(desk.session().copying());
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{own});
}

TEST(Transfer, AnObjectWithoutAMaskThereIsCounted) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  action::DecodeFinished nothing = desk.answer(desk.asked());
  nothing.candidates.clear();
  desk.act(nothing);
  desk.work();
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"copy-2"});
  EXPECT_NE(desk.last_toast().find("1 object found no mask"), std::string::npos);
}

TEST(Transfer, NoneFoundLeavesNoTrace) {
  TransferDesk desk;
  desk.copy();
  desk.load(2);
  for (int i = 0; i < 2; ++i)
    desk.act(action::Failed{"no", 2, desk.asked().seq});
  EXPECT_FALSE(desk.session().copying());
  EXPECT_FALSE(desk.session().can_undo());
  EXPECT_NE(desk.last_toast().find("None of the objects"), std::string::npos);
}

TEST(Transfer, TheLastImageHasNoneAfterIt) {
  TransferDesk desk;
  desk.act(action::OpenImage{3});
  desk.load(3);
  desk.add_object(30, 30);
  desk.copy();
  EXPECT_EQ(desk.session().open_image()->id, 3);
  EXPECT_FALSE(desk.session().copying());
  EXPECT_NE(desk.last_toast().find("last image"), std::string::npos);
}

TEST(Transfer, GoesOnTopOfWhatIsThereAndLeavesAnOpenPromptAlone) {
  TransferDesk desk;
  desk.act(action::OpenImage{2});
  desk.load(2);
  const std::string there = desk.add_object(20, 60);
  desk.click(80, 20);
  desk.decode();
  desk.act(action::OpenImage{1});
  desk.load(1);
  desk.copy();
  desk.load(2);
  desk.work();
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{there, "copy-1", "copy-2"}));
  ASSERT_NE(desk.session().pending(), nullptr);
  EXPECT_EQ(desk.session().pending()->steps.back().points[0].at, (geom::PixelPoint{80, 20}));
}

TEST(Transfer, KeepsApartWhereMasksMayNotOverlap) {
  TransferDesk desk;
  desk.add_object(34, 30);
  set_overlap(desk, Overlap::kYield);
  desk.act(action::CopyToNextImage{{"copy-1", "copy-2", "copy-3"}});
  desk.load(2);
  desk.work();
  ASSERT_EQ(desk.doc().annotations.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_EQ(mask::area(mask::merge(
                    std::vector{*desk.doc().annotations[i]->mask, *desk.doc().annotations[j]->mask},
                    mask::MergeKind::kIntersection)),
                0u);
}

TEST(History, ListsWhatWasDoneAndJumps) {
  ReadyDesk desk;
  desk.add_object(30, 30);
  desk.click(60, 40);
  desk.decode();
  desk.click(70, 40);
  const std::vector<std::string> labels = desk.session().history();
  EXPECT_EQ(labels, (std::vector<std::string>{"as it was opened", "include point", "add cat",
                                              "include point", "include point"}));
  EXPECT_EQ(desk.session().undo_depth(), 4);
  desk.act(action::GoToHistory{1});
  EXPECT_EQ(pending_of(desk).steps.back().points[0].at, (geom::PixelPoint{30, 30}));
  EXPECT_TRUE(desk.doc().annotations.empty());
  desk.decode();
  EXPECT_FALSE(pending_of(desk).decoding);
  desk.act(action::GoToHistory{4});
  EXPECT_EQ(pending_of(desk).steps.size(), 2u);
  EXPECT_EQ(desk.doc().annotations.size(), 1u);
  desk.act(action::GoToHistory{0});
  EXPECT_FALSE(desk.session().can_undo());
  EXPECT_EQ(desk.session().pending(), nullptr);
  desk.act(action::GoToHistory{99});
  EXPECT_EQ(desk.session().redo_depth(), 4);
}

// As `answer`, with the score and the size of the mask as the test wants them.
action::DecodeFinished answer_of(const Desk& desk, const effect::Decode& request, float score,
                                 double radius) {
  action::DecodeFinished result = desk.answer(request);
  const geom::Box& box = *request.steps.back().box;
  const double cells = double(geom::kLogitSide) / 100;
  for (sam::Candidate& candidate : result.candidates) {
    candidate.predicted_iou = score;
    candidate.logits =
        disc((box.x0 + box.x1) / 2 * cells, (box.y0 + box.y1) / 2 * cells, radius * cells);
  }
  return result;
}

struct DoubtDesk : TransferDesk {
  // Both objects arrive on image 2 with these scores and radii in pixels.
  void copy_with(float score1, double radius1, float score2, double radius2) {
    copy();
    load(2);
    act(answer_of(*this, asked(), score1, radius1));
    finalize();
    act(answer_of(*this, asked(), score2, radius2));
    finalize();
    EXPECT_FALSE(session().copying());
  }
  double radius() const {
    const doc::AnnotationPtr source = doc::find(*stored.at(1), first);
    return source->bbox.width / 2.0;
  }
};

TEST(Transfer, ThoseThatFitAreAllSelectedAndNothingIsDoubted) {
  DoubtDesk desk;
  const double r = desk.radius();
  desk.copy_with(0.82f, r, 0.95f, r * 1.3);
  EXPECT_EQ(desk.session().selection().size(), 2u);
  EXPECT_EQ(desk.last_toast().find("doubtful"), std::string::npos);
}

TEST(Transfer, ALowScoreIsDoubtedAndAloneSelected) {
  DoubtDesk desk;
  const double r = desk.radius();
  desk.copy_with(0.95f, r, 0.78f, r);
  EXPECT_EQ(desk.uuids().size(), 2u) << "it is kept";
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{"copy-2"});
  EXPECT_NE(desk.last_toast().find("1 of them looks doubtful: check it."), std::string::npos);
  desk.act(action::DeleteSelected{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{"copy-1"});
}

TEST(Transfer, AMaskThatGrewOrShrankTooMuchIsDoubted) {
  for (const double times : {1.6, 0.6}) {
    DoubtDesk desk;
    const double r = desk.radius();
    desk.copy_with(0.95f, r * times, 0.95f, r);
    EXPECT_EQ(desk.session().selection(), std::set<std::string>{"copy-1"}) << times;
  }
}

TEST(Transfer, DoubtsAreCountedAndAnnounced) {
  DoubtDesk desk;
  const double r = desk.radius();
  desk.copy_with(0.5f, r, 0.5f, r);
  EXPECT_EQ(desk.session().selection().size(), 2u);
  const auto said = desk.take<effect::Announce>();
  ASSERT_FALSE(said.empty());
  EXPECT_NE(said.back().message.find("2 of them look doubtful: check them."), std::string::npos);
}

TEST(Transfer, WithAPromptPendingTheDoubtsAreSaidAndNothingIsSelected) {
  DoubtDesk desk;
  const double r = desk.radius();
  desk.copy();
  desk.load(2);
  desk.act(answer_of(desk, desk.asked(), 0.5f, r));
  desk.finalize();
  desk.click(50, 20);
  desk.work();
  EXPECT_TRUE(desk.session().selection().empty());
  EXPECT_NE(desk.last_toast().find("doubtful"), std::string::npos);
}

}  // namespace
}  // namespace maskpoint::session
