#pragma once
/// Multiplicities of rational zeros, from their local rings modulo random primes.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::exact {

struct MultiplicityLimits {
  std::size_t most = 200;        ///< a larger multiplicity is not computed
  std::size_t columns = 20'000;  ///< of a Macaulay matrix: monomials of one degree and below
  /// Products of coefficients for all matrices of one prime: a second or so. Where the point is not isolated they grow
  /// until this ends them.
  std::uint64_t operations = 1'000'000'000;
};

struct Multiplicity {
  std::size_t multiplicity = 0;  ///< the dimension of the local ring over Q(i), at most
  double error_log2 = 0;         ///< of the probability that it is smaller, at most
  std::vector<std::uint64_t> primes;
};

/// The multiplicity of an isolated zero of the polynomials: the dimension of the dual space of the ideal there,
/// degree by degree until it grows no more (Macaulay 1916; Dayton, Zeng 2005). Nullities modulo a prime are never
/// smaller than over Q; they are the same unless the prime divides a minor that Hadamard's inequality bounds, as in
/// exact/count.hpp. nullopt beyond the limits, as where the zero is not isolated. Throws ArgumentError unless the point
/// has one coordinate a variable and the polynomials vanish there, Cancelled when the job is.
std::optional<Multiplicity> multiplicity_at(std::span<const algebra::Polynomial> polynomials,
                                            std::span<const algebra::GaussianRational> point, std::uint64_t seed = 1,
                                            const MultiplicityLimits& limits = {});

}  // namespace polyscape::exact
