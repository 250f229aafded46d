#include "session/toasts.h"

#include <algorithm>

#include "session/actions.h"

namespace maskpoint::session {
namespace {

constexpr double kInfoSeconds = 6;

void show(SessionState& state, ToastKind kind, const std::string& message) {
  // The time of an Action is not known; the first Tick after it sets the end.
  for (Toast& toast : state.toasts) {
    if (toast.kind != kind || toast.message != message) continue;
    toast.expires_at = 0;
    return;
  }
  state.toasts.push_back({++state.last_toast_id, kind, message, 0});
}

}  // namespace

void show_info(SessionState& state, const std::string& message) {
  show(state, ToastKind::kInfo, message);
}

void say(SessionState& state, const std::string& message) {
  show_info(state, message);
  announce(state, message);
}

void show_error(SessionState& state, const std::string& message) {
  show(state, ToastKind::kError, message);
  announce(state, message);
}

void announce(SessionState& state, const std::string& message) {
  state.effects.push_back(effect::Announce{message});
}

void on(SessionState& state, const action::DismissToast& a) {
  std::erase_if(state.toasts, [&](const Toast& toast) { return toast.id == a.id; });
}

void on(SessionState& state, const action::Notice& a) {
  say(state, a.message);
}

void on(SessionState& state, const action::Tick& a) {
  state.now = a.seconds;
  for (Toast& toast : state.toasts)
    if (toast.kind == ToastKind::kInfo && toast.expires_at == 0)
      toast.expires_at = state.now + kInfoSeconds;
  std::erase_if(state.toasts, [&](const Toast& toast) {
    return toast.kind == ToastKind::kInfo && toast.expires_at <= state.now;
  });
}

void on(SessionState& state, const action::EngineReady& a) {
  state.engine = a;
}

}  // namespace maskpoint::session
