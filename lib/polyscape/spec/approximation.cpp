#include "polyscape/spec/approximation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/functions.hpp"
#include "polyscape/spec/rounding.hpp"

namespace polyscape::spec {
namespace {

// sum_k c_k T_k(t), Clenshaw.
double chebyshev_sum(std::span<const double> c, double t) {
  double a = 0, b = 0;
  for (std::size_t k = c.size(); k-- > 1;) {
    const double next = c[k] + 2 * t * a - b;
    b = a;
    a = next;
  }
  return (c.empty() ? 0 : c[0]) + t * a - b;
}

/// A function and its Chebyshev series on an interval, in doubles.
struct Comparison {
  const std::string& function;
  double low, high;

  // Largest deviation over a grid that holds both ends and, if inside, 0: the one kink of the functions.
  double largest_error(std::span<const double> series) const {
    constexpr int cells = 20000;
    const double middle = (low + high) / 2, radius = (high - low) / 2;
    const auto error = [&](double z) {
      return std::abs(chebyshev_sum(series, (z - middle) / radius) - value(function, z));
    };
    double largest = low < 0 && high > 0 ? error(0) : 0;
    for (int i = 0; i <= cells; ++i)
      largest = std::max(largest, error(i == cells ? high : low + (high - low) * i / cells));
    return largest;
  }
};

std::vector<double> in_doubles(std::span<const Rational> numbers) {
  std::vector<double> result;
  for (const Rational& x : numbers) result.push_back(x.to_double());
  return result;
}

// Zero for the smallest terms that together stay within the limit.
void drop_small(std::vector<Rational>& series, double limit) {
  std::vector<std::size_t> order(series.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t k) { return abs(series[k]); });
  double sum = 0;
  for (const std::size_t k : order) {
    sum += std::abs(series[k].to_double());
    if (sum > limit) return;
    series[k] = 0;
  }
}

}  // namespace

void require_legal(int degree, const Rational& low, const Rational& high) {
  if (degree < 1 || degree > max_approximation_degree) throw ArgumentError("approximation: degree out of range");
  if (!(low < high)) throw ArgumentError("approximation: the interval is empty");
}

std::vector<std::string> activation_functions() { return function_names(); }

Fit fit(const std::string& function, int degree, const Rational& low, const Rational& high) {
  const KnownPart known = known_part(function);
  require_legal(degree, low, high);
  std::vector<Rational> series = chebyshev_coefficients(function, degree, low, high);
  const Rational middle = (low + high) / 2, radius = (high - low) / 2;
  const auto whole = [&] {  // with the known part
    std::vector<double> c = in_doubles(series);
    c[0] += (known.constant + known.slope * middle).to_double();
    c[1] += (known.slope * radius).to_double();
    return c;
  };
  const Comparison comparison{function, low.to_double(), high.to_double()};
  constexpr double share = 1e-3, floor = 1e-12;
  drop_small(series, std::max(floor, share * comparison.largest_error(whole())));
  double error = comparison.largest_error(whole());

  Fit result;
  result.coefficients.resize(series.size());
  result.coefficients[0] = known.constant;
  result.coefficients[1] = known.slope;
  const auto basis = chebyshev(degree, low, high);
  for (std::size_t k = 0; k < series.size(); ++k)
    for (std::size_t j = 0; j < basis[k].size(); ++j) result.coefficients[j] += series[k] * basis[k][j];
  const Rational step = quantum(degree, low, high), reach = std::max(abs(low), abs(high));
  Rational rounding;
  for (std::size_t j = 0; j < result.coefficients.size(); ++j) {
    const Rational exact = result.coefficients[j];
    result.coefficients[j] = rounded(exact, step);
    rounding += abs(result.coefficients[j] - exact) * power(reach, static_cast<long>(j));
  }
  result.max_error = error + rounding.to_double();
  while (!result.coefficients.empty() && result.coefficients.back().is_zero()) result.coefficients.pop_back();
  return result;
}

Activation approximate_activation(const std::string& name, int degree, const Rational& low, const Rational& high) {
  Activation result;
  Fit found = fit(name, degree, low, high);
  result.coefficients = std::move(found.coefficients);
  result.approximation = {name, degree, low, high, found.max_error};
  result.text =
      name + " (degree " + std::to_string(degree) + " on [" + low.to_string() + ", " + high.to_string() + "])";
  return result;
}

}  // namespace polyscape::spec
