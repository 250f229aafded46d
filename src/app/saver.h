// Sends what the session wants saved, and goes on trying while the server is away. What the server
// understood and refused is not sent again as it is (SaveRefused).
//
// One request an image at a time; a newer one takes the place of one that waits. Images opened by
// the page's own interface beside a server's are saved by giving their objects ids.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "app/shell.h"
#include "doc/annotation_texts.h"
#include "session/effect.h"

namespace maskpoint::app {

class Saver {
 public:
  explicit Saver(const Shell& shell) : shell_(shell) {}

  void save(const session::effect::SaveImage& effect);
  void save(const session::effect::SaveCategories& effect);
  void save(const session::effect::SaveImageState& effect);
  // The server is back: no need to wait out the pause.
  void retry_now();

 private:
  struct Waiting {
    std::uint64_t ticket = 0;  // answers to an older one no longer count
    int attempt = 0;
    session::effect::SaveImage effect;
  };
  void send(std::int64_t image_id);
  void answered(std::int64_t image_id, std::uint64_t ticket, const Reply& reply);
  void send_categories();
  void categories_answered(std::uint64_t ticket, const Reply& reply);
  void send_state(std::int64_t image_id);
  void state_answered(std::int64_t image_id, std::uint64_t ticket, const Reply& reply);
  void save_locally(const session::effect::SaveImage& effect);
  void failed(const Reply& reply, const char* what);
  void refused(std::int64_t image_id, const Reply& reply, const char* what);  // 0: the classes

  Shell shell_;
  std::uint64_t last_ticket_ = 0;
  std::int64_t last_local_id_ = 0;
  std::map<std::int64_t, Waiting> images_;
  doc::AnnotationTexts texts_;
  struct WaitingCategories {
    std::uint64_t ticket = 0;
    int attempt = 0;
    session::effect::SaveCategories effect;
  };
  std::optional<WaitingCategories> categories_;
  struct WaitingState {
    std::uint64_t ticket = 0;
    int attempt = 0;
    doc::WorkState state = doc::WorkState::kNew;
  };
  std::map<std::int64_t, WaitingState> states_;
};

}  // namespace maskpoint::app
