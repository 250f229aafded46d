#include "server/store.h"

#include <gtest/gtest.h>

#include "server/folder_scan.h"
#include "server/image_fixture.h"
#include "server/project_place.h"
#include "server/serve_fixture.h"

namespace maskpoint::server {
namespace {

ImageRow image_row(const std::string& path) {
  ImageRow row;
  row.path = path;
  row.upright = {10, 10};
  return row;
}

struct Opened {
  std::filesystem::path file;
  std::unique_ptr<Store> store;

  explicit Opened(const std::string& name) : file(fresh_folder("store-" + name) / "project.db") {
    open();
    const std::vector<ImageRow> rows = {image_row("b.jpg"), image_row("a.jpg")};
    EXPECT_TRUE(store->write_images(rows, std::vector<std::string>{"a.jpg", "b.jpg"}).ok());
  }
  void open() {
    store.reset();
    auto opened = Store::open(file);
    ASSERT_TRUE(opened.ok()) << opened.status().message();
    store = *std::move(opened);
  }
  Written put(ImageId image, int number, const std::string& json, const Precondition& when = {}) {
    auto result = store->put_annotation(image, {uuid_of(number), 1, json}, when);
    EXPECT_TRUE(result.ok()) << result.status().message();
    last = result->current;
    return result->outcome;
  }
  AnnotationOne last;
};

TEST(NaturalOrder, IsAPersons) {
  std::vector<std::string> names = {"b", "a10", "a2", "A1", "a", "a/z", "a/b10", "a/b9", "a02"};
  std::sort(names.begin(), names.end(), natural_less);
  EXPECT_EQ(names,
            (std::vector<std::string>{"a", "a/b9", "a/b10", "a/z", "A1", "a02", "a2", "a10", "b"}));
}

TEST(Store, GivesIdsOnceAndKeepsThemThroughUndo) {
  Opened db("ids");
  EXPECT_EQ(db.put(1, 1, "{\"x\":1}"), Written::kChanged);
  EXPECT_EQ(db.last.object, "{\"id\":1,\"x\":1}");
  EXPECT_EQ(db.put(1, 2, "{\"x\":2}"), Written::kChanged);
  ASSERT_TRUE(db.store->delete_annotation(1, uuid_of(2), {}).ok());
  EXPECT_EQ(db.put(2, 3, "{}"), Written::kChanged);
  EXPECT_EQ(db.last.object, "{\"id\":3}");
  EXPECT_EQ(db.put(1, 2, "{\"x\":2}"), Written::kChanged);
  EXPECT_EQ(db.last.object, "{\"id\":2,\"x\":2}");
  // One object, one image.
  EXPECT_FALSE(db.store->put_annotation(2, {uuid_of(1), 1, "{}"}, {}).ok());
  db.open();
  EXPECT_EQ(db.store->annotations(1)->objects.size(), 2u);
}

TEST(Store, ConflictsLeaveEverythingAsItWas) {
  Opened db("conflict");
  db.put(1, 1, "{\"x\":1}");
  const std::string old = db.last.etag;
  db.put(1, 2, "{\"x\":2}", Precondition::if_match(old));
  const std::string current = db.last.etag;
  EXPECT_NE(old, current);
  EXPECT_EQ(db.put(1, 1, "{\"x\":9}", Precondition::if_match(old)), Written::kConflict);
  EXPECT_EQ(db.last.object, "{\"id\":1,\"x\":1}");
  std::optional<std::size_t> index;
  const std::vector<AnnotationWrite> mine = {{uuid_of(7), 1, "{}"}};
  auto replaced = db.store->replace_annotations(1, mine, Precondition::if_match(old), index);
  ASSERT_TRUE(replaced.ok());
  EXPECT_EQ(replaced->outcome, Written::kConflict);
  EXPECT_EQ(replaced->current.objects.size(), 2u);
  EXPECT_EQ(replaced->current.etag, current);
  EXPECT_EQ(db.store->annotations(1)->etag, current);
  replaced = db.store->replace_annotations(1, mine, Precondition::if_match(current), index);
  EXPECT_EQ(replaced->outcome, Written::kChanged);
  // A retry of a write whose answer was lost.
  replaced = db.store->replace_annotations(1, mine, Precondition::if_match(current), index);
  EXPECT_EQ(replaced->outcome, Written::kUnchanged);
  EXPECT_EQ(db.store->annotations(1)->objects.size(), 1u);
}

TEST(Store, KeepsTheDrawingOrder) {
  Opened db("order");
  std::optional<std::size_t> index;
  const std::vector<AnnotationWrite> list = {
      {uuid_of(3), 1, "{}"}, {uuid_of(1), 1, "{}"}, {uuid_of(2), 1, "{}"}};
  ASSERT_TRUE(db.store->replace_annotations(1, list, {}, index).ok());
  const std::vector<AnnotationWrite> turned = {list[2], list[0], list[1]};
  const auto after = db.store->replace_annotations(1, turned, {}, index);
  EXPECT_EQ(after->current.objects,
            (std::vector<std::string>{"{\"id\":3}", "{\"id\":1}", "{\"id\":2}"}));
  db.put(1, 1, "{\"in\":\"place\"}");
  EXPECT_EQ(db.store->annotations(1)->objects[2], "{\"id\":2,\"in\":\"place\"}");
}

TEST(Store, StatesFollowTheWork) {
  Opened db("states");
  EXPECT_EQ(db.store->image(1)->state, "new");
  db.put(1, 1, "{}");
  EXPECT_EQ(db.store->image(1)->state, "in_work");
  EXPECT_EQ(*db.store->set_state(1, "done"), Written::kChanged);
  EXPECT_EQ(*db.store->set_state(1, "done"), Written::kUnchanged);
  EXPECT_EQ(db.store->set_state(99, "done").status().code(), base::StatusCode::kNotFound);
  const auto counts = db.store->counts();
  EXPECT_EQ(counts->images, 2);
  EXPECT_EQ(counts->done, 1);
  EXPECT_EQ(counts->annotations, 1);
}

TEST(Store, ClassesInUseStay) {
  Opened db("classes");
  db.put(1, 1, "{}");
  auto result = db.store->replace_categories({{-1, "{\"name\":\"cat\"}"}}, {});
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.status().message().find("\"object\" is used by 1"), std::string::npos);
  result = db.store->replace_categories(
      {{-1, "{\"name\":\"cat\"}"}, {1, "{\"id\":1,\"name\":\"object\"}"}}, {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->current.rows[0].json, "{\"id\":2,\"name\":\"cat\"}");
  // Dropped and made anew: never the same id again.
  ASSERT_TRUE(db.store->replace_categories({{1, "{\"id\":1,\"name\":\"object\"}"}}, {}).ok());
  result = db.store->replace_categories(
      {{1, "{\"id\":1,\"name\":\"object\"}"}, {-1, "{\"name\":\"dog\"}"}}, {});
  EXPECT_EQ(result->current.rows[1].id, 3);
  EXPECT_FALSE(db.store->put_annotation(1, {uuid_of(5), 2, "{}"}, {}).ok());
}

TEST(Store, SaysWhenTheDiskIsFull) {
  Opened db("full");
  db.put(1, 1, "{\"x\":1}");
  // SQLite's own limit gives the same answer as a full disk.
  auto limited = Database::open(db.file);
  ASSERT_TRUE(limited.ok());
  ASSERT_TRUE((*limited)->execute("PRAGMA max_page_count=1").ok());
  const auto status = (*limited)->execute("UPDATE annotations SET json = hex(zeroblob(100000))");
  EXPECT_EQ(status.code(), base::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("nothing stored before is lost"), std::string::npos);
  EXPECT_EQ(db.store->annotations(1)->objects[0], "{\"id\":1,\"x\":1}");
}

TEST(Store, RefusesANewerOne) {
  Opened db("newer");
  db.store.reset();
  {
    auto raw = Database::open(db.file);
    ASSERT_TRUE((*raw)->execute("PRAGMA user_version = 999").ok());
  }
  const auto opened = Store::open(db.file);
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.status().message().find("newer Maskpoint"), std::string::npos);
  write_bytes(db.file, std::string(8192, 'x'));
  std::filesystem::remove(db.file.string() + "-wal");
  EXPECT_FALSE(Store::open(db.file).ok());
}

TEST(ProjectPlace, IsOnesOwn) {
  const auto dir = fresh_folder("place");
  auto first = ProjectPlace::open(dir, "");
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->folder(), dir / ".maskpoint");
  EXPECT_EQ(first->note(), "");
  const auto second = ProjectPlace::open(dir, "");
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), base::StatusCode::kConflict);
  first = base::invalid_input("let go");
  EXPECT_TRUE(ProjectPlace::open(dir, "").ok());
}

TEST(ProjectPlace, GoesToTheUsersFolderWhenReadOnly) {
  const auto fallback = fresh_folder("place-user");
  // Nobody, root included, can make a folder there.
  const auto place = ProjectPlace::open("/proc/self", fallback);
  ASSERT_TRUE(place.ok()) << place.status().message();
  EXPECT_EQ(place->folder().parent_path(), fallback);
  EXPECT_NE(place->note().find("read-only"), std::string::npos);
  EXPECT_FALSE(ProjectPlace::open("/proc/self", "").ok());
}

TEST(ProjectPlace, RefusesALink) {
  const auto dir = fresh_folder("place-link");
  std::filesystem::create_directories(dir / "elsewhere");
  std::filesystem::create_directory_symlink("elsewhere", dir / ".maskpoint");
  EXPECT_FALSE(ProjectPlace::open(dir, "").ok());
}

}  // namespace
}  // namespace maskpoint::server
