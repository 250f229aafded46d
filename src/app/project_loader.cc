#include "app/project_loader.h"

#include <memory>
#include <utility>

#include "app/bridge.h"
#include "app/wire.h"
#include "doc/coco_json.h"

namespace maskpoint::app {
namespace {

namespace action = session::action;

constexpr int kRowsAtOnce = 1000;

}  // namespace

void ProjectLoader::load(int attempt) {
  shell_.requests.send({"GET", "api/v1/project", {}, {}, {}},
                       [this, attempt](const Reply& reply) { project_answered(reply, attempt); });
}

void ProjectLoader::project_answered(const Reply& reply, int attempt) {
  const Json project = parse_json(reply.text());
  if (reply.ok() && project.is_object()) {
    keeper_ = text_at(project, "kept_in") == "browser" ? session::Keeper::kBrowser
                                                       : session::Keeper::kServer;
    name_ = text_at(project, "name");
    version_ = text_at(project, "version");
    const Json& model = member(project, "model");
    encoder_ = text_at(model, "name");
    if (const std::string error = text_at(model, "error"); !error.empty())
      shell_.dispatch(action::Failed{error, 0, 0});
    if (const std::string notice = text_at(project, "read_only_data"); !notice.empty())
      shell_.dispatch(action::Notice{notice});
    // What an earlier visit could not save is there before anything can be opened.
    journal_.open(text_at(project, "id"), [this] {
      load_categories();
      load_images({});
    });
    return;
  }
  if (attempt == 0)
    shell_.dispatch(action::Failed{sentence_of(reply, "The project could not be loaded"), 0, 0});
  shell_.timers.after(backoff_seconds(attempt), [this, attempt] { load(attempt + 1); });
}

void ProjectLoader::load_categories() {
  shell_.requests.send({"GET", "api/v1/categories", {}, {}, {}}, [this](const Reply& reply) {
    if (!reply.ok()) {
      shell_.dispatch(action::Failed{sentence_of(reply, "The classes could not be loaded"), 0, 0});
      if (reply.temporary()) shell_.timers.after(3, [this] { load_categories(); });
      return;
    }
    auto categories = doc::read_categories(reply.text());
    if (categories.ok())
      shell_.dispatch(action::CategoriesLoaded{std::move(categories).value(), reply.etag});
    else
      shell_.dispatch(action::Failed{categories.status().message(), 0, 0});
  });
}

void ProjectLoader::load_images(std::vector<session::ImageRow> rows) {
  auto so_far = std::make_shared<std::vector<session::ImageRow>>(std::move(rows));
  const std::string url = "api/v1/images?offset=" + std::to_string(so_far->size()) +
                          "&limit=" + std::to_string(kRowsAtOnce);
  shell_.requests.send({"GET", url, {}, {}, {}}, [this, so_far](const Reply& reply) {
    const Json page = parse_json(reply.text());
    const Json& images = member(page, "images");
    if (!reply.ok() || !images.is_array()) {
      shell_.dispatch(
          action::Failed{sentence_of(reply, "The list of images could not be loaded"), 0, 0});
      shell_.timers.after(3, [this] { load_images({}); });
      return;
    }
    for (const Json& image : images)
      so_far->push_back(image_row_from(image));
    const auto total = std::size_t(std::max<std::int64_t>(0, integer_at(page, "total")));
    if (!images.empty() && so_far->size() < total)
      load_images(std::move(*so_far));
    else
      images_loaded(std::move(*so_far));
  });
}

void ProjectLoader::images_loaded(std::vector<session::ImageRow> rows) {
  // Images opened in the page stay in the list.
  for (const session::ImageRow& row : shell_.session.images())
    if (is_local(row.id)) rows.push_back(row);
  shell_.dispatch(action::ProjectLoaded{name_, std::move(rows), keeper_});
  if (std::exchange(listening_, true)) return;
  page::tell(dump({{"type", "events"}, {"url", "api/v1/events"}}));
  // Somebody may have started it before this page was opened.
  shell_.requests.send({"GET", "api/v1/embeddings", {}, {}, {}}, [this](const Reply& reply) {
    if (reply.ok()) encode_all_event(parse_json(reply.text()));
  });
}

void ProjectLoader::load_row(std::int64_t image_id) {
  shell_.requests.send({"GET", "api/v1/images/" + std::to_string(image_id), {}, {}, {}},
                       [this](const Reply& reply) {
                         const Json row = parse_json(reply.text());
                         if (reply.ok() && integer_at(row, "id") > 0)
                           shell_.dispatch(action::ImageRowChanged{image_row_from(row)});
                       });
}

void ProjectLoader::changed(const std::string& data) {
  const Json event = parse_json(data);
  if (const std::string name = text_at(event, "name"); !name.empty()) name_ = name;
  if (bool_at(event, "images")) {
    load_images({});
    return;
  }
  if (text_at(event, "client") == shell_.config.client) return;
  const std::string etag = text_at(event, "etag");
  if (bool_at(event, "categories")) {
    shell_.dispatch(action::ChangedByOther{0, etag});
    return;
  }
  const std::int64_t image_id = integer_at(event, "image_id");
  if (image_id <= 0) return;
  shell_.dispatch(action::ChangedByOther{image_id, etag});
  load_row(image_id);
}

void ProjectLoader::embedding_event(const std::string& data) {
  const Json event = parse_json(data);
  const std::int64_t image_id = integer_at(event, "image_id");
  const session::EmbeddingState state = embedding_state_named(text_at(event, "state"));
  shell_.dispatch(action::EmbeddingProgress{image_id, state, float(number_at(event, "progress"))});
  if (state == session::EmbeddingState::kReady) images_.embedding_came(image_id);
}

void ProjectLoader::encode_all_event(const Json& status) {
  if (!status.is_object()) return;
  shell_.dispatch(action::EncodeAllProgress{
      bool_at(status, "running"), integer_at(status, "total"), integer_at(status, "done"),
      integer_at(status, "failed"), number_at(status, "seconds_left")});
}

void ProjectLoader::encode_all(action::EncodeAll what) {
  const char* method = what == action::EncodeAll::kStart ? "POST" : "DELETE";
  shell_.requests.send({method, "api/v1/embeddings", {}, {}, {}}, [this](const Reply& reply) {
    if (reply.ok())
      encode_all_event(parse_json(reply.text()));
    else
      shell_.dispatch(action::Failed{sentence_of(reply, "The images could not be encoded"), 0, 0});
  });
}

void ProjectLoader::server_event(const std::string& event, const std::string& data) {
  if (event == "change") changed(data);
  if (event == "embedding") embedding_event(data);
  if (event == "encode_all") encode_all_event(parse_json(data));
}

void ProjectLoader::stream_opened() {
  if (!std::exchange(stream_lost_, false)) return;
  // Events were missed meanwhile.
  saver_.retry_now();
  load_images({});
  load_categories();
  if (const session::ImageRow* open = shell_.session.open_image())
    images_.load_annotations(open->id);
}

}  // namespace maskpoint::app
