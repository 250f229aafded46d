// The project as COCO: a download for the button, an object for window.maskpoint.exportCoco().
//
// Whoever keeps the project writes its images, this page those opened beside a server's; an export
// of both has the page's images behind the server's, with new ids.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "app/json_reading.h"
#include "app/shell.h"

namespace maskpoint::app {

class Exporter {
 public:
  explicit Exporter(const Shell& shell) : shell_(shell) {}

  // Objects of an image opened in the page, whenever they change.
  void keep(const doc::ImageDocPtr& doc) { local_[doc->image_id] = doc; }

  void download();
  // A question of bridge.ts: answered when everything is saved and written.
  void answer(int request);

 private:
  void write(std::function<void(Json coco, const std::string& error)> done);
  Json local_coco() const;
  std::string contents() const;

  Shell shell_;
  std::map<std::int64_t, doc::ImageDocPtr> local_;
};

}  // namespace maskpoint::app
