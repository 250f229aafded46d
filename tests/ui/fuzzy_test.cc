#include "ui/fuzzy.h"

#include <gtest/gtest.h>

#include <string>

namespace maskpoint::ui {
namespace {

TEST(Fuzzy, LettersMustOccurInOrder) {
  EXPECT_TRUE(match_score("exp", "Export COCO"));
  EXPECT_TRUE(match_score("ecoco", "Export COCO"));
  EXPECT_FALSE(match_score("coe", "Export COCO"));
  EXPECT_FALSE(match_score("exportt", "Export COCO"));
  EXPECT_FALSE(match_score("a", ""));
  EXPECT_EQ(match_score("", "anything"), 0);
  EXPECT_EQ(match_score("  ", ""), 0);
}

TEST(Fuzzy, CaseIsIgnoredBeyondLatinToo) {
  EXPECT_TRUE(match_score("\u043C\u044F\u0447", "\u041C\u044F\u0447"));  // мяч, Мяч
  EXPECT_TRUE(match_score("\u03BB", "\u039B\u03CC\u03B3\u03BF\u03C2"));  // λ, Λόγος
  EXPECT_TRUE(match_score("\u00FC", "\u00DCbung"));                      // ü, Übung
  EXPECT_TRUE(match_score("\u732B", "\u9ED2\u732B"));                    // 猫, 黒猫
}

TEST(Fuzzy, WhatLooksMoreLikeItComesFirst) {
  EXPECT_GT(match_score("un", "Undo"), match_score("un", "Zoom in the unit"));
  EXPECT_GT(match_score("ni", "Next image"), match_score("ni", "Filter annihilated"));
  EXPECT_GT(match_score("zoom", "Zoom in"), match_score("zoom", "Zapped out of mind"));
  EXPECT_GT(match_score("cat", "cat"), match_score("cat", "cattle"));
}

TEST(Fuzzy, NoTextIsTooMuch) {
  EXPECT_FALSE(match_score("\xff\xfe", "abc"));
  EXPECT_TRUE(match_score("a", std::string(100000, 'a')));
  EXPECT_FALSE(match_score(std::string(100000, 'a'), "aaa"));
  match_score("\xf0", "\xe0\x80");  // cut off in the middle of a character
}

}  // namespace
}  // namespace maskpoint::ui
