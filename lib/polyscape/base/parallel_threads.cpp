// Loops without oneTBB (POLYSCAPE_TBB=OFF): threads that the thread sanitizer sees begin and end. It sees no
// order in the work of a oneTBB that is not built for it, as Debian's is not, and calls every loop a race.
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/parallel_kernel.hpp"

namespace polyscape {

std::size_t hardware_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

void on_threads(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& body) {
  const CancelToken token = current_job();
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr thrown;
  const auto work = [&] {
    const JobScope scope(token);
    try {
      for (std::size_t i; (i = next++) < count;) body(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t k = 1; k < std::min(threads, count); ++k) others.emplace_back(work);
    work();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace polyscape
