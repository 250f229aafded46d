// What the parts of the shell share: the session they feed, and the ways out of it.
#pragma once

#include <functional>

#include "app/config.h"
#include "app/requests.h"
#include "app/timers.h"
#include "session/action.h"
#include "session/session.h"
#include "worker/worker.h"

namespace maskpoint::app {

struct Shell {
  const Config& config;
  const session::Session& session;
  // Queued while another Action is being dispatched.
  std::function<void(session::Action)> dispatch;
  Requests& requests;
  Timers& timers;
  worker::Worker& worker;
};

// Ids of images opened by the page's own interface beside a server's project are negative.
inline bool is_local(std::int64_t image_id) {
  return image_id < 0;
}

}  // namespace maskpoint::app
