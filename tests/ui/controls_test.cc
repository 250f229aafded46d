#include "ui/controls.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ui/booth.h"
#include "ui/dialog.h"

namespace maskpoint::ui {
namespace {

// One window of controls drawn by the test's function once a frame, in an ImGui context of its own.
class Stage {
 public:
  explicit Stage(std::function<void(Screen&)> draw_controls) : draw_(std::move(draw_controls)) {
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;
    FontFiles files;
    files.regular = font_file("Inter-Regular.otf");
    files.icons = font_file("lucide.ttf");
    fonts_.build(files, 1);
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    settle();
  }
  ~Stage() { ImGui::DestroyContext(context_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  void settle() {
    for (int i = 0; i < 3; ++i)
      draw();
  }
  void draw() {
    ImGui::GetIO().DisplaySize = {1440, 900};
    ImGui::GetIO().DeltaTime = frame_seconds;
    widgets_.clear();
    fields_.clear();
    ImGui::NewFrame();
    const Frame frame{.session = desk_.session(),
                      .scene = scene_,
                      .viewport = {1440, 900},
                      .thumbnail = nullptr,
                      .text_picture = nullptr};
    Screen screen(frame, fonts_, memory, widgets_, fields_, out_);
    screen.begin("controls", {300, 200, 400, 300}, Layer::kFloating);
    draw_(screen);
    screen.end();
    ImGui::Render();
  }
  void move_to(ScreenPoint at) {
    ImGui::GetIO().AddMousePosEvent(float(at.x), float(at.y));
    settle();
  }
  void press_at(ScreenPoint at) {
    move_to(at);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    settle();
  }
  // The last way comes in the same frame as the release.
  void release_at(ScreenPoint at) {
    ImGui::GetIO().AddMousePosEvent(float(at.x), float(at.y));
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    settle();
  }
  void click_at(ScreenPoint at) {
    press_at(at);
    release_at(at);
  }
  void click(const std::string& name) {
    const float usual = std::exchange(frame_seconds, 0.3f);  // two clicks are no double click
    click_at(centre_of(rect(name)));
    frame_seconds = usual;
  }
  ScreenRect rect(const std::string& name) const {
    EXPECT_TRUE(widgets_.contains(name)) << name;
    const auto at = widgets_.find(name);
    return at == widgets_.end() ? ScreenRect{} : at->second;
  }

  Memory memory;
  float frame_seconds = 1.0f / 60;

 private:
  std::function<void(Screen&)> draw_;
  ImGuiContext* context_ = nullptr;
  FontAtlas fonts_;
  session::Desk desk_;
  session::Scene scene_;
  std::map<std::string, ScreenRect> widgets_;
  std::vector<TextField> fields_;
  std::vector<session::Action> out_;
};

constexpr ScreenRect kRow = {312, 210, 360, 30};

TEST(Slider, FollowsTheDragAndSaysWhenItEnds) {
  MASKPOINT_NEEDS_FONTS();
  float value = 0.5f;
  int released = 0;
  SliderSpec spec;
  spec.label = "Size";
  spec.value_text = "0.5";
  Stage stage([&](Screen& screen) {
    const SliderEvent e = slider(screen, "size", kRow, value, spec);
    value = e.value;
    released += e.released;
  });
  const ScreenRect track = stage.rect("size");
  const float y = track.y + 15;
  stage.press_at({track.x + track.width / 2, y});
  EXPECT_NEAR(value, 0.5f, 0.06f);
  stage.move_to({track.x + track.width * 0.9f, y});
  EXPECT_GT(value, 0.8f);
  stage.move_to({track.x - 200, y + 80});  // wherever the pointer goes
  EXPECT_EQ(value, 0);
  EXPECT_EQ(released, 0);
  // The last way may come in the same frame as the release.
  stage.release_at({track.x + 900, y});
  EXPECT_EQ(value, 1);
  EXPECT_EQ(released, 1);
  stage.move_to({track.x, y});
  EXPECT_EQ(value, 1);
}

TEST(Slider, StepsAreKeptAndADoubleClickGoesBack) {
  MASKPOINT_NEEDS_FONTS();
  float value = 32;
  SliderSpec spec;
  spec.label = "Specks";
  spec.high = 100;
  spec.step = 5;
  spec.default_value = 30.0f;
  Stage stage([&](Screen& screen) { value = slider(screen, "specks", kRow, value, spec).value; });
  const ScreenRect track = stage.rect("specks");
  const ScreenPoint at = {track.x + track.width * 0.61f, track.y + 15};
  stage.click_at(at);
  EXPECT_GT(value, 50);
  EXPECT_EQ(value, 5 * std::round(value / 5));
  stage.click_at(at);
  EXPECT_EQ(value, 30);
}

TEST(Slider, OneThatIsNotUsableStays) {
  MASKPOINT_NEEDS_FONTS();
  float value = 0.5f;
  SliderSpec spec;
  spec.usable = false;
  Stage stage([&](Screen& screen) { value = slider(screen, "size", kRow, value, spec).value; });
  stage.press_at({stage.rect("size").x + 5, kRow.y + 15});
  EXPECT_EQ(value, 0.5f);
}

TEST(Controls, CheckboxToggleAndSegmentsSayWhatWasClicked) {
  MASKPOINT_NEEDS_FONTS();
  bool checked = false, on = true, dead = false;
  int chosen = 0;
  const std::vector<Segment> parts = {{"by:class", "Class"}, {"by:object", "Object"}};
  Stage stage([&](Screen& screen) {
    if (checkbox(screen, "check", {312, 210, 200, 30}, "Invert", checked)) checked = !checked;
    if (toggle(screen, "switch", {312, 250, 200, 30}, "Grid", on)) on = !on;
    if (toggle(screen, "dead", {312, 290, 200, 30}, "Grid", dead, false)) dead = true;
    if (const auto i = segmented(screen, {312, 330, 200, 32}, parts, chosen)) chosen = *i;
  });
  stage.click("check");
  stage.click("switch");
  stage.click("dead");
  stage.click("by:object");
  EXPECT_TRUE(checked);
  EXPECT_FALSE(on);
  EXPECT_FALSE(dead);
  EXPECT_EQ(chosen, 1);
}

TEST(Controls, ASectionFoldsAndOpens) {
  MASKPOINT_NEEDS_FONTS();
  bool open = false;
  Stage stage([&](Screen& screen) {
    open = section_header(screen, "section:mask", {300, 200, 288, 300}, 200, "This mask", "cup");
  });
  EXPECT_TRUE(open);
  stage.click("section:mask");
  EXPECT_FALSE(open);
  stage.click("section:mask");
  EXPECT_TRUE(open);
}

TEST(Dialog, AnswersButtonsKeysTheCrossAndAClickOutside) {
  MASKPOINT_NEEDS_FONTS();
  DialogFrame seen;
  bool usable = true;
  Stage stage([&](Screen& screen) {
    DialogSpec spec{"sure", "Delete the class?", "Seven objects have it.", 400, 60, {}};
    spec.buttons = {{"sure:cancel", "Cancel"},
                    {"sure:delete", "Delete", ButtonStyle::kDanger, usable}};
    spec.primary = 1;
    const DialogFrame frame = begin_dialog(screen, spec);
    end_dialog(screen);
    if (frame.pressed >= 0) seen = frame;
  });
  const auto answer = [&](const std::function<void()>& act) {
    seen = {};
    act();
    stage.settle();
    return seen.pressed;
  };
  EXPECT_EQ(answer([&] { stage.click("sure:delete"); }), 1);
  EXPECT_FALSE(seen.closed);
  EXPECT_EQ(answer([&] { stage.click("sure:cancel"); }), 0);
  EXPECT_EQ(answer([&] { stage.click("sure:close"); }), 0);
  EXPECT_TRUE(seen.closed);
  EXPECT_EQ(answer([&] { stage.memory.dialog_key = {"Escape"}; }), 0);
  EXPECT_EQ(answer([&] { stage.memory.dialog_key = {"Enter"}; }), 1);
  EXPECT_EQ(answer([&] { stage.memory.dialog_key = {"d"}; }), -1);
  EXPECT_EQ(answer([&] { stage.memory.dialog_outside = true; }), 0);
  const ScreenRect card = stage.rect("sure");
  EXPECT_EQ(answer([&] { stage.click_at({card.x + 8, bottom_of(card) - 8}); }), -1);
  usable = false;
  EXPECT_EQ(answer([&] { stage.click("sure:delete"); }), -1);
  EXPECT_EQ(answer([&] { stage.memory.dialog_key = {"Enter"}; }), -1);
}

}  // namespace
}  // namespace maskpoint::ui
