// What has changed in a way that is seen but said nowhere else: for the live region.
#pragma once

#include "session/state.h"

namespace maskpoint::session {

struct Noticeable {
  int category = 0;
  std::int64_t image = 0;
  std::size_t hidden = 0;
};
Noticeable noticeable(const SessionState& state);

// Says what differs from before the Action.
void announce_changes(SessionState& state, const Noticeable& before);

}  // namespace maskpoint::session
