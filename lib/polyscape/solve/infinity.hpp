#pragma once
/// Whether a system can have solutions at infinity at all.
#include <cstdint>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::solve {

/// True only if the terms of highest degree of the square system have no common zero but 0: then, as many solutions as
/// the product of its degrees, with multiplicity, are finite, and no path ends at infinity. By theorem: these forms
/// have another zero where their resultant vanishes, and then it vanishes modulo every prime, where a Groebner basis
/// that has a power of each variable among its leading monomials shows that it does not. False where they have one,
/// where the prime is unlucky, where the basis takes more than `operations` products of coefficients, and once the job
/// is cancelled.
bool no_solutions_at_infinity(const algebra::System& system, Random random, std::uint64_t operations = 100'000'000);

}  // namespace polyscape::solve
