#include "app/saver.h"

#include "app/json_reading.h"
#include "app/wire.h"
#include "doc/coco_json.h"
#include "doc/edits.h"

namespace maskpoint::app {
namespace {

namespace action = session::action;
namespace effect = session::effect;

// What was sent, with the ids the server gave to what had none.
doc::ImageDocPtr numbered(const doc::ImageDocPtr& sent, const Reply& reply) {
  const Json answer = parse_json(reply.text());
  const Json& ids = member(answer, "ids");
  return doc::mapped(sent, [&](const doc::AnnotationPtr& annotation) -> doc::AnnotationPtr {
    if (annotation->id != 0) return annotation;
    const std::int64_t id = integer_at(ids, annotation->uuid.c_str());
    if (id <= 0) return annotation;  // it is stored; an answer that can't be read costs only the id
    auto next = std::make_shared<doc::Annotation>(*annotation);
    next->id = id;
    return next;
  });
}

}  // namespace

void Saver::save(const effect::SaveImage& effect) {
  const std::int64_t image_id = effect.doc->image_id;
  if (is_local(image_id)) {
    save_locally(effect);
    return;
  }
  images_[image_id] = {++last_ticket_, 0, effect};
  send(image_id);
}

void Saver::save_locally(const effect::SaveImage& effect) {
  const doc::ImageDocPtr stored =
      doc::mapped(effect.doc, [this](const doc::AnnotationPtr& annotation) -> doc::AnnotationPtr {
        if (annotation->id != 0) return annotation;
        auto numbered = std::make_shared<doc::Annotation>(*annotation);
        numbered->id = ++last_local_id_;
        return numbered;
      });
  shell_.dispatch(action::ImageSaved{effect.doc->image_id, effect.doc, stored, "local"});
}

void Saver::send(std::int64_t image_id) {
  const Waiting& waiting = images_.at(image_id);
  shell_.requests.send({"PUT",
                        "api/v1/images/" + std::to_string(image_id) + "/annotations?answer=ids",
                        waiting.effect.etag,
                        texts_.write(*waiting.effect.doc),
                        {}},
                       [this, image_id, ticket = waiting.ticket](const Reply& reply) {
                         answered(image_id, ticket, reply);
                       });
}

void Saver::failed(const Reply& reply, const char* what) {
  shell_.dispatch(action::SaveFailed{
      reply.status == 0 ? "The server does not answer. Your work is kept in this browser and sent "
                          "as soon as it is back."
                        : sentence_of(reply, what)});
}

// No further request is under way then: what is to be sent next is the session's to say.
void Saver::refused(std::int64_t image_id, const Reply& reply, const char* what) {
  shell_.dispatch(action::SaveRefused{image_id, sentence_of(reply, what)});
}

void Saver::answered(std::int64_t image_id, std::uint64_t ticket, const Reply& reply) {
  const auto at = images_.find(image_id);
  if (at == images_.end() || at->second.ticket != ticket) return;
  Waiting& waiting = at->second;
  const geom::ImageSize size = waiting.effect.doc->size;
  if (reply.ok()) {
    const doc::ImageDocPtr sent = waiting.effect.doc;
    images_.erase(at);
    shell_.dispatch(action::ImageSaved{image_id, sent, numbered(sent, reply), reply.etag});
    return;
  }
  if (reply.status == 412) {
    auto theirs =
        doc::annotations_from_json(member(parse_json(reply.text()), "current"), image_id, size);
    if (theirs.ok()) {
      images_.erase(at);
      shell_.dispatch(action::ImageSaveConflict{image_id, std::move(theirs).value(), reply.etag});
      return;
    }
  }
  constexpr const char* kWhat = "The objects of this image could not be saved";
  if (!reply.temporary()) {
    images_.erase(at);
    refused(image_id, reply, kWhat);
    return;
  }
  failed(reply, kWhat);
  const int attempt = waiting.attempt++;
  shell_.timers.after(backoff_seconds(attempt), [this, image_id, ticket] {
    const auto waits = images_.find(image_id);
    if (waits != images_.end() && waits->second.ticket == ticket) send(image_id);
  });
}

void Saver::save(const effect::SaveCategories& effect) {
  categories_ = WaitingCategories{++last_ticket_, 0, effect};
  send_categories();
}

void Saver::send_categories() {
  const effect::SaveCategories& effect = categories_->effect;
  Json body = {{"categories", Json::array()}};
  for (const doc::Category& category : *effect.categories)
    body["categories"].push_back(doc::category_to_json(category));
  for (const auto& [from, to] : effect.replaced)
    body["replace"][std::to_string(from)] = to;
  for (const int id : effect.restored)
    body["restore"].push_back(id);
  for (const doc::AttributeRename& rename : effect.renamed)
    body["rename_attributes"].push_back(
        {{"category_id", rename.category_id}, {"from", rename.from}, {"to", rename.to}});
  shell_.requests.send({"PUT", "api/v1/categories", effect.etag, dump(body), {}},
                       [this, ticket = categories_->ticket](const Reply& reply) {
                         categories_answered(ticket, reply);
                       });
}

void Saver::categories_answered(std::uint64_t ticket, const Reply& reply) {
  if (!categories_ || categories_->ticket != ticket) return;
  if (reply.ok()) {
    const doc::CategoriesPtr sent = categories_->effect.categories;
    categories_.reset();
    shell_.dispatch(action::CategoriesSaved{sent, reply.etag});
    return;
  }
  if (reply.status == 412) {
    auto theirs = doc::categories_from_json(member(parse_json(reply.text()), "current"));
    if (theirs.ok()) {
      categories_.reset();
      shell_.dispatch(action::CategoriesConflict{std::move(theirs).value(), reply.etag});
      return;
    }
  }
  constexpr const char* kWhat = "The classes could not be saved";
  if (!reply.temporary()) {
    categories_.reset();
    refused(0, reply, kWhat);
    return;
  }
  failed(reply, kWhat);
  shell_.timers.after(backoff_seconds(categories_->attempt++), [this, ticket] {
    if (categories_ && categories_->ticket == ticket) send_categories();
  });
}

void Saver::save(const effect::SaveImageState& effect) {
  if (is_local(effect.image_id)) {
    shell_.dispatch(action::ImageStateSaved{effect.image_id, effect.state});
    return;
  }
  states_[effect.image_id] = {++last_ticket_, 0, effect.state};
  send_state(effect.image_id);
}

void Saver::send_state(std::int64_t image_id) {
  const WaitingState& waiting = states_.at(image_id);
  shell_.requests.send({"PUT",
                        "api/v1/images/" + std::to_string(image_id) + "/state",
                        {},
                        dump({{"state", name_of(waiting.state)}}),
                        {}},
                       [this, image_id, ticket = waiting.ticket](const Reply& reply) {
                         state_answered(image_id, ticket, reply);
                       });
}

void Saver::state_answered(std::int64_t image_id, std::uint64_t ticket, const Reply& reply) {
  const auto at = states_.find(image_id);
  if (at == states_.end() || at->second.ticket != ticket) return;
  constexpr const char* kWhat = "The state of the image could not be saved";
  if (reply.ok() || !reply.temporary()) {
    const doc::WorkState state = at->second.state;
    states_.erase(at);
    if (!reply.ok())  // there is no other way to say it: it is no longer waited for
      shell_.dispatch(action::Failed{sentence_of(reply, kWhat), image_id, 0});
    shell_.dispatch(action::ImageStateSaved{image_id, state});
    return;
  }
  failed(reply, kWhat);
  shell_.timers.after(backoff_seconds(at->second.attempt++), [this, image_id, ticket] {
    const auto waits = states_.find(image_id);
    if (waits != states_.end() && waits->second.ticket == ticket) send_state(image_id);
  });
}

void Saver::retry_now() {
  for (auto& [image_id, waiting] : images_) {
    if (waiting.attempt == 0) continue;  // on its way
    waiting.ticket = ++last_ticket_;
    waiting.attempt = 0;
    send(image_id);
  }
  if (categories_ && categories_->attempt > 0) {
    categories_->ticket = ++last_ticket_;
    categories_->attempt = 0;
    send_categories();
  }
  for (auto& [image_id, waiting] : states_) {
    if (waiting.attempt == 0) continue;
    waiting.ticket = ++last_ticket_;
    waiting.attempt = 0;
    send_state(image_id);
  }
}

}  // namespace maskpoint::app
