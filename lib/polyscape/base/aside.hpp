#pragma once
/// Computations that cannot be told to stop (those of libraries): each in a thread of its own, which a cancelled job
/// leaves behind.
#include <chrono>
#include <future>
#include <thread>
#include <type_traits>
#include <utility>

#include "polyscape/base/limit.hpp"

namespace polyscape {

/// Whether a computation that was left behind may still be running: the process then has to end without destroying what
/// is static (std::_Exit).
bool left_behind();

namespace detail {
void leave_behind();
}

/// f(), or what it throws. Throws Cancelled when the job is cancelled before f has ended, and leaves f running: f must
/// own all that it uses.
template <class F>
std::invoke_result_t<F> aside(F f) {
  stop_if_cancelled();
  std::packaged_task<std::invoke_result_t<F>()> task([f = std::move(f), token = current_job()]() mutable {
    const JobScope scope(token);
    return f();
  });
  auto result = task.get_future();
  std::thread thread(std::move(task));
  constexpr std::chrono::milliseconds often(50);
  while (result.wait_for(often) != std::future_status::ready) {
    if (!cancellation_requested()) continue;
    detail::leave_behind();
    thread.detach();
    throw Cancelled();
  }
  thread.join();
  return result.get();
}

}  // namespace polyscape
