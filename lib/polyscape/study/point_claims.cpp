#include "polyscape/study/point_claims.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/report/contradictions.hpp"

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
    if (!p.certificate || !p.certificate->inertia || !p.certificate->loss || p.kind != report::Kind::minimum) continue;
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

std::optional<Rational> certified_number(const std::string& text) {
  return algebra::parse_number(text, certify::largest_exponent);
}

std::optional<Centre> parsed(const report::CoordinateTexts& coordinates) {
  Centre result;
  for (const auto& [re, im] : coordinates.pairs()) {
    const auto a = certified_number(re), b = certified_number(im);
    if (!a || !b) return std::nullopt;
    result.emplace_back(*a, *b);
  }
  return result;
}

std::optional<Centre> approximation(const Point& p) {
  if (p.digits) return parsed(*p.digits);
  const bool finite = std::ranges::all_of(
      p.coordinates, [](std::complex<double> z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); });
  return finite ? std::optional(eval::exact_point(p.coordinates)) : std::nullopt;
}

std::array<int, 3> counts(const algebra::Inertia& n) {
  return {static_cast<int>(n.negative), static_cast<int>(n.zero), static_cast<int>(n.positive)};
}

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string bound_met(const report::Bounds& b, const algebra::Integer& count) {
  if (b.mixed_volume_affine == count) return "the mixed volume";
  if (b.lifted && b.lifted->value == count) return "the lifted mixed volume";
  if (b.multihomogeneous && b.multihomogeneous->value == count) return "the multihomogeneous Bezout number";
  if (b.linear_product && b.linear_product->value == count) return "the linear-product bound";
  if (b.bezout == count) return "the Bezout number";
  return "";
}

namespace {

/// Certified points with the multiplicities that are certain: at least 2 where a zero's Jacobian is singular.
algebra::Integer certain_multiplicities(const report::Result& result) {
  algebra::Integer sum = 0;
  for (const Point& p : *result.points)
    sum += algebra::Integer(p.exact && !p.nonsingular ? p.exact->multiplicity.value_or(2) : p.certified || p.exact);
  return sum;
}

/// "as many as Groebner bases modulo 2 random primes allow, a larger number having a probability below 2^-80".
std::string modular_reason(const report::ModularCount& count) {
  return "as many as Groebner bases modulo " + plural(count.primes.size(), "random prime") +
         " allow, but for a probability below 2^" + std::to_string(static_cast<long>(std::ceil(count.error_log2)));
}

/// Why the trace test of a generic member says nothing of the system itself: isolated solutions of it are limits of the
/// paths from there, but some of these are in doubt. Empty: every path arrived at a point of its own.
std::string doubt(const report::Paths& p) {
  const std::pair<std::uint64_t, const char*> doubts[] = {{p.failed, "failed"},
                                                          {p.at_infinity, "went to infinity"},
                                                          {p.singular, "ended at singular points"},
                                                          {p.positive_dimensional, "ended on larger sets"},
                                                          {p.excluded, "were excluded"}};
  std::string text;
  for (const auto& [count, what] : doubts)
    if (count > 0) text += (text.empty() ? "" : ", ") + plural(count, "path") + " " + what;
  return text;
}

/// How it is known that no isolated solution is missing, by the certificates and the record of the paths.
void decide_completeness(report::Result& result) {
  report::Solutions& s = *result.solutions;
  s.completeness = Completeness::unknown;
  s.completeness_by.clear();
  const bool certified = s.existence.certified == s.isolated;
  const bool ended = result.paths && !result.paths->cancelled;
  // A bound counts solutions with their multiplicities: as many simple ones are all, whatever became of the paths.
  const std::string bound =
      s.singular == 0 ? bound_met(result.bounds, algebra::Integer(static_cast<long>(s.isolated))) : "";
  const bool quoted = result.monodromy && result.monodromy->quoted;
  const bool traced = ended && result.monodromy && result.monodromy->traced && !quoted;
  if (certified && !bound.empty()) {
    s.completeness = Completeness::proved;
    s.completeness_by = "as many as " + bound + " allows";
  } else if (s.isolated == 0 && result.bounds.nullstellensatz) {
    s.completeness = Completeness::proved;
    s.completeness_by = "1 is a combination of the equations over Q";
  } else if (const auto& modular = result.bounds.modular;
             modular && modular->dimension <= 0 && certified && certain_multiplicities(result) == modular->count) {
    s.completeness = Completeness::modular;
    s.completeness_by = modular_reason(*modular);
  } else if (traced && result.paths->tracked == result.paths->nonsingular &&
             (!result.confirmation || result.confirmation->missing_here == 0)) {
    s.completeness = Completeness::trace_tested;
    s.completeness_by = "every path from the generic member's points, whose trace test passed, arrived";
  } else if (certified && ended && result.paths->failed == 0 && s.known_count == std::to_string(s.isolated)) {
    s.completeness = Completeness::given;
    s.completeness_by = "as many as known_count says";
  } else if (quoted) {
    s.completeness_by = "that no point of the generic member is missing is a file's word";
  } else if (s.isolated == 0 && ended && result.paths->tracked == 0 && result.paths->start == "none") {
    s.completeness_by = result.paths->reason;
  } else if (traced) {
    s.completeness_by =
        "the generic member's points are trace-tested, but on the way from there " + doubt(*result.paths);
  } else {
    const bool all_on_sets =
        ended && result.paths->tracked > 0 && result.paths->positive_dimensional == result.paths->tracked;
    s.completeness_by =
        bound.empty()
            ? std::string(all_on_sets
                              ? "every path ended on a larger set, as far as ranks of floating-point matrices tell"
                              : "no bound is met")
            : "as many as " + bound + " allows, but not all certified";
  }
}

}  // namespace

void conclude(report::Result& result) {
  report::Solutions& s = *result.solutions;
  s.certified_distinct = s.certified_real = 0;
  s.minima = levels(*result.points);
  s.existence = {};
  for (const Point& p : *result.points) {
    if (p.certified || p.exact) ++s.existence.certified;
    if (!p.certified) continue;
    ++*s.certified_distinct;
    if (p.certificate->real.value_or(false)) ++*s.certified_real;
  }
  conclude_uncertified(result);
}

void conclude_uncertified(report::Result& result) {
  report::Solutions& s = *result.solutions;
  s.existence.by =
      s.certified_distinct && s.existence.certified == s.isolated ? Evidence::theorem : Evidence::numerical;
  decide_completeness(result);
}

void say_function_space(std::size_t dimension, double error_log2, report::Interpolation& v) {
  v.function_space_dimension = static_cast<int>(dimension);
  const bool certain = std::isinf(error_log2), bounded = error_log2 < 0;
  v.by.function_space_dimension = certain ? Evidence::exact : bounded ? Evidence::probability : Evidence::numerical;
  v.function_space_error_log2.reset();
  if (bounded && !certain) v.function_space_error_log2 = error_log2;
}

void note_contradictions(report::Result& result) {
  for (std::string& found : report::contradictions(result))
    if (std::ranges::find(result.contradictions, found) == result.contradictions.end())
      result.contradictions.push_back(std::move(found));
}

}  // namespace polyscape::study
