#include "session/announcing.h"

#include "session/toasts.h"

namespace maskpoint::session {
namespace {

std::string class_name(const SessionState& state) {
  for (const doc::Category& category : state.categories())
    if (category.id == state.current_class) return category.name;
  return "none";
}

}  // namespace

Noticeable noticeable(const SessionState& state) {
  return {state.current_class, state.open_id, state.hidden.size()};
}

void announce_changes(SessionState& state, const Noticeable& before) {
  const Noticeable now = noticeable(state);
  if (now.category != before.category && before.category != 0)
    announce(state, "Class: " + class_name(state) + ".");
  if (now.image != before.image) return;  // its own news
  if (now.hidden != before.hidden)
    announce(state, now.hidden == 0 ? "All objects are shown."
                                    : count_of(now.hidden, "object") + " hidden.");
}

}  // namespace maskpoint::session
