#include "polyscape/track/path_result.hpp"

namespace polyscape::track {

const char* name(PathFailure failure) {
  switch (failure) {
    case PathFailure::none:
      return "none";
    case PathFailure::start:
      return "the start solution could not be corrected";
    case PathFailure::precision:
      return "the precision limit was reached";
    case PathFailure::steps:
      return "too many steps";
    case PathFailure::undecided:
      return "the endgame came to no decision";
    case PathFailure::infinite_or_far:
      return "neither an end at infinity nor one far away could be shown";
    case PathFailure::cancelled:
      return "cancelled";
  }
  return "none";
}

}  // namespace polyscape::track
