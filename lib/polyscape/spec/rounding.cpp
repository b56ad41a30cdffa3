#include "polyscape/spec/rounding.hpp"

#include <flint/fmpz.h>

#include <algorithm>
#include <cmath>

namespace polyscape::spec {

Rational quantum(int degree, const Rational& low, const Rational& high) {
  const double reach = std::max({1.0, std::abs(low.to_double()), std::abs(high.to_double())});
  return Rational(1) / algebra::power(Rational(10), 12 + static_cast<long>(std::ceil(degree * std::log10(reach))));
}

Rational rounded(const Rational& value, const Rational& quantum) {
  const Rational scaled = abs(value) / quantum + Rational(1, 2);
  const algebra::Integer numerator = scaled.numerator(), denominator = scaled.denominator();
  algebra::Integer floor;
  fmpz_fdiv_q(floor.word(), numerator.word(), denominator.word());
  return Rational(value.sign() < 0 ? algebra::Integer(0) - floor : floor) * quantum;
}

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

}  // namespace polyscape::spec
