#pragma once
/// What a result says of the paths: where they started, what became of each, and of those that a check followed.
#include <complex>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// The isolated solutions over C whose zero coordinates are exactly those named.
struct Stratum {
  std::vector<std::string> zero;
  std::uint64_t isolated = 0;
  std::optional<std::uint64_t> real;  ///< not of a generic member
};
void describe(auto& fields, Of<Stratum> auto& s) {
  fields("zero", s.zero, "names of the coordinates that are zero");
  fields("isolated", s.isolated, "such points");
  fields("real", s.real, "of these; not of a generic member", where(fields.real));
}

/// How a generic translate F(x) = p of the system, or of the network's generic member, was solved.
struct Monodromy {
  std::uint64_t translate = 0, section = 0, paths = 0;
  double trace_error = 1;
  bool traced = false;
  std::vector<Stratum> strata;
  bool quoted = false;  ///< no completeness follows then
};
void describe(auto& fields, Of<Monodromy> auto& m) {
  fields("translate", m.translate, "solutions of F(x) = p, p generic");
  fields("section", m.section, "points of the curve section that the trace test was made with");
  fields("paths", m.paths, "of loops, trace tests and the way to the translate");
  fields("trace_error", m.trace_error,
         "0 but for rounding when no point is missing (Sommese, Verschelde, Wampler 2002)");
  fields("traced", m.traced, "the test passed, and no path from there failed");
  fields("quoted", m.quoted, "`true` where all this is the word of a file (`--generic`)", filled(m.quoted));
  fields("strata", m.strata, "of the generic member", filled(m.strata));
}

/// One class a start solution; the six classes add up to `tracked`.
struct Paths {
  std::string start;
  std::uint64_t tracked = 0, nonsingular = 0, singular = 0, at_infinity = 0, positive_dimensional = 0, excluded = 0,
                failed = 0;
  std::string reason;
  std::map<std::string, std::uint64_t> failures;
  bool cancelled = false;
};
void describe(auto& fields, Of<Paths> auto& p) {
  fields(
      "start", p.start,
      "`total-degree`, `multihomogeneous`, `polyhedral`, `lifted`, `monodromy`, `parameter`, `fixed points`, `none`");
  fields("tracked", p.tracked, "start solutions; the next six add up to it");
  fields("nonsingular", p.nonsingular, "end at an isolated point with invertible Jacobian");
  fields("singular", p.singular, "end at an isolated point with singular Jacobian");
  fields("at_infinity", p.at_infinity, "leave every bounded region");
  fields("positive_dimensional", p.positive_dimensional, "end on a larger set");
  fields("excluded", p.excluded, "end at a point that an equation left out by squaring up excludes");
  fields("failed", p.failed, "could not be followed to their end");
  fields("reason", p.reason, "why this start", filled(p.reason));
  fields("failures", p.failures, "reasons of failures, and how many paths each", filled(p.failures));
  fields("cancelled", p.cancelled, "paths were left out, as the job was ended by Ctrl-C or SIGTERM", lately);
}

/// What a second solve with another seed and start found (`--confirm`).
struct Confirmation {
  std::string start;
  std::uint64_t seed = 0, isolated = 0, failed = 0, missing_here = 0, missing_there = 0;
  bool agrees = false;
};
void describe(auto& fields, Of<Confirmation> auto& c) {
  fields("start", c.start, "of the second solve");
  fields("seed", c.seed, "of the second solve");
  fields("isolated", c.isolated, "its solutions");
  fields("failed", c.failed, "its failed paths");
  fields("missing_here", c.missing_here, "solutions that it alone found: they were added");
  fields("missing_there", c.missing_there, "solutions that it did not find");
  fields("agrees", c.agrees, "neither found a solution that the other did not, and the second was not cancelled");
}

/// A place where paths ended on a positive-dimensional solution set, with the rank of the Jacobian there.
struct NonIsolatedEndpoint {
  std::vector<std::complex<double>> coordinates;
  int paths = 1;
  std::optional<int> rank;
  bool rank_exact = false;
  std::optional<int> rank_upper;  ///< the Jacobian of a gradient maps the tangent vectors to zero
};
void describe(auto& fields, Of<NonIsolatedEndpoint> auto& e) {
  fields("coordinates", e.coordinates, "of the place");
  fields("paths", e.paths, "that ended there");
  fields("rank", e.rank, "of the Jacobian there");
  fields("rank_exact", e.rank_exact, "`true`: over Q, at a rational zero", filled(e.rank_exact));
  fields("rank_upper", e.rank_upper, "a bound by the tangent vectors of continuous symmetries");
}

}  // namespace polyscape::report
