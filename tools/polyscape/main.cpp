/// polyscape: the loss landscape of polynomial networks. Exit status: 0 done, 1 something is incomplete, 2 bad input,
/// 3 internal error.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <variant>

#include "command_line.hpp"
#include "output.hpp"
#include "polyscape/base/aside.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "ranks.hpp"
#include "verbs.hpp"

namespace {

using namespace polyscape;

constexpr const char* stopping = "polyscape: stopping, with what is known; once more ends at once\n";
constexpr const char* stopping_below =
    "\npolyscape: stopping, with what is known; once more ends at once\n";  // the bar

constexpr int incomplete = 1, bad_input = 2, internal_error = 3;

/// A closed stream is one that takes nothing: no file that is opened later gets its number, and no signal ends the
/// program.
void keep_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is one that cannot be written
  for (int stream = 0; stream <= 2; ++stream)
    if (fcntl(stream, F_GETFD) == -1 && open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY) != stream) return;
}

/// Of several processes the first alone answers.
int run(int count, const char* const* words, std::unique_ptr<Team>& team) {
  const auto rank = program::rank_by_environment();
  const auto request = program::parse(count, words);
  if (const auto* answer = std::get_if<program::Answer>(&request)) {
    if (rank.value_or(0) == 0) program::print(answer->text);
    return 0;
  }
  const auto& command = std::get<program::Command>(request);
  if (rank) team = program::join_ranks();
  install_interrupt_handler(command.quiet ? nullptr : isatty(STDERR_FILENO) == 1 ? stopping_below : stopping);
  return team ? program::perform_with(*team, command) : program::perform(command);
}

int status_of(int count, char** words, std::unique_ptr<Team>& team) {
  try {
    return run(count, words, team);
  } catch (const InputError& e) {
    if (program::rank_by_environment().value_or(0) == 0) program::say("polyscape: " + std::string(e.what()));
    return bad_input;
  } catch (const Cancelled&) {
    program::say("polyscape: cancelled");
    return incomplete;
  } catch (const std::exception& e) {
    program::say("polyscape: internal error: " + std::string(e.what()));
    return internal_error;
  }
}

}  // namespace

int main(int count, char** words) {
  keep_standard_streams();
  std::unique_ptr<Team> team;
  const int status = status_of(count, words, team);
  if (team) team->end();
  // MPI's library may have threads that nobody ends.
  if (!left_behind() && !team) return status;
  std::fflush(nullptr);
  std::_Exit(status);
}
