// One connection's life: read a head, admit, read the body, run the route, write, again.
// Private to http_listener.cc (Boost.Beast is expensive to include). Runs on the network thread
// alone; only the route itself runs elsewhere.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>  // before asio: Boost 1.74 forgets it

#include "server/events.h"
#include "server/http_listener.h"
#include "server/http_problem.h"
#include "server/http_security.h"
#include "server/http_uri.h"

namespace maskpoint::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

inline constexpr std::uint32_t kHeadBytes = 32 * 1024;
inline constexpr std::size_t kBufferBytes = 64 * 1024;
inline constexpr std::size_t kEventsBody = 2;  // the variant's index
inline constexpr std::size_t kLingerBytes = 16 * 1024 * 1024;

// What sessions share with their listener.
struct SessionHost {
  ListenerOptions options;
  AdmitRequest admit;
  asio::io_context io;
  std::function<void(Lane, std::function<void()>)> run;
  HandleRequest handle;
  bool stopping = false;  // network thread only
};

class Session {
 public:
  virtual ~Session() = default;
  virtual void start() = 0;
  // 503 and good-bye.
  virtual void turn_away() = 0;
  // Ends now unless a request is under way, else after its answer.
  virtual void finish() = 0;
  virtual void abort() = 0;
};

template <class Stream>
class StreamSession : public Session, public std::enable_shared_from_this<StreamSession<Stream>> {
 public:
  static constexpr bool kTls = !std::is_same_v<Stream, beast::tcp_stream>;

  template <class... Args>
  explicit StreamSession(SessionHost& host, Args&&... args)
      : host_(host), stream_(std::forward<Args>(args)...), buffer_(kBufferBytes) {}
  ~StreamSession() override {
    if (events_) events_->close();
  }

  void start() override {
    if constexpr (kTls) {
      expire(host_.options.head_seconds);
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](beast::error_code error) {
                                if (!error) self->read_head();
                              });
    } else {
      read_head();
    }
  }

  void turn_away() override {
    if constexpr (kTls) return abort();
    respond(problem(503, "The server has too many connections open; close some pages or wait."),
            Method::kOther, After::kClose);
  }

  void finish() override {
    if (!busy_ || events_) abort();
  }

  void abort() override {
    beast::error_code ignored;
    socket().socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket().close();
  }

 private:
  enum class Method { kHead, kOther };
  enum class After { kKeep, kClose };

  auto& socket() { return beast::get_lowest_layer(stream_); }
  void expire(int seconds) { socket().expires_after(std::chrono::seconds(seconds)); }

  void read_head() {
    if (host_.stopping) return abort();
    busy_ = false;
    parser_.emplace();
    parser_->header_limit(kHeadBytes);
    // Set when the head is read; "none" would refuse every length in Boost 1.74.
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
    expire(host_.options.head_seconds);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](
                                beast::error_code error, std::size_t) { self->on_head(error); });
  }

  void on_head(beast::error_code error) {
    busy_ = true;
    if (error) return refuse_unreadable(error);
    const auto& message = parser_->get();
    request_ = Request{};
    request_.method = std::string(message.method_string());
    request_.target = std::string(message.target());
    request_.scheme = kTls ? Scheme::kHttps : Scheme::kHttp;
    for (const auto& field : message)
      request_.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    method_ = message.method() == http::verb::head ? Method::kHead : Method::kOther;

    auto target = parse_target(request_.target);
    if (!target.ok()) return refuse(problem(400, target.status().message()));
    request_.segments = std::move(target->segments);
    request_.query = std::move(target->query);
    auto admitted = host_.admit(request_);
    if (auto* refusal = std::get_if<Response>(&admitted)) return refuse(std::move(*refusal));
    const RequestPlan plan = std::get<RequestPlan>(admitted);
    if (parser_->content_length() && *parser_->content_length() > plan.body_limit)
      return refuse(too_large(plan.body_limit));
    parser_->body_limit(plan.body_limit);
    plan_ = plan;
    if (parser_->is_done()) return run();
    if (beast::iequals(message[http::field::expect], "100-continue")) return ask_for_body();
    read_body();
  }

  void ask_for_body() {
    auto go_on = std::make_shared<http::response<http::empty_body>>(http::status::continue_, 11);
    expire(host_.options.write_seconds);
    http::async_write(
        stream_, *go_on,
        [self = this->shared_from_this(), go_on](beast::error_code error, std::size_t) {
          if (!error) self->read_body();
        });
  }

  void read_body() {
    expire(host_.options.body_seconds);
    http::async_read(stream_, buffer_, *parser_,
                     [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                       if (error) return self->refuse_unreadable(error);
                       self->run();
                     });
  }

  void run() {
    const After after = parser_->keep_alive() ? After::kKeep : After::kClose;
    request_.body = std::move(parser_->get().body());
    socket().expires_never();
    // The reference is handed on, never copied, so that a session always ends on the network
    // thread.
    host_.run(plan_.lane, [self = this->shared_from_this(), after]() mutable {
      auto response = std::make_shared<Response>(self->host_.handle(self->request_));
      auto& io = self->host_.io;
      asio::post(io, [self = std::move(self), response, after] {
        self->request_ = Request{};
        self->respond(std::move(*response), self->method_,
                      self->host_.stopping ? After::kClose : after);
      });
    });
  }

  static Response too_large(std::uint64_t limit) {
    return problem(413, "The body is larger than the " + std::to_string(limit) +
                            " bytes allowed here; send less at once.");
  }

  void refuse_unreadable(beast::error_code error) {
    if (error == http::error::body_limit) return refuse(too_large(plan_.body_limit));
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
      return refuse(problem(431, "The request's head is too long; send fewer or shorter headers."));
    // Closed, timed out or broken off: nobody is left to tell.
    if (error.category() != http::make_error_code(http::error::bad_method).category() ||
        error == http::error::end_of_stream || error == http::error::partial_message)
      return abort();
    refuse(problem(
        400, "The request is not valid HTTP/1.1 (" + error.message() + "); check the client."));
  }

  // Says no without having read all that was sent.
  void refuse(Response response) {
    respond(std::move(response), method_, parser_->is_done() ? After::kKeep : After::kClose);
  }

  void respond(Response response, Method method, After after) {
    add_security_headers(response);
    if (method == Method::kHead && response.body.index() == kEventsBody) response.body = "";
    if (auto* events = std::get_if<std::shared_ptr<EventStream>>(&response.body))
      return start_events(std::move(*events), response.headers);
    if (auto* file = std::get_if<FileBody>(&response.body))
      return respond_with_file(std::move(file->file), response, method, after);
    auto& text = std::get<std::string>(response.body);
    const std::uint64_t length = text.size();
    if (method == Method::kHead) {
      auto message = head_of<http::empty_body>(response, after);
      message.content_length(length);
      return write(std::move(message), after);
    }
    auto message = head_of<http::string_body>(response, after);
    message.body() = std::move(text);
    if (response.status != 304 && response.status != 204) message.content_length(length);
    write(std::move(message), after);
  }

  void respond_with_file(OpenFile file, const Response& response, Method method, After after) {
    const std::uint64_t length = file.size();
    if (method == Method::kHead) {
      auto message = head_of<http::empty_body>(response, after);
      message.content_length(length);
      return write(std::move(message), after);
    }
    auto message = head_of<http::file_body>(response, after);
    beast::error_code error;
    beast::file handle;
    handle.native_handle(file.release());
    message.body().reset(std::move(handle), error);
    if (error)
      return respond(problem(500, "The file could not be read; try again."), method, After::kClose);
    message.content_length(message.body().size());
    write(std::move(message), after);
  }

  template <class Body>
  http::response<Body> head_of(const Response& response, After after) {
    http::response<Body> message(http::int_to_status(unsigned(response.status)), 11);
    if (message.result() == http::status::unknown) message.result(unsigned(response.status));
    for (const auto& [name, value] : response.headers)
      message.insert(name, value);
    message.keep_alive(after == After::kKeep);
    return message;
  }

  // Piece by piece, so that the time-out means "no progress" and not "not done yet".
  template <class Body>
  void write(http::response<Body> message, After after) {
    struct Writing {
      http::response<Body> message;
      http::response_serializer<Body> serializer{message};
      explicit Writing(http::response<Body> m) : message(std::move(m)) {}
    };
    write_some(std::make_shared<Writing>(std::move(message)), after);
  }

  template <class Writing>
  void write_some(std::shared_ptr<Writing> writing, After after) {
    expire(host_.options.write_seconds);
    http::async_write_some(
        stream_, writing->serializer,
        [self = this->shared_from_this(), writing, after](beast::error_code error, std::size_t) {
          if (error && error != http::error::end_of_stream) return self->abort();
          if (!writing->serializer.is_done()) return self->write_some(writing, after);
          if (after == After::kKeep && !self->host_.stopping) return self->read_head();
          self->linger();
        });
  }

  // Closing while the client still sends would make it lose the answer: stop sending, read on for
  // a moment, then close.
  void linger() {
    beast::error_code ignored;
    if constexpr (kTls) return abort();
    socket().socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    expire(2);
    read_away();
  }

  void read_away() {
    buffer_.clear();
    stream_.async_read_some(
        buffer_.prepare(kBufferBytes),
        [self = this->shared_from_this()](beast::error_code error, std::size_t got) {
          self->lingered_ += got;
          if (error || self->lingered_ > kLingerBytes) return self->abort();
          self->read_away();
        });
  }

  // The answer's end is the connection's, as text/event-stream allows.
  void start_events(std::shared_ptr<EventStream> events, const Headers& headers) {
    events_ = std::move(events);
    writing_ = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    for (const auto& [name, value] : headers)
      writing_.append(name).append(": ").append(value).append("\r\n");
    writing_ += "\r\n";
    write_event_bytes();
    events_->start([weak = this->weak_from_this(), &io = host_.io] {
      asio::post(io, [weak] {
        if (auto self = weak.lock()) self->write_events();
      });
    });
    buffer_.clear();
    watch_for_hangup();
  }

  void watch_for_hangup() {
    socket().expires_never();
    stream_.async_read_some(buffer_.prepare(1024), [self = this->shared_from_this()](
                                                       beast::error_code error, std::size_t) {
      if (error) return self->end_events();
      self->watch_for_hangup();
    });
  }

  void end_events() {
    if (events_) events_->close();
    events_.reset();
    abort();
  }

  void write_events() {
    if (!events_ || !writing_.empty()) return;
    auto text = events_->take();
    if (!text) return end_events();
    writing_ = *std::move(text);
    if (!writing_.empty()) write_event_bytes();
  }

  void write_event_bytes() {
    expire(host_.options.write_seconds);
    asio::async_write(stream_, asio::buffer(writing_),
                      [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                        if (error) return self->end_events();
                        self->writing_.clear();
                        self->write_events();
                      });
  }

  SessionHost& host_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Request request_;
  RequestPlan plan_;
  Method method_ = Method::kOther;
  bool busy_ = false;
  std::size_t lingered_ = 0;
  std::shared_ptr<EventStream> events_;
  std::string writing_;
};

}  // namespace maskpoint::server
