/// Loops over an index: every index once, on no more threads than allowed, and exceptions come back.
#include "polyscape/base/parallel.hpp"

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "polyscape/base/resource_limits.hpp"
#include "support/catch.hpp"

using namespace polyscape;

TEST_CASE("every index is visited once, whatever the threads") {
  for (const std::size_t threads : {0, 1, 2, 3, 16})
    for (const std::size_t count : {0, 1, 2, 7, 1000}) {
      CAPTURE(threads, count);
      std::vector<std::atomic<int>> visits(count);
      std::mutex mutex;
      std::set<std::thread::id> seen;
      parallel_for(count, threads, [&](std::size_t i) {
        ++visits[i];
        const std::lock_guard lock(mutex);
        seen.insert(std::this_thread::get_id());
      });
      for (const auto& v : visits) CHECK(v == 1);
      if (threads > 0) CHECK(seen.size() <= threads);
    }
  CHECK(hardware_threads() >= 1);
}

TEST_CASE("loops inside loops visit every pair once") {
  constexpr std::size_t n = 20;
  std::vector<std::atomic<int>> visits(n * n);
  parallel_for(n, 2, [&](std::size_t i) { parallel_for(n, 2, [&](std::size_t j) { ++visits[i * n + j]; }); });
  for (const auto& v : visits) CHECK(v == 1);
}

TEST_CASE("an exception of a body is thrown again by the loop") {
  for (const std::size_t threads : {1, 2, 4}) {
    CAPTURE(threads);
    CHECK_THROWS_AS(parallel_for(100, threads,
                                 [](std::size_t i) {
                                   if (i == 57) throw std::domain_error("at 57");
                                 }),
                    std::domain_error);
  }
}

TEST_CASE("loops leave no memory behind") {
  const auto loop = [](int times) {
    std::atomic<std::size_t> sum = 0;
    for (int k = 0; k < times; ++k) parallel_for(4, 2, [&](std::size_t i) { sum += i; });
    return sum.load();
  };
  CHECK(loop(500) == 3000);
  const std::uint64_t before = resident_bytes();
  CHECK(loop(2000) == 12000);
  CHECK(resident_bytes() < before + 2'000'000);
}
