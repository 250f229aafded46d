// The HTTP/1.1 server: sockets, TLS, limits and time-outs; what to answer comes from elsewhere.
//
// One network thread drives every connection without blocking (Boost.Beast), so an open event
// stream or a slow client costs memory, never a thread. Routes run on two small pools: kQuick for
// what answers at once, kSlow for what decodes images or writes whole projects. Debian 12's
// cpp-httplib (0.11.4) was not taken: it keeps a thread for every open connection, restarts its
// time-out with every byte, and does not apply its body limit to chunked bodies (CVE-2025-46728).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "base/status.h"
#include "server/http_message.h"

namespace maskpoint::server {

enum class Lane { kQuick, kSlow };

// Where a request goes once its head has been read.
struct RequestPlan {
  std::uint64_t body_limit = 0;
  Lane lane = Lane::kQuick;
};

struct ListenerOptions {
  std::string host = "127.0.0.1";
  int port = 0;                     // 0 picks a free one
  std::filesystem::path cert, key;  // PEM; both or neither
  std::size_t max_connections = 512;
  int head_seconds = 20;   // for a whole request head, idle time before it included
  int body_seconds = 120;  // for a whole body
  int write_seconds = 30;  // without any progress
};

// Called on the network thread with the head alone (no body): must be quick. A Response refuses.
using AdmitRequest = std::function<std::variant<RequestPlan, Response>(const Request&)>;
// Called on a pool's thread with the whole request.
using HandleRequest = std::function<Response(const Request&)>;

class HttpListener {
 public:
  // Listens when it returns. An error says whether the port, the address or the certificate is to
  // blame.
  static base::Result<std::unique_ptr<HttpListener>> start(const ListenerOptions& options,
                                                           AdmitRequest admit,
                                                           HandleRequest handle);
  // stop()s.
  ~HttpListener();

  int port() const;
  // Takes no more connections, ends event streams, lets requests under way finish (a few seconds at
  // most), joins every thread. May be called twice.
  void stop();

 private:
  struct Impl;
  explicit HttpListener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::server
