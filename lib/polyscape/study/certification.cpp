#include "polyscape/study/certification.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/certify/distinct.hpp"
#include "polyscape/certify/inertia.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/certify/rational_zero.hpp"
#include "polyscape/certify/recheck.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/critical/regular_zero.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using algebra::Rational;
using report::Point;

namespace {

constexpr double quick = 1e8;  // points times variables^3 that "auto" certifies: minutes at most
constexpr int bounds_digits = 1000;  // more than a decimal has that a certificate holds

using Centre = std::vector<GaussianRational>;

// nullopt when some strings are no numbers.
std::optional<Centre> parsed(const std::vector<std::array<std::string, 2>>& coordinates) {
  Centre result;
  for (const auto& [re, im] : coordinates) {
    const auto a = Rational::parse(re), b = Rational::parse(im);
    if (!a || !b) return std::nullopt;
    result.emplace_back(*a, *b);
  }
  return result;
}

// The best approximation that the point holds; nullopt when its digits are none.
std::optional<Centre> approximation(const Point& p) { return p.digits ? parsed(*p.digits) : eval::exact_point(p.coordinates); }

/// A nonsingular point with its proof, as long as there is one.
struct Candidate {
  Point* point;
  Centre near;
  std::optional<certify::Certificate> certificate;
};

certify::Polydisc disc(const Candidate& c) { return {c.certificate->centre, c.certificate->radius}; }

std::array<int, 3> counts(const algebra::Inertia& n) {
  return {static_cast<int>(n.negative), static_cast<int>(n.zero), static_cast<int>(n.positive)};
}

void prove_all(std::vector<Candidate>& candidates, const certify::Certifier& certifier, const solve::Options& options, const Observer& observer) {
  std::mutex mutex;
  std::uint64_t done = 0;
  parallel_for(candidates.size(), static_cast<std::size_t>(options.threads), [&](std::size_t i) {
    if (cancellation_requested()) return;
    candidates[i].certificate = certifier(candidates[i].near, {128, std::max(128, options.max_precision)});
    const std::lock_guard lock(mutex);
    ++done;
    if (observer) observer({"certificates", done, candidates.size()});
  });
}

// Polydiscs that meet are shrunk at higher precision; returns how many points stay without a place of their own.
std::size_t separate(std::vector<Candidate>& candidates, const certify::Certifier& certifier, int max_bits) {
  for (;;) {
    std::vector<certify::Polydisc> discs;
    std::vector<std::size_t> index;
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (candidates[i].certificate) {
        discs.push_back(disc(candidates[i]));
        index.push_back(i);
      }
    const auto pairs = certify::meeting(discs);
    if (pairs.empty()) return 0;
    std::vector<std::size_t> again;
    for (const auto& [a, b] : pairs) again.insert(again.end(), {index[a], index[b]});
    std::ranges::sort(again);
    again.erase(std::unique(again.begin(), again.end()), again.end());
    bool smaller = false;
    for (const std::size_t i : again) {
      const int bits = 2 * candidates[i].certificate->bits;
      if (bits > max_bits) continue;
      if (auto finer = certifier(candidates[i].near, {bits, max_bits})) {
        candidates[i].certificate = std::move(finer);
        smaller = true;
      }
    }
    if (smaller) continue;
    std::size_t same = 0;
    for (const auto& [a, b] : pairs)
      if (std::exchange(candidates[index[b]].certificate, std::nullopt)) ++same;
    return same;
  }
}

/// Writes the proof into the point; false when it contradicts what the point says.
bool record(Candidate& c, const algebra::Differentiated* gradient, const certify::RealEnclosure* loss) {
  const certify::Certificate& proof = *c.certificate;
  Point& p = *c.point;
  report::Certificate written;
  written.radius = algebra::decimal(proof.radius, 2);
  if (proof.reality != certify::Reality::undecided) {
    written.real = proof.reality == certify::Reality::real;
    if (*written.real != p.real) return false;
  }
  if (gradient && written.real.value_or(false)) {
    const algebra::Inertia inertia = *certify::inertia(*gradient, proof);
    if (p.inertia && *p.inertia != counts(inertia)) return false;
    p.inertia = counts(inertia);
    p.kind = critical::name(critical::kind_of(inertia));
    written.inertia = true;
    const certify::Enclosure e = (*loss)(proof);
    written.loss = {algebra::decimal(e.low, bounds_digits), algebra::decimal(e.high, bounds_digits)};
  }
  p.digits = certify::centre_text(proof);
  for (std::size_t i = 0; i < p.coordinates.size(); ++i) p.coordinates[i] = proof.centre[i].to_complex();
  p.certified = true;
  p.certificate = std::move(written);
  return true;
}

/// What is known over Q of the point, if it is a rational one; false when that contradicts what the point says.
bool record_exact(Point& p, const algebra::Differentiated& system, const std::optional<algebra::Program>& loss) {
  p.exact.reset();
  const auto near = approximation(p);
  const auto zero = near ? certify::rational_zero(system, *near) : std::nullopt;
  if (!zero) return true;
  if (p.certificate) {  // its zero is the only one there
    const auto radius = Rational::parse(p.certificate->radius);
    for (std::size_t i = 0; i < near->size(); ++i)
      if (abs(zero->point[i].re - (*near)[i].re) > *radius || abs(zero->point[i].im - (*near)[i].im) > *radius) return true;
  }
  const bool real = std::ranges::all_of(zero->point, &GaussianRational::is_real);
  const bool regular = zero->rank == near->size();
  if (real != p.real || regular != p.nonsingular) return false;
  report::ExactPoint& exact = p.exact.emplace();
  for (const GaussianRational& z : zero->point) exact.coordinates.push_back({z.re.to_string(), z.im.to_string()});
  exact.rank = static_cast<int>(zero->rank);
  if (!real || !loss || !zero->inertia) return true;
  exact.loss = algebra::evaluate(*loss, std::span<const GaussianRational>(zero->point)).front().re.to_string();
  const bool agrees = !p.inertia || *p.inertia == counts(*zero->inertia);
  p.inertia = counts(*zero->inertia);
  p.kind = critical::name(critical::kind_of(*zero->inertia));
  return agrees;
}

/// Points, singular ones, that are the same rational one: their digits do not tell them apart, and it is none of them for certain.
void drop_shared_exact(std::vector<Point>& points) {
  std::map<std::vector<std::array<std::string, 2>>, std::vector<Point*>> by_place;
  for (Point& p : points)
    if (p.exact) by_place[p.exact->coordinates].push_back(&p);
  for (const auto& [place, list] : by_place)
    if (list.size() > 1)
      for (Point* p : list)
        if (!p->certificate) p->exact.reset();
}

std::string plural(std::size_t count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

// Kinds and indices counted again: a proof may have decided what was open.
void recount(report::Result& result) {
  report::Solutions& s = *result.solutions;
  s.real_by_kind.clear();
  s.real_by_index.clear();
  for (const Point& p : *result.points) {
    if (!p.real) continue;
    ++s.real_by_kind[p.kind.value_or("undecided")];
    if (p.inertia && (*p.inertia)[1] == 0) ++s.real_by_index[(*p.inertia)[0]];
  }
}

/// Minima by their losses: enclosures that overlap, directly or through others, are one level.
std::vector<report::LossLevel> levels(const std::vector<Point>& points) {
  struct Minimum {
    Rational low, high;
    const Point* point;
  };
  std::vector<Minimum> minima;
  for (const Point& p : points) {
    if (!p.certificate || !p.certificate->inertia || !p.certificate->loss || p.kind != critical::name(critical::Kind::minimum)) continue;
    const auto low = Rational::parse((*p.certificate->loss)[0]), high = Rational::parse((*p.certificate->loss)[1]);
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

/// How the count is known.
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

bool certificate_holds(const Claim& claim, const certify::Recheck& checker) {
  const auto& certificate = claim.point->certificate;
  if (!certificate) return true;
  if (!checker.one_zero(claim.disc)) return false;
  if (certificate->real) {
    const bool centre_real = std::ranges::all_of(claim.disc.centre, &GaussianRational::is_real);
    const bool not_real = std::ranges::any_of(claim.disc.centre, [&](const GaussianRational& z) { return abs(z.im) > claim.disc.radius; });
    if (!(*certificate->real ? centre_real : not_real)) return false;
  }
  if (certificate->inertia && !inertia_holds(*claim.point, claim.disc, checker)) return false;
  if (!certificate->loss) return true;
  const auto low = Rational::parse((*certificate->loss)[0]), high = Rational::parse((*certificate->loss)[1]);
  return low && high && certificate->real.value_or(false) && checker.potential_within(claim.disc, *low, *high);
}

bool exact_holds(const Claim& claim, const certify::Recheck& checker) {
  const auto& exact = claim.point->exact;
  if (!exact) return true;
  if (!checker.is_zero(claim.exact) || checker.rank(claim.exact) != static_cast<std::size_t>(exact->rank)) return false;
  return !exact->loss || (inertia_holds(*claim.point, {claim.exact, 0}, checker) && checker.potential_at(claim.exact) == Rational::parse(*exact->loss));
}

}  // namespace

bool wants_certificates(const report::Result& result, const solve::Options& options) {
  if (options.certify != "auto") return options.certify == "always";
  const auto n = static_cast<double>(result.system.variables);
  return static_cast<double>(result.solutions->nonsingular) * n * n * n <= quick;
}

void certify(report::Result& result, const CertifiedSystem& system, const solve::Options& options, const Observer& observer) {
  const certify::Certifier certifier(system.equations);
  const algebra::Differentiated differentiated = algebra::differentiate(system.equations);
  std::vector<Candidate> candidates;
  for (Point& p : *result.points) {
    p.certified = false;
    p.certificate.reset();
    if (!p.nonsingular) continue;
    if (auto near = approximation(p)) candidates.push_back({&p, std::move(*near), std::nullopt});
  }
  prove_all(candidates, certifier, options, observer);
  const std::size_t same = separate(candidates, certifier, options.max_precision);
  std::optional<certify::RealEnclosure> loss;
  if (system.loss) loss.emplace(*system.loss);
  std::vector<char> contradicts(candidates.size(), 0);
  parallel_for(candidates.size(), static_cast<std::size_t>(options.threads), [&](std::size_t i) {
    if (candidates[i].certificate) contradicts[i] = !record(candidates[i], system.loss ? &differentiated : nullptr, loss ? &*loss : nullptr);
  });
  std::vector<Point>& points = *result.points;
  std::vector<char> inexact(points.size(), 0);
  parallel_for(points.size(), static_cast<std::size_t>(options.threads), [&](std::size_t i) { inexact[i] = !record_exact(points[i], differentiated, system.loss); });
  drop_shared_exact(points);
  if (same > 0) result.notes.push_back("QUESTION: " + plural(same, "point") + " could not be proved to differ from others");
  if (const auto count = static_cast<std::size_t>(std::ranges::count(contradicts, 1) + std::ranges::count(inexact, 1)); count > 0)
    result.notes.push_back("QUESTION: what is proved of " + plural(count, "point") + " (reality, Hessian index) contradicts what was found");
  if (system.loss) recount(result);
  conclude(result);
}

void recheck(report::Result& result, const algebra::System& system, const std::optional<algebra::Program>& loss, const std::string& file, int threads) {
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
      const auto radius = Rational::parse(p.certificate->radius);
      if (!centre || !radius || centre->size() != n)
        throw InputError(where, "a certificate: a radius, and " + std::to_string(n) + " digits of its centre", "another one", "run polyscape analyze again");
      claim.disc = {*centre, *radius};
    }
    if (p.exact) {
      const auto exact = parsed(p.exact->coordinates);
      if (!exact || exact->size() != n) throw InputError(where + ".exact", std::to_string(n) + " pairs of rationals", "another list", "run polyscape analyze again");
      claim.exact = *exact;
    }
  }
  std::vector<char> holds(claims.size(), 0);
  parallel_for(claims.size(), static_cast<std::size_t>(threads), [&](std::size_t i) { holds[i] = certificate_holds(claims[i], checker) && exact_holds(claims[i], checker); });
  std::vector<certify::Polydisc> held;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    Point& p = *claims[i].point;
    if (!holds[i]) {
      p.certified = false;
      p.certificate.reset();
      p.exact.reset();
    } else if (p.certificate) {
      held.push_back(claims[i].disc);
    }
  }
  const auto count = static_cast<std::size_t>(std::ranges::count(holds, 1));
  result.recheck = {count, claims.size(), certify::meeting(held).empty()};
  if (count < claims.size()) result.notes.push_back("QUESTION: " + plural(claims.size() - count, "certificate") + " did not hold when checked again");
  conclude(result);
}

void recheck_zero_loss(report::Result& result, const algebra::Program& residuals, const std::string& file) {
  if (!result.interpolation || !result.interpolation->proof) return;
  const report::RegularZero& claim = *result.interpolation->proof;
  std::vector<Rational> values;
  for (const std::string& coordinate : claim.coordinates)
    if (auto value = Rational::parse(coordinate)) values.push_back(std::move(*value));
  std::vector<std::size_t> free;
  for (std::size_t j = 0; j < result.names.size(); ++j)
    if (std::ranges::count(claim.free, result.names[j]) > 0) free.push_back(j);
  const auto radius = Rational::parse(claim.radius);
  const std::size_t weights = residuals.variables();
  if (!radius || claim.coordinates.size() != weights || values.size() != weights || result.names.size() != weights || claim.free.size() != residuals.outputs.size() ||
      free.size() != claim.free.size())
    throw InputError(file + " interpolation.proof", "a radius, a decimal for each weight, and the names of as many free ones as equations", "another one",
                     "run polyscape analyze again");
  certify::Polydisc disc{{}, *radius};
  for (const std::size_t j : free) disc.centre.emplace_back(values[j]);
  const algebra::Program part = critical::restricted(residuals, free, values);
  const bool holds = certify::Recheck({claim.free, algebra::expand(part)}).one_zero(disc);  // real, as its centre and the equations are
  ++result.recheck->of;
  if (holds) {
    ++result.recheck->held;
    return;
  }
  result.interpolation->proof.reset();
  result.notes.push_back("QUESTION: the proof of a real point of the zero-loss set did not hold when checked again");
}

}  // namespace polyscape::study
