#include "polyscape/spec/approximation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <span>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::spec {
namespace {

using algebra::Integer;
using Function = std::function<double(double)>;

const std::map<std::string, Function>& functions() {
  static const std::map<std::string, Function> table{
      {"relu", [](double z) { return std::max(z, 0.0); }},
      {"leaky_relu", [](double z) { return z > 0 ? z : 0.01 * z; }},
      {"abs", [](double z) { return std::abs(z); }},
      {"elu", [](double z) { return z > 0 ? z : std::expm1(z); }},
      {"tanh", [](double z) { return std::tanh(z); }},
      {"sigmoid", [](double z) { return 1 / (1 + std::exp(-z)); }},
      {"softplus", [](double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); }},
      {"silu", [](double z) { return z / (1 + std::exp(-z)); }},
      {"gelu", [](double z) { return 0.5 * z * std::erfc(-z / std::numbers::sqrt2); }},
      {"erf", [](double z) { return std::erf(z); }},
      {"atan", [](double z) { return std::atan(z); }},
      {"sin", [](double z) { return std::sin(z); }},
      {"cos", [](double z) { return std::cos(z); }},
      {"exp", [](double z) { return std::exp(z); }},
  };
  return table;
}

void require_legal(int degree, const Rational& low, const Rational& high) {
  if (degree < 1 || degree > max_approximation_degree) throw ArgumentError("approximation: degree out of range");
  if (!(low < high)) throw ArgumentError("approximation: the interval is empty");
}

// 10^-12, and finer where powers of a wide interval would magnify it.
Rational quantum(int degree, const Rational& low, const Rational& high) {
  const double reach = std::max({1.0, std::abs(low.to_double()), std::abs(high.to_double())});
  return Rational(1) / algebra::power(Rational(10), 12 + static_cast<long>(std::ceil(degree * std::log10(reach))));
}

// The nearest multiple of the quantum, halves away from zero: exact, so that equal numbers round alike.
Rational rounded(const Rational& value, const Rational& quantum) {
  const Rational scaled = abs(value) / quantum + Rational(1, 2);
  Integer step = 1, floor = 0;
  std::vector<Integer> powers;
  for (; Rational(step) <= scaled; step *= Integer(2)) powers.push_back(step);
  for (std::size_t i = powers.size(); i-- > 0;)
    if (Rational(floor + powers[i]) <= scaled) floor += powers[i];
  return Rational(value.sign() < 0 ? Integer(0) - floor : floor) * quantum;
}

// T_0 .. T_degree of t = (2 z - low - high) / (high - low), as exact polynomials in z.
std::vector<std::vector<Rational>> chebyshev(int degree, const Rational& low, const Rational& high) {
  const Rational slope = Rational(2) / (high - low), shift = -(low + high) / (high - low);
  std::vector<std::vector<Rational>> t{{1}, {shift, slope}};
  for (int k = 2; k <= degree; ++k) {
    const auto &a = t[static_cast<std::size_t>(k - 1)], &b = t[static_cast<std::size_t>(k - 2)];
    std::vector<Rational> next(a.size() + 1);
    for (std::size_t i = 0; i < a.size(); ++i) {
      next[i] += Rational(2) * shift * a[i];
      next[i + 1] += Rational(2) * slope * a[i];
    }
    for (std::size_t i = 0; i < b.size(); ++i) next[i] -= b[i];
    t.push_back(std::move(next));
  }
  return t;
}

double value_at(const std::vector<double>& coefficients, double z) {
  double value = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;) value = value * z + coefficients[k];
  return value;
}

// Largest deviation over a grid that holds both ends and, if inside, 0: the one kink of the table's functions.
double largest_error(const Function& function, const std::vector<Rational>& coefficients, double low, double high) {
  constexpr int cells = 20000;
  std::vector<double> c;
  for (const Rational& coefficient : coefficients) c.push_back(coefficient.to_double());
  double error = low < 0 && high > 0 ? std::abs(value_at(c, 0) - function(0)) : 0;
  for (int i = 0; i <= cells; ++i) {
    const double z = i == cells ? high : low + (high - low) * i / cells;
    error = std::max(error, std::abs(value_at(c, z) - function(z)));
  }
  return error;
}

std::vector<Rational> least_squares(const Function& function, int degree, const Rational& low, const Rational& high) {
  const std::size_t nodes = 4096;  // aliasing of a kink's coefficients, like 1/k^2, stays below 1e-7 of them
  const double middle = (low.to_double() + high.to_double()) / 2, radius = (high.to_double() - low.to_double()) / 2;
  std::vector<double> values(nodes);
  for (std::size_t i = 0; i < nodes; ++i)
    values[i] = function(middle + radius * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5) / nodes));
  constexpr double largest = 1e290;  // sums of as many stay in the range of doubles
  if (!std::ranges::all_of(values, [](double v) { return std::abs(v) < largest; }))
    throw LimitError("a function below 1e290 on the interval", "larger values", "write a shorter interval");
  const auto basis = chebyshev(degree, low, high);
  std::vector<Rational> coefficients(static_cast<std::size_t>(degree) + 1);
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    double c = 0;
    for (std::size_t i = 0; i < nodes; ++i)
      c += values[i] * std::cos(std::numbers::pi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / nodes);
    const Rational exact = Rational::from_double(c * (k == 0 ? 1.0 : 2.0) / nodes);
    for (std::size_t j = 0; j < basis[k].size(); ++j) coefficients[j] += exact * basis[k][j];
  }
  for (Rational& c : coefficients) c = rounded(c, quantum(degree, low, high));
  while (!coefficients.empty() && coefficients.back().is_zero()) coefficients.pop_back();
  return coefficients;
}

double log_sum_exp(std::span<const double> f) {
  const double top = std::ranges::max(f);
  double sum = 0;
  for (const double x : f) sum += std::exp(x - top);
  return top + std::log(sum);
}

/// Exponent vectors of total degree at most `degree`.
std::vector<std::vector<int>> exponents_up_to(std::size_t variables, int degree) {
  std::vector<std::vector<int>> result{{}};
  for (std::size_t v = 0; v < variables; ++v) {
    std::vector<std::vector<int>> longer;
    for (const auto& e : result) {
      int left = degree;
      for (const int x : e) left -= x;
      for (int x = 0; x <= left; ++x) {
        longer.push_back(e);
        longer.back().push_back(x);
      }
    }
    result = std::move(longer);
  }
  return result;
}

/// Calls visit(digits) for every vector of `size` digits below `base`.
void for_each_digits(std::size_t size, std::size_t base,
                     const std::function<void(const std::vector<std::size_t>&)>& visit) {
  std::vector<std::size_t> digits(size, 0);
  for (;;) {
    visit(digits);
    std::size_t i = 0;
    while (i < size && ++digits[i] == base) digits[i++] = 0;
    if (i == size) return;
  }
}

// Largest number of nodes on an axis, at most `wish`, so that the tensor grid has at most `limit` points; 0 if below
// `least`.
std::size_t axis_nodes(std::size_t axes, std::size_t wish, std::size_t least, double limit) {
  std::size_t nodes = wish;
  while (nodes >= least && std::pow(static_cast<double>(nodes), static_cast<double>(axes)) > limit) --nodes;
  return nodes < least ? 0 : nodes;
}

double tensor_error(const algebra::Polynomial& polynomial, double low, double high) {
  const std::size_t d = polynomial.variables();
  const auto terms = polynomial.terms();
  std::vector<double> coefficients;
  for (const auto& term : terms) coefficients.push_back(term.coefficient.real().to_double());
  const std::size_t nodes =
      std::max<std::size_t>(2, axis_nodes(d, 61, 2, 3e7 / static_cast<double>(terms.size() * d + 1)));
  std::vector<double> f(d);
  double error = 0;
  for_each_digits(d, nodes, [&](const std::vector<std::size_t>& at) {
    for (std::size_t i = 0; i < d; ++i)
      f[i] = low + (high - low) * static_cast<double>(at[i]) / static_cast<double>(nodes - 1);
    double value = 0;
    for (std::size_t t = 0; t < terms.size(); ++t) {
      double monomial = coefficients[t];
      for (std::size_t i = 0; i < d; ++i)
        for (int k = 0; k < terms[t].exponents[i]; ++k) monomial *= f[i];
      value += monomial;
    }
    error = std::max(error, std::abs(value - log_sum_exp(f)));
  });
  return error;
}

}  // namespace

std::vector<std::string> activation_functions() {
  std::vector<std::string> names;
  for (const auto& [name, function] : functions()) names.push_back(name);
  return names;
}

Activation approximate_activation(const std::string& name, int degree, const Rational& low, const Rational& high) {
  const auto it = functions().find(name);
  if (it == functions().end()) throw ArgumentError("approximate_activation: unknown function " + name);
  require_legal(degree, low, high);
  Activation result;
  result.coefficients = least_squares(it->second, degree, low, high);
  result.approximation = {name, degree, low, high,
                          largest_error(it->second, result.coefficients, low.to_double(), high.to_double())};
  result.text =
      name + " (degree " + std::to_string(degree) + " on [" + low.to_string() + ", " + high.to_string() + "])";
  return result;
}

Surrogate approximate_logistic(int degree, const Rational& low, const Rational& high) {
  require_legal(degree, low, high);
  const Function function = [](double m) { return std::max(-m, 0.0) + std::log1p(std::exp(-std::abs(m))); };
  const std::vector<Rational> coefficients = least_squares(function, degree, low, high);
  std::vector<algebra::Term> terms;
  for (std::size_t k = 0; k < coefficients.size(); ++k) terms.push_back({coefficients[k], {static_cast<int>(k)}});
  return {algebra::Polynomial::from_terms(1, terms),
          {"log(1 + exp(-y f))", degree, low, high,
           largest_error(function, coefficients, low.to_double(), high.to_double())}};
}

Surrogate approximate_log_sum_exp(std::size_t outputs, int degree, const Rational& low, const Rational& high) {
  require_legal(degree, low, high);
  const double terms = algebra::binomial(outputs + static_cast<std::size_t>(degree), outputs).to_double();
  const auto wish = static_cast<std::size_t>(2 * degree + 8);
  const std::size_t nodes =
      axis_nodes(outputs, wish, static_cast<std::size_t>(degree) + 1, 3e7 / (terms * static_cast<double>(outputs)));
  if (nodes == 0) throw ArgumentError("approximate_log_sum_exp: too many outputs for this degree");

  const double middle = (low.to_double() + high.to_double()) / 2, radius = (high.to_double() - low.to_double()) / 2;
  const auto angle = [&](std::size_t i) {
    return std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(nodes);
  };
  // The function is symmetric: one coefficient for each sorted exponent vector.
  std::map<std::vector<int>, double> coefficient;
  for (const auto& e : exponents_up_to(outputs, degree))
    if (std::ranges::is_sorted(e)) coefficient[e] = 0;
  std::vector<double> f(outputs);
  for_each_digits(outputs, nodes, [&](const std::vector<std::size_t>& at) {
    for (std::size_t i = 0; i < outputs; ++i) f[i] = middle + radius * std::cos(angle(at[i]));
    const double value = log_sum_exp(f);
    for (auto& [e, sum] : coefficient) {
      double weight = value;
      for (std::size_t i = 0; i < outputs; ++i)
        weight *= (e[i] == 0 ? 1 : 2 * std::cos(e[i] * angle(at[i]))) / static_cast<double>(nodes);
      sum += weight;
    }
  });

  const auto basis = chebyshev(degree, low, high);
  algebra::Polynomial exact(outputs);
  for (const auto& e : exponents_up_to(outputs, degree)) {
    auto sorted = e;
    std::ranges::sort(sorted);
    algebra::Polynomial product = algebra::Polynomial::constant(outputs, Rational::from_double(coefficient.at(sorted)));
    for (std::size_t i = 0; i < outputs; ++i) {
      if (e[i] == 0) continue;
      std::vector<algebra::Term> factor;
      const auto& t = basis[static_cast<std::size_t>(e[i])];
      for (std::size_t k = 0; k < t.size(); ++k) {
        factor.push_back({t[k], std::vector<int>(outputs, 0)});
        factor.back().exponents[i] = static_cast<int>(k);
      }
      product *= algebra::Polynomial::from_terms(outputs, factor);
    }
    exact += product;
  }
  std::vector<algebra::Term> rounded_terms = exact.terms();
  for (auto& term : rounded_terms) term.coefficient = rounded(term.coefficient.real(), quantum(degree, low, high));
  auto polynomial = algebra::Polynomial::from_terms(outputs, rounded_terms);
  const double error = tensor_error(polynomial, low.to_double(), high.to_double());
  return {std::move(polynomial), {"log sum exp", degree, low, high, error}};
}

}  // namespace polyscape::spec
