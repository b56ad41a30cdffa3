#include "polyscape/study/point_claims.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::study {

using algebra::Rational;
using report::Point;

namespace {

/// Minima by their losses: enclosures that overlap, directly or through others, are one level.
std::vector<report::LossLevel> levels(const std::vector<Point>& points) {
  struct Minimum {
    Rational low, high;
    const Point* point;
  };
  std::vector<Minimum> minima;
  for (const Point& p : points) {
    if (!p.certificate || !p.certificate->inertia || !p.certificate->loss || p.kind != critical::name(critical::Kind::minimum)) continue;
    const auto low = certified_number((*p.certificate->loss)[0]), high = certified_number((*p.certificate->loss)[1]);
    if (low && high) minima.push_back({*low, *high, &p});
  }
  std::ranges::sort(minima, {}, &Minimum::low);
  std::vector<report::LossLevel> result;
  Rational high = 0;
  for (const Minimum& m : minima) {
    if (result.empty() || high < m.low) {
      result.push_back({*m.point->certificate->loss, 0});
      high = m.high;
    }
    ++result.back().points;
    if (high < m.high) {
      high = m.high;
      result.back().loss[1] = (*m.point->certificate->loss)[1];
    }
  }
  return result;
}

}  // namespace

std::optional<Rational> certified_number(const std::string& text) { return algebra::parse_number(text, certify::largest_exponent); }

std::optional<Centre> parsed(const std::vector<std::array<std::string, 2>>& coordinates) {
  Centre result;
  for (const auto& [re, im] : coordinates) {
    const auto a = certified_number(re), b = certified_number(im);
    if (!a || !b) return std::nullopt;
    result.emplace_back(*a, *b);
  }
  return result;
}

std::optional<Centre> approximation(const Point& p) {
  if (p.digits) return parsed(*p.digits);
  const bool finite = std::ranges::all_of(p.coordinates, [](std::complex<double> z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); });
  return finite ? std::optional(eval::exact_point(p.coordinates)) : std::nullopt;
}

std::array<int, 3> counts(const algebra::Inertia& n) {
  return {static_cast<int>(n.negative), static_cast<int>(n.zero), static_cast<int>(n.positive)};
}

std::string plural(std::size_t count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

void conclude(report::Result& result) {
  report::Solutions& s = *result.solutions;
  s.certified_distinct = s.certified_real = 0;
  s.minima = levels(*result.points);
  for (const Point& p : *result.points) {
    if (!p.certified) continue;
    ++*s.certified_distinct;
    if (p.certificate->real.value_or(false)) ++*s.certified_real;
  }
  const bool all = *s.certified_distinct == s.isolated, complete = result.paths && result.paths->failed == 0 && !result.paths->cancelled;
  s.completeness_by.clear();
  if (all && complete) {
    const report::Bounds& b = result.bounds;
    const algebra::Integer count(static_cast<long>(s.isolated));
    if (b.mixed_volume_affine == count) s.completeness_by = "the mixed volume allows";
    else if (b.multihomogeneous && b.multihomogeneous->value == count) s.completeness_by = "the multihomogeneous Bezout number allows";
    else if (b.linear_product && b.linear_product->value == count) s.completeness_by = "the linear-product bound allows";
    else if (b.bezout == count) s.completeness_by = "the Bezout number allows";
    else if (s.known_count && *s.known_count == std::to_string(s.isolated)) s.completeness_by = "known_count says, on which this rests";
  }
  if (!s.completeness_by.empty()) s.completeness = Certainty::proved;
  else if (result.monodromy && result.monodromy->traced && complete) s.completeness = Certainty::trace_tested;
  else s.completeness = all && s.isolated > 0 ? Certainty::certified_lower_bound : Certainty::numerical;
}

}  // namespace polyscape::study
