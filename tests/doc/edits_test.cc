#include "doc/edits.h"

#include <gtest/gtest.h>

#include "doc/history.h"

namespace maskpoint::doc {
namespace {

AnnotationPtr object(const std::string& uuid, int category_id = 1) {
  auto a = std::make_shared<Annotation>();
  a->uuid = uuid;
  a->category_id = category_id;
  a->mask = std::make_shared<const mask::Rle>(mask::empty_rle({4, 3}));
  return a;
}

std::string order(const ImageDoc& doc) {
  std::string text;
  for (const AnnotationPtr& a : doc.annotations)
    text += a->uuid;
  return text;
}

ImageDocPtr three() {
  ImageDocPtr doc = empty_doc(7, {4, 3});
  for (const char* uuid : {"a", "b", "c"})
    doc = added(doc, object(uuid));
  return doc;
}

TEST(Edits, LeaveTheOldDocumentAloneAndShareTheRest) {
  const ImageDocPtr before = three();
  const ImageDocPtr after = removed(before, {"b"});
  EXPECT_EQ(order(*before), "abc");
  EXPECT_EQ(order(*after), "ac");
  EXPECT_EQ(after->annotations[1], before->annotations[2]);
  EXPECT_EQ(after->image_id, 7);
  EXPECT_EQ(after->size, (geom::ImageSize{4, 3}));
}

TEST(Edits, WhatChangesNothingReturnsTheSamePointer) {
  const ImageDocPtr doc = three();
  EXPECT_EQ(removed(doc, {"x"}), doc);
  EXPECT_EQ(replaced(doc, object("x")), doc);
  EXPECT_EQ(replaced(doc, doc->annotations[1]), doc);
  EXPECT_EQ(with_category(doc, {"a", "b"}, 1), doc);
  EXPECT_EQ(with_category(doc, {"x"}, 2), doc);
  EXPECT_EQ(moved(doc, "a", 0), doc);
  EXPECT_EQ(moved(doc, "c", 99), doc);
  EXPECT_EQ(moved(doc, "x", 0), doc);
}

TEST(Edits, OrderMovesBlocksAndStopsAtTheEnds) {
  ImageDocPtr doc = three();
  doc = added(doc, object("d"));
  EXPECT_EQ(order(*reordered(doc, {"a", "c"}, ZMove::kForward)), "badc");
  EXPECT_EQ(order(*reordered(doc, {"a", "b"}, ZMove::kForward)), "cabd");
  EXPECT_EQ(reordered(doc, {"c", "d"}, ZMove::kForward), doc);
  EXPECT_EQ(order(*reordered(doc, {"b", "d"}, ZMove::kBackward)), "badc");
  EXPECT_EQ(reordered(doc, {"a", "b"}, ZMove::kBackward), doc);
  EXPECT_EQ(order(*reordered(doc, {"a", "c"}, ZMove::kToFront)), "bdac");
  EXPECT_EQ(order(*reordered(doc, {"d", "b"}, ZMove::kToBack)), "bdac");
  EXPECT_EQ(reordered(doc, {"x"}, ZMove::kToFront), doc);
  EXPECT_EQ(order(*moved_above(doc, {"a", "d"}, "b")), "badc");
  EXPECT_EQ(order(*moved_above(doc, {"c"}, "")), "cabd");
  EXPECT_EQ(moved_above(doc, {"b"}, "a"), doc);
}

TEST(Edits, AddingAKnownUuidReplacesItInPlace) {
  const ImageDocPtr doc = added(three(), object("b", 5));
  EXPECT_EQ(order(*doc), "abc");
  EXPECT_EQ(doc->annotations[1]->category_id, 5);
}

TEST(Edits, MovesWithinTheOrder) {
  EXPECT_EQ(order(*moved(three(), "a", 2)), "bca");
  EXPECT_EQ(order(*moved(three(), "c", 0)), "cab");
  EXPECT_EQ(order(*moved(three(), "b", -5)), "bac");
}

TEST(Edits, ChangesTheClassOfSeveral) {
  const ImageDocPtr doc = with_category(three(), {"a", "c"}, 2);
  EXPECT_EQ(doc->annotations[0]->category_id, 2);
  EXPECT_EQ(doc->annotations[1]->category_id, 1);
  EXPECT_EQ(doc->annotations[2]->category_id, 2);
}

TEST(Edits, SameContentLooksAtEverythingButTheId) {
  const AnnotationPtr a = object("a");
  const auto differs = [&](auto change) {
    Annotation b = *a;
    change(b);
    return !same_content(*a, b);
  };
  EXPECT_FALSE(differs([](Annotation& b) { b.id = 4; }));
  EXPECT_FALSE(differs([](Annotation& b) { b.mask = std::make_shared<mask::Rle>(*b.mask); }));
  EXPECT_TRUE(differs([](Annotation& b) { b.uuid = "b"; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.category_id = 2; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.iscrowd = true; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.predicted_iou = 1; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.stability_score = 1; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.extra_json = "{}"; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.locked = true; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.attributes["a"] = "1"; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.mask = nullptr; }));
  EXPECT_TRUE(differs([](Annotation& b) { b.prompts = std::make_shared<PromptChain>(); }));
}

TEST(Classes, GetTheFirstFreeColourAndKey) {
  CategoriesPtr classes = std::make_shared<Categories>();
  for (int id = 1; id <= 11; ++id)
    classes = added(classes, id, std::string("class ").append(std::to_string(id)));
  EXPECT_EQ(classes->at(0).key, "1");
  EXPECT_EQ(classes->at(8).key, "9");
  EXPECT_EQ(classes->at(9).key, "0");
  EXPECT_EQ(classes->at(10).key, "");
  const Color third = classes->at(2).color;
  classes = removed(classes, 3);
  classes = added(classes, 12, "again");
  EXPECT_EQ(classes->back().key, "3");
  EXPECT_EQ(classes->back().color, third);
  EXPECT_EQ(renamed(classes, 1, classes->at(0).name), classes);
  EXPECT_EQ(recolored(classes, 99, {}), classes);
  EXPECT_EQ(removed(classes, 99), classes);
}

TEST(HistoryOf, IntegersGoBackAndForth) {
  History<int, std::string> history(0);
  EXPECT_FALSE(history.can_undo());
  history.push(1, "one");
  history.push(2, "two");
  EXPECT_EQ(history.before(), 1);
  EXPECT_EQ(history.undo(), "two");
  EXPECT_EQ(history.after(), 2);
  EXPECT_EQ(history.root(), 1);
  EXPECT_EQ(history.redo(), "two");
  EXPECT_EQ(history.undo(), "two");
  history.push(3, "three");  // two is gone
  EXPECT_FALSE(history.can_redo());
  EXPECT_EQ(history.undo_depth(), 2);
  history.rewrite_from(0, [](int value) { return value * 10; });
  EXPECT_EQ(history.root(), 30);
  history.undo();
  EXPECT_EQ(history.root(), 10);
  history.amend(11);
  history.redo();
  EXPECT_EQ(history.before(), 11);
}

TEST(HistoryOf, AnEditIsFoundRewrittenFromAndTakenOut) {
  History<int, std::string> history(0);
  for (int i = 1; i <= 4; ++i)
    history.push(i, std::string(std::size_t(i), 'x'));
  const auto called = [](const char* name) {
    return [name](const std::string& note) { return note == name; };
  };
  EXPECT_EQ(history.find(called("xx")), 2u);
  EXPECT_EQ(history.find(called("y")), history.size());
  history.rewrite_from(3, [](int value) { return -value; });
  EXPECT_EQ(history.root(), -4);
  EXPECT_EQ(history.at(2), 2);
  history.undo();
  history.undo();  // at 2
  history.erase(4);
  EXPECT_EQ(history.root(), 2);
  history.erase(2);
  EXPECT_EQ(history.root(), 1);
  EXPECT_EQ(history.redo_depth(), 1);
  history.redo();
  EXPECT_EQ(history.root(), -3);
}

}  // namespace
}  // namespace maskpoint::doc
