#pragma once
/// Values of a formula in doubles: its operations in a row, on slots that are used again once nothing needs them.
#include <span>
#include <vector>

#include "polyscape/dynamics/tape_step.hpp"
#include "polyscape/spec/formula.hpp"

namespace polyscape::dynamics {

/// Slots 0, 1, .. hold the variables and are not written to; those behind them the outputs.
struct Tape {
  std::size_t variables = 0, outputs = 0, slots = 0;
  std::vector<TapeStep> steps;
};

/// The tape of these nodes. Constants are rounded to doubles.
Tape make_tape(const spec::Formula& formula, std::span<const spec::Formula::Node> outputs);

/// The outputs at a point, the same to the bit as in lanes.
std::vector<double> evaluate(const Tape& tape, std::span<const double> point);

}  // namespace polyscape::dynamics
