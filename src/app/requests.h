// HTTP requests under way: each is answered once, by the page, and handed to whoever sent it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace maskpoint::app {

struct Reply {
  int status = 0;  // 0: nobody answered
  std::string etag;
  std::vector<std::byte> body;

  bool ok() const { return status >= 200 && status < 300; }
  std::string_view text() const {
    return {reinterpret_cast<const char*>(body.data()), body.size()};
  }
  // Worth asking again later: the server is away, busy or broken.
  bool temporary() const { return status == 0 || status == 408 || status == 429 || status >= 500; }
};

struct Request {
  std::string method = "GET";
  std::string url;       // "api/v1/…", or "local:<id>/embedding" of an image without a server
  std::string if_match;  // empty: no header
  std::string body;      // JSON, empty for none
  // Ask again while the answer is 202 (an embedding being computed).
  enum class While202 { kAnswer, kWait } while_202 = While202::kAnswer;
};

class Requests {
 public:
  using Then = std::function<void(const Reply&)>;

  int send(const Request& request, Then then);
  // Its answer is no longer wanted: `then` is not called.
  void cancel(int request);
  // Called by the bridge.
  void reply(int request, const Reply& reply);

 private:
  int last_ = 0;
  std::map<int, Then> waiting_;
};

// The sentence of a problem+json answer, or `fallback`; when nobody answered, a sentence that says
// so.
std::string sentence_of(const Reply& reply, const std::string& fallback);

}  // namespace maskpoint::app
