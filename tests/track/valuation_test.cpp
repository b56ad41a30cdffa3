#include "polyscape/track/valuation.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace polyscape::track;

namespace {

/// Whether a homogenising coordinate limit + t^valuation, of a path whose Jacobian's inverse has this norm, is ever taken for one that vanishes.
bool infinite(double limit, double valuation, double weighted_inverse_norm) {
  const PathOptions options;
  EndgameWatch watch;
  watch.first_norm = 1;
  for (double s = -2; s > -150; s -= 0.25) {
    const double moving = std::exp(valuation * s), ratio = limit + moving;
    watch.observe(std::vector<Observation>{{s, valuation * moving / ratio, ratio}}, options);
    if (watch.at_infinity(1e30, weighted_inverse_norm, options)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a coordinate that vanishes is at infinity, a small one is not") {
  for (const double valuation : {0.125, 0.5, 1.0, 3.0}) {
    INFO("valuation " << valuation);
    for (const double inverse_norm : {1e6, 1e20}) CHECK(infinite(0, valuation, inverse_norm));
    for (const double limit : {1e-5, 1e-4, 1e-2}) {
      INFO("limit " << limit);
      CHECK_FALSE(infinite(limit, valuation, 1e6));
      CHECK_FALSE(infinite(limit, valuation, 1e20));
    }
  }
}
