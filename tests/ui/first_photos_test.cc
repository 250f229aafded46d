// Ways in for photos: there where the browser keeps the project, and nowhere else.
#include <gtest/gtest.h>

#include <algorithm>

#include "ui/booth.h"

namespace maskpoint::ui {
namespace {

namespace action = session::action;
using session::Keeper;
using session::PageTask;

struct Page : Booth {
  explicit Page(Keeper keeper, std::vector<session::ImageRow> images = {}) : Booth({1440, 900}, 1) {
    desk.act(action::ProjectLoaded{"My photos", std::move(images), keeper});
    settle();
    forget();
  }
  std::vector<PageTask> tasks() const {
    std::vector<PageTask> all;
    for (const auto& asked : seen<action::AskPage>())
      all.push_back(asked.task);
    return all;
  }
};

session::ImageRow photo() {
  session::ImageRow row;
  row.id = 1;
  row.file_name = "photo.jpg";
  row.size = {100, 80};
  return row;
}

TEST(FirstPhotos, AnEmptyProjectOfTheBrowserOffersThem) {
  MASKPOINT_NEEDS_FONTS();
  Page page(Keeper::kBrowser);
  page.click("open-files");
  page.click("open-folder");
  page.click("projects");
  EXPECT_EQ(page.tasks(),
            (std::vector{PageTask::kOpenFiles, PageTask::kOpenFolder, PageTask::kProjects}));
  EXPECT_EQ(page.desk.take<session::effect::AskPage>().size(), 3u);
}

TEST(FirstPhotos, WithPhotosTheMenuOfTheListHasThem) {
  MASKPOINT_NEEDS_FONTS();
  Page page(Keeper::kBrowser, {photo()});
  EXPECT_FALSE(page.shows("open-files"));
  page.click("photos");
  page.click("menu:open-address");
  page.click("photos");
  page.click("menu:save-project");
  EXPECT_EQ(page.tasks(), (std::vector{PageTask::kOpenAddress, PageTask::kSaveProject}));
  page.press("o", {.ctrl = true});
  EXPECT_EQ(page.tasks().back(), PageTask::kOpenFiles);
}

TEST(FirstPhotos, AServersProjectHasItsFolder) {
  MASKPOINT_NEEDS_FONTS();
  Page page(Keeper::kServer);
  EXPECT_FALSE(page.shows("open-files"));
  EXPECT_FALSE(page.shows("photos"));
  (void)page.press("o", {.ctrl = true});
  EXPECT_TRUE(page.tasks().empty());
  const auto shown = commands();
  EXPECT_TRUE(std::none_of(shown.begin(), shown.end(), [&](const Command& c) {
    return std::string_view(c.name).starts_with("open-") && enabled(c.id, page.desk.session());
  }));
}

}  // namespace
}  // namespace maskpoint::ui
