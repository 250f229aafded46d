// Who may ask: Host, Origin and token; and the headers every answer carries.
//
// - Host must be a name this server is reached by, or a page of a stranger could reach it by
//   pointing a name of its own at this address (DNS rebinding).
// - A write's Origin must be the server's own, or any page could write (cross-site requests).
// - On an address other than loopback a token is required; a link with it sets a cookie.
// Immutable once made; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http_message.h"

namespace maskpoint::server {

class Gatekeeper {
 public:
  // `host` as given to --host. A token is made when that is not a loopback address.
  static Gatekeeper for_host(const std::string& host);

  // Nothing when the request may go on, else the answer.
  std::optional<Response> refuse(const Request& request) const;

  // Empty on loopback.
  const std::string& token() const { return token_; }

 private:
  bool known_host(const std::string& name) const;
  bool carries_token(const Request& request) const;
  std::optional<Response> token_link(const Request& request) const;

  std::vector<std::string> names_;
  bool any_address_ = false;  // bound to 0.0.0.0 or ::, reached by any of the machine's addresses
  std::string token_;
};

// 127.0.0.0/8, ::1 and localhost.
bool is_loopback(const std::string& host);

// What this machine calls itself, in lower case; "localhost" when it does not know.
std::string machine_name();

// 128 random bits, 32 hexadecimal digits.
std::string random_token();

// Policy and isolation, on every answer whatever it is.
void add_security_headers(Response& response);

}  // namespace maskpoint::server
