#include <gtest/gtest.h>

#include "session/desk.h"

namespace maskpoint::session {
namespace {

void expect_near(geom::ScreenPoint a, geom::ScreenPoint b) {
  EXPECT_NEAR(a.x, b.x, 1e-3);
  EXPECT_NEAR(a.y, b.y, 1e-3);
}

TEST(View, AnImageIsFittedWithAirAroundItAndAboveTheMasksToChooseFrom) {
  ReadyDesk desk;  // 100 × 80 on 800 × 600
  EXPECT_DOUBLE_EQ(desk.session().view().scale, (600 - 24 - 96) / 80.0);
  expect_near(desk.session().view().to_screen({50, 0}), {400, 24});
  expect_near(desk.session().view().to_screen({50, 80}), {400, 600 - 96});
}

TEST(View, AnImageThatEndsWellAboveTheFootIsInTheMiddle) {
  ReadyDesk desk;
  desk.act(action::CanvasResized{{0, 0, 448, 600}});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 4);
  expect_near(desk.session().view().to_screen({50, 40}), {224, 300});
}

TEST(View, OnALowCanvasTheImageKeepsMostOfTheHeight) {
  ReadyDesk desk;
  desk.act(action::CanvasResized{{0, 0, 800, 200}});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, (200 - 24 - 40) / 80.0);
}

TEST(View, SmallImagesAreEnlargedEightTimesAtMost) {
  Desk desk;
  ImageRow row;
  row.id = 1;
  row.size = {10, 10};
  desk.act(action::ProjectLoaded{"p", {row}});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 8);
}

TEST(View, TheWheelZoomsAboutTheCursorWithinLimits) {
  ReadyDesk desk;
  const double fit = desk.session().view().scale;
  const geom::ScreenPoint at = desk.screen(20, 30);
  desk.act(action::Wheel{at, 3});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, fit * (1.2 * 1.2 * 1.2));
  expect_near(desk.screen(20, 30), at);
  desk.act(action::Wheel{at, 1000});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 64);
  expect_near(desk.screen(20, 30), at);
  desk.act(action::Wheel{at, -1000});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 1);  // 0.25 × fit would be more: 100 % stays
  desk.act(action::ZoomToFit{});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, fit);
}

TEST(View, ZoomToIsAboutTheCanvasCentre) {
  ReadyDesk desk;
  const geom::ImagePoint centre = desk.session().view().to_image({400, 300});
  desk.act(action::ZoomTo{1});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 1);
  expect_near(desk.session().view().to_screen(centre), {400, 300});
  desk.act(action::ZoomBy{2});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 2);
  desk.act(action::ZoomTo{0});  // nonsense changes nothing
  desk.act(action::ZoomBy{-1});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 2);
}

TEST(View, RefitsWithTheCanvasOnlyWhileFitted) {
  ReadyDesk desk;
  desk.act(action::CanvasResized{{0, 0, 448, 600}});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 4);
  desk.act(action::ZoomBy{1.5});
  desk.act(action::CanvasResized{{0, 0, 800, 600}});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, 6);
}

TEST(View, MiddleDragAndSpaceDragPanAlsoMidPrompt) {
  ReadyDesk desk;
  desk.click(20, 20);
  desk.decode();
  const geom::ViewTransform before = desk.session().view();
  desk.act(action::PointerPressed{{100, 100}, action::Button::kMiddle, {}});
  EXPECT_TRUE(desk.session().panning());
  desk.act(action::PointerMoved{{130, 90}, {}});
  desk.act(action::PointerReleased{{130, 90}, action::Button::kMiddle, {}});
  EXPECT_FALSE(desk.session().panning());
  EXPECT_DOUBLE_EQ(desk.session().view().offset_x, before.offset_x + 30);
  EXPECT_DOUBLE_EQ(desk.session().view().offset_y, before.offset_y - 10);
  action::Modifiers space;
  space.space = true;
  desk.act(action::PointerPressed{{100, 100}, action::Button::kLeft, space});
  desk.act(action::PointerMoved{{90, 100}, {}});
  desk.act(action::PointerReleased{{90, 100}, action::Button::kLeft, {}});
  EXPECT_DOUBLE_EQ(desk.session().view().offset_x, before.offset_x + 20);
  EXPECT_EQ(pending_of(desk).steps.size(), 1u);
}

TEST(View, PanningMidDragKeepsTheBoxOnTheImage) {
  ReadyDesk desk;
  desk.press(10, 10);
  desk.move(30, 30);
  const geom::ScreenPoint at = desk.screen(30, 30);
  desk.act(action::PointerPressed{at, action::Button::kMiddle, {}});
  desk.act(action::PointerMoved{{at.x + 50, at.y}, {}});
  desk.act(action::PointerReleased{{at.x + 50, at.y}, action::Button::kMiddle, {}});
  desk.move(60, 60);
  desk.release(60, 60);
  EXPECT_EQ(*pending_of(desk).steps.back().box, (geom::Box{10, 10, 60, 60}));
}

TEST(View, PanningNeverLosesTheImage) {
  ReadyDesk desk;
  desk.act(action::Pinch{{400, 300}, 1, 1e6, -1e6});
  const geom::ViewTransform& view = desk.session().view();
  EXPECT_LT(view.to_screen({0, 0}).x, 800);
  EXPECT_GT(view.to_screen({100, 80}).y, 0);
}

TEST(View, PinchZoomsAndPans) {
  ReadyDesk desk;
  const double fit = desk.session().view().scale;
  const geom::ImagePoint held = desk.session().view().to_image({400, 300});
  desk.act(action::Pinch{{400, 300}, 1.5, 10, 20});
  EXPECT_DOUBLE_EQ(desk.session().view().scale, fit * 1.5);
  expect_near(desk.session().view().to_screen(held), {410, 320});
}

TEST(View, TheCursorIsThePixelUnderThePointer) {
  ReadyDesk desk;
  desk.move(7, 9);
  EXPECT_EQ(desk.session().cursor(), (geom::PixelPoint{7, 9}));
  desk.move(-1, 9);
  EXPECT_FALSE(desk.session().cursor().has_value());
  desk.move(99, 79);
  EXPECT_TRUE(desk.session().cursor().has_value());
  desk.act(action::PointerLeft{});
  EXPECT_FALSE(desk.session().cursor().has_value());
}

TEST(View, EveryImageIsFittedAnew) {
  ReadyDesk desk;
  const geom::ViewTransform fit = desk.session().view();
  desk.act(action::ZoomBy{3});
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().view(), fit);
}

TEST(View, TheZoomIsKeptBetweenImagesWhenSet) {
  ReadyDesk desk;
  Settings settings;
  settings.keep_zoom = true;
  desk.act(action::ChangeSettings{settings});
  const geom::ViewTransform fit = desk.session().view();
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().view(), fit) << "a fitted image is followed by a fitted one";
  desk.act(action::ZoomBy{3});
  desk.act(action::Pinch{{400, 300}, 1, 40, -25});
  const geom::ViewTransform close = desk.session().view();
  desk.act(action::StepImage{1});
  EXPECT_EQ(desk.session().view(), close);
  // One of another size is seen at the same scale, about the same part of it.
  ImageRow wide;
  wide.id = 9;
  wide.file_name = "wide.png";
  wide.size = {400, 160};
  desk.act(action::ImageRowChanged{wide});
  const geom::ImagePoint middle = close.to_image({400, 300});
  desk.act(action::OpenImage{9});
  EXPECT_EQ(desk.session().view().scale, close.scale);
  const geom::ImagePoint now = desk.session().view().to_image({400, 300});
  EXPECT_NEAR(now.x / 400, middle.x / 100, 1e-6);
  EXPECT_NEAR(now.y / 160, middle.y / 80, 1e-6);
}

TEST(Chrome, WhatIsSeenIsAlsoSaid) {
  ReadyDesk desk;
  const auto said = [&] {
    std::string all;
    for (const effect::Announce& a : desk.take<effect::Announce>())
      all += a.message;
    return all;
  };
  desk.act(action::PickCategory{2});
  EXPECT_EQ(said(), "Class: dog.");
  desk.act(action::PickCategory{2});
  EXPECT_EQ(said(), "");
  desk.act(action::SetImageDone{1, true});
  EXPECT_NE(said().find(" is done."), std::string::npos);
  const std::string uuid = desk.add_object(30, 30);
  said();
  desk.act(action::ToggleVisible{uuid});
  EXPECT_EQ(said(), "1 object hidden.");
  desk.act(action::ToggleVisible{uuid});
  EXPECT_EQ(said(), "All objects are shown.");
  desk.act(action::StepImage{1});
  EXPECT_EQ(said().find("done"), std::string::npos) << "the other image's state is no news";
}

TEST(Chrome, TheThemeFollowsTheSystemUntilChosen) {
  ReadyDesk desk;
  EXPECT_EQ(desk.session().theme(), Theme::kDark);
  desk.act(action::SystemThemeChanged{Theme::kLight});
  EXPECT_EQ(desk.session().theme(), Theme::kLight);
  desk.act(action::SetTheme{Theme::kDark});
  EXPECT_EQ(desk.session().theme(), Theme::kDark);
  EXPECT_EQ(desk.take<effect::StoreSettings>().at(0).settings.theme, Theme::kDark);
}

TEST(Chrome, InfoGoesErrorsStayAndNothingIsSaidTwice) {
  ReadyDesk desk;
  EXPECT_FALSE(desk.session().wants_ticks());
  desk.act(action::Notice{"done"});
  desk.act(action::Notice{"done"});
  desk.act(action::Failed{"broken"});
  ASSERT_EQ(desk.session().toasts().size(), 2u);
  EXPECT_TRUE(desk.session().wants_ticks());
  desk.act(action::Tick{100});  // long after the last tick: the six seconds begin now
  desk.act(action::Tick{105.9});
  EXPECT_EQ(desk.session().toasts().size(), 2u);
  desk.act(action::Tick{106});
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  EXPECT_EQ(desk.session().toasts()[0].message, "broken");
  EXPECT_FALSE(desk.session().wants_ticks());
  desk.act(action::Tick{1000});
  ASSERT_EQ(desk.session().toasts().size(), 1u);
  desk.act(action::DismissToast{desk.session().toasts()[0].id});
  EXPECT_TRUE(desk.session().toasts().empty());
}

TEST(Chrome, TheEngineIsKnown) {
  ReadyDesk desk;
  desk.act(action::EngineReady{"simd128", 2, "mobilesam", "server", "0.1.0"});
  EXPECT_EQ(desk.session().engine().threads, 2);
}

}  // namespace
}  // namespace maskpoint::session
