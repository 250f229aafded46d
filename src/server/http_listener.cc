#include "server/http_listener.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <future>
#include <list>
#include <optional>
#include <thread>

#include "server/http_session.h"

namespace maskpoint::server {
namespace {

using Tcp = asio::ip::tcp;
constexpr int kQuickThreads = 4;
constexpr int kSlowThreads = 2;
constexpr int kStopSeconds = 5;

// The last resort: a route's own errors are Statuses, but memory may run out anywhere.
Response guarded(const HandleRequest& handle, const Request& request) {
  try {
    return handle(request);
  } catch (const std::bad_alloc&) {
    return problem(503, "The server ran out of memory for this request; try a smaller one.");
  } catch (const std::exception& error) {
    return problem(500, std::string("The server failed on this request (") + error.what() +
                            "); please report it.");
  }
}

base::Status listen_error(const ListenerOptions& options, const beast::error_code& error) {
  const std::string where = options.host + ":" + std::to_string(options.port);
  if (error == asio::error::address_in_use)
    return {base::StatusCode::kConflict,
            "Port " + std::to_string(options.port) +
                " is in use by another program; choose another with --port, or --port 0 for any "
                "free one."};
  if (error == asio::error::access_denied)
    return {base::StatusCode::kConflict, "Port " + std::to_string(options.port) +
                                             " needs special rights; choose one above 1023."};
  return {base::StatusCode::kInvalidInput, "The server can't listen at " + where + " (" +
                                               error.message() + "); check --host and --port."};
}

base::Status load_certificate(asio::ssl::context& tls, const ListenerOptions& options) {
  beast::error_code error;
  tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1,
                  error);
  tls.use_certificate_chain_file(options.cert.string(), error);
  if (error)
    return base::invalid_input("The certificate " + options.cert.string() + " can't be used (" +
                               error.message() + "); give a PEM file with --cert.");
  tls.use_private_key_file(options.key.string(), asio::ssl::context::pem, error);
  if (error)
    return base::invalid_input("The key " + options.key.string() + " can't be used (" +
                               error.message() + "); give the certificate's PEM key with --key.");
  return {};
}

}  // namespace

struct HttpListener::Impl {
  SessionHost host;
  std::optional<asio::ssl::context> tls;
  Tcp::acceptor acceptor{host.io};
  asio::steady_timer retry{host.io};
  asio::thread_pool quick{kQuickThreads};
  asio::thread_pool slow{kSlowThreads};
  std::list<std::weak_ptr<Session>> sessions;  // network thread only
  std::thread network;
  int port = 0;
  bool stopped = false;

  base::Status listen() {
    beast::error_code error;
    Tcp::resolver resolver(host.io);
    const auto found = resolver.resolve(host.options.host, std::to_string(host.options.port),
                                        Tcp::resolver::passive, error);
    if (error || found.empty())
      return base::invalid_input("The address " + host.options.host +
                                 " is not known on this machine; check --host.");
    const Tcp::endpoint endpoint = *found.begin();
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return listen_error(host.options, error);
    port = acceptor.local_endpoint(error).port();
    return {};
  }

  void accept() {
    acceptor.async_accept([this](beast::error_code error, Tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (!error) {
        begin(std::move(socket));
        return accept();
      }
      // Out of descriptors, most likely: wait instead of spinning.
      retry.expires_after(std::chrono::milliseconds(100));
      retry.async_wait([this](beast::error_code cancelled) {
        if (!cancelled) accept();
      });
    });
  }

  void begin(Tcp::socket socket) {
    beast::error_code ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    std::shared_ptr<Session> session;
    if (tls)
      session = std::make_shared<StreamSession<beast::ssl_stream<beast::tcp_stream>>>(
          host, std::move(socket), *tls);
    else
      session = std::make_shared<StreamSession<beast::tcp_stream>>(host, std::move(socket));
    std::erase_if(sessions, [](const auto& other) { return other.expired(); });
    if (sessions.size() >= host.options.max_connections) return session->turn_away();
    sessions.push_back(session);
    session->start();
  }

  bool idle() {
    std::erase_if(sessions, [](const auto& other) { return other.expired(); });
    return sessions.empty();
  }

  template <class Visit>
  void each_session(Visit visit) {
    const auto copies = sessions;
    for (const auto& weak : copies)
      if (auto session = weak.lock()) visit(*session);
  }

  // On the network thread.
  void begin_stop() {
    host.stopping = true;
    beast::error_code ignored;
    acceptor.close(ignored);
    retry.cancel();
    each_session([](Session& session) { session.finish(); });
  }

  void stop() {
    if (std::exchange(stopped, true)) return;
    asio::post(host.io, [this] { begin_stop(); });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kStopSeconds);
    for (bool done = false; !done && std::chrono::steady_clock::now() < deadline;) {
      std::promise<bool> answer;
      asio::post(host.io, [this, &answer] { answer.set_value(idle()); });
      done = answer.get_future().get();
      if (!done) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    quick.join();
    slow.join();
    asio::post(host.io, [this] {
      each_session([](Session& session) { session.abort(); });
      host.io.stop();
    });
    network.join();
  }
};

HttpListener::HttpListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
}

HttpListener::~HttpListener() {
  stop();
}

int HttpListener::port() const {
  return impl_->port;
}

void HttpListener::stop() {
  impl_->stop();
}

base::Result<std::unique_ptr<HttpListener>> HttpListener::start(const ListenerOptions& options,
                                                                AdmitRequest admit,
                                                                HandleRequest handle) {
  auto impl = std::make_unique<Impl>();
  impl->host.options = options;
  impl->host.admit = std::move(admit);
  impl->host.handle = [inner = std::move(handle)](const Request& request) {
    return guarded(inner, request);
  };
  impl->host.run = [raw = impl.get()](Lane lane, std::function<void()> work) {
    asio::post(lane == Lane::kQuick ? raw->quick : raw->slow, std::move(work));
  };
  if (!options.cert.empty() || !options.key.empty()) {
    impl->tls.emplace(asio::ssl::context::tls_server);
    if (auto status = load_certificate(*impl->tls, options); !status.ok()) return status;
  }
  if (auto status = impl->listen(); !status.ok()) return status;
  impl->accept();
  impl->network = std::thread([raw = impl.get()] {
    const auto work = asio::make_work_guard(raw->host.io);
    raw->host.io.run();
  });
  return std::unique_ptr<HttpListener>(new HttpListener(std::move(impl)));
}

}  // namespace maskpoint::server
