#include "polyscape/study/findings.hpp"

#include <algorithm>
#include <map>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/certify/rational_zero.hpp"
#include "polyscape/components/local_structure.hpp"
#include "polyscape/critical/census.hpp"
#include "polyscape/critical/orbits.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/critical/zero_loss.hpp"
#include "polyscape/solve/scaling.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/unless_cancelled.hpp"
#include "polyscape/variety/gauss_newton.hpp"

namespace polyscape::study {
namespace {

constexpr std::size_t most_local_rings = 20;
constexpr int exact_digits = 1100;  // more than a double has
constexpr int most_paths_there = 12;
constexpr double singled_out_by_doubles =
    1e8;  // condition up to which another solution is clearly further away than doubles are apart
constexpr std::size_t most_endpoint_ranks = 20;
constexpr double surely_not_zero = 1e-4;  // a coordinate of an endpoint, which is accurate to 1e-8 or better

report::Paths reported(const solve::Outcome& outcome) {
  const solve::Ledger& ledger = outcome.ledger;
  return {outcome.start,   ledger.tracked,     ledger.nonsingular,
          ledger.singular, ledger.at_infinity, ledger.positive_dimensional,
          ledger.excluded, ledger.failed,      outcome.start_reason,
          ledger.failures, outcome.cancelled};
}

report::Monodromy reported(const solve::MonodromyRecord& record) {
  return {record.translate, record.section, record.paths, record.trace_error, record.traced, {}, record.quoted};
}

report::Solutions counted(const std::vector<solve::Solution>& solutions) {
  report::Solutions counts;
  counts.isolated = solutions.size();
  for (const solve::Solution& s : solutions) {
    ++(s.nonsingular ? counts.nonsingular : counts.singular);
    if (s.real) ++counts.real;
    if (std::ranges::count(s.zero, true) == 0) ++counts.torus;
  }
  return counts;
}

std::vector<report::Stratum> strata(const std::vector<solve::Solution>& solutions,
                                    const std::vector<std::string>& names) {
  std::map<std::vector<bool>, report::Stratum> by_pattern;
  for (const solve::Solution& s : solutions) {
    const auto [entry, fresh] = by_pattern.try_emplace(s.zero);
    report::Stratum& stratum = entry->second;
    if (fresh)
      for (std::size_t i = 0; i < s.zero.size(); ++i)
        if (s.zero[i]) stratum.zero.push_back(names[i]);
    ++stratum.isolated;
    stratum.real = stratum.real.value_or(0) + (s.real ? 1 : 0);
  }
  std::vector<report::Stratum> list;
  for (auto& [pattern, stratum] : by_pattern) list.push_back(std::move(stratum));
  return list;
}

// Whether a double overflows, or becomes zero.
bool beyond_doubles(const eval::PackedPoint& point) {
  const auto lost = [](double rounded, const auto& exact) {
    return !std::isfinite(rounded) || (rounded == 0 && !exact().is_zero());
  };
  for (std::size_t i = 0; i < point.size(); ++i) {
    const std::complex<double> z = point.rounded(i);
    if (lost(z.real(), [&] { return point[i].re; }) || lost(z.imag(), [&] { return point[i].im; })) return true;
  }
  return false;
}

report::Point reported(const solve::Solution& s) {
  report::Point p;
  p.coordinates = s.rounded();
  p.real = s.real;
  for (std::size_t i = 0; i < p.coordinates.size(); ++i) {
    if (s.zero[i]) p.coordinates[i] = 0;  // decided to be zero: show it as such
    if (s.real) p.coordinates[i].imag(0);
  }
  p.nonsingular = s.nonsingular;
  p.multiplicity = s.multiplicity;
  p.residual = s.residual;
  p.condition = s.condition;
  if (beyond_doubles(s.coordinates)) {
    constexpr int digits = 34;
    report::CoordinateTexts::Pairs texts;
    for (const algebra::GaussianRational& z : s.coordinates.exact())
      texts.push_back({algebra::decimal(z.re, digits), algebra::decimal(s.real ? 0 : z.im, digits)});
    p.digits = texts;
  }
  if (s.nonsingular && !(s.condition < singled_out_by_doubles)) p.digits = critical::digits_of(s);
  return p;
}

// What the landscape says about a point, beside what the solver says.
void add_landscape(const critical::CriticalPoint& c, report::Point& p) {
  if (p.real) p.loss = c.loss.real();
  p.condition = c.condition;
  if (c.digits) p.digits = c.digits;
  p.zero_loss = c.zero_loss;
  p.in_interval = c.in_interval;
  if (c.inertia && c.inertia->decided) {
    const eval::Inertia& n = c.inertia->inertia;
    p.inertia = {static_cast<int>(n.negative), static_cast<int>(n.zero), static_cast<int>(n.positive)};
  }
  p.kind = c.kind;
}

}  // namespace

void add_solutions(const solve::Outcome& outcome, const Options& options, report::Result& result) {
  result.paths = reported(outcome);
  result.solutions = counted(outcome.solutions);
  result.solutions->strata = strata(outcome.solutions, result.names);
  if (options.known_count) result.solutions->known_count = options.known_count->to_string();
  if (outcome.monodromy) {
    result.monodromy = reported(*outcome.monodromy);
    if (!outcome.monodromy->traced)
      result.notes.emplace_back(Severity::question,
                                "the trace test of the generic translate did not pass: solutions may be missing");
  }
  if (const auto& c = outcome.confirmation)
    result.confirmation = {c->start, c->seed, c->isolated, c->failed, c->missing_here, c->missing_there, c->agrees()};
  std::vector<report::Point>& points = result.points.emplace(outcome.solutions.size());
  parallel_for(points.size(), static_cast<std::size_t>(options.threads),
               [&](std::size_t i) { points[i] = reported(outcome.solutions[i]); });
  for (const solve::NonIsolatedEndpoint& e : outcome.non_isolated) {
    report::NonIsolatedEndpoint endpoint;
    endpoint.coordinates = e.coordinates.rounded();
    endpoint.paths = e.paths;
    result.non_isolated.push_back(std::move(endpoint));
  }
  result.notes.insert(result.notes.end(), outcome.notes.begin(), outcome.notes.end());
  if (!outcome.cancelled && !outcome.closed) {
    const std::string open =
        "the solutions found are not closed under complex conjugation and the known symmetries: some are missing";
    // Failed paths and a failed trace test say so already.
    const bool said = outcome.ledger.failed > 0 || (outcome.monodromy && !outcome.monodromy->traced);
    if (said)
      result.notes.push_back(open);
    else
      result.contradictions.push_back(open);
  }
  conclude_uncertified(result);
}

// What is said of the generic member beside the record of its monodromy.
void add_generic_member(const std::vector<solve::Solution>& solutions, report::Result& result) {
  result.monodromy->strata = strata(solutions, result.names);
  for (report::Stratum& s : result.monodromy->strata) s.real.reset();  // its equations are not real
  if (result.monodromy->traced)
    result.bounds.generic_root_count = algebra::Integer(static_cast<long>(solutions.size()));
}

void add_multiplicities(const algebra::System& system, const std::vector<solve::Solution>& solutions,
                        const Options& options, report::Result& result, const Observer& observer, bool paths_known) {
  std::vector<std::size_t> singular;
  for (std::size_t i = 0; i < solutions.size() && singular.size() < most_local_rings; ++i)
    if (!solutions[i].nonsingular && (!paths_known || solutions[i].multiplicity <= most_paths_there))
      singular.push_back(i);
  std::vector<std::optional<components::LocalStructure>> rings(singular.size());
  // In the unknowns that they were found in: what vanishes is decided relative to 1.
  const std::optional<solve::Scaling> scaling = solve::scaling_of(system);
  const algebra::System tracked = scaling ? solve::scaled({system}, *scaling).system : system;
  Counter counter(observer, "multiplicities", singular.size());
  each_unless_cancelled(singular.size(), options.threads, counter, [&](std::size_t k) {
    solve::Solution s = solutions[singular[k]];
    if (scaling) solve::rescale(s, *scaling);
    rings[k] = components::local_structure(tracked, s.coordinates, s.bits,
                                           static_cast<std::size_t>(paths_known ? s.multiplicity : most_paths_there),
                                           Random(options.seed).stream("local rings").stream(k));
  });
  for (std::size_t k = 0; k < singular.size(); ++k) {
    if (!rings[k]) continue;
    const std::size_t i = singular[k];
    if (rings[k]->isolated) (*result.points)[i].multiplicity = static_cast<int>(rings[k]->multiplicity);
    if (!paths_known) continue;
    const bool square = system.equations.size() == system.names.size();
    if (!rings[k]->isolated ||
        (square && rings[k]->multiplicity != static_cast<std::size_t>(solutions[i].multiplicity)))
      result.notes.emplace_back(
          Severity::question,
          std::to_string(solutions[i].multiplicity) + " paths end at singular point " + std::to_string(i + 1) +
              (rings[k]->isolated ? ", but its local ring has multiplicity " + std::to_string(rings[k]->multiplicity)
                                  : ", but its local ring has a larger multiplicity, or it is not isolated"));
  }
}

void add_endpoint_ranks(const algebra::Program& system, std::span<const algebra::Scaling> scalings,
                        const Options& options, report::Result& result, const Observer& observer) {
  const std::size_t count = std::min(result.non_isolated.size(), most_endpoint_ranks);
  if (count == 0) return;
  const algebra::Differentiated differentiated = algebra::differentiate(system);
  Counter counter(observer, "ranks", count);
  each_unless_cancelled(count, options.threads, counter, [&](std::size_t k) {
    report::NonIsolatedEndpoint& e = result.non_isolated[k];
    const eval::Point place = eval::exact_point(e.coordinates);
    const auto exact = certify::rational_zero(differentiated, place);
    if (exact) {
      e.rank = static_cast<int>(exact->rank);
      e.rank_exact = true;
    } else if (const eval::RankDecision decision = variety::jacobian_rank(system, place); decision.decided) {
      e.rank = static_cast<int>(decision.rank);
    }
    if (scalings.empty()) return;
    // The tangent vectors e_j w_j: of the rank of the exponents where the coordinates are not zero.
    algebra::RationalMatrix tangents;
    for (const algebra::Scaling& s : scalings) {
      tangents.emplace_back();
      for (std::size_t j = 0; j < place.size(); ++j)
        tangents.back().push_back(
            (exact ? exact->point[j].is_zero() : std::abs(e.coordinates[j]) < surely_not_zero) ? 0 : s.exponents[j]);
    }
    e.rank_upper = static_cast<int>(place.size() - algebra::rank(tangents));
  });
}

void add_critical_points(const model::Model& model, const solve::Outcome& outcome, const Options& options,
                         report::Result& result, const Observer& observer) {
  const critical::Landscape landscape(model);
  const critical::Orbits orbits = critical::orbits(outcome.solutions, model.symmetries);
  Counter counter(observer, "critical points", outcome.solutions.size());
  const auto points = landscape.examine_all(outcome.solutions, orbits, options.threads, [&] { counter.count(); });
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i].examined) add_landscape(points[i], (*result.points)[i]);
  const critical::Census census = critical::take_census(outcome.solutions, points);
  report::Solutions& counts = *result.solutions;
  const std::pair<report::Kind, std::size_t> kinds[] = {{report::Kind::minimum, census.minima},
                                                        {report::Kind::saddle, census.saddles},
                                                        {report::Kind::maximum, census.maxima},
                                                        {report::Kind::degenerate, census.degenerate},
                                                        {report::Kind::undecided, census.undecided}};
  for (const auto& [kind, count] : kinds)
    if (count > 0) counts.real_by_kind[kind] = count;
  for (const auto& [index, count] : census.by_index) counts.real_by_index[index] = count;
  counts.leaving_interval = census.leaving_interval;
  if (census.real > 0 && census.leaving_interval == census.real)
    result.notes.push_back(
        "none of the real critical points stays inside the interval of every approximated function: they are points of "
        "the "
        "polynomials, and say nothing of the functions");
  if (!model.symmetries.empty()) {
    counts.orbits = orbits.count;
    if (orbits.missing_images > 0)
      result.notes.emplace_back(Severity::question,
                                std::to_string(orbits.missing_images) +
                                    " images of solutions under the symmetries are not among the solutions");
  }
}

void add_zero_loss(const model::Model& model, const Options& options, report::Interpolation& v,
                   const Observer& observer) {
  critical::ZeroLossOptions zero_loss;
  zero_loss.seed = options.seed;
  zero_loss.threads = options.threads;
  if (observer)
    zero_loss.progress = [&observer](const std::string& step, std::uint64_t done, std::uint64_t total) {
      observer({"zero-loss set, " + step, done, total});
    };
  const auto counting = counting_of_sets(options);
  zero_loss.counting = counting ? std::min(zero_loss.counting, counting->operations) : 0;
  if (v.modular) zero_loss.most_dimension = v.modular->dimension;
  const critical::ZeroLoss found = critical::analyze_zero_loss(model.residuals, zero_loss);
  v.dimension = found.dimension;
  if (found.jacobian_rank) v.jacobian_rank = static_cast<int>(*found.jacobian_rank);
  v.real_points = found.real_points;
  v.real_dimension = found.real_dimension;
  v.degenerate = found.degenerate;
  v.empty_proved = found.empty_proved;
  say_function_space(found.function_space_dimension, found.function_space_error_log2, v);
  if (v.dimension) v.by.dimension = found.dimension_by;
  if (v.jacobian_rank) v.by.jacobian_rank = found.jacobian_rank_by;
  if (v.real_points) v.by.real_points = found.real_points_by;
  if (v.real_dimension) v.by.real_dimension = found.real_dimension_by;
  if (v.degenerate) v.by.degenerate = found.degenerate_by;
  v.reasons = found.reasons;
  if (found.proof) {
    v.proof.emplace();
    const auto centre = certify::centre_text(found.proof->certificate);
    for (const algebra::Rational& x : found.proof->held)
      v.proof->coordinates.push_back(algebra::decimal(x, exact_digits));
    for (std::size_t k = 0; k < centre.size(); ++k) {
      v.proof->coordinates[found.proof->free[k]] = centre[k][0];
      v.proof->free.push_back(model.names[found.proof->free[k]]);
    }
    v.proof->radius = algebra::decimal(found.proof->certificate.radius, 2);
  }
  for (const critical::ZeroLossPoint& p : found.points) {
    if (!p.real) continue;
    report::ZeroLossPoint point;
    for (const algebra::GaussianRational& z : p.coordinates) point.coordinates.push_back(z.re.to_double());
    point.jacobian_rank = static_cast<int>(p.rank.rank);
    point.local_dimension = p.local_dimension;
    point.smooth = p.smooth;
    if (p.hessian && p.hessian->decided) point.hessian_nullity = static_cast<int>(p.hessian->inertia.zero);
    point.morse_bott = p.morse_bott;
    v.points.push_back(std::move(point));
  }
  rest_on_count(v);
}

}  // namespace polyscape::study
