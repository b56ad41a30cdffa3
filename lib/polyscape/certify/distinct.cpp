#include "polyscape/certify/distinct.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"

namespace polyscape::certify {

using algebra::abs;
using algebra::Rational;

namespace {

bool apart(const Polydisc& a, const Polydisc& b) {
  const Rational reach = a.radius + b.radius;
  for (std::size_t i = 0; i < a.centre.size(); ++i)
    if (abs(a.centre[i].re - b.centre[i].re) > reach || abs(a.centre[i].im - b.centre[i].im) > reach) return true;
  return false;
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc> polydiscs) {
  // The image of each polydisc under one real linear form is an interval; only those whose intervals meet are compared.
  // Weights without symmetry: solutions come in orbits of permutations, sign flips and conjugation.
  struct Shadow {
    Rational low, high;
    std::size_t index;
  };
  std::vector<Shadow> shadows;
  for (std::size_t k = 0; k < polydiscs.size(); ++k) {
    const Polydisc& p = polydiscs[k];
    if (p.centre.size() != polydiscs.front().centre.size())
      throw ArgumentError("meeting: polydiscs of several dimensions");
    Rational middle, reach;
    for (std::size_t i = 0; i < p.centre.size(); ++i) {
      const Rational weight(static_cast<long>(2 * i * i + 7 * i + 5)),
          imaginary(static_cast<long>(3 * i * i + 4 * i + 4));
      middle += weight * p.centre[i].re + imaginary * p.centre[i].im;
      reach += (weight + imaginary) * p.radius;
    }
    shadows.push_back({middle - reach, middle + reach, k});
  }
  std::ranges::sort(shadows, {}, &Shadow::low);
  std::vector<std::pair<std::size_t, std::size_t>> result;
  for (std::size_t a = 0; a < shadows.size(); ++a)
    for (std::size_t b = a + 1; b < shadows.size() && shadows[b].low <= shadows[a].high; ++b) {
      const auto [i, j] = std::minmax(shadows[a].index, shadows[b].index);
      if (!apart(polydiscs[i], polydiscs[j])) result.emplace_back(i, j);
    }
  std::ranges::sort(result);
  return result;
}

}  // namespace polyscape::certify
