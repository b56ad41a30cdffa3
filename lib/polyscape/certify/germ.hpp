#pragma once
/// A square system F near a place z: the zeros of F(x) = v close to z for small v, and from them those of F(x) = 0,
/// however close to each other.
#include <optional>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/certify/ball_system_kernel.hpp"
#include "polyscape/certify/germ_zeros_kernel.hpp"
#include "polyscape/certify/work.hpp"

namespace polyscape::certify {

/// The zeros of F near z, from integrals over a circle. F(x) = v has, near z, as many zeros x_k(v) for almost every
/// small v as F(x) = 0 has with multiplicity. They are simple, so that homotopies in v find them: from v = F(x), x
/// random near z, to one v; by monodromy in v; or from those of a larger scale, v shrinking. Along v = s v_1, |s| = 1,
/// sums over all of them are power series in s whose means over roots of unity converge geometrically to their values
/// at s = 0: power sums of the zeros of F along a random linear form l, which give prod (T - l(x_k)), and with
/// coordinates as weights the zeros themselves (as in rational univariate representations: Rouillier 1999).
/// Coefficients of negative powers of s are seen where a zero was missed. Numerical: proves nothing. nullopt: the
/// number of zeros near z is not scale.multiplicity, or they could not be followed, or no work was left; no zeros where
/// max_bits do not suffice.
std::optional<GermZeros> zeros_of_germ(const BallSystem& system, const GermScale& scale, WorkLimit& limit,
                                       Random random);

}  // namespace polyscape::certify
