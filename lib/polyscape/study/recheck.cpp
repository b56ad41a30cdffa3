#include "polyscape/certify/recheck.hpp"

#include <algorithm>
#include <set>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/critical/residuals.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/variety/regular_zero.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using algebra::Rational;
using report::Point;

namespace {

/// What a point's certificate and exact coordinates say, read from their strings.
struct Claim {
  Point* point;
  certify::Polydisc disc;
  Centre exact;
};

bool inertia_holds(const Point& p, const certify::Polydisc& disc, const certify::Recheck& checker) {
  const auto inertia = checker.inertia(disc);
  return inertia && p.inertia && counts(*inertia) == *p.inertia;
}

// real_equations: else a zero near a real centre need not be real.
bool certificate_holds(const Claim& claim, const certify::Recheck& checker, bool real_equations) {
  const auto& certificate = claim.point->certificate;
  if (!certificate) return true;
  if (!checker.one_zero(claim.disc)) return false;
  if (certificate->real) {
    const bool centre_real = real_equations && std::ranges::all_of(claim.disc.centre, &GaussianRational::is_real);
    const bool not_real = std::ranges::any_of(claim.disc.centre,
                                              [&](const GaussianRational& z) { return abs(z.im) > claim.disc.radius; });
    if (!(*certificate->real ? centre_real : not_real)) return false;
  }
  if (certificate->inertia && !inertia_holds(*claim.point, claim.disc, checker)) return false;
  if (!certificate->loss) return true;
  const auto low = certified_number((*certificate->loss)[0]), high = certified_number((*certificate->loss)[1]);
  return low && high && certificate->real.value_or(false) && checker.potential_within(claim.disc, *low, *high);
}

// Rational coordinates are the point's own: as near as it is known, and in its polydisc where there is one.
bool belongs(const Claim& claim, const Centre& point) {
  constexpr int singular_digits = 8;
  Rational size = 1;
  for (const GaussianRational& z : point) size = std::max({size, abs(z.re), abs(z.im)});
  const Rational reach =
      claim.point->certificate ? claim.disc.radius : size * algebra::power(Rational(10), -singular_digits);
  for (std::size_t i = 0; i < point.size(); ++i)
    if (abs(claim.exact[i].re - point[i].re) > reach || abs(claim.exact[i].im - point[i].im) > reach) return false;
  return true;
}

bool exact_holds(const Claim& claim, const certify::Recheck& checker) {
  const auto& exact = claim.point->exact;
  if (!exact) return true;
  const auto near = approximation(*claim.point);
  if (!near || near->size() != claim.exact.size() || !belongs(claim, *near)) return false;
  if (!checker.is_zero(claim.exact) || checker.rank(claim.exact) != static_cast<std::size_t>(exact->rank)) return false;
  if (!exact->loss) return true;
  const auto value = checker.potential_at(claim.exact), said = certified_number(*exact->loss);
  return value && said && *value == *said && inertia_holds(*claim.point, {claim.exact, 0}, checker);
}

void withdraw(Point& p) {
  p.certified = false;
  p.certificate.reset();
  p.exact.reset();
}

std::string text(const report::CoordinateTexts& coordinates) {
  std::string result;
  const Centre point = parsed(coordinates).value();
  for (const GaussianRational& z : point) result += z.re.to_string() + " " + z.im.to_string() + " ";
  return result;
}

}  // namespace

void recheck(report::Result& result, const algebra::System& system, const std::optional<algebra::Program>& loss,
             const std::string& file, int threads, const Observer& observer) {
  const certify::Recheck checker(system, loss ? std::optional(algebra::expand(*loss).front()) : std::nullopt);
  const std::size_t n = system.names.size();
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < result.points->size(); ++i) {
    Point& p = (*result.points)[i];
    if (!p.certificate && !p.exact) continue;
    Claim& claim = claims.emplace_back(Claim{&p, {}, {}});
    const std::string where = file + " points[" + std::to_string(i) + "]";
    if (p.certificate) {
      const auto centre = p.digits ? approximation(p) : std::nullopt;
      const auto radius = certified_number(p.certificate->radius);
      if (!centre || !radius || centre->size() != n)
        throw InputError(where, "a certificate: a radius, and " + std::to_string(n) + " digits of its centre",
                         "another one", "run polyscape analyze again");
      claim.disc = {*centre, *radius};
    }
    if (p.exact) {
      const auto exact = parsed(p.exact->coordinates);
      if (!exact || exact->size() != n)
        throw InputError(where + ".exact", std::to_string(n) + " pairs of rationals", "another list",
                         "run polyscape analyze again");
      claim.exact = *exact;
    }
  }
  const bool real_equations = algebra::is_real(system);
  std::vector<char> holds(claims.size(), 0);
  Counter counter(observer, "certificates checked again", claims.size());
  parallel_for(claims.size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
    stop_if_cancelled();
    holds[i] = certificate_holds(claims[i], checker, real_equations) && exact_holds(claims[i], checker);
    counter.count();
  });
  std::vector<const certify::Polydisc*> held;
  std::vector<Point*> holders;
  std::set<std::string> places;
  bool distinct = true;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    Point& p = *claims[i].point;
    const bool shared = holds[i] && p.exact && !places.insert(text(p.exact->coordinates)).second;
    if (shared) p.exact.reset();
    distinct = distinct && !shared;
    if (!holds[i]) {
      withdraw(p);
    } else if (p.certificate) {
      held.push_back(&claims[i].disc);
      holders.push_back(&p);
    }
  }
  const auto count = static_cast<std::size_t>(std::ranges::count(holds, 1));
  const auto meeting = certify::meeting(held);
  result.recheck = {count, claims.size(), distinct && meeting.empty()};
  for (const auto& [first, second] : meeting) withdraw(*holders[second]);
  if (count < claims.size())
    result.notes.emplace_back(Severity::question,
                              plural(claims.size() - count, "certificate") + " did not hold when checked again");
  add_exact_multiplicities(system.equations, result);
  conclude(result);
  note_contradictions(result);
}

void recheck_zero_loss(report::Result& result, const algebra::Program& residuals, const std::string& file) {
  if (!result.interpolation || !result.interpolation->proof) return;
  const report::RegularZero& claim = *result.interpolation->proof;
  std::vector<Rational> values;
  for (const std::string& coordinate : claim.coordinates)
    if (auto value = certified_number(coordinate)) values.push_back(std::move(*value));
  std::vector<std::size_t> free;
  for (std::size_t j = 0; j < result.names.size(); ++j)
    if (std::ranges::count(claim.free, result.names[j]) > 0) free.push_back(j);
  const auto radius = certified_number(claim.radius);
  const std::size_t weights = residuals.variables();
  const std::vector<std::size_t> independent = critical::independent_residuals(residuals);
  if (!radius || claim.coordinates.size() != weights || values.size() != weights || result.names.size() != weights ||
      claim.free.size() != independent.size() || free.size() != claim.free.size())
    throw InputError(file + " interpolation.proof",
                     "a radius, a decimal for each weight, and the names of as many free ones as independent equations",
                     "another one", "run polyscape analyze again");
  certify::Polydisc disc{{}, *radius};
  for (const std::size_t j : free) disc.centre.emplace_back(values[j]);
  algebra::Program equations = residuals;
  equations.outputs.clear();
  for (const std::size_t i : independent) equations.outputs.push_back(residuals.outputs[i]);
  const algebra::Program part = variety::restricted(equations, free, values);
  const bool holds = certify::Recheck({claim.free, algebra::expand(part)})
                         .one_zero(disc);  // real, as its centre and the equations are
  ++result.recheck->of;
  if (holds) {
    ++result.recheck->held;
    return;
  }
  result.interpolation->proof.reset();
  result.notes.emplace_back(Severity::question,
                            "the certificate of a real point of the zero-loss set did not hold when checked again");
}

}  // namespace polyscape::study
