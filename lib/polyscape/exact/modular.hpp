#pragma once
/// Polynomials over Q(i) modulo primes.
#include <cstdint>
#include <optional>
#include <span>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/residues.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/exact/groebner.hpp"

namespace polyscape::exact {

/// A field modulo a prime p = 1 mod 4 that is drawn uniformly from those between 2^59 and 2^60.
algebra::ResidueField random_field(Random random);
/// log2 of how many there are, rounded down: by the prime number theorem for arithmetic progressions with the explicit
/// error of Bennett, Martin, O'Bryant and Rechnitzer (2018), Theorem 1.3.
inline constexpr double primes_log2 = 52.6;

/// The polynomials modulo the field's prime, all in the same number of variables (ArgumentError otherwise); nullopt
/// where it divides a denominator or turns a coefficient to zero.
std::optional<ModularSystem> modulo(std::span<const algebra::Polynomial> polynomials,
                                    const algebra::ResidueField& field);

}  // namespace polyscape::exact
