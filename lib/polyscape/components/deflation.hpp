#pragma once
/// Systems whose multiple zeros become simple ones.
#include <optional>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/same_point.hpp"

namespace polyscape::components {

/// Rank of the Jacobian at a zero known to double precision, by a gap of its singular values; nullopt when there is
/// none.
std::optional<std::size_t> numerical_rank(const algebra::System& system, const solve::Coordinates& point);

/// One deflation of the system at zeros where its Jacobian has rank `rank`: F(x) = 0, F'(x) B y = 0, c . y = 1 with
/// random B of rank + 1 columns. Over a zero of that rank there is exactly one y. Repeated, it ends in a nonsingular
/// point (Leykin, Verschelde, Zhao 2006).
algebra::System deflated(const algebra::System& system, std::size_t rank, Random random);

/// The y over a zero of the system that was deflated, given to double precision: least squares.
solve::Coordinates lifted_to_deflation(const algebra::System& deflated, const solve::Coordinates& zero);

}  // namespace polyscape::components
