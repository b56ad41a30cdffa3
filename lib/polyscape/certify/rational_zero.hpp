#pragma once
/// Zeros with rational coordinates: recognised, and proved by putting them into the equations. The one proof that
/// singular zeros have here.
#include <optional>
#include <vector>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/linear.hpp"

namespace polyscape::certify {

struct RationalZero {
  std::vector<algebra::GaussianRational> point;  ///< a zero of the system, exactly
  std::size_t rank = 0;                          ///< of the Jacobian there, over Q(i)
  std::optional<algebra::Inertia> inertia;       ///< of the Jacobian where it is real and symmetric
};

/// The zero whose coordinates are the simplest rationals near the approximation's; nullopt when these are none, or the
/// job was cancelled. Zeros with denominators up to 10^4 (10^11, 10^14 from an approximation accurate to 24, 30
/// digits) are recognised, beyond 10^4.5 (10^12, 10^15) none. The equations are tried modulo a prime first: over Q(i)
/// they are evaluated where that does not exclude a zero. Throws ArgumentError for parameters or another number of
/// coordinates.
std::optional<RationalZero> rational_zero(const algebra::Differentiated& system,
                                          const std::vector<algebra::GaussianRational>& near);

}  // namespace polyscape::certify
