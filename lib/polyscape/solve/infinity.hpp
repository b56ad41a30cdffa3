#pragma once
/// Whether a system can have solutions at infinity at all.
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::solve {

/// True only if the terms of highest degree of the square system have no common zero but 0: then, as many solutions as
/// the product of its degrees, with multiplicity, are finite, and no path ends at infinity. By theorem: in degree sum
/// (d_i - 1) + 1 the multiples of these forms are all forms (Macaulay 1916), which rank modulo a prime shows, never in
/// vain: minors that do not vanish there do not vanish. False where they have one, where coefficients are not real,
/// where the prime is unlucky, or where the matrix would have more than `most` columns.
bool no_solutions_at_infinity(const algebra::System& system, Random random, std::size_t most = 2000);

}  // namespace polyscape::solve
