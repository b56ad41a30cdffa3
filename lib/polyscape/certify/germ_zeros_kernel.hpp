#pragma once
/// Zeros of a square system F near a place z, and what is asked of them.
#include <vector>

#include "polyscape/certify/ball_matrix_kernel.hpp"

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

}  // namespace polyscape::certify
