#include "polyscape/base/resource_limits.hpp"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>

#include "polyscape/base/cancel_reason.hpp"

namespace polyscape {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto pause = std::chrono::milliseconds(20);

std::string short_number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", x);
  return text;
}

}  // namespace

std::uint64_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::uint64_t pages = 0, resident = 0;
  if (!(in >> pages >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

struct ResourceWatch::Impl {
  CancelToken job;
  ResourceLimits limits;
  std::mutex mutex;
  std::condition_variable_any end;
  std::jthread thread;

  Impl(CancelToken token, const ResourceLimits& given) : job(std::move(token)), limits(given) {
    thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  }

  void watch(const std::stop_token& stop) {
    const JobScope scope(job);
    const auto begin = Clock::now();
    std::unique_lock lock(mutex);
    while (!end.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); })) {
      const double taken = std::chrono::duration<double>(Clock::now() - begin).count();
      if (limits.seconds && taken > *limits.seconds)
        return cancel_job("it took longer than " + short_number(*limits.seconds) + " s");
      if (limits.bytes && resident_bytes() > *limits.bytes)
        return cancel_job("it took more than " + short_number(static_cast<double>(*limits.bytes) / 1e6) +
                          " MB of memory");
    }
  }
};

ResourceWatch::ResourceWatch(CancelToken job, const ResourceLimits& limits) {
  if (limits.seconds || limits.bytes) impl_ = std::make_unique<Impl>(std::move(job), limits);
}
ResourceWatch::~ResourceWatch() = default;

}  // namespace polyscape
