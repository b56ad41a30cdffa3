#pragma once
/// How large the lower-dimensional parts of a solution set are at most: the degree of its components of one dimension,
/// larger ones removed, by Groebner bases modulo random primes.
///
/// A generic affine space of codimension e meets every component of dimension e in points, as many as its degree, none
/// of them on another component. There the equations restricted to the space have a Jacobian of full column rank if and
/// only if the component is reduced at its generic point, and nowhere on what larger components leave. So one equation
/// removes all of these at once: with g the determinant of the Jacobian of as many generic combinations as the space
/// has coordinates, the equations and t g = 1 have one zero for each point of a reduced component of dimension e, and
/// no other. No component has to be known, and these are equations over Q(i) like any others: the count of their zeros
/// is an upper bound, its probability of being wrong that of exact/count.hpp.
///
/// The space and the combinations are random, too. Let the component have degree delta, and the equations degrees of at
/// most d in n variables. A space fails if it meets the component at infinity, in fewer points, or where a minor of the
/// Jacobian of order n - e vanishes, one that does not on all of the component. By the Chow form of the component
/// these are polynomials of degree e delta, e delta (2 delta - 2) and e delta n (d - 1) at most in the space's
/// coefficients; g vanishes at one of the points for coefficients of the combinations that are zeros of a polynomial of
/// degree n. All components of dimension e together have at most the degree B = product of the n - e largest degrees of
/// equations; coefficients from a set of N elements fail with a probability of at most (2 n B^2 + n^2 d B + n B) / N
/// (Schwartz, Zippel). N is chosen so that this is below the error that is allowed.
///
/// Components that are multiple at their generic points are not counted, nor are points embedded in others.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/exact/count.hpp"

namespace polyscape::exact {

struct ReducedPart {
  algebra::Integer degree = 0;         ///< of all reduced components of the dimension together, at most
  double error_log2 = 0;               ///< of the probability that it is larger, at most
  std::vector<std::uint64_t> primes;   ///< as in ModularCount
  std::vector<std::uint64_t> unlucky;  ///< likewise
  long reach = 0;                      ///< likewise
};

struct ReducedPartOutcome {
  std::optional<ReducedPart> part;
  CountFailure failure = CountFailure::none;  ///< what there is none for
  std::uint64_t operations = 0;               ///< products of coefficients
};

/// Of the polynomials' common zeros over C, all in the same number of variables: the components of that dimension.
/// options.error_log2: of the whole. Depends on the polynomials and the seed alone. Throws Cancelled when the job is,
/// ArgumentError unless 0 <= dimension < variables and the polynomials that are not zero are at least variables -
/// dimension (with fewer there is no component of the dimension), LimitError as modular_count() does.
ReducedPartOutcome reduced_part(std::span<const algebra::Polynomial> equations, std::size_t dimension,
                                const CountOptions& options = {});

}  // namespace polyscape::exact
