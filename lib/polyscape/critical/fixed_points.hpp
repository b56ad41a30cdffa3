#pragma once
/// Isolated critical points of a loss with continuous symmetries.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::critical {

/// The gradient at the points that all scalings w_i -> t^e_i w_i keep: where every weight with some e_i != 0 is 0.
/// A connected group moves no isolated critical point, so that all of these are there; the derivatives by the weights
/// that are 0 vanish there, as the loss is invariant.
struct FixedPart {
  algebra::System system;         ///< the derivatives by the other weights, in these
  std::vector<std::size_t> kept;  ///< which they are
  std::size_t weights = 0;        ///< all of them
};

/// Throws ArgumentError unless the gradient is square and every scaling has an exponent a variable.
FixedPart fixed_part(const algebra::System& gradient, std::span<const algebra::Scaling> scalings);

/// What `of_part`, the outcome of part.system, says of the gradient: its solutions with zeros for the other weights,
/// nonsingular or not, isolated or on a larger set (numerical, like solve::lies_on_component). nullopt of_part:
/// part.system has no unknowns, and 0 is the only candidate.
solve::Outcome isolated_among(const FixedPart& part, const std::optional<solve::Outcome>& of_part,
                              const algebra::Program& gradient, Random random);

}  // namespace polyscape::critical
