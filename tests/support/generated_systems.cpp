#include "support/generated_systems.hpp"

#include <algorithm>

#include "polyscape/base/random.hpp"

namespace polyscape::support {
namespace {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

struct Root {
  GaussianRational value;
  int multiplicity = 1;
};

long between(Random& random, long low, long high) {
  return low + static_cast<long>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

Rational ten_to(long exponent) { return algebra::power(Rational(10), exponent); }

Rational small_rational(Random& random) { return Rational(between(random, -9, 9)) / Rational(between(random, 1, 4)); }

/// A depth between 1 and most, the extremes often.
long depth(Random& random, int most) { return random.below(3) == 0 ? most : between(random, 1, most); }

/// One to four roots, closed under conjugation, pairwise different.
std::vector<Root> chosen_roots(Random& random, const Hardness& hardness, std::string& description) {
  std::vector<Root> roots;
  const auto add = [&](const GaussianRational& value, int multiplicity = 1) {
    if (std::ranges::find(roots, value, &Root::value) == roots.end()) roots.push_back({value, multiplicity});
  };
  const auto groups = between(random, 1, 2);
  for (long g = 0; g < groups; ++g) {
    const Rational r = small_rational(random);
    const long digits = depth(random, hardness.closest);
    switch (random.below(hardness.multiple ? 5 : 4)) {
      case 0:
        add(r), description += " simple";
        break;
      case 1:
        add(r), add(r + ten_to(-digits)), description += " cluster 1e-" + std::to_string(digits);
        break;
      case 2:
        add({r, ten_to(-digits)}), add({r, -ten_to(-digits)});
        description += " near-real 1e-" + std::to_string(digits);
        break;
      case 3: {
        const Rational s = Rational(between(random, 1, 9)) / Rational(2);
        add({r, s}), add({r, -s}), description += " pair";
        break;
      }
      default:
        add(r, 2), description += " double";
    }
  }
  return roots;
}

/// The monic polynomial in x with these roots.
Polynomial with_roots(const Polynomial& x, const std::vector<Root>& roots) {
  const std::size_t n = x.variables();
  Polynomial result = Polynomial::constant(n, 1);
  for (const auto& [value, multiplicity] : roots) {
    if (value.im.sign() < 0) continue;  // with its conjugate
    const Polynomial linear = x - Polynomial::constant(n, value.re);
    const Polynomial factor = value.is_real() ? linear : linear * linear + Polynomial::constant(n, value.im * value.im);
    for (int k = 0; k < multiplicity; ++k) result *= factor;
  }
  return result;
}

/// Integer row operations on the identity: the matrix and its inverse.
struct Unimodular {
  std::vector<std::vector<long>> matrix, inverse;
};

Unimodular unimodular(std::size_t n, Random& random) {
  Unimodular u;
  u.matrix.assign(n, std::vector<long>(n, 0));
  for (std::size_t i = 0; i < n; ++i) u.matrix[i][i] = 1;
  u.inverse = u.matrix;
  if (n < 2) return u;
  for (int step = 0; step < 3; ++step) {
    const std::size_t i = random.below(n), j = (i + 1 + random.below(n - 1)) % n;
    const long factor = random.below(2) == 0 ? 1 : -1;
    for (std::size_t k = 0; k < n; ++k) u.matrix[i][k] += factor * u.matrix[j][k];    // row i += factor row j
    for (std::size_t k = 0; k < n; ++k) u.inverse[k][j] -= factor * u.inverse[k][i];  // its inverse, from the right
  }
  return u;
}

ExactPoint applied(const std::vector<std::vector<long>>& matrix, const ExactPoint& x) {
  ExactPoint result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < x.size(); ++j) result[i] = result[i] + GaussianRational(Rational(matrix[i][j])) * x[j];
  return result;
}

}  // namespace

GeneratedSystem generated_system(std::uint64_t number, const Hardness& hardness) {
  Random random = Random(20261128).stream(number);
  const auto n = static_cast<std::size_t>(between(random, 1, 3));
  GeneratedSystem result;
  result.description = "number " + std::to_string(number) + ":";
  std::vector<Polynomial> x;
  for (std::size_t i = 0; i < n; ++i) {
    x.push_back(Polynomial::variable(n, i));
    result.system.names.push_back("x" + std::to_string(i + 1));
  }
  std::vector<Polynomial> equations;
  result.solutions = {{}};
  result.multiplicities = {1};
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0 && random.below(2) == 0) {
      const Rational a = small_rational(random), b = small_rational(random);
      equations.push_back(x[i] - x[0] * x[0] * a - x[0] * b);
      for (ExactPoint& point : result.solutions)
        point.push_back(GaussianRational(a) * point[0] * point[0] + GaussianRational(b) * point[0]);
      result.description += " graph";
      continue;
    }
    const std::vector<Root> roots = chosen_roots(random, hardness, result.description);
    equations.push_back(with_roots(x[i], roots));
    std::vector<ExactPoint> points;
    std::vector<int> multiplicities;
    for (std::size_t k = 0; k < result.solutions.size(); ++k)
      for (const auto& [value, multiplicity] : roots) {
        points.push_back(result.solutions[k]);
        points.back().push_back(value);
        multiplicities.push_back(result.multiplicities[k] * multiplicity);
      }
    result.solutions = std::move(points);
    result.multiplicities = std::move(multiplicities);
  }
  // x = U diag(10^s) u.
  const Unimodular u = unimodular(n, random);
  std::vector<Polynomial> substituted(n, Polynomial(n));
  ExactPoint shrink;
  std::vector<Polynomial> unknown;
  for (std::size_t j = 0; j < n; ++j) {
    const long exponent = between(random, -1, 1) * depth(random, hardness.scale);
    unknown.push_back(x[j] * ten_to(exponent));
    shrink.emplace_back(ten_to(-exponent));
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) substituted[i] += unknown[j] * Rational(u.matrix[i][j]);
  for (Polynomial& p : equations) p = p.substitute(substituted);
  for (ExactPoint& point : result.solutions) {
    point = applied(u.inverse, point);
    for (std::size_t j = 0; j < n; ++j) point[j] = point[j] * shrink[j];
  }
  const Unimodular mix = random.below(2) == 0 ? unimodular(n, random) : unimodular(1, random);
  for (std::size_t i = 0; i < n; ++i) {
    Polynomial p = mix.matrix.size() < n ? equations[i] : Polynomial(n);
    if (mix.matrix.size() == n)
      for (std::size_t j = 0; j < n; ++j) p += equations[j] * Rational(mix.matrix[i][j]);
    result.system.equations.push_back(p * ten_to(between(random, -1, 1) * depth(random, hardness.scale)));
  }
  return result;
}

}  // namespace polyscape::support
