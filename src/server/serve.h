// `maskpoint serve`: a folder of images, its project and the page, over HTTP.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/status.h"

namespace maskpoint::server {

struct ServeOptions {
  std::filesystem::path dir = ".";
  std::string host = "127.0.0.1";
  int port = 8080;                  // 0 picks a free one
  std::filesystem::path cert, key;  // PEM, both or neither
  std::filesystem::path model_dir;  // empty: as find_model() searches
  std::filesystem::path web_dir;    // empty: the web/ beside the executable's folder
  int threads = 0;                  // of the encoder; 0: one a core
};

// A running server; any number of them may live in one process (tests). Everything it does happens
// on its own threads.
class Server {
 public:
  // Listens when it returns. A missing model is no error: the page works with embeddings that lie
  // beside the images, and the project says what is missing.
  static base::Result<std::unique_ptr<Server>> start(const ServeOptions& options);
  // stop()s.
  ~Server();

  int port() const;
  // "http://127.0.0.1:8080/", with the token where one is needed.
  std::string link() const;
  // For the person who started it, one sentence a line: a read-only folder, a missing model.
  std::string notes() const;
  // Finishes what is under way, then ends every connection and thread.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Serves until SIGINT or SIGTERM; prints "Maskpoint is at …" when it listens. The exit status.
int serve(const ServeOptions& options);

}  // namespace maskpoint::server
