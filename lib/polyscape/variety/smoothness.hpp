#pragma once
/// Whether a system's complex zeros are a manifold, by Groebner bases modulo random primes.
#include <cstdint>
#include <optional>
#include <span>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::variety {

struct SmoothnessOptions {
  std::uint64_t seed = 1;                    ///< of the primes
  std::uint64_t operations = 30'000'000;     ///< products of coefficients; primes after the first take less
  std::size_t bytes = std::size_t{1} << 30;  ///< of each Groebner basis
  int threads = 1;                           ///< 0: every core; the result does not depend on it
};

/// At every common zero over C, if there is one, the gradients of the equations are linearly independent: the zeros are
/// a manifold of dimension variables - equations (Jacobian criterion).
struct Smoothness {
  double error_log2 = 0;  ///< of the probability that this is false, at most; finite
};

/// Counts, modulo random primes, the solutions of g = 0, grad g_i + sum_{j > i} lambda_j grad g_j = 0 for each i: a
/// zero where the gradients are dependent solves the one whose i is the first with a coefficient other than 0. nullopt:
/// one of these may have a solution, or counting takes more than the options allow. Throws Cancelled when the job is,
/// ArgumentError for no equation or no variable.
std::optional<Smoothness> smoothness(std::span<const algebra::Polynomial> equations,
                                     const SmoothnessOptions& options = {});

}  // namespace polyscape::variety
