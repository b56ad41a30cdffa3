#include "polyscape/track/series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/eval/lanes_kernel.hpp"
#include "polyscape/track/series_kernel.hpp"

namespace polyscape::track {
namespace {

struct Alone;
using One = eval::Lanes<Alone, 1>;
using Term = One::Complex;

Term term(std::complex<double> z) { return {One::all(z.real()), One::all(z.imag())}; }
std::complex<double> number(const Term& z) { return {z.re[0], z.im[0]}; }
double size(std::complex<double> z) { return std::max(std::abs(z.real()), std::abs(z.imag())); }

}  // namespace

Series in_linear_time(const Series& c) {
  Term logarithmic[series_order + 1], linear[series_order + 1];
  for (std::size_t k = 0; k < c.size(); ++k) logarithmic[k] = linear[k] = term(c[k]);
  to_linear_time<One>(logarithmic, linear);
  Series result;
  for (std::size_t k = 0; k < c.size(); ++k) result[k] = number(linear[k]);
  return result;
}

double convergence_radius(double third, double fourth) {
  if (!std::isfinite(third) || !std::isfinite(fourth)) return 0;
  const double bound = std::max(std::cbrt(third), std::sqrt(std::sqrt(fourth)));
  return bound > 0 ? 1 / bound : std::numeric_limits<double>::infinity();
}

double radius(std::span<const Series> series, std::span<const double> weights) {
  double third = 0, fourth = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    third = std::max(third, size(series[i][3]) / weights[i]);
    fourth = std::max(fourth, size(series[i][4]) / weights[i]);
  }
  return convergence_radius(third, fourth);
}

std::complex<double> increment(const Series& c, std::complex<double> h, double weight) {
  Series terms{};
  double largest = 0;
  std::complex<double> power = 1;
  for (std::size_t k = 1; k < c.size(); ++k) {
    power *= h;
    terms[k] = power * c[k];
    largest = std::max(largest, size(terms[k]));
  }
  if (!std::isnormal(largest)) return terms[1] + terms[2] + terms[3] + terms[4];
  // Coordinates may be so small that products of four terms underflow.
  const int exponent = std::ilogb(largest);
  const double scale = std::ldexp(1.0, -exponent);
  for (auto& z : terms) z *= scale;
  return std::ldexp(1.0, exponent) * number(pade_increment<One>(term(terms[1]), term(terms[2]), term(terms[3]),
                                                                term(terms[4]), One::all(1 / (weight * scale))));
}

}  // namespace polyscape::track
