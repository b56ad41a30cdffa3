#include "polyscape/base/cancel.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>

#include "polyscape/base/aside.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "support/catch.hpp"

using namespace polyscape;

namespace {

/// What a child process writes to stdout and stderr while it does that, and how it ends.
struct Ended {
  int status;
  std::string text;
};
template <class F>
Ended in_child(F f) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    for (const int to : {STDOUT_FILENO, STDERR_FILENO}) dup2(ends[1], to);
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
    f();
    _exit(0);
  }
  close(ends[1]);
  Ended result{0, {}};
  char c;
  while (read(ends[0], &c, 1) == 1) result.text += c;
  close(ends[0]);
  waitpid(child, &result.status, 0);
  return result;
}

void say(const char* text) { [[maybe_unused]] const auto written = write(STDOUT_FILENO, text, 1); }

}  // namespace

TEST_CASE("a request that nobody heeded has cancelled nothing") {
  const CancelToken token;
  const JobScope scope(token);
  CHECK_FALSE(cancellation_requested());
  token.request();
  CHECK(token.requested());
  CHECK_FALSE(cancellation_heeded());
  CHECK(cancellation_requested());
  CHECK(cancellation_heeded());
  CHECK(token.heeded());
  CHECK_THROWS_AS(stop_if_cancelled(), Cancelled);
}

TEST_CASE("a cancelled job stops what is done for it, in whatever thread, and no other job") {
  const CancelToken cancelled, other;
  cancelled.request();
  {
    const JobScope scope(cancelled);
    std::atomic<int> told = 0;
    parallel_for(40, 2, [&](std::size_t) { told += cancellation_requested() ? 1 : 0; });
    CHECK(told == 40);
    CHECK_THROWS_AS(aside([] { return 0; }), Cancelled);
    const JobScope inner(other);
    parallel_for(40, 2, [&](std::size_t) { told += cancellation_requested() ? 1 : 0; });
    CHECK(told == 40);
    CHECK(aside([] { return cancellation_requested(); }) == false);
  }
  CHECK_FALSE(cancellation_requested());
  CHECK_FALSE(cancellation_heeded());
  CHECK_FALSE(other.heeded());
}

TEST_CASE("what runs aside gives its value or its exception, and is left when the job is cancelled") {
  CHECK(aside([] { return std::string("value"); }) == "value");
  CHECK_THROWS_AS(aside([]() -> int { throw std::runtime_error("its own"); }), std::runtime_error);
  CHECK_FALSE(left_behind());
  const CancelToken token;
  const JobScope scope(token);
  // It asks for the cancellation itself, and would go on for ever.
  const auto over = std::make_shared<std::atomic<bool>>(false);
  CHECK_THROWS_AS(aside([over, token] {
                    token.request();
                    while (!*over) usleep(1000);
                    return 0;
                  }),
                  Cancelled);
  CHECK(left_behind());
  *over = true;
  CHECK_THROWS_AS(aside([] { return 0; }), Cancelled);
}

TEST_CASE("the first signal asks and says so, the second ends the process") {
  const Ended ended = in_child([] {
    install_interrupt_handler("m\n");
    std::raise(SIGINT);
    if (cancellation_requested()) say("1");
    std::raise(SIGTERM);
    say("2");
  });
  CHECK(ended.text == "m\n1");
  REQUIRE(WIFSIGNALED(ended.status));
  CHECK(WTERMSIG(ended.status) == SIGTERM);
}

TEST_CASE("a second signal waits for what is not to be broken, a third does not") {
  for (const bool third : {false, true}) {
    const Ended ended = in_child([third] {
      install_interrupt_handler();
      {
        const Unbroken whole;
        std::raise(SIGINT);
        say("1");
        std::raise(SIGINT);
        say("2");
        if (third) std::raise(SIGINT);
        say("3");
      }
      say("4");
    });
    CHECK(ended.text == (third ? "12" : "123"));
    REQUIRE(WIFSIGNALED(ended.status));
    CHECK(WTERMSIG(ended.status) == SIGINT);
  }
}
