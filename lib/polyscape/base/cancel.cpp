#include "polyscape/base/cancel.hpp"

#include <atomic>
#include <csignal>

namespace polyscape {
namespace {

std::atomic<bool> requested = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // usable in a signal handler

void on_signal(int signal) {
  requested = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

bool cancellation_requested() { return requested; }
void request_cancellation() noexcept { requested = true; }
void reset_cancellation() { requested = false; }

void install_interrupt_handler() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

}  // namespace polyscape
