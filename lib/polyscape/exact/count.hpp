#pragma once
/// How many solutions a system has at most, with multiplicity, by Groebner bases modulo random primes: an upper bound
/// whose probability of being wrong is stated.
///
/// Let A be the matrix of all products (monomial) * (equation) of degree at most d, columns the monomials, largest
/// first. An element of the ideal with leading monomial b is among its combinations if and only if the columns up to b
/// have a larger rank than those before b. The rank of the latter is never larger modulo a prime than over Q; where a
/// basis modulo p shows b and the ranks before b agree, so does the rational one. They disagree only for primes that
/// divide one nonzero minor of A, which depends on b alone; Hadamard's inequality bounds the minor and with it the
/// number of such primes, and they are drawn from some 2^52 of 60 bits. Leading monomials that hold over Q leave at
/// most as much outside of the ideal's as is counted here: the solutions with their multiplicities where that is
/// finite, else dimension and degree.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/residues.hpp"
#include "polyscape/exact/groebner.hpp"
#include "polyscape/exact/minors.hpp"
#include "polyscape/exact/staircase.hpp"

namespace polyscape::exact {

struct CountOptions {
  std::uint64_t seed = 1;        ///< of the primes
  double error_log2 = -80;       ///< the probability of error is to be at most 2 to this
  GroebnerLimits limits;         ///< for the first prime; others take less
  int threads = 1;               ///< for primes after the first; 0: every core. The result does not depend on it
  std::size_t most_primes = 40;  ///< before it is given up
};

struct ModularCount {
  long dimension = -1;  ///< of the solution set over C, at most; -1: there is no solution
  /// dimension 0: solutions with multiplicity, at most; above: of the closure's components of that dimension, with
  /// multiplicity, where their dimension is that; 0: no solution.
  algebra::Integer degree = 0;
  std::vector<Monomial> leading;       ///< monomials that generate the leading ideal found
  std::vector<std::uint64_t> primes;   ///< that agree on it
  std::vector<std::uint64_t> unlucky;  ///< drawn, but with another leading ideal
  double error_log2 = 0;               ///< of the probability that the leading ideal over Q lacks some of it, at most
  long reach = 0;                      ///< degree d of the matrix
};

enum class CountFailure { none, budget, disagreement };

struct CountOutcome {
  std::optional<ModularCount> count;
  CountFailure failure = CountFailure::none;  ///< what there is no count for
  std::uint64_t operations = 0;               ///< products of coefficients, of all primes
};

/// The count for the polynomials' common zeros, all in the same number of variables, at least one. Results depend on
/// the polynomials and the seed alone. Throws Cancelled when the job is, ArgumentError for no variable, LimitError for
/// degrees of 2^15 or more.
CountOutcome modular_count(std::span<const algebra::Polynomial> equations, const CountOptions& options = {});

/// Equations over Z[i] that are written out modulo primes only.
struct ResidueEquations {
  std::size_t variables = 0;
  Sizes sizes;  ///< of the equations themselves
  /// The equations modulo the field's prime: a function of the prime alone; nullopt for one that is not to be taken.
  std::function<std::optional<ModularSystem>(const algebra::ResidueField&)> modulo;
};
/// The same count of theirs.
CountOutcome modular_count(const ResidueEquations& equations, const CountOptions& options = {});

}  // namespace polyscape::exact
