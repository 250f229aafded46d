// A server to talk to and a plain socket to talk through: bytes go out as written, so that tests
// can send what no proper client would.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/http_message.h"
#include "server/serve.h"

namespace maskpoint::server {

struct Reply {
  int status = 0;  // 0: the connection was closed without an answer
  Headers headers;
  std::string body;
  std::string header(const std::string& name) const;
  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

// One connection to 127.0.0.1.
class Socket {
 public:
  explicit Socket(int port);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // False when the other side has closed.
  bool send(const std::string& bytes);
  // The next answer whole; HEAD's when `method` is "HEAD".
  Reply receive(const std::string& method = "GET");
  // What comes until `text` is among it, or the other side closes.
  std::string receive_until(const std::string& text);

 private:
  bool fill();
  int descriptor_;
  std::string buffer_;
};

// One request on a connection of its own; Host and Content-Length are added.
Reply ask(int port, const std::string& method, const std::string& target,
          const std::string& body = "", const Headers& headers = {});

// A folder of made-up photos (a.jpg 40×30, b.png 64×48, sub/c10.jpg and sub/c2.jpg 20×20), a page
// and a server over them, without a model.
class Served {
 public:
  enum class Model { kNone, kReal };
  explicit Served(const std::string& name, Model model = Model::kNone);

  int port() const { return server->port(); }
  // Stops and starts again over the same folder.
  void restart();

  std::filesystem::path folder;  // of the images
  ServeOptions options;
  std::unique_ptr<Server> server;
};

void write_bytes(const std::filesystem::path& file, const std::string& bytes);
// The image with that name in the list, or null.
nlohmann::json image_named(int port, const std::string& name);
// An object on a width × height image: `run` pixels from pixel `first` on, down the columns.
nlohmann::json object_json(const std::string& uuid, int width, int height, int first, int run);
// 00000000-0000-4000-8000-<number>
std::string uuid_of(int number);

// The real executable over a folder, in a process of its own.
class ChildServer {
 public:
  explicit ChildServer(const std::vector<std::string>& arguments);
  ~ChildServer();
  int port() const { return port_; }
  // Sends the signal and waits; the exit status, or -1 when it was killed.
  int end(int signal);

 private:
  pid_t process_ = -1;
  int port_ = 0;
};

}  // namespace maskpoint::server
