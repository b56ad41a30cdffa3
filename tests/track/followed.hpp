#pragma once
/// A path of an example with the steppers that follow it, step by step.
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/track/walker.hpp"
#include "support/catch.hpp"
#include "track/example.hpp"

namespace polyscape::support {

/// Takes up the example's first path; a walker of one's own may follow others.
struct Followed {
  Followed(const algebra::System& system, std::uint64_t seed, const track::PathOptions& options = {},
           std::size_t lowest = 0, std::size_t path = 0)
      : example(support::example(system, seed)),
        layout(example.homotopy),
        code(eval::compile(algebra::differentiate(example.homotopy.program))),
        ladder(code, layout),
        options(options),
        walker(ladder, this->options, layout.parameters, lowest) {
    REQUIRE(walker.start(start(path), 0));
  }
  eval::Point start(std::size_t path) const {
    return layout.on_patch(eval::exact_point(example.start(path)), options.max_precision);
  }
  /// So many steps of the same length towards t = 0; false if one failed.
  bool walk(int steps, double length) {
    for (int i = 0; i < steps; ++i)
      if (!walker.reach(walker.log_t() - length)) return false;
    return true;
  }

  Example example;
  track::Layout layout;
  eval::TapeCode code;
  track::Ladder ladder;
  track::PathOptions options;
  track::Walker walker;
};

}  // namespace polyscape::support
