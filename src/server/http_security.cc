#include "server/http_security.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>

#include "server/http_problem.h"

namespace maskpoint::server {
namespace {

constexpr std::string_view kCookie = "maskpoint_token";

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return out;
}

// "[::1]:8080" to "::1", "localhost:8080" to "localhost"; empty when malformed.
std::string host_name(std::string_view authority) {
  std::string_view name = authority, port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return {};
    name = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    name = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  if (!port.empty() &&
      (port.front() != ':' || port.find_first_not_of("0123456789", 1) != std::string_view::npos))
    return {};
  return lower_case(name);
}

bool is_address(const std::string& name) {
  std::array<unsigned char, 16> out;
  return inet_pton(AF_INET, name.c_str(), out.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), out.data()) == 1;
}

// Takes the same time wherever the two differ.
bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

int host_headers(const Request& request) {
  return int(std::count_if(request.headers.begin(), request.headers.end(), [](const auto& header) {
    return same_ignoring_case(header.first, "Host");
  }));
}

std::optional<Response> refuse_origin(const Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  const bool api = !request.segments.empty() && request.segments.front() == "api";
  if (api && site == "cross-site")
    return problem(403, "Another site's page asked for this; open Maskpoint's own page instead.");
  if (request.reads()) return std::nullopt;
  const std::string_view origin = request.header("Origin");
  const std::string own = (request.scheme == Scheme::kHttps ? "https://" : "http://") +
                          lower_case(request.header("Host"));
  if (!origin.empty() ? lower_case(origin) != own : site == "same-site")
    return problem(403, "A page of another origin may not write here; use Maskpoint's own page.");
  return std::nullopt;
}

}  // namespace

bool is_loopback(const std::string& host) {
  std::array<unsigned char, 16> out;
  if (lower_case(host) == "localhost") return true;
  if (inet_pton(AF_INET, host.c_str(), out.data()) == 1) return out[0] == 127;
  return inet_pton(AF_INET6, host.c_str(), out.data()) == 1 && host == "::1";
}

std::string machine_name() {
  std::array<char, 256> name = {};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == 0) return "localhost";
  return lower_case(name.data());
}

std::string random_token() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 4; ++i) {
    unsigned value = device();
    for (int digit = 0; digit < 8; ++digit, value >>= 4)
      out += "0123456789abcdef"[value & 15u];
  }
  return out;
}

bool Gatekeeper::known_host(const std::string& name) const {
  // A page reached by a bare address was not reached through a name somebody else controls.
  if (any_address_ && is_address(name)) return true;
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

bool Gatekeeper::carries_token(const Request& request) const {
  const std::string_view bearer = request.header("Authorization");
  if (bearer.starts_with("Bearer ") && same_secret(bearer.substr(7), token_)) return true;
  std::string_view cookies = request.header("Cookie");
  while (!cookies.empty()) {
    const std::size_t end = cookies.find(';');
    std::string_view cookie = cookies.substr(0, end);
    cookies = end == std::string_view::npos ? std::string_view{} : cookies.substr(end + 1);
    while (cookie.starts_with(' '))
      cookie.remove_prefix(1);
    if (cookie.starts_with(kCookie) && cookie.substr(kCookie.size()).starts_with('=') &&
        same_secret(cookie.substr(kCookie.size() + 1), token_))
      return true;
  }
  return false;
}

// A strict cookie is not sent along a redirect that began on another site (a link in a mail), so a
// small page of our own goes on instead of a 303.
std::optional<Response> Gatekeeper::token_link(const Request& request) const {
  const auto given = request.parameter("token");
  if (!request.reads() || !given || !same_secret(*given, token_)) return std::nullopt;
  Response response = text_response(
      200, "text/html; charset=utf-8",
      "<!doctype html><meta charset=utf-8><title>Maskpoint</title>"
      "<meta http-equiv=refresh content=\"0;url=/\"><a href=\"/\">Open Maskpoint</a>\n");
  response.set("Set-Cookie", std::string(kCookie) + "=" + token_ +
                                 "; Path=/; HttpOnly; SameSite=Strict" +
                                 (request.scheme == Scheme::kHttps ? "; Secure" : ""));
  response.set("Cache-Control", "no-store");
  return response;
}

void add_security_headers(Response& response) {
  response.set("Content-Security-Policy",
               "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
               "img-src 'self' blob: data:; worker-src 'self' blob:; style-src 'self' "
               "'unsafe-inline'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
               "form-action 'self'; frame-ancestors 'none'");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Embedder-Policy", "require-corp");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
}

Gatekeeper Gatekeeper::for_host(const std::string& host) {
  Gatekeeper out;
  out.names_ = {"localhost", "127.0.0.1", "::1", lower_case(host)};
  if (is_loopback(host)) return out;
  out.token_ = random_token();
  out.any_address_ = host == "0.0.0.0" || host == "::";
  if (out.any_address_) {
    out.names_.push_back(machine_name());
    out.names_.push_back(machine_name() + ".local");
  }
  return out;
}

std::optional<Response> Gatekeeper::refuse(const Request& request) const {
  if (host_headers(request) != 1)
    return problem(400, "The request needs exactly one Host header; send the server's address.");
  if (!known_host(host_name(request.header("Host"))))
    return problem(403, "This server is not reached by that name; use the address it printed.");
  if (auto refusal = refuse_origin(request)) return refusal;
  if (token_.empty() || carries_token(request)) return std::nullopt;
  if (request.segments.size() == 1 && request.segments.front() == "healthz") return std::nullopt;
  if (auto welcome = token_link(request)) return welcome;
  return problem(401, "This server needs its token; open the link it printed when it was started.");
}

}  // namespace maskpoint::server
