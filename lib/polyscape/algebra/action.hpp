#pragma once
/// Group actions on the coordinates of a point, as data.
#include <complex>
#include <span>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

/// A signed permutation g: (g w)[i] = sign[i] * w[source[i]], sign +1 or -1.
struct SignedPermutation {
  std::vector<std::size_t> source;
  std::vector<int> sign;
  bool operator==(const SignedPermutation&) const = default;
};

/// A one-parameter group of scalings: w_i -> t^exponents[i] w_i.
struct Scaling {
  std::vector<int> exponents;
  bool operator==(const Scaling&) const = default;
};

SignedPermutation identity_action(std::size_t size);
std::vector<std::complex<double>> act(const SignedPermutation& action, std::span<const std::complex<double>> point);
std::vector<Rational> act(const SignedPermutation& action, std::span<const Rational> point);
std::vector<GaussianRational> act(const SignedPermutation& action, std::span<const GaussianRational> point);
/// `first`, then `second`.
SignedPermutation compose(const SignedPermutation& second, const SignedPermutation& first);
/// Every element of the group that the generators span, identity first. Throws ArgumentError beyond `limit` elements.
std::vector<SignedPermutation> group_elements(std::span<const SignedPermutation> generators, std::size_t size,
                                              std::size_t limit = 100000);

}  // namespace polyscape::algebra
