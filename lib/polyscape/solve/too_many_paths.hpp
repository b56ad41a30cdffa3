#pragma once
/// A start system has more paths than a job may follow.
#include <string>

#include "polyscape/base/error.hpp"

namespace polyscape::solve {

class TooManyPaths : public InputError {
 public:
  /// paths: how many the start has; most: options.max_paths.
  TooManyPaths(const std::string& paths, const std::string& most)
      : InputError("--max-paths", "at least " + paths + " for this system", most,
                   "raise it, or choose a smaller network"),
        reason_("it would take " + paths + " paths, and max_paths is " + most) {}
  /// Ends a sentence: "it would take 4096 paths, and max_paths is 100".
  const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
};

}  // namespace polyscape::solve
