#pragma once
/// Programs that keep the repeated factors of polynomials: q^4 p takes a few operations where its terms take hundreds,
/// and near q = 0 it keeps its digits.
#include <optional>
#include <utility>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

/// p = the product of base^exponent, exactly: square-free bases without a common factor, whose largest coefficients are
/// about 1, and a constant.
using Factors = std::vector<std::pair<Polynomial, unsigned>>;

/// Of a real polynomial with a repeated factor; nullopt for others, and where looking would be a lot of work.
std::optional<Factors> repeated_factors(const Polynomial& p);

/// The system with the repeated factors of its equations taken out; nullopt if there are none.
std::optional<Program> factored_program(const System& system);

}  // namespace polyscape::algebra
