/// Jobs that are stopped by what they take.
#include "polyscape/base/resource_limits.hpp"

#include <unistd.h>

#include <vector>

#include "polyscape/base/cancel_reason.hpp"
#include "support/catch.hpp"

using namespace polyscape;

namespace {

/// Until the job is cancelled, with a megabyte more each time; false where it never is.
bool stopped(std::size_t most_megabytes, std::vector<std::vector<char>>& held) {
  while (!cancellation_requested()) {
    if (held.size() == most_megabytes) return false;
    held.emplace_back(1'000'000, 'x');
    usleep(1000);
  }
  return true;
}

}  // namespace

TEST_CASE("a job that takes too long is cancelled, and says why") {
  const CancelToken token;
  const JobScope scope(token);
  std::vector<std::vector<char>> held;
  CHECK(cancellation_reason().empty());
  const ResourceWatch watch(token, {0.05, std::nullopt});
  while (!cancellation_requested()) usleep(1000);
  CHECK(token.heeded());
  CHECK(cancellation_reason() == "it took longer than 0.05 s");
}

TEST_CASE("a job that takes too much memory is cancelled, and one that takes less is not") {
  std::vector<std::vector<char>> held;
  const std::uint64_t before = resident_bytes();
  REQUIRE(before > 1'000'000);
  {
    const CancelToken token;
    const JobScope scope(token);
    const ResourceWatch watch(token, {std::nullopt, before + 200'000'000});
    CHECK(stopped(2000, held));
    CHECK(cancellation_reason().find("MB of memory") != std::string::npos);
    CHECK(resident_bytes() > before + 100'000'000);
  }
  held.clear();
  const CancelToken token;
  const JobScope scope(token);
  const ResourceWatch watch(token, {1e6, before + 2'000'000'000});
  CHECK_FALSE(stopped(200, held));
  CHECK_FALSE(token.requested());
}

TEST_CASE("the first reason for which a job is cancelled stays; another job has none") {
  const CancelToken token, other;
  {
    const JobScope scope(token);
    cancel_job("of this");
    cancel_job("of that");
    CHECK(cancellation_requested());
    CHECK(cancellation_reason() == "of this");
  }
  const JobScope scope(other);
  CHECK_FALSE(cancellation_requested());
  CHECK(cancellation_reason().empty());
  other.request();  // by the user, who knows why
  CHECK(cancellation_reason().empty());
}
