#pragma once
/// What the fits of activations and of surrogate losses share.
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::spec {

using algebra::Rational;

/// Throws ArgumentError for a degree outside 1..max_approximation_degree or low >= high.
void require_legal(int degree, const Rational& low, const Rational& high);

/// 10^-12, and finer where powers of a wide interval would magnify it.
Rational quantum(int degree, const Rational& low, const Rational& high);

/// The nearest multiple of the quantum (> 0), halves away from zero.
Rational rounded(const Rational& value, const Rational& quantum);

/// T_0 .. T_degree of t = (2 z - low - high) / (high - low), as exact polynomials in z, constant first.
std::vector<std::vector<Rational>> chebyshev(int degree, const Rational& low, const Rational& high);

}  // namespace polyscape::spec
