// Work the server has not confirmed, kept in the browser's storage until it has.
//
// One entry an image: the objects as they are and as they were last known on the server, with that
// state's etag. On the next visit leftovers are sent before any image is opened; what somebody else
// changed meanwhile is merged (doc/merge.h). An entry that can't be sent stays.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "app/shell.h"

namespace maskpoint::app {

class Journal {
 public:
  explicit Journal(const Shell& shell) : shell_(shell) {}

  // What the server holds, as an Action told the session.
  void server_holds(const doc::ImageDocPtr& doc, const std::string& etag);
  // After every Action: notes that the open image's objects changed, or that all is saved.
  void look();
  void send_leftovers(const std::vector<session::ImageRow>& rows, std::function<void()> done);

 private:
  struct Base {
    doc::ImageDocPtr doc;
    std::string etag;
  };
  struct Leftover {
    doc::ImageDocPtr base, mine;
    std::string etag;
    int tries = 0;
  };
  void write(const doc::ImageDoc& doc);
  void erase(std::int64_t image_id);
  void write_soon(const doc::ImageDocPtr& doc);
  void send(std::shared_ptr<Leftover> leftover, std::function<void()> done);

  Shell shell_;
  std::map<std::int64_t, Base> bases_;
  std::set<std::int64_t> written_;
  doc::ImageDocPtr seen_;
  doc::ImageDocPtr waiting_;  // written when the timer ends
  bool leftovers_sent_ = false;
};

}  // namespace maskpoint::app
