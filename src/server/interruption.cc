#include "server/interruption.h"

#include <csignal>

namespace maskpoint::server {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

void on_interrupt(int signal) {
  g_interrupted = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

Interruption::Interruption() : before_(std::signal(SIGINT, on_interrupt)) {
}

Interruption::~Interruption() {
  std::signal(SIGINT, before_);
}

bool Interruption::asked() {
  return g_interrupted != 0;
}

}  // namespace maskpoint::server
