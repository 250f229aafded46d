#include "ui/commands.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "session/desk.h"
#include "ui/keymap.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;

std::optional<CommandId> typed(const std::string& key, bool ctrl = false, bool shift = false) {
  return Keymap().command_for({key, ctrl, shift, false});
}

TEST(Commands, NoKeyMeansTwoThings) {
  for (const auto& [a, b] : Keymap().conflicts())
    ADD_FAILURE() << command(a).name << " and " << command(b).name << " share a key";
}

TEST(Commands, NamesAreUniqueAndLabelsAreThere) {
  std::set<std::string_view> names;
  for (const Command& c : commands()) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
    EXPECT_FALSE(c.label.empty()) << c.name;
  }
}

TEST(Commands, TheKeysOfTheProductPage) {
  for (const char* key : {"Enter", "n", "N", "f"})
    EXPECT_EQ(typed(key), CommandId::kAccept) << key;
  EXPECT_EQ(typed("Escape"), CommandId::kCancel);
  EXPECT_EQ(typed("Backspace"), CommandId::kTakeBack);
  EXPECT_EQ(typed("Tab"), CommandId::kNext);
  EXPECT_EQ(typed("Tab", false, true), CommandId::kPrevious);
  EXPECT_EQ(typed("z", true), CommandId::kUndo);
  EXPECT_EQ(typed("Z", true, true), CommandId::kRedo);
  EXPECT_EQ(typed("y", true), CommandId::kRedo);
  EXPECT_EQ(typed("ArrowRight"), CommandId::kNextImage);
  EXPECT_EQ(typed("a"), CommandId::kPreviousImage);
  EXPECT_EQ(typed("D", false, true), CommandId::kNextUnfinished);
  EXPECT_EQ(typed("0", true), CommandId::kFit);
  EXPECT_EQ(typed("1", true), CommandId::kFullSize);
  EXPECT_EQ(typed("1"), CommandId::kClass1);
  EXPECT_EQ(typed("9"), CommandId::kClass9);
  EXPECT_EQ(typed("h"), CommandId::kHide);
  EXPECT_EQ(typed("Delete"), CommandId::kDelete);
  EXPECT_EQ(typed("v"), CommandId::kSelectTool);
}

TEST(Commands, ShiftIsIgnoredForCharactersThatNeedItOnSomeLayouts) {
  EXPECT_EQ(typed("?", false, true), CommandId::kHelp);
  EXPECT_EQ(typed("?"), CommandId::kHelp);
  EXPECT_EQ(typed("1", false, true), CommandId::kClass1);  // AZERTY
  EXPECT_EQ(typed("+", false, true), CommandId::kZoomIn);
}

TEST(Commands, CopyCutAndPasteAreLeftToTheClipboardsEvents) {
  for (const auto& [key, id] : {std::pair{"c", CommandId::kCopy},
                                {"X", CommandId::kCut},  // Caps Lock
                                {"v", CommandId::kPaste}}) {
    EXPECT_EQ(typed(key, true), id);
    EXPECT_TRUE(belongs_to_clipboard(id, {key, true, false, false})) << key;
    EXPECT_FALSE(belongs_to_clipboard(id, {"F9", false, false, false})) << "on a key of one's own";
  }
  EXPECT_FALSE(belongs_to_clipboard(CommandId::kSelectTool, {"v", true, false, false}));
}

TEST(Commands, UnboundKeysMeanNothing) {
  EXPECT_EQ(typed("F5"), std::nullopt);
  EXPECT_EQ(typed("u", true), std::nullopt);  // the browser's own
  EXPECT_EQ(Keymap().command_for({"z", true, false, true}), std::nullopt);
  EXPECT_EQ(typed(""), std::nullopt);
}

TEST(Commands, WhatCannotBeDoneIsDisabledAndDoesNothing) {
  session::ReadyDesk desk;
  std::vector<session::Action> out;
  for (const CommandId id : {CommandId::kAccept, CommandId::kUndo, CommandId::kDelete,
                             CommandId::kTakeBack, CommandId::kReopen}) {
    EXPECT_FALSE(enabled(id, desk.session())) << command(id).name;
    append_actions(id, desk.session(), out);
  }
  EXPECT_TRUE(out.empty());
}

TEST(Commands, TabGoesThroughWhatIsAtHand) {
  session::ReadyDesk desk;
  desk.add_object(30, 30);
  std::vector<session::Action> out;
  append_actions(CommandId::kNext, desk.session(), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<action::CycleObject>(out[0]));
  desk.click(60, 40);
  desk.decode();
  out.clear();
  append_actions(CommandId::kPrevious, desk.session(), out);
  ASSERT_EQ(out.size(), 1u);
  ASSERT_TRUE(std::holds_alternative<action::CycleCandidate>(out[0]));
  EXPECT_EQ(std::get<action::CycleCandidate>(out[0]).step, -1);
}

TEST(Commands, NextUnfinishedSkipsWhatIsDoneAndWraps) {
  session::ReadyDesk desk;  // image 1 of 1, 2, 3 is open
  desk.act(action::SetImageDone{2, true});
  std::vector<session::Action> out;
  append_actions(CommandId::kNextUnfinished, desk.session(), out);
  ASSERT_EQ(out.size(), 1u);
  desk.act(out[0]);
  EXPECT_EQ(desk.session().open_image()->id, 3);
  desk.act(action::OpenImage{1});
  desk.act(action::SetImageDone{3, true});
  EXPECT_FALSE(enabled(CommandId::kNextUnfinished, desk.session()));
}

TEST(Commands, EscapeClearsThePromptBeforeTheSelection) {
  session::ReadyDesk desk;
  const std::string uuid = desk.add_object(30, 30);
  desk.act(action::Select{uuid, action::SelectKind::kOnly});
  desk.click(60, 40);
  desk.decode();
  std::vector<session::Action> out;
  append_actions(CommandId::kCancel, desk.session(), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<action::ClearPrompt>(out[0]));
}

}  // namespace
}  // namespace maskpoint::ui
