#include "polyscape/track/valuation.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace polyscape::track;

namespace {

/// Of a homogenising coordinate x with x^m = limit^m + t^(m valuation), to order 4 in log t, by the recurrence for
/// powers of series.
Observation seen(double limit, double valuation, int m, double s) {
  const double moving = std::exp(m * valuation * s);
  double f[5] = {std::pow(limit, m) + moving}, x[5];
  for (int k = 1; k <= 4; ++k) f[k] = (k == 1 ? moving : f[k - 1]) * m * valuation / k;
  x[0] = std::pow(f[0], 1.0 / m);
  for (int k = 1; k <= 4; ++k) {
    x[k] = 0;
    for (int i = 1; i <= k; ++i) x[k] += (i * (1.0 / m + 1) - k) * f[i] * x[k - i];
    x[k] /= k * f[0];
  }
  return {s, x[1] / x[0], x[0], {2 * x[2] / x[0], 6 * x[3] / x[0], 24 * x[4] / x[0]}};
}

/// Whether such a coordinate, of a path whose Jacobian's inverse has this norm, is ever taken for one that vanishes.
bool infinite(double limit, double valuation, double weighted_inverse_norm, int m = 1) {
  const PathOptions options;
  for (const int bits : {53, 106, 212}) {
    EndgameWatch watch;
    watch.first_norm = 1;
    for (double s = -2; s > -150; s -= 0.25) {
      watch.observe(std::vector<Observation>{seen(limit, valuation, m, s)}, options);
      if (watch.at_infinity(1e30, weighted_inverse_norm, bits, options) == Infinity::shown) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("a coordinate that vanishes is at infinity, a small one is not") {
  for (const double valuation : {0.125, 0.5, 1.0, 3.0}) {
    INFO("valuation " << valuation);
    for (const double inverse_norm : {1e6, 1e20}) CHECK(infinite(0, valuation, inverse_norm));
    for (const double limit : {1e-14, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-2}) {
      INFO("limit " << limit);
      CHECK_FALSE(infinite(limit, valuation, 1e6));
      CHECK_FALSE(infinite(limit, valuation, 1e20));
    }
  }
}

TEST_CASE("coordinates that branch like an m-th root near zero are not at infinity") {
  for (const double valuation : {0.5, 1.0, 3.0})
    for (const double limit : {1e-11, 1e-9, 1e-7, 1e-5, 1e-3}) {
      INFO("valuation " << valuation << ", limit " << limit);
      CHECK_FALSE(infinite(limit, valuation, 1e6, 2));
      CHECK_FALSE(infinite(limit, valuation, 1e20, 2));
    }
  for (const double limit : {1e-6, 1e-4, 1e-3}) {
    CHECK_FALSE(infinite(limit, 1.0 / 3, 1e6, 3));
    CHECK_FALSE(infinite(limit, 1.0 / 4, 1e6, 4));
  }
}

TEST_CASE("what other terms of the path's series leave over is no limit") {
  // x = t^(1/2) + t/2 + t^(3/2)/3 - t^2 at t = e^-18: the four terms go, and nothing is left but rounding errors.
  const double s = -18, terms[] = {1, 0.5, 1.0 / 3, -1};
  double x[5] = {};
  for (int j = 0; j < 4; ++j)
    for (int k = 0; k < 5; ++k) x[k] += terms[j] * std::exp(s * (j + 1) / 2) * std::pow((j + 1) / 2.0, k);
  const Observation now{s, x[1] / x[0], x[0], {x[2] / x[0], x[3] / x[0], x[4] / x[0]}};
  CHECK(unseen_limit(now, 0).rest < 1e-14);
  CHECK(unseen_limit(now, 0).paths == 2);
  CHECK(unseen_limit(now, 1e-6).simple > 1e-7 * x[0]);
}
