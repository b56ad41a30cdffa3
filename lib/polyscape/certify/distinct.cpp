#include "polyscape/certify/distinct.hpp"

#include <algorithm>
#include <cmath>

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

std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Outline> outlines,
                                                         const std::function<Polydisc(std::size_t)>& polydisc) {
  // The image of each polydisc under one real linear form is an interval; only those whose intervals meet are compared.
  // Weights without symmetry: solutions come in orbits of permutations, sign flips and conjugation.
  struct Shadow {
    double low, high;  ///< of an interval around it: in doubles
    std::size_t index;
  };
  std::vector<Shadow> shadows;
  for (const auto& [centre, radius] : outlines) {
    if (centre.size() != outlines.front().centre.size())
      throw ArgumentError("meeting: polydiscs of several dimensions");
    double middle = 0, sizes = 0, weights = 0;
    for (std::size_t i = 0; i < centre.size(); ++i) {
      const auto d = static_cast<double>(i), re = centre[i].real(), im = centre[i].imag();
      const double weight = 2 * d * d + 7 * d + 5, imaginary = 3 * d * d + 4 * d + 4;
      middle += weight * re + imaginary * im;
      sizes += weight * std::abs(re) + imaginary * std::abs(im);
      weights += weight + imaginary;
    }
    // Each of 4n roundings loses no more than 2^-53 of the sizes' sum, which is off by a little itself.
    const double reach =
        weights * radius * (1 + 0x1p-40) + sizes * 0x1p-50 * static_cast<double>(centre.size() + 2) + 0x1p-1000;
    const bool finite = std::isfinite(middle - reach) && std::isfinite(middle + reach);
    shadows.push_back({finite ? middle - reach : -HUGE_VAL, finite ? middle + reach : HUGE_VAL, shadows.size()});
  }
  std::ranges::sort(shadows, {}, &Shadow::low);
  std::vector<std::pair<std::size_t, std::size_t>> result;
  for (std::size_t a = 0; a < shadows.size(); ++a)
    for (std::size_t b = a + 1; b < shadows.size() && shadows[b].low <= shadows[a].high; ++b) {
      const auto [i, j] = std::minmax(shadows[a].index, shadows[b].index);
      if (!apart(polydisc(i), polydisc(j))) result.emplace_back(i, j);
    }
  std::ranges::sort(result);
  return result;
}

std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc* const> polydiscs) {
  std::vector<std::vector<std::complex<double>>> centres;
  for (const Polydisc* p : polydiscs) {
    auto& centre = centres.emplace_back();
    for (const algebra::GaussianRational& z : p->centre) centre.push_back(z.to_complex());
  }
  std::vector<Outline> outlines;
  for (std::size_t k = 0; k < centres.size(); ++k) outlines.push_back({centres[k], polydiscs[k]->radius.to_double()});
  return meeting(outlines, [&](std::size_t k) { return *polydiscs[k]; });
}

std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc> polydiscs) {
  std::vector<const Polydisc*> all;
  for (const Polydisc& p : polydiscs) all.push_back(&p);
  return meeting(std::span<const Polydisc* const>(all));
}

}  // namespace polyscape::certify
