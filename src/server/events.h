// Server-Sent Events: what happens, to every page that listens.
//
// The hub keeps a bounded number of streams, each with a bounded backlog: a stream that isn't read
// is closed instead of growing. Nothing here waits for a client; any thread may publish. A stream
// may outlive its hub.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/http_json.h"

namespace maskpoint::server {

// One listening client. The network side calls start() once and take() after each wake.
class EventStream {
 public:
  // `wake` is called, from any thread, when there is something to take or the stream was closed.
  void start(std::function<void()> wake);
  // Everything waiting, "" when nothing is; nothing at all once the stream is closed.
  std::optional<std::string> take();
  // No more wakes after this returns.
  void close();

 private:
  friend class EventHub;
  void append(const std::string& text);

  std::mutex mutex_;
  std::function<void()> wake_;
  std::string waiting_;
  bool closed_ = false;
};

class EventHub {
 public:
  explicit EventHub(std::size_t max_streams) : max_streams_(max_streams) {}

  // Null when all streams are taken. The stream is the caller's; letting go of it frees the place.
  std::shared_ptr<EventStream> open();
  std::size_t listeners();
  void publish(const std::string& event, const Json& data);
  // A comment that keeps connections and proxies alive.
  void heartbeat();

 private:
  void send(const std::string& text);

  const std::size_t max_streams_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<EventStream>> streams_;
};

}  // namespace maskpoint::server
