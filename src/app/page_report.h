// Tells the page what changed for it: text fields, cursor, title, theme, unsaved work, and the
// events of window.maskpoint.on(). Compares with what it told last, so it may be called every
// frame.
#pragma once

#include <string>

#include "session/session.h"
#include "ui/interface.h"

namespace maskpoint::app {

class PageReport {
 public:
  void after_frame(const session::Session& session, const ui::Interface& interface,
                   const char* cursor);
  // 'change' and 'saved' events, and whether leaving the page would lose something.
  void after_dispatch(const session::Session& session);
  void error(const std::string& message);

 private:
  void text_fields(const session::Session& session, const ui::Interface& interface);
  void title(const session::Session& session);
  void theme(const session::Session& session);
  void actions(const session::Session& session, const ui::Interface& interface);

  std::string told_fields_, told_cursor_, told_title_, told_actions_, told_theme_;
  bool told_unsaved_ = false;
  session::SaveState save_state_ = session::SaveState::kSaved;
  doc::ImageDocPtr doc_;
  std::vector<doc::PromptStep> steps_;
  int category_ = 0;
};

}  // namespace maskpoint::app
