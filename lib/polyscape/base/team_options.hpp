#pragma once
/// How a team works (base/team.hpp), and what its work took.
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace polyscape {

struct TeamOptions {
  /// A member that says nothing for so long is lost. Each says something every second or so, whatever it computes.
  std::chrono::milliseconds silence{20000};
  /// What a member holds for so long without coming on is computed by others, too, who have nothing else to do.
  std::chrono::milliseconds patience{60000};
  /// Told of every member that is lost, in words; only the first member says so.
  std::function<void(const std::string&)> told;
  /// What a member other than the first does when the job is over, or the first one is lost; called by a thread of the
  /// team, whatever the job's own threads do. It may end the process.
  std::function<void()> over;
};

/// What was sent and received by this process so far.
struct Traffic {
  std::size_t messages_sent = 0, bytes_sent = 0, messages_received = 0, bytes_received = 0;
  double seconds = 0;  ///< of processor time, of the threads that do so
};

}  // namespace polyscape
