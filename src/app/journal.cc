#include "app/journal.h"

#include <utility>

#include "app/bridge.h"
#include "app/json_reading.h"
#include "doc/coco_json.h"
#include "doc/edits.h"
#include "doc/merge.h"

namespace maskpoint::app {
namespace {

// A burst of edits is written once; a change waits no longer than this.
constexpr double kDelaySeconds = 0.2;
constexpr int kTries = 4;

}  // namespace

void Journal::server_holds(const doc::ImageDocPtr& doc, const std::string& etag) {
  if (!is_local(doc->image_id)) bases_[doc->image_id] = {doc, etag};
}

void Journal::erase(std::int64_t image_id) {
  if (written_.erase(image_id) > 0)
    page::tell(dump({{"type", "journal"}, {"image", image_id}, {"text", ""}}));
}

void Journal::write(const doc::ImageDoc& doc) {
  const auto base = bases_.find(doc.image_id);
  const doc::ImageDocPtr before =
      base == bases_.end() ? doc::empty_doc(doc.image_id, doc.size) : base->second.doc;
  const Json entry = {{"etag", base == bases_.end() ? "" : base->second.etag},
                      {"base", doc::write_annotations(*before)},
                      {"mine", doc::write_annotations(doc)}};
  written_.insert(doc.image_id);
  page::tell(dump({{"type", "journal"}, {"image", doc.image_id}, {"text", dump(entry)}}));
}

void Journal::write_soon(const doc::ImageDocPtr& doc) {
  if (waiting_ && waiting_->image_id != doc->image_id) write(*waiting_);
  const bool timer_runs = waiting_ != nullptr;
  waiting_ = doc;
  if (timer_runs) return;
  shell_.timers.after(kDelaySeconds, [this] {
    if (const doc::ImageDocPtr due = std::exchange(waiting_, nullptr)) write(*due);
  });
}

void Journal::look() {
  if (shell_.session.save_state() == session::SaveState::kSaved) {
    waiting_ = nullptr;
    const std::set<std::int64_t> written = written_;
    for (const std::int64_t image_id : written)
      erase(image_id);
    seen_ = shell_.session.image_doc();
    return;
  }
  const doc::ImageDocPtr& now = shell_.session.image_doc();
  if (now == seen_) return;
  const bool same_image = seen_ && seen_->image_id == now->image_id;
  seen_ = now;
  const auto base = bases_.find(now->image_id);
  const bool as_saved = base != bases_.end() && base->second.doc == now;
  if (now->image_id > 0 && same_image && !as_saved) write_soon(now);
}

void Journal::send(std::shared_ptr<Leftover> leftover, std::function<void()> done) {
  const std::int64_t image_id = leftover->mine->image_id;
  shell_.requests.send(
      {"PUT",
       "api/v1/images/" + std::to_string(image_id) + "/annotations",
       leftover->etag,
       doc::write_annotations(*leftover->mine),
       {}},
      [this, leftover, image_id, done = std::move(done)](const Reply& reply) {
        if (reply.ok()) {
          written_.insert(image_id);
          erase(image_id);
          shell_.dispatch(session::action::Notice{
              "Work that was not saved when this page was last closed has been saved now."});
        } else if (reply.status == 412 && ++leftover->tries < kTries) {
          auto theirs = doc::annotations_from_json(member(parse_json(reply.text()), "current"),
                                                   image_id, leftover->mine->size);
          if (theirs.ok()) {
            leftover->mine = doc::merge(leftover->base, leftover->mine, *theirs).doc;
            leftover->base = *theirs;
            leftover->etag = reply.etag;
            send(leftover, done);
            return;
          }
        } else {
          shell_.dispatch(session::action::Failed{
              "Unsaved work of an earlier visit is still kept in this browser but could not be "
              "sent: " +
                  sentence_of(reply, "the server refused it"),
              image_id, 0});
        }
        done();
      });
}

void Journal::send_leftovers(const std::vector<session::ImageRow>& rows,
                             std::function<void()> done) {
  if (std::exchange(leftovers_sent_, true)) {
    done();
    return;
  }
  auto left = std::make_shared<int>(1);
  const auto one_done = [left, done] {
    if (--*left == 0) done();
  };
  for (const session::ImageRow& row : rows) {
    const auto entry = shell_.config.journal.find(row.id);
    if (entry == shell_.config.journal.end()) continue;
    const Json json = parse_json(entry->second);
    auto base = doc::read_annotations(text_at(json, "base"), row.id, row.size);
    auto mine = doc::read_annotations(text_at(json, "mine"), row.id, row.size);
    if (!base.ok() || !mine.ok()) continue;
    ++*left;
    send(std::make_shared<Leftover>(Leftover{*base, *mine, text_at(json, "etag"), 0}), one_done);
  }
  one_done();
}

}  // namespace maskpoint::app
