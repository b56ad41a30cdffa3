#include "support/clusters.hpp"

#include "polyscape/algebra/linear.hpp"
#include "support/known_systems.hpp"

namespace polyscape::support {
namespace {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;
using algebra::RationalMatrix;
using Point = std::vector<GaussianRational>;

struct Forms {
  RationalMatrix rows, inverse;
};

Forms random_forms(Random& random, std::size_t n) {
  for (;;) {
    Forms result;
    for (std::size_t i = 0; i < n; ++i) result.rows.push_back(small_rationals(random, n));
    if (auto inverse = algebra::inverse(result.rows)) {
      result.inverse = *inverse;
      return result;
    }
  }
}

/// Equations in the values of the forms, written in x and mixed.
algebra::System written_out(const std::vector<Polynomial>& equations, const Forms& forms, const RationalMatrix& mix) {
  const std::size_t n = equations.size();
  std::vector<Polynomial> values;
  for (std::size_t i = 0; i < n; ++i) {
    values.emplace_back(n);
    for (std::size_t j = 0; j < n; ++j) values[i] += Polynomial::variable(n, j) * forms.rows[i][j];
  }
  algebra::System result;
  for (std::size_t i = 0; i < n; ++i) {
    result.names.push_back("x" + std::to_string(i + 1));
    Polynomial sum(n);
    for (std::size_t j = 0; j < n; ++j) sum += equations[j].substitute(values) * mix[i][j];
    result.equations.push_back(std::move(sum));
  }
  return result;
}

Point at_values(const Forms& forms, const Point& y) {
  Point x(y.size());
  for (std::size_t i = 0; i < y.size(); ++i)
    for (std::size_t j = 0; j < y.size(); ++j) x[i] = x[i] + GaussianRational(forms.inverse[i][j]) * y[j];
  return x;
}

Polynomial product_over(const std::vector<PlacedRoot>& roots, std::size_t n) {
  const Polynomial t = Polynomial::variable(n, 0);
  Polynomial result = Polynomial::constant(n, 1);
  for (const PlacedRoot& root : roots) {
    const Polynomial shifted = t - Polynomial::constant(n, root.value.re);
    const Polynomial factor =
        root.value.is_real() ? shifted : shifted * shifted + Polynomial::constant(n, root.value.im * root.value.im);
    result *= factor.pow(static_cast<unsigned long>(root.multiplicity));
  }
  return result;
}

/// Conjugates included.
std::vector<PlacedRoot> all_of(const std::vector<PlacedRoot>& roots) {
  std::vector<PlacedRoot> result;
  for (const PlacedRoot& root : roots) {
    result.push_back(root);
    if (!root.value.is_real()) result.push_back({algebra::conjugate(root.value), root.multiplicity});
  }
  return result;
}

}  // namespace

Rational power_of_ten(long exponent) { return algebra::power(Rational(10), exponent); }

ClusterSystem curved_cluster(Random& random, std::size_t n, const std::vector<PlacedRoot>& roots) {
  const Forms forms = random_forms(random, n), mix = random_forms(random, n);
  std::vector<Polynomial> equations{product_over(roots, n)};
  std::vector<std::vector<Rational>> curve;
  for (std::size_t i = 1; i < n; ++i) {
    curve.push_back(small_rationals(random, 2));
    const Polynomial t = Polynomial::variable(n, 0);
    equations.push_back(Polynomial::variable(n, i) - t * t * curve.back()[0] -
                        Polynomial::constant(n, curve.back()[1]));
  }
  ClusterSystem result{written_out(equations, forms, mix.rows), {}};
  for (const PlacedRoot& root : all_of(roots)) {
    Point y{root.value};
    for (const auto& c : curve) y.push_back(GaussianRational(c[0]) * root.value * root.value + GaussianRational(c[1]));
    result.zeros.push_back({at_values(forms, y), root.multiplicity, root.value.is_real()});
  }
  return result;
}

ClusterSystem grid_cluster(Random& random, std::size_t n, const std::vector<PlacedRoot>& roots) {
  const Forms forms = random_forms(random, n), mix = random_forms(random, n);
  std::vector<Polynomial> equations{product_over(roots, n)};
  std::vector<Point> others{{}};
  for (std::size_t i = 1; i < n; ++i) {
    const Rational a = small_rationals(random, 1)[0], b = a + Rational(2);
    const Polynomial y = Polynomial::variable(n, i);
    equations.push_back((y - Polynomial::constant(n, a)) * (y - Polynomial::constant(n, b)));
    std::vector<Point> longer;
    for (const Point& p : others)
      for (const Rational& value : {a, b}) {
        longer.push_back(p);
        longer.back().push_back(GaussianRational(value));
      }
    others = std::move(longer);
  }
  ClusterSystem result{written_out(equations, forms, mix.rows), {}};
  for (const PlacedRoot& root : all_of(roots))
    for (const Point& rest : others) {
      Point y{root.value};
      y.insert(y.end(), rest.begin(), rest.end());
      result.zeros.push_back({at_values(forms, y), root.multiplicity, root.value.is_real()});
    }
  return result;
}

}  // namespace polyscape::support
