#include "polyscape/solve/endpoint.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "polyscape/base/disjoint_sets.hpp"
#include "polyscape/solve/same_point.hpp"

namespace polyscape::solve {
namespace {

constexpr double basin = 1e-3;           // a regular end may move so far, relative, when it is refined
constexpr double singular_basin = 1e-5;  // and an end found by a Cauchy loop
constexpr double singular_residual = 1e-12;
// Of the Jacobian at the limit of a Cauchy loop: at a multiple zero it is singular but for the limit's error, at the
// centre of a cluster of simple zeros of radius r it is about r^(1 - m).
constexpr double least_singular_condition = 1e20;
constexpr int double_bits = 53, fine_bits = 212;
constexpr int most_refining_bits = 424;  // for an end that may be an ill-conditioned simple zero
// At an isolated point of multiplicity m the residual stays above some distance^m: far above 2^(16 - bits / 2) at m
// = 12.
constexpr int component_bits = 848, component_iterations = 400, component_attempts = 24;
constexpr double component_distances[] = {1e-9, 1e-10};  // of the hyperplanes that look for other zeros beside a point,
constexpr double component_reach = 100;                  // and how many times as far away these may be
constexpr double nearly_zero = 0x1p-40;  // a coordinate, relative: whether it is zero takes one more precision

double size(const algebra::GaussianRational& z) { return std::abs(z.to_complex()); }

/// The point with zeros for the coordinates that vanish to its digits, where as many equations as there are of these
/// vanish identically with them, as at random places: the others have a zero near that is one of all, the point's own,
/// as two zeros so close would leave the Jacobian of that condition. nullopt where they do not, or a coordinate is
/// small but not as small.
std::optional<eval::NewtonOutcome> with_exact_zeros(const eval::NewtonSolver& newton, const eval::NewtonOutcome& at,
                                                    int bits, double scale) {
  const double digits = std::ldexp(scale, -bits * 3 / 4);
  std::vector<std::size_t> zero;
  eval::Point snapped = at.point, elsewhere = at.point;
  Random random = Random(1).stream("places with zero coordinates");
  for (std::size_t j = 0; j < snapped.size(); ++j) {
    elsewhere[j] *= algebra::Rational(static_cast<long>(random.below(999)) + 1, 1000);
    if (!(size(snapped[j]) < nearly_zero * scale)) continue;
    if (!(size(snapped[j]) <= digits)) return std::nullopt;
    snapped[j] = elsewhere[j] = 0;
    zero.push_back(j);
  }
  if (newton.vanishing(elsewhere, bits) < zero.size()) return std::nullopt;
  eval::NewtonOutcome outcome = newton(snapped, bits);
  if (!outcome.converged || !(outcome.condition < std::ldexp(1.0, bits / 2)) ||
      !eval::within(outcome.point, at.point, 64 * digits))
    return std::nullopt;
  for (const std::size_t j : zero) outcome.point[j] = 0;  // but for rounding, they are
  return outcome;
}

/// The end as a simple zero, where two precisions agree that it is one.
std::optional<Endpoint> simple_zero(const eval::NewtonSolver& newton, const track::PathResult& path,
                                    int max_precision) {
  const bool looped = path.end == track::PathEnd::singular;
  const double scale = std::max(1.0, eval::magnitude(path.endpoint));
  const double reach = (looped ? singular_basin : basin) * scale;
  eval::Point from = path.endpoint;
  double last_condition = 0;
  for (int bits = looped ? double_bits : 2 * double_bits; bits <= std::max(max_precision, fine_bits); bits *= 2) {
    eval::NewtonOutcome outcome = newton(from, bits);
    const bool near = outcome.converged && eval::within(outcome.point, path.endpoint, reach);
    // One path alone may end at a simple zero, however ill-conditioned.
    if (!near && bits > double_bits && (path.winding > 1 || bits >= most_refining_bits)) break;
    // Double precision decides nothing by itself, and what is singular in one precision may be ill-conditioned in the
    // next.
    if (!near || !(outcome.condition < std::ldexp(1.0, bits / 2))) continue;
    const bool agrees = outcome.contracted || (last_condition > 0 && outcome.condition < 2 * last_condition &&
                                               outcome.condition > last_condition / 2);
    bool clear = bits >= fine_bits || std::ranges::none_of(outcome.point, [&](const algebra::GaussianRational& z) {
                   return size(z) < nearly_zero * scale;
                 });
    if (agrees && !clear && bits > double_bits)
      if (auto snapped = with_exact_zeros(newton, outcome, bits, scale)) {
        outcome = std::move(*snapped);
        clear = true;
      }
    if (agrees && clear) {
      Endpoint result;
      result.winding = path.winding;
      result.path_class = PathClass::nonsingular;
      result.point = outcome.point;
      result.bits = bits * 3 / 4;
      result.residual = outcome.residual;
      result.condition = outcome.condition;
      return result;
    }
    last_condition = outcome.condition;
    from = std::move(outcome.point);
  }
  return std::nullopt;
}

Endpoint failed_end(const track::PathResult& path, std::string reason) {
  Endpoint result;
  result.winding = path.winding;
  result.failure = std::move(reason);
  result.suspicious = true;
  return result;
}

}  // namespace

Endpoint refine_endpoint(const eval::NewtonSolver& newton, const track::PathResult& path, int max_precision) {
  if (path.end == track::PathEnd::failed) return failed_end(path, track::name(path.failure));
  Endpoint result;
  result.winding = path.winding;
  if (path.end == track::PathEnd::at_infinity) {
    result.path_class = PathClass::at_infinity;
    return result;
  }
  if (std::optional<Endpoint> simple = simple_zero(newton, path, max_precision)) return *std::move(simple);
  if (path.end != track::PathEnd::singular) return failed_end(path, "the endpoint could not be refined");
  const eval::NewtonOutcome at_end = newton(path.endpoint, fine_bits, 0);
  if (!(at_end.residual < singular_residual)) return failed_end(path, "the endpoint of a Cauchy loop is no zero");
  result.path_class = PathClass::singular;
  result.suspicious = at_end.condition < least_singular_condition;
  result.point = path.endpoint;
  result.bits = 45;  // Cauchy limits are confirmed in double-double
  result.condition = HUGE_VAL;
  result.residual = at_end.residual;
  return result;
}

std::set<std::size_t> met(const std::vector<Endpoint>& ends, Random random) {
  const auto finite = [](const std::complex<double>& z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); };
  std::set<std::size_t> result;
  std::map<std::size_t, std::size_t> path_at;
  std::optional<PointSet> places;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const Coordinates& x = ends[i].crossing;
    if (x.empty() || !std::ranges::all_of(x, finite)) continue;
    if (!places) places.emplace(x.size(), random, passed_point);
    const auto [at, fresh] = path_at.try_emplace(places->insert(x), i);
    if (!fresh) result.insert({i, at->second});
  }
  return result;
}

namespace {

/// Whether the system has a zero about `distance` from the point on a random hyperplane at that distance. displaced:
/// looked for from a random place near the point instead of from the point itself.
bool has_zero_near(const eval::NewtonSolver& newton, const eval::Point& point, double distance, bool displaced,
                   Random& random) {
  const double scale = std::max(1.0, eval::magnitude(point));
  eval::Point form, from = point;
  algebra::GaussianRational value = 0;
  for (const auto& x : point) {
    form.push_back(algebra::GaussianRational::from_complex(random.annulus_complex()));
    value = value + form.back() * x;
  }
  form.push_back(value + algebra::GaussianRational::from_complex(distance * scale * random.unit_complex()));
  if (displaced)
    for (auto& x : from) x = x + algebra::GaussianRational::from_complex(distance * scale * random.annulus_complex());
  const eval::NewtonOutcome outcome =
      newton.least_squares(from, std::span(&form, 1), component_bits, component_iterations);
  return outcome.converged && eval::within(outcome.point, point, component_reach * distance * scale);
}

}  // namespace

bool vanishes(const algebra::Polynomial& p, const eval::Point& point, int bits) {
  constexpr int slack = 6;  // bits
  const double least = std::ldexp(std::max(1.0, eval::magnitude(point)), -bits / 2);
  double terms = 0;
  algebra::GaussianRational value = 0;
  for (const algebra::Term& term : p.terms()) {
    algebra::GaussianRational monomial = term.coefficient;
    double size = std::abs(term.coefficient.to_complex());
    for (std::size_t i = 0; i < term.exponents.size(); ++i)
      for (int k = 0; k < term.exponents[i]; ++k) {
        monomial = monomial * point[i];
        size *= std::max(least, std::abs(point[i].to_complex()));
      }
    value = value + monomial;
    terms += size;
  }
  return std::abs(value.to_complex()) <= std::ldexp(terms, slack - bits / 2);
}

bool lies_on_component(const eval::NewtonSolver& newton, const eval::Point& point, Random random) {
  // Least squares can end in a local minimum where several branches or embedded points meet.
  for (int attempt = 0; attempt < component_attempts; ++attempt) {
    const auto near = [&](double distance) { return has_zero_near(newton, point, distance, attempt > 0, random); };
    if (std::ranges::all_of(component_distances, near)) return true;
  }
  return false;
}

namespace {

// What two ends that are one may differ in: a few of their last digits. Down to where doubles end.
double tolerance_of(const Endpoint& end) {
  constexpr int uncertain_bits = 13;
  return std::ldexp(1.0, std::max(uncertain_bits - end.bits, -1010));
}

}  // namespace

std::vector<std::vector<std::size_t>> coinciding(const std::vector<const Endpoint*>& ends, Random random,
                                                 std::size_t conjugated, std::size_t threads) {
  std::vector<const eval::PackedPoint*> points;
  std::vector<double> tolerance;
  for (const Endpoint* end : ends) {
    points.push_back(&end->point);
    tolerance.push_back(tolerance_of(*end));
  }
  return coinciding(points, tolerance, random, conjugated, threads);
}

}  // namespace polyscape::solve
