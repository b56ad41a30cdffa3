#pragma once
/// A square system F near a place z: the zeros of F(x) = v close to z for small v, and from them those of F(x) = 0,
/// however close to each other.
#include <optional>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/certify/ball_system_kernel.hpp"
#include "polyscape/certify/work.hpp"

namespace polyscape::certify {

/// A number, its error forgotten.
struct Number {
  acb_t z;
  Number() { acb_init(z); }
  ~Number() { acb_clear(z); }
  Number(const Number& o) : Number() { acb_set(z, o.z); }
  Number& operator=(const Number& o) {
    acb_set(z, o.z);
    return *this;
  }
  void forget_error() { acb_get_mid(z, z); }
};
using Vector = std::vector<Number>;

/// One zero of F near z, or several that were not told apart.
struct GermZero {
  std::vector<algebra::GaussianRational> place;  ///< the mean of them
  int multiplicity = 1;                          ///< how many they are, multiple ones counted so often
  long log2_radius = 0;                          ///< they are within 2^log2_radius of the place, about
  long log2_gap = 0;  ///< and the others further away than 2^log2_gap; the germ's own scale where there are none
  bool alike =
      true;  ///< where no others are near: all their moments are those of one point, as far as the precision tells
};

struct GermZeros {
  std::vector<GermZero> zeros;
  int relative_bits = 0;           ///< that the moments are accurate to, relative to the radius
  Vector value = {};               ///< v_1
  std::vector<Vector> fibre = {};  ///< the zeros of F(x) = v_1 near z
};

struct GermScale {
  std::vector<algebra::GaussianRational> place;  ///< z
  long log2_radius = 0;               ///< zeros within 2^log2_radius of it, in the maximum norm, are looked for
  long log2_gap = 0;                  ///< others are further away than 2^log2_gap, about: the more the better
  int multiplicity = 1;               ///< zeros there, multiple ones counted so often
  int relative_bits = 128;            ///< that the moments are to be accurate to; fewer where max_bits do not suffice
  int max_bits = 2048;                ///< of the arithmetic
  const GermZeros* larger = nullptr;  ///< what was found on a larger scale: its fibre leads to one here
};

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
