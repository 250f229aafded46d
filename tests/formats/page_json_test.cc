// What the page stores of an import and gives to an export, against what the values themselves say.
#include "formats/page_json.h"

#include <gtest/gtest.h>

#include "formats/coco_writer.h"
#include "formats/desk.h"
#include "formats/project_writer.h"

namespace maskpoint::formats {
namespace {

// As the page does: ids in the order in which things come, where they are free.
Json stored_by_page(const Json& storable, const Json& images) {
  Json content = {{"name", "test"},
                  {"writtenBy", "Maskpoint"},
                  {"now", "2026-11-25T00:00:00Z"},
                  {"imported", storable["files"]},
                  {"categories", storable["categories"]},
                  {"images", Json::array()}};
  std::int64_t next = 1;
  for (Json image : images) {
    image["annotations"] = image["carried"] = Json::array();
    for (const Json& read : storable["images"]) {
      if (read["id"] != image["id"]) continue;
      image["source"] = read["source"];
      for (const Json& object : read["objects"]) {
        Json annotation = object["annotation"];
        annotation["id"] = object["wantedId"].is_null() ? Json(next++) : object["wantedId"];
        image["annotations"].push_back(std::move(annotation));
      }
      for (const Json& one : read["carried"])
        image["carried"].push_back(
            {{"id", one["wantedId"].is_null() ? Json(next++) : one["wantedId"]},
             {"categoryId", one["categoryId"]},
             {"text", one["text"]}});
    }
    content["images"].push_back(std::move(image));
  }
  return content;
}

TEST(PageJson, ACocoFileGoesOutAsItCame) {
  MASKPOINT_LOAD_FILE(bytes, "coco/fce_instances_val2014_100.json");
  const Json file = Json::parse(bytes, nullptr, false);
  const KnownProject known = project_for(file);
  Json images = Json::array();
  for (const KnownImage& image : known.images)
    images.push_back({{"id", image.id},
                      {"path", image.path},
                      {"width", image.size.width},
                      {"height", image.size.height},
                      {"source", nullptr}});
  const PageProject page =
      page_project({{"images", images},
                    {"categories", {{{"id", 1}, {"name", "object"}, {"key", "1"}}}},
                    {"nextClass", 2},
                    {"replaceableFirst", true}});
  ASSERT_EQ(page.known.images.size(), known.images.size());
  const std::vector<NamedFile> files = {{"instances.json", bytes}};
  const Json storable_json = storable(read_files(files, page.known, {}), page);
  const ProjectContent content = page_content(stored_by_page(storable_json, images));
  Report report;
  const auto text = coco_text(content, Format::kCoco, {}, report);
  ASSERT_TRUE(text.ok());
  const Json out = Json::parse(*text, nullptr, false);
  ASSERT_EQ(out["annotations"].size(), file["annotations"].size());
  std::map<std::int64_t, Json> by_id;
  for (const Json& annotation : file["annotations"])
    by_id[annotation["id"].get<std::int64_t>()] = annotation;
  for (const Json& annotation : out["annotations"])
    EXPECT_EQ(annotation, by_id[annotation["id"].get<std::int64_t>()]);
}

TEST(PageJson, EveryFormatIsAFolderOfAll) {
  Json image = {{"id", 1}, {"path", "a.jpg"}, {"width", 4}, {"height", 4}, {"source", nullptr}};
  image["annotations"] = {{{"id", 1},
                           {"uuid", "00000000-0000-4000-8000-000000000001"},
                           {"image_id", 1},
                           {"category_id", 1},
                           {"iscrowd", 0},
                           {"segmentation", {{"size", {4, 4}}, {"counts", {5, 2, 9}}}}}};
  image["carried"] = Json::array();
  const ProjectContent content = page_content(
      {{"name", "test"}, {"images", {image}}, {"categories", {{{"id", 1}, {"name", "cat"}}}}});
  const WritingHelp help = {
      {[](const LabelImage&) -> base::Result<std::string> { return std::string("png"); }, {}},
      [](const ExportImage&, const doc::Categories&,
         const std::string& folder) -> base::Result<std::vector<ExportFile>> {
        return std::vector<ExportFile>{{folder + "/1_cat.png", "png"}};
      }};
  std::set<std::string> folders;
  Report report;
  const auto status = write_project(content, Format::kAll, {}, help, report, [&](ExportFile file) {
    folders.insert(file.path.substr(0, file.path.find('/')));
    return base::Status();
  });
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(folders.size(), std::size(kEveryFormat));
  EXPECT_TRUE(report.empty());
}

}  // namespace
}  // namespace maskpoint::formats
