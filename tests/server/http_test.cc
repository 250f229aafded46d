#include <gtest/gtest.h>

#include "server/events.h"
#include "server/http_conditional.h"
#include "server/http_json.h"
#include "server/http_listener.h"
#include "server/http_security.h"
#include "server/http_uri.h"
#include "server/serve_fixture.h"

namespace maskpoint::server {
namespace {

TEST(Target, IsTakenApart) {
  const auto target = parse_target("/a/b%20c/?q=x+y%26z&empty&n=1");
  ASSERT_TRUE(target.ok());
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a", "b c", ""}));
  EXPECT_EQ(target->query, (Headers{{"q", "x y&z"}, {"empty", ""}, {"n", "1"}}));
  EXPECT_TRUE(parse_target("/").ok());
}

TEST(Target, RefusesWhatClimbsOrHides) {
  for (const char* bad :
       {"", "a", "/..", "/a/../b", "/.", "/%2e%2e/etc", "/%2E%2e", "/a%2fb", "/a%5cb", "/a\\b",
        "//a", "/a//b", "/a%00b", "/a%0ab", "/%", "/%4", "/%zz", "/?a=%f", "http://x/"})
    EXPECT_FALSE(parse_target(bad).ok()) << bad;
}

TEST(Precondition, ComparesStrongly) {
  EXPECT_TRUE(Precondition::if_match("").admits("\"1\""));
  EXPECT_TRUE(Precondition::if_match("*").admits("\"1\""));
  EXPECT_TRUE(Precondition::if_match("\"0\", \"1\"").admits("\"1\""));
  EXPECT_FALSE(Precondition::if_match("\"10\"").admits("\"1\""));
  EXPECT_FALSE(Precondition::if_match("W/\"1\"").admits("\"1\""));
  Request request;
  request.headers = {{"if-none-match", "W/\"a,b\" , \"c\""}};
  EXPECT_TRUE(client_has(request, "\"a,b\""));
  EXPECT_FALSE(client_has(request, "\"a\""));
}

TEST(ParseJson, IsBounded) {
  EXPECT_TRUE(parse_json("{\"a\": [1, \"]]]{{{:::\\\"\"]}").ok());
  EXPECT_FALSE(parse_json("").ok());
  EXPECT_FALSE(parse_json("{\"a\":").ok());
  EXPECT_FALSE(parse_json("\"\xff\"").ok());
  const auto deep = [](int n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_TRUE(parse_json(deep(64)).ok());
  EXPECT_FALSE(parse_json(deep(65)).ok());
  EXPECT_FALSE(parse_json(std::string(1 << 22, '[')).ok());
  const auto wide = [](int n) {
    std::string text = "{\"k\":0";
    for (int i = 1; i < n; ++i)
      text += ",\"k" + std::to_string(i) + "\":0";
    return text + "}";
  };
  EXPECT_TRUE(parse_json(wide(256)).ok());
  EXPECT_FALSE(parse_json(wide(257)).ok());
}

Request request_to(const std::string& host, Headers more = {}, const std::string& method = "GET") {
  Request request;
  request.method = method;
  request.segments = {"api", "v1", "project"};
  request.headers = std::move(more);
  request.headers.emplace_back("Host", host);
  return request;
}

int refusal(const Gatekeeper& gate, const Request& request) {
  const auto response = gate.refuse(request);
  return response ? response->status : 0;
}

TEST(Gatekeeper, KnowsItsNames) {
  const Gatekeeper gate = Gatekeeper::for_host("127.0.0.1");
  EXPECT_TRUE(gate.token().empty());
  for (const char* good : {"127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"})
    EXPECT_EQ(refusal(gate, request_to(good)), 0) << good;
  for (const char* bad : {"evil.com", "evil.com:8080", "127.0.0.1.evil.com", "localhost.evil.com",
                          "10.0.0.1", "localhost:80@evil.com", "", "[::1", "localhost:8o"})
    EXPECT_EQ(refusal(gate, request_to(bad)), 403) << bad;
  EXPECT_EQ(refusal(gate, request_to("localhost", {{"host", "localhost"}})), 400);
}

TEST(Gatekeeper, WritesComeFromItsOwnPages) {
  const Gatekeeper gate = Gatekeeper::for_host("127.0.0.1");
  const auto put = [&](Headers more) {
    return refusal(gate, request_to("localhost:8080", std::move(more), "PUT"));
  };
  EXPECT_EQ(put({}), 0);
  EXPECT_EQ(put({{"Origin", "http://localhost:8080"}}), 0);
  for (const char* bad : {"http://evil.com", "null", "https://localhost:8080",
                          "http://localhost:3000", "http://localhost:8080.evil.com"})
    EXPECT_EQ(put({{"Origin", bad}}), 403) << bad;
  EXPECT_EQ(put({{"Sec-Fetch-Site", "same-site"}}), 403);
  EXPECT_EQ(refusal(gate, request_to("localhost", {{"Sec-Fetch-Site", "cross-site"}})), 403);
}

TEST(Gatekeeper, AsksForTheTokenElsewhere) {
  const Gatekeeper gate = Gatekeeper::for_host("0.0.0.0");
  ASSERT_EQ(gate.token().size(), 32u);
  EXPECT_NE(gate.token(), Gatekeeper::for_host("0.0.0.0").token());
  EXPECT_EQ(refusal(gate, request_to("192.168.1.5:8080")), 401);
  EXPECT_EQ(refusal(gate, request_to("evil.com")), 403);
  EXPECT_EQ(refusal(gate, request_to("10.1.1.1", {{"Authorization", "Bearer " + gate.token()}})),
            0);
  EXPECT_EQ(refusal(gate, request_to("10.1.1.1", {{"Authorization", "Bearer x"}})), 401);
  EXPECT_EQ(
      refusal(gate, request_to("10.1.1.1", {{"Cookie", "a=b; maskpoint_token=" + gate.token()}})),
      0);
  Request link = request_to("10.1.1.1");
  link.segments.clear();
  link.query = {{"token", gate.token()}};
  const auto welcome = gate.refuse(link);
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->status, 200);
  std::string cookie;
  for (const auto& [name, value] : welcome->headers)
    if (name == "Set-Cookie") cookie = value;
  EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos) << cookie;
  link.query = {{"token", "wrong"}};
  EXPECT_EQ(gate.refuse(link)->status, 401);
}

TEST(EventHub, BoundsStreamsAndBacklogs) {
  EventHub hub(2);
  auto first = hub.open();
  auto second = hub.open();
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(hub.open());
  second.reset();
  EXPECT_TRUE(hub.open());
  int wakes = 0;
  first->start([&] { ++wakes; });
  hub.publish("change", {{"image_id", 1}});
  EXPECT_GE(wakes, 1);
  EXPECT_EQ(first->take(), "retry: 2000\n\nevent: change\ndata: {\"image_id\":1}\n\n");
  EXPECT_EQ(first->take(), "");
  for (int i = 0; i < 20000; ++i)
    hub.publish("change", {{"image_id", i}});
  EXPECT_EQ(first->take(), std::nullopt);
}

// A listener that repeats what it was sent.
struct Echo {
  static constexpr std::uint64_t kLimit = 1000;
  std::unique_ptr<HttpListener> listener;

  explicit Echo(std::size_t max_connections = 100) {
    ListenerOptions options;
    options.max_connections = max_connections;
    auto started = HttpListener::start(
        options, [](const Request&) { return RequestPlan{kLimit, Lane::kQuick}; },
        [](const Request& request) {
          return text_response(200, "text/plain", request.method + " " + request.body);
        });
    EXPECT_TRUE(started.ok());
    listener = *std::move(started);
  }
  int port() const { return listener->port(); }
};

std::string chunked(std::size_t chunks, std::size_t size) {
  std::string out;
  char head[32];
  std::snprintf(head, sizeof head, "%zx\r\n", size);
  for (std::size_t i = 0; i < chunks; ++i)
    out += head + std::string(size, 'x') + "\r\n";
  return out + "0\r\n\r\n";
}

TEST(Listener, KeepsConnections) {
  Echo echo;
  Socket socket(echo.port());
  for (int i = 0; i < 3; ++i) {
    socket.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
    const Reply reply = socket.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "PUT ab");
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
  }
  socket.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(socket.receive("HEAD").header("Content-Length"), "5");
  socket.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(10, 100));
  EXPECT_EQ(socket.receive().body, "PUT " + std::string(1000, 'x'));
  socket.send("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  EXPECT_EQ(socket.receive().status, 100);
  socket.send("z");
  EXPECT_EQ(socket.receive().body, "PUT z");
}

TEST(Listener, BoundsBodies) {
  Echo echo;
  {
    Socket socket(echo.port());
    socket.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
    const Reply reply = socket.receive();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    EXPECT_NE(reply.header("Content-Security-Policy"), "");
  }
  for (const auto& [chunks, size] : {std::pair(11, 100), {1, 1001}, {2000, 1}, {1, 10'000'000}}) {
    Socket socket(echo.port());
    socket.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
                chunked(std::size_t(chunks), std::size_t(size)));
    EXPECT_EQ(socket.receive().status, 413) << chunks << " of " << size;
  }
}

TEST(Listener, BoundsHeads) {
  Echo echo;
  {
    Socket socket(echo.port());
    socket.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(100'000, 'y') + "\r\n\r\n");
    EXPECT_EQ(socket.receive().status, 431);
  }
  Socket socket(echo.port());
  socket.send("GET /" + std::string(100'000, 'y') + " HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(socket.receive().status, 431);
}

TEST(Listener, SaysWhatIsNotHttp) {
  Echo echo;
  for (const char* bad : {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
                          "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                          "GET /../x HTTP/1.1\r\nHost: x\r\n\r\n"}) {
    Socket socket(echo.port());
    socket.send(bad);
    EXPECT_EQ(socket.receive().status, 400) << bad;
  }
}

TEST(Listener, SlowClientsHoldNobodyUp) {
  Echo echo;
  std::vector<std::unique_ptr<Socket>> slow;
  for (int i = 0; i < 60; ++i) {
    slow.push_back(std::make_unique<Socket>(echo.port()));
    slow.back()->send(i % 2 ? "GET / HTT"
                            : "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1");
  }
  EXPECT_EQ(ask(echo.port(), "GET", "/").status, 200);
}

TEST(Listener, TurnsAwayWhatIsTooMuch) {
  Echo echo(2);
  Socket first(echo.port()), second(echo.port());
  for (Socket* socket : {&first, &second}) {
    socket->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(socket->receive().status, 200);
  }
  Socket third(echo.port());
  EXPECT_EQ(third.receive().status, 503);
}

TEST(Listener, StopsWithConnectionsOpen) {
  auto echo = std::make_unique<Echo>();
  Socket idle(echo->port()), half(echo->port());
  half.send("GET / HT");
  idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(idle.receive().status, 200);
  echo->listener->stop();
  echo.reset();
  EXPECT_EQ(idle.receive_until("never"), "");
}

TEST(Listener, NamesAPortInUse) {
  Echo echo;
  ListenerOptions options;
  options.port = echo.port();
  const auto second = HttpListener::start(
      options, [](const Request&) { return RequestPlan{}; },
      [](const Request&) { return empty_response(200); });
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.status().message().find("is in use"), std::string::npos);
}

}  // namespace
}  // namespace maskpoint::server
