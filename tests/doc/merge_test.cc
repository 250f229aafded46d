#include "doc/merge.h"

#include <gtest/gtest.h>

#include "doc/edits.h"

namespace maskpoint::doc {
namespace {

AnnotationPtr object(const std::string& uuid, int category_id = 1, std::int64_t id = 0) {
  auto a = std::make_shared<Annotation>();
  a->uuid = uuid;
  a->id = id;
  a->category_id = category_id;
  return a;
}

// "a b2 c" → objects a (class 1), b (class 2), c; ids from the letter.
ImageDocPtr image(const std::string& text) {
  ImageDocPtr doc = empty_doc(1, {4, 3});
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 'a' || text[i] > 'z') continue;
    const bool digit = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    doc = added(doc, object(std::string(1, text[i]), digit ? text[i + 1] - '0' : 1, text[i]));
  }
  return doc;
}

std::string text_of(const ImageDoc& doc) {
  std::string text;
  for (const AnnotationPtr& a : doc.annotations) {
    if (!text.empty()) text += ' ';
    text += a->uuid;
    if (a->category_id != 1) text += std::to_string(a->category_id);
  }
  return text;
}

struct Case {
  const char *base, *mine, *theirs, *merged;
  int both_changed = 0, brought_back = 0;
};

TEST(Merge, OfTwoPeoplesWork) {
  const Case cases[] = {
      {"a b", "a b", "a b", "a b"},
      {"a b", "a b c", "a b", "a b c"},          // I added
      {"a b", "a b", "a b c", "a b c"},          // they added
      {"a b", "a b c", "a b d", "a b c d"},      // both added
      {"a b", "b", "a b", "b"},                  // I deleted
      {"a b", "a b", "b", "b"},                  // they deleted
      {"a b", "b", "b", "b"},                    // both deleted
      {"a b", "a2 b", "a b3", "a2 b3"},          // different objects changed
      {"a b", "a2 b", "a3 b", "a2 b", 1, 0},     // the same one: mine
      {"a b", "a2 b", "a2 b", "a2 b"},           // the same change
      {"a b", "a2 b", "b", "a2 b", 0, 1},        // a change beats a deletion
      {"a b", "b", "a2 b", "a2 b", 0, 1},        // theirs too
      {"a b c", "c a b", "a b c", "c a b"},      // I moved one
      {"a b c", "a b c", "c a b", "c a b"},      // they moved one
      {"a b c", "c a b", "a b d c", "c a b d"},  // I moved, they added above b
      {"a b", "x a b", "a b", "x a b"},          // added at the bottom
      {"", "a", "b", "a b"},
  };
  for (const Case& c : cases) {
    const MergedImage merged = merge(image(c.base), image(c.mine), image(c.theirs));
    const std::string what = std::string(c.base) + " | " + c.mine + " | " + c.theirs;
    std::string expected = c.merged;
    if (what == " | a | b") expected = text_of(*merged.doc);  // either order
    EXPECT_EQ(text_of(*merged.doc), expected) << what;
    EXPECT_EQ(merged.doc->annotations.size(), image(c.merged)->annotations.size()) << what;
    EXPECT_EQ(int(merged.conflicts.size()), c.both_changed) << what;
    EXPECT_EQ(merged.brought_back, c.brought_back) << what;
  }
}

AnnotationPtr with_area(const AnnotationPtr& of, std::uint64_t area, int category_id) {
  auto a = std::make_shared<Annotation>(*of);
  a->area = area;
  a->predicted_iou = float(area) / 10;
  a->category_id = category_id;
  return a;
}

ImageDocPtr of_one(AnnotationPtr a) {
  return added(empty_doc(1, {4, 3}), std::move(a));
}

TEST(Merge, DifferentPartsOfOneObjectArePutTogether) {
  const AnnotationPtr base = object("a", 1, 7);
  // My class, their mask; then the other way round.
  for (const bool mine_is_the_class : {true, false}) {
    const ImageDocPtr recolored = of_one(with_area(base, 0, 2));
    const ImageDocPtr redrawn = of_one(with_area(base, 5, 1));
    const MergedImage merged = merge(of_one(base), mine_is_the_class ? recolored : redrawn,
                                     mine_is_the_class ? redrawn : recolored);
    EXPECT_TRUE(merged.conflicts.empty());
    ASSERT_EQ(merged.doc->annotations.size(), 1u);
    EXPECT_EQ(merged.doc->annotations[0]->category_id, 2);
    EXPECT_EQ(merged.doc->annotations[0]->area, 5u);
    EXPECT_EQ(merged.doc->annotations[0]->id, 7);
  }
}

TEST(Merge, WhatNobodyKnowsTheNameOfIsKeptFromTheSideThatChangedIt) {
  const AnnotationPtr base = object("a");
  const auto with_note = [&](const std::string& note, int category_id) {
    auto a = std::make_shared<Annotation>(*base);
    a->extra_json = note;
    a->category_id = category_id;
    return of_one(a);
  };
  const ImageDocPtr recolored = of_one(with_area(base, 0, 2));
  const MergedImage mine = merge(of_one(base), with_note("{\"n\":1}", 1), recolored);
  EXPECT_EQ(mine.doc->annotations[0]->extra_json, "{\"n\":1}");
  EXPECT_EQ(mine.doc->annotations[0]->category_id, 2);
  EXPECT_EQ(
      merge(of_one(base), with_note("{\"n\":1}", 1), with_note("{\"n\":2}", 1)).conflicts.size(),
      1u);
}

TEST(Merge, APersonDecidesWhereBothChangedTheSame) {
  const AnnotationPtr base = object("a", 1, 7);
  const ImageDocPtr mine = added(of_one(with_area(base, 0, 2)), object("b"));
  const ImageDocPtr theirs = of_one(with_area(base, 0, 3));
  const auto decided = [&](Keep keep) {
    const MergedImage merged = merge(of_one(base), mine, theirs, {{"a", {keep, "copy"}}});
    EXPECT_TRUE(merged.conflicts.empty());
    return text_of(*merged.doc);
  };
  EXPECT_EQ(merge(of_one(base), mine, theirs).conflicts.at(0).uuid, "a");
  EXPECT_EQ(decided(Keep::kMine), "a2 b");
  EXPECT_EQ(decided(Keep::kTheirs), "a3 b");
  EXPECT_EQ(decided(Keep::kBoth), "a3 copy2 b");
  // Another object's decision settles nothing.
  EXPECT_EQ(merge(of_one(base), mine, theirs, {{"b", {}}}).conflicts.size(), 1u);
}

TEST(Merge, IsTheirsItselfWhereNothingIsLeftToSave) {
  const ImageDocPtr theirs = image("a2 b c");
  EXPECT_EQ(merge(image("a b"), image("a b"), theirs).doc, theirs);
  EXPECT_EQ(merge(image("a b"), image("a2 b"), theirs).doc, theirs);
  EXPECT_NE(merge(image("a b"), image("a3 b"), theirs).doc, theirs);
}

TEST(Merge, TakesIdsFromTheServer) {
  const ImageDocPtr mine = added(empty_doc(1, {4, 3}), object("a", 2, 0));
  const ImageDocPtr theirs = added(empty_doc(1, {4, 3}), object("a", 1, 42));
  EXPECT_EQ(merge(empty_doc(1, {4, 3}), mine, theirs).doc->annotations[0]->id, 42);
  EXPECT_EQ(merge(empty_doc(1, {4, 3}), mine, theirs).doc->annotations[0]->category_id, 2);
}

Category named(int id, const std::string& name) {
  Category c;
  c.id = id;
  c.name = name;
  return c;
}

std::string text_of(const Categories& classes) {
  std::string text;
  for (const Category& c : classes)
    text.append(c.name).append(std::to_string(c.id)).append(" ");
  return text;
}

TEST(MergeClasses, ByIdAndNewOnesByName) {
  const Categories base = {named(1, "cat"), named(2, "dog")};
  // Renamed by me, recoloured by them, each of another one; both added.
  const Categories mine = {named(1, "lion"), named(2, "dog"), named(3, "bird")};
  const Categories theirs = {named(1, "cat"), named(2, "wolf"), named(3, "fish")};
  const MergedCategories merged = merge(base, mine, theirs, {}, 4);
  EXPECT_EQ(text_of(*merged.categories), "lion1 wolf2 fish3 bird4 ");
  EXPECT_EQ(merged.renumbered, (std::map<int, int>{{3, 4}}));
}

TEST(MergeClasses, ADeletedOneStaysWhileItIsUsed) {
  const Categories base = {named(1, "cat"), named(2, "dog")};
  const Categories theirs = {named(1, "cat")};
  EXPECT_EQ(text_of(*merge(base, base, theirs, {}, 3).categories), "cat1 ");
  EXPECT_EQ(text_of(*merge(base, base, theirs, {2}, 3).categories), "cat1 dog2 ");
  EXPECT_EQ(text_of(*merge(base, theirs, base, {}, 3).categories), "cat1 ");  // deleted by me
}

TEST(MergeClasses, TheSameNameIsTheSameClass) {
  const Categories mine = {named(1, "cat")};
  const Categories theirs = {named(1, "dog"), named(2, "cat")};
  const MergedCategories merged = merge({}, mine, theirs, {1}, 3);
  EXPECT_EQ(text_of(*merged.categories), "dog1 cat2 ");
  EXPECT_EQ(merged.renumbered, (std::map<int, int>{{1, 2}}));
}

}  // namespace
}  // namespace maskpoint::doc
