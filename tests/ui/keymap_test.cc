#include "ui/keymap.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace maskpoint::ui {
namespace {

using enum CommandId;

TEST(Keymap, BindingsAreWrittenAndRead) {
  for (const char* text : {"a", "Ctrl+z", "Ctrl+Shift+z", "Alt+ArrowLeft", "+", "Ctrl++",
                           "Shift+Tab", "Ctrl+Alt+Shift+F2", "\u044F"}) {
    const auto binding = binding_from(text);
    ASSERT_TRUE(binding.has_value()) << text;
    EXPECT_EQ(written(*binding), text);
  }
  EXPECT_EQ(binding_from("Ctrl+Z")->key, "z");
  EXPECT_FALSE(binding_from("").has_value());
  EXPECT_FALSE(binding_from(std::string(200, 'x')).has_value());
  // A modifier alone is a key of that name, which no keyboard sends as a stroke.
  EXPECT_EQ(binding_from("Ctrl+")->key, "Ctrl+");
}

TEST(Keymap, AStrokeBecomesABinding) {
  EXPECT_EQ(stroke_as_binding({"Q", false, true, false}), (Binding{"q", false, true, false}));
  // What Shift made of a key is the character; Shift itself says nothing more.
  EXPECT_EQ(stroke_as_binding({"?", false, true, false}), (Binding{"?", false, false, false}));
  EXPECT_EQ(stroke_as_binding({"F2", true, true, false}), (Binding{"F2", true, true, false}));
  for (const char* key : {"Shift", "Control", "Meta", "Dead", "Escape", "F6", " ", ""})
    EXPECT_FALSE(stroke_as_binding({key, false, false, false}).has_value()) << key;
}

TEST(Keymap, AChangedKeyMeansItsCommandAndTheOldOneNothing) {
  const Keymap keymap(rebound(Keymap(), kUndo, {Binding{"u"}}));
  EXPECT_EQ(keymap.command_for({"u"}), kUndo);
  EXPECT_EQ(keymap.command_for({"z", true}), std::nullopt);
  EXPECT_EQ(keymap.command_for({"y", true}), kRedo);
  EXPECT_TRUE(keymap.is_changed(kUndo));
  // Back to the table's keys, nothing is kept.
  EXPECT_TRUE(rebound(keymap, kUndo, command(kUndo).bindings).empty());
}

TEST(Keymap, ACommandMayHaveNoKey) {
  const Keymap keymap(rebound(Keymap(), kDelete, {}));
  EXPECT_EQ(keymap.command_for({"Delete"}), std::nullopt);
  EXPECT_TRUE(keymap.is_changed(kDelete));
}

TEST(Keymap, TakenKeysAreFoundClassKeysToo) {
  const Keymap keymap;
  EXPECT_EQ(keymap.users({Binding{"1"}}, kUndo), std::vector<CommandId>{kClass1});
  EXPECT_EQ(keymap.users({Binding{"z", true}}, kUndo), std::vector<CommandId>{});
  EXPECT_EQ(keymap.users({Binding{"?", false, true}}, kUndo), std::vector<CommandId>{kHelp});
}

TEST(Keymap, SwappingLeavesNoKeyOnTwoCommands) {
  // Export has one key: it gets what undo had. Redo has two: it keeps the other.
  Keymap keymap(swapped(Keymap(), kUndo, {Binding{"e", true}}));
  EXPECT_EQ(keymap.command_for({"e", true}), kUndo);
  EXPECT_EQ(keymap.command_for({"z", true}), kExport);
  keymap = Keymap(swapped(keymap, kUndo, {Binding{"y", true}}));
  EXPECT_EQ(keymap.command_for({"y", true}), kUndo);
  EXPECT_EQ(keymap.command_for({"Z", true, true}), kRedo);
  EXPECT_TRUE(keymap.conflicts().empty());
}

TEST(Keymap, WhateverIsSwappedNoKeyEverMeansTwoThings) {
  // Every command takes the first key of every other, one after the other.
  Keymap keymap;
  for (const Command& a : commands())
    for (const Command& b : commands()) {
      if (a.id == b.id || keymap.of(b.id).empty()) continue;
      keymap = Keymap(swapped(keymap, a.id, {keymap.of(b.id)[0]}));
      ASSERT_TRUE(keymap.conflicts().empty()) << a.name << " and " << b.name;
    }
}

TEST(Keymap, AChangedKeyComesBeforeANewOneOfTheTable) {
  // As after an update of the page that gives "Ctrl+E" to a command while a person has it
  // elsewhere.
  const Keymap keymap(
      Shortcuts{{"undo", {"Ctrl+e", "", "Ctrl+Shift+"}}, {"no such command", {"q"}}});
  EXPECT_EQ(keymap.command_for({"e", true}), kUndo);
  EXPECT_EQ(keymap.command_for({"q"}), kPromptTool);
}

}  // namespace
}  // namespace maskpoint::ui
