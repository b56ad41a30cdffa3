#pragma once
/// Ranks bounded from below, as theorems.
#include <vector>

#include "polyscape/algebra/derivative.hpp"

namespace polyscape::certify {

/// The size of a minor of the Jacobian that is proved to vanish nowhere on the polydisc |z_i - centre_i| <= radius:
/// Gaussian elimination in balls of `bits` bits, with the pivot farthest from zero. No larger than the rank at any of
/// these points. Throws ArgumentError for parameters or another number of coordinates.
std::size_t rank_lower_bound(const algebra::Differentiated& system,
                             const std::vector<algebra::GaussianRational>& centre, const algebra::Rational& radius,
                             int bits = 256);

}  // namespace polyscape::certify
