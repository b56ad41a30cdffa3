#pragma once
/// Loops whose progress is told.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>

#include "polyscape/base/parallel.hpp"

namespace polyscape::solve {

/// Told how many of how many are done, from one thread at a time; may be empty.
using CountReport = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// body(k) in parallel for every k below count, told at the start and after each; nothing is told of an empty loop.
template <class Body>
void counted_for(std::size_t count, std::size_t threads, const CountReport& report, const Body& body) {
  std::mutex mutex;
  std::uint64_t done = 0;
  if (report && count > 0) report(0, count);
  parallel_for(count, threads, [&](std::size_t k) {
    body(k);
    const std::lock_guard lock(mutex);
    if (report) report(++done, count);
  });
}

}  // namespace polyscape::solve
