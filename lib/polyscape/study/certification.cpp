#include "polyscape/study/certification.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/rational_letter.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/certify/distinct.hpp"
#include "polyscape/certify/inertia.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/certify/rational_zero.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using algebra::Rational;
using report::Point;

namespace {

constexpr int least_bits = 128;      // of balls
constexpr int machine_reach = 160;   // fractions of double-doubles are as long, their two parts far from each other
constexpr double quick = 1e8;        // points times variables^3 that "auto" certifies: minutes at most
constexpr int bounds_digits = 1000;  // of the loss, at most

/// A nonsingular point with its proof, as long as there is one.
struct Candidate {
  Point* point;
  Centre near;
  std::optional<certify::Certificate> certificate;
};

using Proof = std::optional<certify::Certificate>;

/// For other processes of the job.
std::string bytes_of(const Proof& proof) {
  LetterWriter letter('c');
  letter.number(proof ? 1 : 0);
  if (!proof) return letter.letter();
  algebra::write(letter, proof->centre);
  algebra::write(letter, proof->radius);
  return letter.number(static_cast<std::uint64_t>(proof->reality))
      .number(static_cast<std::uint64_t>(proof->bits))
      .letter();
}
Proof proof_from(const std::string& bytes) {
  LetterReader letter(bytes);
  if (letter.number() == 0) return std::nullopt;
  Proof proof(std::in_place);
  proof->centre = algebra::read_point(letter);
  proof->radius = algebra::read_rational(letter);
  proof->reality = static_cast<certify::Reality>(letter.number());
  proof->bits = static_cast<int>(letter.number());
  return proof;
}

/// Members of a team share the proofs out.
void prove_all(std::vector<Candidate>& candidates, const certify::Certifier& certifier, const Options& options,
               const Observer& observer) {
  Counter counter(observer, "certificates", candidates.size());
  constexpr std::size_t grain = 64;
  const auto identity = [&] {
    LetterWriter letter('c');
    letter.number(static_cast<std::uint64_t>(options.max_precision));
    for (const Candidate& c : candidates) algebra::write(letter, c.near);
    return digest_bytes(letter.letter());
  };
  using Outcome = std::optional<Proof>;  // nullopt: the job was cancelled before
  shared_for(
      current_team(), {candidates.size(), grain, static_cast<std::size_t>(options.threads)}, identity,
      [&](std::size_t i) {
        return found_unless_cancelled([&] {
          const int bits = bits_of_digits(candidates[i].near, options.max_precision);
          return certifier(candidates[i].near, {bits > machine_reach ? bits : certify::machine_bits,
                                                std::max(least_bits, options.max_precision)});
        });
      },
      [](const Outcome& outcome) {
        // A proof at the first precision alone is what a cancelled job has.
        return outcome && !cancellation_requested() ? std::optional(bytes_of(*outcome)) : std::nullopt;
      },
      [](const std::string& bytes) { return Outcome(proof_from(bytes)); },
      [&](std::size_t i, Outcome&& outcome) {
        if (!outcome) return;
        candidates[i].certificate = *std::move(outcome);
        counter.count();
      });
}

// Polydiscs that meet are shrunk at higher precision; returns how many points stay without a place of their own.
std::size_t separate(std::vector<Candidate>& candidates, const certify::Certifier& certifier, int max_bits) {
  for (;;) {
    std::vector<const certify::Polydisc*> discs;
    std::vector<std::size_t> index;
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (candidates[i].certificate) {
        discs.push_back(&*candidates[i].certificate);
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
      if (bits > max_bits || cancellation_requested()) continue;
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
    if (const auto inertia = certify::inertia(*gradient, proof)) {
      if (p.inertia && *p.inertia != counts(*inertia)) return false;
      p.inertia = counts(*inertia);
      p.kind = critical::kind_of(*inertia);
      written.inertia = true;
    }
    if (const auto e = (*loss)(proof))
      written.loss = {algebra::decimal(e->low, bounds_digits, algebra::Rounding::down),
                      algebra::decimal(e->high, bounds_digits, algebra::Rounding::up)};
  }
  p.digits = certify::centre_text(proof);
  for (std::size_t i = 0; i < p.coordinates.size(); ++i) p.coordinates[i] = proof.centre[i].to_complex();
  p.certified = true;
  p.certificate = std::move(written);
  return true;
}

/// The rational zero that the point is, if it is one. proof: the point's, whose zero is the only one there.
std::optional<certify::RationalZero> rational_zero_at(const Point& p, const certify::Certificate* proof,
                                                      const algebra::Differentiated& system) {
  if (!proof) {
    const auto near = approximation(p);
    return near ? certify::rational_zero(system, *near) : std::nullopt;
  }
  auto zero = certify::rational_zero(system, proof->centre);
  if (!zero) return std::nullopt;
  for (std::size_t i = 0; i < zero->point.size(); ++i) {
    const GaussianRational off = zero->point[i] - proof->centre[i];
    if (!at_most(off.re, proof->radius) || !at_most(off.im, proof->radius)) return std::nullopt;
  }
  return zero;
}

/// Singular points that seem to be the same rational one: their digits do not tell them apart, and it is none of them
/// for certain.
void drop_shared(std::vector<std::optional<certify::RationalZero>>& zeros, const std::vector<Point>& points) {
  std::map<std::string, std::vector<std::size_t>> by_place;
  for (std::size_t i = 0; i < zeros.size(); ++i) {
    if (!zeros[i]) continue;
    std::string place;
    for (const GaussianRational& z : zeros[i]->point) place += z.re.to_string() + " " + z.im.to_string() + " ";
    by_place[place].push_back(i);
  }
  for (const auto& [place, list] : by_place)
    for (const std::size_t i : list)
      if (list.size() > 1 && !points[i].certificate) zeros[i].reset();
}

/// Writes what is known over Q(i) of the point; false when it contradicts what the point says. asserted: the point says
/// whether it is real.
bool record_exact(Point& p, const certify::RationalZero& zero, bool asserted,
                  const std::optional<algebra::Program>& loss) {
  const bool real = std::ranges::all_of(zero.point, &GaussianRational::is_real),
             regular = zero.rank == zero.point.size();
  if ((asserted && real != p.real) || regular != p.nonsingular) return false;
  report::ExactPoint& exact = p.exact.emplace();
  for (const GaussianRational& z : zero.point) exact.coordinates.push_back({z.re.to_string(), z.im.to_string()});
  exact.rank = static_cast<int>(zero.rank);
  if (!real || !loss || !zero.inertia) return true;
  exact.loss = algebra::evaluate(*loss, std::span<const GaussianRational>(zero.point)).front().re.to_string();
  const bool agrees = !p.inertia || *p.inertia == counts(*zero.inertia);
  p.inertia = counts(*zero.inertia);
  p.kind = critical::kind_of(*zero.inertia);
  return agrees;
}

// Kinds and indices counted again: a proof may have decided what was open.
void recount(report::Result& result) {
  report::Solutions& s = *result.solutions;
  s.real_by_kind.clear();
  s.real_by_index.clear();
  for (const Point& p : *result.points) {
    if (!p.real) continue;
    ++s.real_by_kind[p.kind.value_or(report::Kind::undecided)];
    if (p.inertia && (*p.inertia)[1] == 0) ++s.real_by_index[(*p.inertia)[0]];
  }
}

}  // namespace

int bits_of_digits(const Centre& near, int max_bits) {
  std::uint64_t bits = 1;  // of a denominator
  for (const GaussianRational& z : near) bits = std::max({bits, z.re.bits_below(), z.im.bits_below()});
  const int most = std::max(least_bits, max_bits);
  return static_cast<int>(std::clamp<std::uint64_t>(bits - 1, least_bits, static_cast<std::uint64_t>(most)));
}

bool wants_certificates(const report::Result& result, const Options& options) {
  if (options.certify != Certify::automatic) return options.certify == Certify::always;
  const auto n = static_cast<double>(result.system.variables);
  return static_cast<double>(result.solutions->nonsingular) * n * n * n <= quick;
}

void certify(report::Result& result, const CertifiedSystem& system, const Options& options, const Observer& observer) {
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
  Counter recorded(observer, system.loss ? "Hessian indices" : "certificates, written", candidates.size());
  parallel_for(candidates.size(), static_cast<std::size_t>(options.threads), [&](std::size_t i) {
    if (!candidates[i].certificate || cancellation_requested()) return;
    try {
      contradicts[i] = !record(candidates[i], system.loss ? &differentiated : nullptr, loss ? &*loss : nullptr);
    } catch (const Cancelled&) {  // the point stays without
    }
    recorded.count();
  });
  std::vector<Point>& points = *result.points;
  std::vector<std::optional<certify::RationalZero>> rational(points.size());
  Counter searched(observer, "rational zeros", points.size());
  for (Point& p : points) p.exact.reset();
  std::vector<const certify::Certificate*> proofs(points.size(), nullptr);
  for (const Candidate& c : candidates)
    if (c.point->certificate) proofs[static_cast<std::size_t>(c.point - points.data())] = &*c.certificate;
  each_unless_cancelled(points.size(), options.threads, searched,
                        [&](std::size_t i) { rational[i] = rational_zero_at(points[i], proofs[i], differentiated); });
  drop_shared(rational, points);
  auto contradictions = static_cast<std::size_t>(std::ranges::count(contradicts, 1));
  for (std::size_t i = 0; i < points.size(); ++i)
    if (rational[i] && !record_exact(points[i], *rational[i], result.system.real, system.loss)) ++contradictions;
  if (std::ranges::any_of(points, [](const Point& p) { return p.exact && !p.nonsingular; }))
    unless_cancelled(result, "not every multiplicity was computed",
                     [&] { add_exact_multiplicities(algebra::expand(system.equations), result); });
  if (same > 0)
    result.notes.emplace_back(Severity::question,
                              plural(same, "point") + " could not be certified to differ from others");
  if (contradictions > 0)
    result.contradictions.push_back("the certificates of " + plural(contradictions, "point") +
                                    " (reality, Hessian index, rank) say otherwise than what was found");
  if (system.loss) recount(result);
  conclude(result);
}

}  // namespace polyscape::study
