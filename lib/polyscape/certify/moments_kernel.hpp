#pragma once
/// From moments of zeros near a place to the zeros.
#include <cstddef>
#include <optional>
#include <vector>

#include "polyscape/certify/germ_zeros_kernel.hpp"

namespace polyscape::certify {

/// At least log2 of |z|; far below everything for 0.
double log2_size(const acb_t z);
/// log2 of max |x_i - y_i|.
double log2_distance(const Vector& x, const Vector& y, int bits);

/// Sums over zeros x_k, in coordinates (x - z) / radius, of l^j for j = 0 ... m and, with a coordinate as weight, for j
/// = 0 ... m - 1; l: a linear form.
struct Moments {
  Vector powers;
  std::vector<Vector> weighted;
  Moments(std::size_t n, std::size_t m) : powers(m + 1), weighted(n, Vector(m)) {}

  Moments plus(const Moments& other, int bits) const;
  double log2_difference(const Moments& other, int bits) const;
};

/// The m zeros, as far as moments that are accurate to relative_bits tell them apart: the roots of prod (T - l(x_k)),
/// whose coefficients follow from the power sums, and the coordinates that belong to them. bits: of the moments'
/// arithmetic. nullopt: a coordinate is not finite.
std::optional<GermZeros> zeros_of_moments(const Moments& moments, const GermScale& scale, int relative_bits, int bits);

}  // namespace polyscape::certify
