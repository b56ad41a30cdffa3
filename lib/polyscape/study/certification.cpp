#include "polyscape/study/certification.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/rational_letter.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/limit.hpp"
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

/// What is proved of the zero at a nonsingular point, on its own.
struct Proved {
  certify::Certificate certificate;
  std::optional<algebra::Inertia> inertia;        ///< of a gradient's Jacobian, where it is real
  std::optional<certify::Enclosure> loss;         ///< there
  std::optional<certify::RationalZero> rational;  ///< that it is, if it is one
};
using Proof = std::optional<Proved>;

void write(LetterWriter& letter, const std::optional<algebra::Inertia>& n) {
  letter.number(n ? 1 : 0);
  if (n) letter.number(n->negative).number(n->zero).number(n->positive);
}
std::optional<algebra::Inertia> read_inertia(LetterReader& letter) {
  if (letter.number() == 0) return std::nullopt;
  algebra::Inertia n;
  n.negative = letter.number();
  n.zero = letter.number();
  n.positive = letter.number();
  return n;
}

/// For other processes of the job.
std::string bytes_of(const Proof& proof) {
  LetterWriter letter('c');
  letter.number(proof ? 1 : 0);
  if (!proof) return letter.letter();
  const certify::Certificate& c = proof->certificate;
  algebra::write(letter, c.centre);
  algebra::write(letter, c.radius);
  letter.number(static_cast<std::uint64_t>(c.reality)).number(static_cast<std::uint64_t>(c.bits));
  write(letter, proof->inertia);
  letter.number(proof->loss ? 1 : 0);
  if (proof->loss) algebra::write(letter, proof->loss->low), algebra::write(letter, proof->loss->high);
  letter.number(proof->rational ? 1 : 0);
  if (!proof->rational) return letter.letter();
  algebra::write(letter, proof->rational->point);
  letter.number(proof->rational->rank);
  write(letter, proof->rational->inertia);
  return letter.letter();
}
Proof proof_from(const std::string& bytes) {
  LetterReader letter(bytes);
  if (letter.number() == 0) return std::nullopt;
  Proof proof(std::in_place);
  certify::Certificate& c = proof->certificate;
  c.centre = algebra::read_point(letter);
  c.radius = algebra::read_rational(letter);
  c.reality = static_cast<certify::Reality>(letter.number());
  c.bits = static_cast<int>(letter.number());
  proof->inertia = read_inertia(letter);
  if (letter.number() != 0) {
    algebra::Rational low = algebra::read_rational(letter);
    proof->loss = certify::Enclosure{std::move(low), algebra::read_rational(letter)};
  }
  if (letter.number() == 0) return proof;
  proof->rational.emplace();
  proof->rational->point = algebra::read_point(letter);
  proof->rational->rank = letter.number();
  proof->rational->inertia = read_inertia(letter);
  return proof;
}

/// Proves what can be of one system's zeros. Thread-safe.
class Prover {
 public:
  explicit Prover(const CertifiedSystem& system)
      : certifier_(system.equations), differentiated_(algebra::differentiate(system.equations)) {
    if (system.loss) loss_.emplace(*system.loss);
  }

  Proof operator()(const Centre& near, const certify::PrecisionRange& range) const {
    auto certificate = certifier_(near, range);
    if (!certificate) return std::nullopt;
    Proof proof(std::in_place, *std::move(certificate));
    if (loss_ && proof->certificate.reality == certify::Reality::real) {
      proof->inertia = certify::inertia(differentiated_, proof->certificate);
      proof->loss = (*loss_)(proof->certificate);
    }
    proof->rational = rational_zero_in(proof->certificate);
    return proof;
  }

  /// The simplest rational zero near an approximation that has no certificate.
  std::optional<certify::RationalZero> rational_zero(const Centre& near) const {
    return certify::rational_zero(differentiated_, near);
  }

 private:
  /// The polydisc's only zero, if it is rational.
  std::optional<certify::RationalZero> rational_zero_in(const certify::Polydisc& disc) const {
    auto zero = certify::rational_zero(differentiated_, disc.centre);
    if (!zero) return std::nullopt;
    for (std::size_t i = 0; i < zero->point.size(); ++i) {
      const GaussianRational off = zero->point[i] - disc.centre[i];
      if (!at_most(off.re, disc.radius) || !at_most(off.im, disc.radius)) return std::nullopt;
    }
    return zero;
  }

  certify::Certifier certifier_;
  algebra::Differentiated differentiated_;
  std::optional<certify::RealEnclosure> loss_;
};

report::CoordinateTexts texts(const certify::RationalZero& zero) {
  report::CoordinateTexts::Pairs result;
  for (const GaussianRational& z : zero.point) result.push_back({z.re.to_string(), z.im.to_string()});
  return result;
}

/// Writes what is known over Q(i) of the point; false when it contradicts what the point says. asserted: the point says
/// whether it is real. loss: the potential, of a gradient.
bool record_exact(Point& p, const certify::RationalZero& zero, bool asserted,
                  const std::optional<algebra::Program>& loss) {
  const bool real = std::ranges::all_of(zero.point, &GaussianRational::is_real),
             regular = zero.rank == zero.point.size();
  if ((asserted && real != p.real) || regular != p.nonsingular) return false;
  report::ExactPoint& exact = p.exact.emplace();
  exact.coordinates = texts(zero);
  exact.rank = static_cast<int>(zero.rank);
  if (!real || !loss || !zero.inertia) return true;
  exact.loss = algebra::evaluate(*loss, std::span<const GaussianRational>(zero.point)).front().re.to_string();
  const bool agrees = !p.inertia || *p.inertia == counts(*zero.inertia);
  p.inertia = counts(*zero.inertia);
  p.kind = critical::kind_of(*zero.inertia);
  return agrees;
}

/// Writes the proof into the point; false when it contradicts what the point says.
bool record(const Proved& proof, Point& p, bool asserted, const std::optional<algebra::Program>& loss) {
  const certify::Certificate& c = proof.certificate;
  report::Certificate written;
  written.radius = algebra::decimal(c.radius, 2);
  if (c.reality != certify::Reality::undecided) {
    written.real = c.reality == certify::Reality::real;
    if (*written.real != p.real) return false;
  }
  if (proof.inertia) {
    if (p.inertia && *p.inertia != counts(*proof.inertia)) return false;
    p.inertia = counts(*proof.inertia);
    p.kind = critical::kind_of(*proof.inertia);
    written.inertia = true;
  }
  if (proof.loss)
    written.loss = {algebra::decimal(proof.loss->low, bounds_digits, algebra::Rounding::down),
                    algebra::decimal(proof.loss->high, bounds_digits, algebra::Rounding::up)};
  p.digits = certify::centre_text(c);
  for (std::size_t i = 0; i < p.coordinates.size(); ++i) p.coordinates[i] = c.centre[i].to_complex();
  p.certified = true;
  p.certificate = std::move(written);
  return !proof.rational || record_exact(p, *proof.rational, asserted, loss);
}

/// A nonsingular point. Its proof is what the point says of it.
struct Candidate {
  Point* point;
  int bits = 0;              ///< of the proof
  bool contradicts = false;  ///< what was found before
};

/// The certified polydisc, as it is written.
certify::Polydisc polydisc_of(const Point& p) {
  return {approximation(p).value(), certified_number(p.certificate->radius).value()};
}

class Certification {
 public:
  Certification(report::Result& result, const CertifiedSystem& system, const Options& options, const Observer& observer)
      : result_(result), loss_(system.loss), options_(options), observer_(observer), prover_(system) {
    for (Point& p : *result.points) {
      p.certified = false;
      p.certificate.reset();
      p.exact.reset();
      if (p.nonsingular) candidates_.push_back({&p});
    }
  }

  /// Members of a team share the proofs out.
  void prove_all() {
    Counter counter(observer_, "certificates", candidates_.size());
    constexpr std::size_t grain = 64;
    const auto identity = [&] {
      LetterWriter letter('c');
      letter.number(static_cast<std::uint64_t>(options_.max_precision));
      for (const Candidate& c : candidates_) algebra::write(letter, approximation(*c.point).value_or(Centre()));
      return digest_bytes(letter.letter());
    };
    using Outcome = std::optional<Proof>;  // nullopt: the job was cancelled before
    shared_for(
        current_team(), {candidates_.size(), grain, static_cast<std::size_t>(options_.threads)}, identity,
        [&](std::size_t i) {
          return found_unless_cancelled([&]() -> Proof {
            const auto near = approximation_of(i);
            if (!near) return std::nullopt;
            const int bits = bits_of_digits(*near, options_.max_precision);
            return prover_(*near, {bits > machine_reach ? bits : certify::machine_bits,
                                   std::max(least_bits, options_.max_precision)});
          });
        },
        [](const Outcome& outcome) {
          // A proof at the first precision alone is what a cancelled job has.
          return outcome && !cancellation_requested() ? std::optional(bytes_of(*outcome)) : std::nullopt;
        },
        [](const std::string& bytes) { return Outcome(proof_from(bytes)); },
        [&](std::size_t i, Outcome&& outcome) {
          if (!outcome) return;
          const std::lock_guard alone(lock_of(i));
          if (*outcome) write_down(candidates_[i], **outcome);
          counter.count();
        });
  }

  /// Polydiscs that meet are shrunk at higher precision; returns how many points stay without a place of their own.
  std::size_t separate() {
    for (;;) {
      std::vector<certify::Outline> outlines;
      std::vector<Candidate*> certified;
      for (Candidate& c : candidates_)
        if (const auto& certificate = c.point->certificate) {
          outlines.push_back({c.point->coordinates, certified_number(certificate->radius)->to_double()});
          certified.push_back(&c);
        }
      const auto pairs = certify::meeting(outlines, [&](std::size_t k) { return polydisc_of(*certified[k]->point); });
      if (pairs.empty()) return 0;
      std::set<Candidate*> again;
      for (const auto& [a, b] : pairs) again.insert({certified[a], certified[b]});
      bool smaller = false;
      for (Candidate* c : again) smaller = shrunk(*c) || smaller;
      if (smaller) continue;
      std::size_t same = 0;
      for (const auto& [a, b] : pairs) {
        Point& p = *certified[b]->point;
        if (!p.certified) continue;
        p.certified = false;
        p.certificate.reset();
        p.exact.reset();
        ++same;
      }
      return same;
    }
  }

  /// Rational zeros at the points without a certificate: none where two of the points seem to be the same one, whose
  /// digits do not tell them apart.
  void find_rational_zeros() {
    std::vector<Point*> open;
    std::map<report::CoordinateTexts, std::size_t> points_at;
    for (Point& p : *result_.points) {
      if (!p.certificate) open.push_back(&p);
      if (p.exact) ++points_at[p.exact->coordinates];
    }
    std::vector<std::optional<certify::RationalZero>> zeros(open.size());
    Counter searched(observer_, "rational zeros", open.size());
    each_unless_cancelled(open.size(), options_.threads, searched, [&](std::size_t i) {
      if (const auto near = approximation(*open[i])) zeros[i] = prover_.rational_zero(*near);
    });
    for (const auto& zero : zeros)
      if (zero) ++points_at[texts(*zero)];
    for (std::size_t i = 0; i < open.size(); ++i)
      if (zeros[i] && points_at[texts(*zeros[i])] == 1 &&
          !record_exact(*open[i], *zeros[i], result_.system.real, loss_))
        ++contradictions_;
  }

  std::size_t contradictions() const {
    return contradictions_ + static_cast<std::size_t>(std::ranges::count_if(candidates_, &Candidate::contradicts));
  }

 private:
  /// Of a candidate's point: another member's proof of it may arrive while it is to be proved here, too.
  std::mutex& lock_of(std::size_t i) { return locks_[i % locks_.size()]; }
  std::optional<Centre> approximation_of(std::size_t i) {
    const std::lock_guard alone(lock_of(i));
    return approximation(*candidates_[i].point);
  }

  void write_down(Candidate& c, const Proved& proof) {
    c.bits = proof.certificate.bits;
    c.contradicts = !record(proof, *c.point, result_.system.real, loss_);
  }

  bool shrunk(Candidate& c) {
    const int bits = 2 * c.bits;
    if (bits > options_.max_precision || cancellation_requested()) return false;
    const auto finer = found_unless_cancelled([&] {
      return prover_(*approximation(*c.point), {bits, options_.max_precision});
    });
    if (!finer || !*finer) return false;
    write_down(c, **finer);
    return true;
  }

  report::Result& result_;
  const std::optional<algebra::Program>& loss_;
  const Options& options_;
  const Observer& observer_;
  const Prover prover_;
  std::vector<Candidate> candidates_;
  std::array<std::mutex, 64> locks_;
  std::size_t contradictions_ = 0;  ///< of rational zeros
};

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
  Certification certification(result, system, options, observer);
  certification.prove_all();
  const std::size_t same = certification.separate();
  certification.find_rational_zeros();
  const std::size_t contradictions = certification.contradictions();
  if (std::ranges::any_of(*result.points, [](const Point& p) { return p.exact && !p.nonsingular; }))
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
