#pragma once
/// Statements of a result that cannot both be true. One of them is false then, or this program is.
#include <string>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::report {

/// A sentence for each pair of statements in the result that exclude each other: more points than a bound, a known or
/// generic count allows; path classes or strata that do not add up; a real system's points not closed under
/// conjugation; sets that are empty and are not; components beyond Bezout's theorem or the counts modulo primes, of
/// smaller dimension than the equations allow, or multiple with a Jacobian of full rank. What is not known contradicts
/// nothing. result.contradictions are not looked at.
std::vector<std::string> contradictions(const Result& result);

}  // namespace polyscape::report
