#pragma once
/// Loops whose items are computed by several processes together.
///
/// All members of a team run the same job on the same input, and come to the same loops with the same results; one
/// that comes to a shared loop computes some of its items, and gets the others' values from those who did. So every
/// member knows all that the job has found so far, and nothing but values is ever sent. The first member hands out
/// ranges of items. What a member held that died, or said nothing for long, is handed out again: values are the same
/// whoever computes them, and the first one counts. Without the first member there is no job.
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "polyscape/base/mail.hpp"
#include "polyscape/base/team_options.hpp"
#include "polyscape/base/team_scope.hpp"

namespace polyscape {

class Correspondence;

class Team {
 public:
  /// open: called by the thread that all mail goes through. Returns when the mail is open; throws what it throws.
  explicit Team(const std::function<std::unique_ptr<Mail>()>& open, TeamOptions options = {});
  /// The first member ends the team; another leaves it.
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// Whether this is the member that hands out, and writes what is found.
  bool first() const;
  /// Of all members, also of those that were lost.
  std::size_t size() const;

  /// The first member: tells all others that the job is over, waits for those that can hear it, and closes the mail.
  /// Another: has nothing more to compute, and waits until the job is over and TeamOptions.over was called.
  void end();
  /// Another than the first: cannot go on, and closes its mail; what it holds is handed out to others. why: goes on
  /// after the member's name, "cannot read the file".
  void leave(const std::string& why);

  Traffic traffic() const;

  /// For loops that are shared (base/shared_loop.hpp).
  Correspondence& correspondence() { return *correspondence_; }

 private:
  std::unique_ptr<Correspondence> correspondence_;
};

}  // namespace polyscape
