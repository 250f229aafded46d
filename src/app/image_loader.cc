#include "app/image_loader.h"

#include "app/bridge.h"
#include "app/json_reading.h"
#include "doc/coco_json.h"
#include "doc/edits.h"

namespace maskpoint::app {
namespace {

namespace action = session::action;

std::string image_url(std::int64_t image_id, const char* what) {
  return "api/v1/images/" + std::to_string(image_id) + what;
}
std::string embedding_url(std::int64_t image_id) {
  return is_local(image_id) ? "local:" + std::to_string(image_id) + "/embedding"
                            : image_url(image_id, "/embedding");
}

void ignore(const Reply&) {
}

}  // namespace

geom::ImageSize ImageLoader::size_of(std::int64_t image_id) const {
  for (const session::ImageRow& row : shell_.session.images())
    if (row.id == image_id) return row.size;
  return {};
}

void ImageLoader::load(const session::effect::LoadImage& effect) {
  if (embedding_request_ != 0) shell_.requests.cancel(embedding_request_);
  embedding_request_ = 0;
  embedding_here_ = false;
  open_ = effect.image_id;
  open_size_ = effect.size;
  page::open_pixels(effect.image_id);
  load_annotations(effect.image_id);
  // An image whose size nobody knows yet gets its embedding when its pixels are there.
  if (open_size_.width > 0) load_embedding(0);
}

void ImageLoader::close(std::int64_t image_id) {
  page::tell(dump({{"type", "closePixels"}, {"image", image_id}}));
  shell_.worker.release(image_id);
  if (!wanted(image_id)) return;
  if (embedding_request_ != 0) shell_.requests.cancel(embedding_request_);
  embedding_request_ = 0;
  open_ = 0;
}

void ImageLoader::encode_now(const session::effect::EncodeNow& effect) {
  if (is_local(effect.image_id)) return;
  std::string url = image_url(effect.image_id, "/embedding?ahead=");
  for (const std::int64_t id : effect.ahead)
    if (!is_local(id)) url += (url.back() == '=' ? "" : ",") + std::to_string(id);
  shell_.requests.send({"POST", url, {}, {}, {}}, ignore);
}

void ImageLoader::load_annotations(std::int64_t image_id) {
  if (is_local(image_id)) {
    const auto kept = local_docs_.find(image_id);
    shell_.dispatch(action::AnnotationsLoaded{
        kept == local_docs_.end() ? doc::empty_doc(image_id, size_of(image_id)) : kept->second,
        "local"});
    return;
  }
  try_annotations(image_id, 0);
}

void ImageLoader::try_annotations(std::int64_t image_id, int attempt) {
  shell_.requests.send(
      {"GET", image_url(image_id, "/annotations"), {}, {}, {}},
      [this, image_id, attempt](const Reply& reply) {
        if (!reply.ok()) {
          if (!wanted(image_id)) return;
          if (attempt == 0)
            shell_.dispatch(action::Failed{
                sentence_of(reply, "The objects of this image could not be loaded"), image_id, 0});
          if (reply.temporary())
            shell_.timers.after(backoff_seconds(attempt), [this, image_id, attempt] {
              if (wanted(image_id)) try_annotations(image_id, attempt + 1);
            });
          return;
        }
        auto doc = doc::read_annotations(reply.text(), image_id, size_of(image_id));
        if (doc.ok())
          shell_.dispatch(action::AnnotationsLoaded{std::move(doc).value(), reply.etag});
        else
          shell_.dispatch(action::Failed{doc.status().message(), image_id, 0});
      });
}

void ImageLoader::fetch_embedding(std::int64_t image_id, geom::ImageSize size,
                                  std::function<void(const std::string&)> failed) {
  shell_.requests.send(
      {"GET", embedding_url(image_id), {}, {}, Request::While202::kWait},
      [this, image_id, size, failed = std::move(failed)](const Reply& reply) {
        if (reply.ok())
          shell_.worker.prepare({image_id, size, reply.body, reply.etag});
        else
          failed(sentence_of(reply, "The embedding of this image could not be loaded"));
      });
}

void ImageLoader::load_embedding(int attempt) {
  const std::int64_t image_id = open_;
  const session::ImageRow* row = shell_.session.image_row(image_id);
  const bool ready = row != nullptr && row->embedding == session::EmbeddingState::kReady;
  if (!is_local(image_id) && attempt == 0 && !ready)
    shell_.dispatch(action::EmbeddingProgress{image_id, session::EmbeddingState::kQueued, 0});
  embedding_request_ = shell_.requests.send(
      {"GET", embedding_url(image_id), {}, {}, Request::While202::kWait},
      [this, image_id, attempt](const Reply& reply) {
        embedding_request_ = 0;
        if (!wanted(image_id)) return;
        if (reply.ok()) {
          embedding_here_ = true;
          shell_.worker.prepare({image_id, open_size_, reply.body, reply.etag});
          return;
        }
        if (reply.status == 404 && is_local(image_id)) {
          shell_.dispatch(action::ImageFailed{
              image_id,
              "This image came without an embedding, which clicks need: make one with `maskpoint "
              "embed` and open the image with it."});
          return;
        }
        if (attempt == 0)
          shell_.dispatch(action::ImageFailed{
              image_id, sentence_of(reply, "The embedding of this image could not be loaded")});
        // Without a model (503) the server says what to do; asking again finds it once it is done.
        if (reply.temporary())
          shell_.timers.after(backoff_seconds(attempt), [this, image_id, attempt] {
            if (wanted(image_id) && embedding_request_ == 0) load_embedding(attempt + 1);
          });
      });
}

void ImageLoader::pixels_ready(std::int64_t image_id, geom::ImageSize size) {
  if (!wanted(image_id)) return;
  const bool known = open_size_.width > 0;
  if (known && open_size_ != size) {
    shell_.dispatch(action::ImageFailed{
        image_id, "The image is " + std::to_string(size.width) + " × " +
                      std::to_string(size.height) + " pixels here but " +
                      std::to_string(open_size_.width) + " × " + std::to_string(open_size_.height) +
                      " in the project: the file was changed. Reload the page."});
    return;
  }
  shell_.dispatch(action::PixelsReady{image_id, size});
  if (known) return;
  open_size_ = size;
  load_embedding(0);
}

void ImageLoader::pixels_failed(std::int64_t image_id, const std::string& message) {
  if (wanted(image_id)) shell_.dispatch(action::ImageFailed{image_id, message});
}

void ImageLoader::prepared(const worker::Prepared& prepared) {
  shell_.dispatch(action::ImagePrepared{prepared.image_id, model_, prepared.embedding_id});
}

void ImageLoader::embedding_came(std::int64_t image_id) {
  if (wanted(image_id) && embedding_request_ == 0 && !embedding_here_ && open_size_.width > 0)
    load_embedding(0);
}

void ImageLoader::prepare_failed(std::int64_t image_id, const std::string& message) {
  if (wanted(image_id)) embedding_here_ = false;
  shell_.dispatch(action::ImageFailed{image_id, message});
}

}  // namespace maskpoint::app
