// Brings the project in: its images and classes, and what happens to them later on the server.
//
// A page without a server (a static host) gets an empty project of its own; images come through
// window.maskpoint.openImage().
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/image_loader.h"
#include "app/journal.h"
#include "app/json_reading.h"
#include "app/saver.h"
#include "app/shell.h"

namespace maskpoint::app {

class ProjectLoader {
 public:
  ProjectLoader(const Shell& shell, ImageLoader& images, Saver& saver, Journal& journal)
      : shell_(shell), images_(images), saver_(saver), journal_(journal) {}

  void start() { load(0); }
  void load_categories();
  void encode_all(session::action::EncodeAll what);

  // The server's event stream.
  void server_event(const std::string& event, const std::string& data);
  void stream_opened();
  void stream_lost() { stream_lost_ = true; }

  bool has_server() const { return has_server_; }
  const std::string& version() const { return version_; }
  const std::string& encoder() const { return encoder_; }

 private:
  void load(int attempt);
  void project_answered(const Reply& reply, int attempt);
  void load_images(std::vector<session::ImageRow> rows);
  void images_loaded(std::vector<session::ImageRow> rows);
  void load_row(std::int64_t image_id);
  void changed(const std::string& data);
  void embedding_event(const std::string& data);
  void encode_all_event(const Json& status);
  void begin_without_server();

  Shell shell_;
  ImageLoader& images_;
  Saver& saver_;
  Journal& journal_;
  bool has_server_ = false;
  bool listening_ = false;
  bool stream_lost_ = false;
  std::string name_, version_, encoder_;
};

}  // namespace maskpoint::app
