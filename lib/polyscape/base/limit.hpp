#pragma once
/// What ends a job before it is begun, or half way: limits on what input may ask for, and cancellation.
#include <string>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape {

/// What a user gave leads to a value beyond a limit that is stated where it is kept: a degree, a number of terms, of
/// digits, of steps. Thrown before anything of that size is computed, by code that knows no place; readers throw it
/// again with one.
class LimitError : public InputError {
 public:
  LimitError(const std::string& expected, const std::string& found, const std::string& remedy)
      : InputError("", expected, found, remedy), expected_(expected), found_(found), remedy_(remedy) {}
  /// The same complaint about what stands at `place`.
  InputError at(const std::string& place) const { return InputError(place, expected_, found_, remedy_); }

 private:
  std::string expected_, found_, remedy_;
};

/// Thrown by computations that have nothing to show when they are stopped half way.
class Cancelled : public Error {
 public:
  Cancelled() : Error("cancelled") {}
};

/// Throws Cancelled when cancellation was requested: in computations that have nothing to show half way.
inline void stop_if_cancelled() {
  if (cancellation_requested()) throw Cancelled();
}

}  // namespace polyscape
