#pragma once
/// A path's end as members of a team tell it to each other (base/team.hpp).
#include <optional>
#include <string>

#include "polyscape/solve/endpoint.hpp"
#include "polyscape/track/finish.hpp"

namespace polyscape::solve {

/// What became of a path, and of its loops where it took any.
struct Settled {
  Endpoint end;
  track::Finish finish;
  bool looped = false;  ///< the finish is worth telling
  std::string bytes;    ///< of the finish, if another member has computed it
};

std::string bytes_of(const Settled& settled);
/// Without the finish, unless it was looped. Throws Error where the bytes are none of these.
Settled settled_from(const std::string& bytes);

}  // namespace polyscape::solve
