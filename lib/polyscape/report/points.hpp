#pragma once
/// What a result says of the isolated solutions: counts of them, what the counts rest on, and the points themselves.
#include <array>
#include <complex>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/kind.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/report/coordinate_texts.hpp"
#include "polyscape/report/fields.hpp"
#include "polyscape/report/paths.hpp"

namespace polyscape::report {

using algebra::Kind;

/// Strict local minima that no proof tells apart by their loss.
struct LossLevel {
  std::array<std::string, 2> loss;
  std::uint64_t points = 0;
};
void describe(auto& fields, Of<LossLevel> auto& l) {
  fields("loss", l.loss, "two decimals that it lies between at all of them");
  fields("points", l.points, "how many minima");
}

/// How many of the listed isolated points are proved to exist and to be no other's.
struct Existence {
  std::uint64_t certified = 0;
  Evidence by = Evidence::numerical;
};
void describe(auto& fields, Of<Existence> auto& e) {
  fields("certified", e.certified, "points proved to exist and to be no other's, singular rational ones too");
  fields("by", e.by, "`theorem` if that is all of them, else `numerical`");
}

struct Solutions {
  std::uint64_t isolated = 0, nonsingular = 0, singular = 0, real = 0, torus = 0;
  std::optional<std::uint64_t> orbits;
  std::optional<std::vector<Stratum>> strata;
  std::optional<std::uint64_t> certified_distinct, certified_real;
  Existence existence;
  Completeness completeness = Completeness::unknown;
  std::string completeness_by;
  std::optional<std::string> known_count;
  std::map<Kind, std::uint64_t> real_by_kind;
  std::map<int, std::uint64_t> real_by_index;
  std::vector<LossLevel> minima;
  std::uint64_t leaving_interval = 0;
};
void describe(auto& fields, Of<Solutions> auto& s) {
  fields("isolated", s.isolated, "distinct isolated solutions over C; `nonsingular` + `singular`");
  fields("nonsingular", s.nonsingular, "of these, with invertible Jacobian");
  fields("singular", s.singular, "of these, with singular Jacobian");
  fields("real", s.real, "of these", where(fields.real));
  fields("torus", s.torus, "without a zero coordinate");
  fields("orbits", s.orbits, "under the symmetries of the loss, where it has some");
  fields("strata", s.strata, "by zero coordinates; they add up to `isolated`", where(s.strata && !s.strata->empty()));
  fields("certified_distinct", s.certified_distinct,
         "nonsingular points with a certificate; left out where none were tried");
  fields("certified_real", s.certified_real, "of these the ones proved real", where(fields.real));
  fields("existence", s.existence, "of the listed points");
  fields("completeness", s.completeness, "`proved`, `modular`, `trace-tested`, `given` or `unknown`");
  fields("completeness_by", s.completeness_by, "what that rests on, or why it is unknown", filled(s.completeness_by));
  fields("known_count", s.known_count, "as given");
  fields("real_by_kind", s.real_by_kind,
         "critical points: `minimum`, `saddle`, `maximum`, `degenerate`, `undecided`, and how many",
         filled(s.real_by_kind));
  fields("real_by_index", s.real_by_index, "critical points with invertible Hessian: index, and how many",
         where(!s.real_by_kind.empty()));
  fields("minima", s.minima,
         "proved strict local minima by levels, lowest first; losses of different ones are proved to differ",
         filled(s.minima));
  fields("leaving_interval", s.leaving_interval, "real points where an approximated function leaves its interval",
         filled(s.leaving_interval));
}

/// What is proved of a point: exactly one zero, with an invertible Jacobian, is within `radius` of `digits` in every
/// coordinate.
struct Certificate {
  std::string radius;
  std::optional<bool> real;
  bool inertia = false;
  std::optional<std::array<std::string, 2>> loss;
};
void describe(auto& fields, Of<Certificate> auto& c) {
  fields("radius", c.radius, "of the polydisc around `digits`, a decimal");
  fields("real", c.real, "whether that zero is; left out when not decided");
  fields("inertia", c.inertia, "`true`: the point's inertia is that zero's", filled(c.inertia));
  fields("loss", c.loss, "two decimals that the loss there lies between; real points of a gradient");
}

/// The point's coordinates are these rationals: a zero of the system exactly, singular or not, with what is known of it
/// over Q. A gradient's inertia there is exact, too.
struct ExactPoint {
  CoordinateTexts coordinates;
  int rank = 0;
  std::optional<int> multiplicity;
  std::optional<std::string> loss;
};
void describe(auto& fields, Of<ExactPoint> auto& e) {
  fields("coordinates", e.coordinates, "real and imaginary parts, as `p/q`");
  fields("rank", e.rank, "of the Jacobian");
  fields("multiplicity", e.multiplicity,
         "of the local ring modulo random primes, of singular points; smaller with probability below 2^-80");
  fields("loss", e.loss, "real points of a gradient");
}

struct Point {
  std::vector<std::complex<double>> coordinates;
  bool real = false, nonsingular = false;
  int multiplicity = 1;
  double residual = 0, condition = 0;
  std::optional<double> loss;
  std::optional<CoordinateTexts> digits;
  std::optional<std::array<int, 3>> inertia;
  std::optional<Kind> kind;
  std::optional<bool> zero_loss, in_interval;
  bool certified = false;
  std::optional<Certificate> certificate;
  std::optional<ExactPoint> exact;
};
void describe(auto& fields, Of<Point> auto& p) {
  fields("coordinates", p.coordinates, "as doubles");
  fields("real", p.real, "every coordinate is", where(fields.real));
  fields("nonsingular", p.nonsingular, "the Jacobian is invertible");
  fields("multiplicity", p.multiplicity,
         "of the local ring where it was computed, else the number of paths that end there; 1 if nonsingular");
  fields("residual", p.residual, "largest value of an equation, relative to its terms");
  fields("condition", p.condition, "of the Jacobian; `null`: infinite");
  fields("loss", p.loss, "regularisation included; real points of a gradient");
  fields("digits", p.digits,
         "coordinates as decimals: where doubles do not single the point out, and with every certificate");
  fields("inertia", p.inertia, "`[n-, n0, n+]` of the Hessian; real points");
  fields("kind", p.kind, "`minimum`, `saddle`, `maximum`, `degenerate`; real points");
  fields("zero_loss", p.zero_loss, "every residual f(x_i; w) - y_i vanishes");
  fields("in_interval", p.in_interval, "arguments of approximated functions stay in their intervals");
  fields("certified", p.certified, "`true`: a certificate, disjoint from those of all other points",
         filled(p.certified));
  fields("certificate", p.certificate, "what is proved of a zero near the point");
  fields("exact", p.exact, "the point as a zero of the system over Q");
}

}  // namespace polyscape::report
