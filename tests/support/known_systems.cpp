#include "support/known_systems.hpp"

#include <cstdlib>

namespace polyscape::support {
using algebra::Polynomial;
using algebra::Rational;
using algebra::System;

namespace {
System with_names(std::size_t n, const char* prefix, int first) {
  System system;
  for (std::size_t i = 0; i < n; ++i) system.names.push_back(prefix + std::to_string(static_cast<int>(i) + first));
  return system;
}
}  // namespace

Rational small_rational(Random& random) {
  return Rational(static_cast<long>(random.below(19)) - 9) / Rational(static_cast<long>(random.below(5)) + 1);
}

std::vector<Rational> small_rationals(Random& random, std::size_t count) {
  std::vector<Rational> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(small_rational(random));
  return result;
}

algebra::GaussianRational small_gaussian(Random& random) {
  const Rational re = random.below(4) == 0 ? Rational(0) : small_rational(random);
  const Rational im = random.below(4) == 0 ? Rational(0) : small_rational(random);
  return {re, im};
}

namespace {
template <class Coefficient>
Polynomial random_terms(Random& random, std::size_t variables, int degree, int terms, Coefficient coefficient) {
  std::vector<algebra::Term> list;
  for (int t = 0; t < terms; ++t) {
    algebra::Term term{coefficient(random), std::vector<int>(variables, 0)};
    for (auto left = random.below(static_cast<std::uint64_t>(degree) + 1); left > 0; --left)
      ++term.exponents[random.below(variables)];
    list.push_back(term);
  }
  return Polynomial::from_terms(variables, list);
}
}  // namespace

Polynomial random_polynomial(Random& random, std::size_t variables, int degree, int terms) {
  return random_terms(random, variables, degree, terms, small_rational);
}
Polynomial random_gaussian_polynomial(Random& random, std::size_t variables, int degree, int terms) {
  return random_terms(random, variables, degree, terms, small_gaussian);
}

algebra::Program quadratic_network(Random& random, int samples) {
  algebra::Program p(6);
  for (int i = 0; i < samples; ++i) {
    const auto data = small_rationals(random, 3);
    std::vector<algebra::Program::Node> units;
    for (std::size_t u = 0; u < 2; ++u) {
      const auto z = p.add(p.scale(data[0], p.variable(2 * u)), p.scale(data[1], p.variable(2 * u + 1)));
      units.push_back(p.multiply(p.variable(4 + u), p.power(z, 2)));
    }
    p.outputs.push_back(p.subtract(p.sum(units), p.constant(data[2] + algebra::Rational(1) / algebra::Rational(7))));
  }
  return p;
}

System katsura(int n) {
  const auto size = static_cast<std::size_t>(n) + 1;
  System system = with_names(size, "x", 0);
  const auto u = [&](int i) {
    return std::abs(i) > n ? Polynomial(size) : Polynomial::variable(size, static_cast<std::size_t>(std::abs(i)));
  };
  Polynomial linear = Polynomial::constant(size, -1);
  for (int i = -n; i <= n; ++i) linear += u(i);
  system.equations.push_back(linear);
  for (int m = 0; m < n; ++m) {
    Polynomial p = u(m) * Rational(-1);
    for (int i = -n; i <= n; ++i) p += u(i) * u(m - i);
    system.equations.push_back(p);
  }
  return system;
}

System cyclic(int n) {
  const auto size = static_cast<std::size_t>(n);
  System system = with_names(size, "x", 0);
  for (std::size_t d = 1; d < size; ++d) {
    Polynomial p(size);
    for (std::size_t i = 0; i < size; ++i) {
      Polynomial m = Polynomial::constant(size, 1);
      for (std::size_t k = 0; k < d; ++k) m *= Polynomial::variable(size, (i + k) % size);
      p += m;
    }
    system.equations.push_back(p);
  }
  Polynomial product = Polynomial::constant(size, 1);
  for (std::size_t i = 0; i < size; ++i) product *= Polynomial::variable(size, i);
  system.equations.push_back(product - Polynomial::constant(size, 1));
  return system;
}

System noon(int n) {
  const auto size = static_cast<std::size_t>(n);
  System system = with_names(size, "x", 1);
  for (std::size_t i = 0; i < size; ++i) {
    Polynomial squares(size);
    for (std::size_t j = 0; j < size; ++j)
      if (j != i) squares += Polynomial::variable(size, j).pow(2);
    const Polynomial x = Polynomial::variable(size, i);
    system.equations.push_back(x * squares - x * *Rational::parse("1.1") + Polynomial::constant(size, 1));
  }
  return system;
}

System eco(int n) {
  const auto size = static_cast<std::size_t>(n);
  System system = with_names(size, "x", 1);
  const auto x = [&](int i) { return Polynomial::variable(size, static_cast<std::size_t>(i) - 1); };
  for (int k = 1; k < n; ++k) {
    Polynomial p = x(k);
    for (int i = 1; i + k < n; ++i) p += x(i) * x(i + k);
    system.equations.push_back(p * x(n) - Polynomial::constant(size, k));
  }
  Polynomial sum = Polynomial::constant(size, 1);
  for (int i = 1; i < n; ++i) sum += x(i);
  system.equations.push_back(sum);
  return system;
}

}  // namespace polyscape::support
