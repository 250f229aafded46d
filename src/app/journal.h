// What the server has not confirmed yet, kept in the browser's storage until it has: objects,
// classes, done marks, and the prompt that is no object yet.
//
// One entry a kind and image; the page keeps them by project and by the page that wrote them
// (web/src/journal.ts). Objects come with the state they are based on and its etag, so that on the
// next visit they go on as if the page had stayed open: sent, merged, or asked about. A change is
// written at once, those that follow within a moment together.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/json_reading.h"
#include "app/shell.h"
#include "doc/annotation_texts.h"
#include "session/prompt_chain.h"

namespace maskpoint::app {

class Journal {
 public:
  explicit Journal(const Shell& shell) : shell_(shell) {}

  // Asks the page for what earlier visits of this project left; `then` is called when it is back
  // in the session, except for prompts, which wait for their image. Entries are kept from then on.
  void open(const std::string& project, std::function<void()> then);
  void entries_came(const Json& entries);

  // After every Action.
  void look();
  // The page may be gone in a moment.
  void flush();

  // The prompt left on an image, newest first, once its objects are there.
  void bring_back_prompt(std::int64_t image_id);

 private:
  // Names an entry: its kind and, where that has one, its image.
  using Key = std::pair<std::string, std::int64_t>;
  struct Left {  // by a page that is gone
    std::string owner;
    Key key;
    std::string text;
    bool taken_up = false;  // in the session: gone once it is saved or written as this page's
  };
  struct Written {
    doc::ImageDocPtr base, mine;
    std::string base_text;  // it changes seldom
  };

  // Whether it could be read; what can't stays for whoever can.
  bool restore(const Key& key, const Json& entry);
  bool restore_image(std::int64_t image_id, const Json& entry);
  bool restore_classes(const Json& entry);
  bool restore_states(const Json& entry);
  void write_images();
  void write_classes();
  void write_states();
  void write_prompt();
  void write(const Key& key, const std::string& text);
  void rest(double since);
  void erase(const Key& key);
  void forget_taken_up(const Key& key);

  Shell shell_;
  std::string project_;  // empty: nothing is kept
  std::function<void()> then_;
  std::vector<Left> left_;
  std::map<std::int64_t, Written> images_;
  doc::AnnotationTexts texts_;
  doc::CategoriesPtr classes_;  // as written, null when none are
  std::map<std::int64_t, doc::WorkState> states_;
  std::int64_t prompt_image_ = 0;
  session::ChainPtr prompt_;
  bool resting_ = false;  // a write was a moment ago
};

}  // namespace maskpoint::app
