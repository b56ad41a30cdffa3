#include "polyscape/algebra/limits.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::algebra {
namespace {

std::string rounded(double value) {
  if (value < 1e15) return std::to_string(static_cast<long>(std::ceil(value)));
  return "10^" + std::to_string(static_cast<long>(std::log10(value)));
}

// Monomials of at most that degree, C(n + d, n); at least `enough` where there are more.
double monomials(std::size_t variables, double degree, double enough) {
  const double few = std::min(static_cast<double>(variables), degree),
               many = std::max(static_cast<double>(variables), degree);
  double count = 1;
  for (double k = 1; k <= few && count < enough; ++k) count *= (many + k) / k;
  return count;
}

Extent required(Extent e, double degree) {
  e.terms = std::min(e.terms, monomials(e.variables, degree, e.terms) * (1 + 1e-9));
  require_size(bits(e));
  e.degree = static_cast<long>(degree);
  return e;
}

}  // namespace

// A term with its coefficient and packed exponents of 16 bits.
double bits(const Extent& e) { return e.terms * (128 + e.bits + 16 * (static_cast<double>(e.variables) + 1)); }

void require_size(double bits) {
  if (bits > most_bits)
    throw LimitError("polynomials of at most " + rounded(most_bits / 8) + " bytes when they are written out",
                     "some that may need " + rounded(bits / 8), "lower the exponents, or shorten the coefficients");
}

std::uint64_t bits(const Rational& x) { return x.bits_above() + x.bits_below(); }

std::uint64_t bits(const GaussianRational& x) { return x.is_real() ? bits(x.re) : bits(x.re) + bits(x.im); }

void require_degree(double degree) {
  if (degree > static_cast<double>(largest_degree))
    throw LimitError("powers of at most " + std::to_string(largest_degree) + " in each product",
                     "degree " + rounded(degree), "correct the exponents");
}

void require_coefficient(double bits) {
  if (bits > static_cast<double>(largest_coefficient_bits))
    throw LimitError("coefficients of at most " +
                         rounded(static_cast<double>(largest_coefficient_bits) * std::log10(2.0)) + " digits",
                     "one that may have " + rounded(bits * std::log10(2.0)), "scale the equation");
}

Extent product_extent(const Extent& a, const Extent& b) {
  if (a.degree < 0 || b.degree < 0) return {a.variables, -1, 0, 0};
  const double degree = static_cast<double>(a.degree) + static_cast<double>(b.degree);
  require_degree(degree);
  const double bits = a.bits + b.bits + std::log2(std::min(a.terms, b.terms)) + 1;
  require_coefficient(bits);
  return required({a.variables, 0, a.terms * b.terms, bits}, degree);
}

Extent power_extent(const Extent& base, unsigned long exponent) {
  if (exponent == 0) return {base.variables, 0, 1, 1};
  if (base.degree < 0) return base;
  const auto k = static_cast<double>(exponent);
  const double degree = static_cast<double>(base.degree) * k;
  require_degree(degree);
  // The coefficients add up, in size, to the power of their sum; (1) has none that grow.
  const double bits = (base.bits <= 1 && base.terms == 1 ? 0 : base.bits + std::log2(base.terms)) * k + 1;
  require_coefficient(bits);
  // Terms are as many as monomials of degree k in those of the base.
  const double terms = base.terms == 1 ? 1 : monomials(static_cast<std::size_t>(base.terms) - 1, k, most_bits);
  return required({base.variables, 0, terms, bits}, degree);
}

Extent sum_extent(const Extent& a, const Extent& b, double denominators_bits) {
  if (a.degree < 0) return b;
  if (b.degree < 0) return a;
  const double bits = std::max(a.bits, b.bits) + denominators_bits + 1;
  require_coefficient(bits);
  return required({a.variables, 0, a.terms + b.terms, bits}, static_cast<double>(std::max(a.degree, b.degree)));
}

}  // namespace polyscape::algebra
