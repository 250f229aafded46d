// A Session with a worker and a server played by the test: a decoder whose masks follow from the
// prompt, and answers given when the test says so.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "session/session.h"

namespace maskpoint::session {

class Desk {
 public:
  // An empty project. The canvas is 800 × 600 at the origin.
  Desk();
  // Three images of 100 × 80 with ids 1, 2, 3, two classes (1 "cat", 2 "dog"), image 1 open,
  // annotations loaded, prepared.
  void load_project();

  // Dispatches and keeps the effects until they are taken.
  void act(const Action& action);

  // Takes every effect of one kind, in order.
  template <class E>
  std::vector<E> take() {
    std::vector<E> taken;
    std::erase_if(effects_, [&](const Effect& effect) {
      if (const E* e = std::get_if<E>(&effect)) {
        taken.push_back(*e);
        return true;
      }
      return false;
    });
    return taken;
  }
  template <class E>
  bool has() const {
    for (const Effect& effect : effects_)
      if (std::holds_alternative<E>(effect)) return true;
    return false;
  }
  void forget_effects() { effects_.clear(); }

  // --- the user, in image pixels ---
  geom::ScreenPoint screen(double x, double y) const;
  void move(double x, double y);
  void press(double x, double y, action::Button button = action::Button::kLeft,
             action::Modifiers modifiers = {});
  void release(double x, double y, action::Button button = action::Button::kLeft);
  void click(double x, double y, action::Button button = action::Button::kLeft,
             action::Modifiers modifiers = {});
  void drag(double x0, double y0, double x1, double y1);
  // A click, its decode, accept, its mask: an object "uuid-<n>".
  std::string add_object(double x, double y);

  // --- the worker ---
  // Answers the last Decode for a prompt, until the session asks for no more.
  void decode();
  action::DecodeFinished answer(const effect::Decode& request) const;
  void finalize();  // answers every Finalize
  action::MaskReady answer(const effect::Finalize& request) const;
  void work_on_masks();  // answers every WorkOnMasks
  action::MasksReady answer(const effect::WorkOnMasks& request);

  // --- the server ---
  void load(std::int64_t image_id);  // annotations as stored, pixels, embedding
  void save();                       // stores whatever is sent and answers, until nothing is
  action::ImageSaved store(const effect::SaveImage& request);

  const Session& session() const { return session_; }
  const doc::ImageDoc& doc() const { return *session_.image_doc(); }
  std::vector<std::string> uuids() const;

  // Whatever the server has; images it has never seen are empty.
  std::map<std::int64_t, doc::ImageDocPtr> stored;

 private:
  Session session_;
  std::vector<Effect> effects_;
  std::map<std::string, std::int64_t> ids_;
  std::int64_t next_id_ = 1;
  int next_etag_ = 1;
  int next_uuid_ = 1;
  int next_fresh_uuid_ = 1;
};

// A Desk with the project loaded and no effects left over.
struct ReadyDesk : Desk {
  ReadyDesk() {
    load_project();
    forget_effects();
  }
};

// Fails the test it is called in when nothing is pending.
const Pending& pending_of(const Desk& desk);

// Logits that are +4 inside a disc and −4 outside, in cells of the 256×256 map.
sam::LogitsPtr disc(double x, double y, double radius);

}  // namespace maskpoint::session
