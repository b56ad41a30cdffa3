#pragma once
/// Proofs that a system has no complex solution: 1 = sum_j h_j g_j with exact polynomials h_j (Hilbert's
/// Nullstellensatz), found by linear algebra on the Macaulay matrix of one degree after the other.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::variety {

struct NullstellensatzLimits {
  long extra_degree = 6;          ///< degree of the multipliers h_j at most this much
  std::size_t entries = 6000000;  ///< of the largest Macaulay matrix
};

/// 1 = sum_j multipliers[j] * equations[j], verified by expanding it exactly.
struct Infeasibility {
  std::vector<algebra::Polynomial> multipliers;  ///< one an equation
  long degree = 0;             ///< largest degree of a product; of the multipliers: `multiplier_degree`
  long multiplier_degree = 0;  ///< 0: the targets lie outside the span of the monomials
};

/// A proof that the equations have no common zero over C, or nullopt when there is none within the limits (which proves
/// nothing). Only multipliers of the right weight under every grading of the equations are tried (torus actions and
/// sign flips), since the others cancel. Found modulo a prime, solved exactly over Q or Q(i), verified. Throws
/// Cancelled when the job is.
std::optional<Infeasibility> prove_infeasible(std::span<const algebra::Polynomial> equations,
                                              const NullstellensatzLimits& limits = {});

/// Indices of equations that span, over Q(i), all of them (a subset that is independent modulo a prime). Throws
/// ArgumentError when the prime divides a denominator.
std::vector<std::size_t> independent_equations(std::span<const algebra::Polynomial> equations);

/// Indices of the first equations that are linearly independent over Q and of which all are combinations, exactly: the
/// zeros are the same. All of them where the matrix of coefficients is too large for that, or not real.
std::vector<std::size_t> spanning_equations(std::span<const algebra::Polynomial> equations);

}  // namespace polyscape::variety
