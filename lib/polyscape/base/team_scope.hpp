#pragma once
/// The team that a job's loops are shared with.

namespace polyscape {

class Team;

/// While it is there, the team serves the job that this thread works for (base/cancel.hpp), on all its threads.
/// Scopes end in the opposite order of their beginning.
class TeamScope {
 public:
  explicit TeamScope(Team& team);
  ~TeamScope();
  TeamScope(const TeamScope&) = delete;
  TeamScope& operator=(const TeamScope&) = delete;

 private:
  Team* before_;
};

/// Of the job that this thread works for; nullptr: there is none, or this thread is Alone.
Team* current_team();

/// While it is there, loops of this thread are not shared: for an item of a shared loop, which other members compute
/// no part of.
class Alone {
 public:
  Alone();
  ~Alone();
  Alone(const Alone&) = delete;
  Alone& operator=(const Alone&) = delete;
};

}  // namespace polyscape
