// Copy, cut, paste, duplicate: within an image, between images of other sizes, from other projects.
#include <gtest/gtest.h>

#include "doc/clip.h"
#include "doc/edits.h"
#include "mask/reframe.h"
#include "session/derived_uuid.h"
#include "session/desk.h"

namespace maskpoint::session {
namespace {

using action::SelectKind;

const char kSeed[] = "11111111-2222-4333-8444-555555555555";
const char kOtherSeed[] = "99999999-2222-4333-8444-555555555555";

TEST(Clipboard, PastesWithNewUuidsAndNothingElseNew) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::SetAttribute{"colour", "\"red\""});
  desk.act(action::CopySelected{});
  desk.save();
  const int depth = desk.session().undo_depth();
  desk.act(action::Paste{kSeed, ""});
  ASSERT_EQ(desk.doc().annotations.size(), 2u);
  const doc::Annotation& before = *desk.doc().annotations[0];
  const doc::Annotation& copy = *desk.doc().annotations[1];
  EXPECT_NE(copy.uuid, before.uuid);
  EXPECT_EQ(copy.id, 0);
  EXPECT_EQ(*copy.mask, *before.mask);
  EXPECT_EQ(copy.attributes, before.attributes);
  EXPECT_EQ(copy.category_id, before.category_id);
  EXPECT_TRUE(copy.prompts) << "the same image: they can be gone on from";
  EXPECT_EQ(desk.session().selection(), std::set<std::string>{copy.uuid});
  EXPECT_EQ(desk.session().undo_depth(), depth + 1);
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), std::vector<std::string>{a});
}

TEST(Clipboard, PastedTwiceThereAreTwo) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::CopySelected{});
  desk.act(action::Paste{kSeed, ""});
  desk.act(action::Paste{kOtherSeed, ""});
  const std::vector<std::string> all = desk.uuids();
  EXPECT_EQ(std::set(all.begin(), all.end()).size(), 3u);
}

TEST(Clipboard, CutTakesAwayAndPasteBringsToAnotherImage) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(70, 60);
  desk.act(action::SelectAll{});
  desk.forget_effects();
  desk.act(action::CutSelected{});
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(desk.take<effect::CopyText>().size(), 1u);
  desk.act(action::OpenImage{2});
  desk.load(2);
  desk.act(action::Paste{kSeed, ""});
  ASSERT_EQ(desk.doc().annotations.size(), 2u);
  EXPECT_FALSE(desk.doc().annotations[0]->prompts) << "they were put to another image";
  desk.act(action::OpenImage{1});
  desk.act(action::Undo{});
  EXPECT_EQ(desk.uuids(), (std::vector<std::string>{a, b}));
}

TEST(Clipboard, ALockedObjectIsNotCutButCopied) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::ToggleLocked{a});
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::CutSelected{});
  EXPECT_EQ(desk.uuids().size(), 1u);
  EXPECT_FALSE(desk.session().can_paste());
  desk.act(action::CopySelected{});
  desk.act(action::Paste{kSeed, ""});
  EXPECT_FALSE(desk.doc().annotations.at(1)->locked);
}

TEST(Clipboard, NothingSelectedCopiesNothingAndPasteSaysSo) {
  ReadyDesk desk;
  desk.add_object(20, 20);
  desk.forget_effects();
  desk.act(action::CopySelected{});
  EXPECT_FALSE(desk.has<effect::CopyText>());
  desk.act(action::Paste{kSeed, "some text from elsewhere"});
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  EXPECT_EQ(desk.uuids().size(), 1u);
}

TEST(Clipboard, APendingPromptSurvivesAPaste) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::CopySelected{});
  desk.click(70, 60);
  desk.act(action::Paste{kSeed, ""});
  EXPECT_NE(desk.session().pending(), nullptr);
  EXPECT_TRUE(desk.session().selection().empty());
  desk.decode();
  desk.act(action::Accept{"b"});
  desk.finalize();
  EXPECT_EQ(desk.uuids().size(), 3u);
}

// A clip of one object on an image of another size, as another tab would give it.
std::string clip_text(geom::ImageSize size, geom::Rect covered, const std::string& class_name) {
  mask::Rle rle = mask::empty_rle(size);
  rle.counts.clear();
  const auto h = std::uint32_t(size.height);
  std::uint32_t at = 0;
  for (int x = covered.x; x < covered.x + covered.width; ++x) {
    const std::uint32_t begin = std::uint32_t(x) * h + std::uint32_t(covered.y);
    rle.counts.push_back(begin - at);
    rle.counts.push_back(std::uint32_t(covered.height));
    at = begin + std::uint32_t(covered.height);
  }
  rle.counts.push_back(std::uint32_t(size.width) * h - at);
  doc::Clip clip;
  clip.image_id = 77;
  clip.size = size;
  auto a = std::make_shared<doc::Annotation>();
  a->uuid = "0b6f0b6f-0b6f-4b6f-8b6f-0b6f0b6f0b6f";
  a->category_id = 1;
  a->mask = std::make_shared<const mask::Rle>(mask::normalised(rle));
  a->bbox = mask::bbox(*a->mask);
  a->area = mask::area(*a->mask);
  clip.objects.push_back(a);
  doc::Category category;
  category.id = 1;
  category.name = class_name;
  clip.classes.push_back(category);
  return doc::write_clip(clip);
}

TEST(Clipboard, OnASmallerImageItIsCutAndSaid) {
  ReadyDesk desk;  // 100 × 80
  desk.act(action::Paste{kSeed, clip_text({200, 160}, {90, 70, 20, 20}, "cat")});
  ASSERT_EQ(desk.doc().annotations.size(), 1u);
  EXPECT_EQ(desk.doc().annotations[0]->bbox, (geom::Rect{90, 70, 10, 10}));
  EXPECT_EQ(desk.doc().annotations[0]->area, 100u);
  EXPECT_EQ(desk.session().toasts().at(0).message,
            "1 object reached past the edge of this image and was cut there.");
}

TEST(Clipboard, WhatLiesOutsideIsLeftOutAndSaid) {
  ReadyDesk desk;
  const int depth = desk.session().undo_depth();
  desk.act(action::Paste{kSeed, clip_text({200, 160}, {150, 10, 5, 5}, "cat")});
  EXPECT_TRUE(desk.uuids().empty());
  EXPECT_EQ(desk.session().undo_depth(), depth);
  EXPECT_EQ(desk.session().toasts().at(0).message, "1 object lies outside of it and was left out.");
}

TEST(Clipboard, OnALargerImageItKeepsItsPlace) {
  ReadyDesk desk;
  desk.act(action::Paste{kSeed, clip_text({10, 8}, {2, 3, 4, 5}, "cat")});
  EXPECT_EQ(desk.doc().annotations.at(0)->bbox, (geom::Rect{2, 3, 4, 5}));
}

TEST(Clipboard, ClassesFromAnotherProjectComeByName) {
  ReadyDesk desk;  // 1 cat, 2 dog
  desk.act(action::Paste{kSeed, clip_text({100, 80}, {2, 3, 4, 5}, "dog")});
  EXPECT_EQ(desk.doc().annotations.at(0)->category_id, 2);
  desk.act(action::Paste{kOtherSeed, clip_text({100, 80}, {2, 3, 4, 5}, "horse")});
  const doc::Category* horse = doc::find_by_name(desk.session().categories(), "horse");
  ASSERT_NE(horse, nullptr);
  EXPECT_EQ(desk.doc().annotations.at(1)->category_id, horse->id);
}

TEST(Clipboard, DamagedTextIsASentence) {
  ReadyDesk desk;
  const std::string good = clip_text({100, 80}, {2, 3, 4, 5}, "cat");
  for (const auto& [from, to] :
       {std::pair{std::string("\"size\":[80,100]"), std::string("\"size\":[0,1]")},
        {"\"annotations\":[", "\"annotations\":[7,"},
        {"\"counts\":\"", "\"counts\":\"zzz"}}) {
    std::string bad = good;
    for (std::size_t at = bad.find(from); at != std::string::npos;
         at = bad.find(from, at + to.size()))
      bad.replace(at, from.size(), to);
    ASSERT_NE(bad, good) << from;
    desk.act(action::Paste{kSeed, bad});
    EXPECT_TRUE(desk.uuids().empty()) << from;
    ASSERT_FALSE(desk.session().toasts().empty());
    EXPECT_EQ(desk.session().toasts().back().kind, ToastKind::kError);
  }
  desk.act(action::Paste{kSeed, good.substr(0, good.size() / 2)});
  EXPECT_TRUE(desk.uuids().empty());
}

TEST(Clipboard, DuplicateLeavesWhatWasCopied) {
  ReadyDesk desk;
  const std::string a = desk.add_object(20, 20);
  const std::string b = desk.add_object(70, 60);
  desk.act(action::Select{a, SelectKind::kOnly});
  desk.act(action::CopySelected{});
  desk.act(action::Select{b, SelectKind::kOnly});
  desk.act(action::DuplicateSelected{kSeed});
  EXPECT_EQ(*desk.doc().annotations.at(2)->mask, *desk.doc().annotations[1]->mask);
  desk.act(action::Paste{kOtherSeed, ""});
  EXPECT_EQ(*desk.doc().annotations.at(3)->mask, *desk.doc().annotations[0]->mask);
}

TEST(DerivedUuid, HasTheFormAndDiffers) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string uuid = derived_uuid(kSeed, i);
    ASSERT_EQ(uuid.size(), 36u);
    EXPECT_EQ(uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' && uuid[23] == '-', true);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    EXPECT_TRUE(seen.insert(uuid).second);
  }
  EXPECT_EQ(derived_uuid(kSeed, 3), derived_uuid(kSeed, 3));
  EXPECT_NE(derived_uuid(kSeed, 3), derived_uuid(kOtherSeed, 3));
}

}  // namespace
}  // namespace maskpoint::session
