#include "polyscape/study/analysis.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/components/local_structure.hpp"
#include "polyscape/critical/census.hpp"
#include "polyscape/critical/generic_member.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/critical/zero_loss.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/generic_file.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/stopwatch.hpp"

namespace polyscape::study {

namespace {

constexpr std::uint64_t member_seed = 0x9e3779b97f4a7c15;  // of a sweep's generic data: none that a user writes
constexpr std::size_t most_member_samples = 300;
constexpr std::size_t most_local_rings = 20;
constexpr int most_paths_there = 12;

void announce(const Observer& observer, const std::string& stage) {
  if (observer) observer({stage, 0, 0});
}

report::Paths reported(const solve::Outcome& outcome) {
  const solve::Ledger& ledger = outcome.ledger;
  return {outcome.start,   ledger.tracked,     ledger.nonsingular,
          ledger.singular, ledger.at_infinity, ledger.positive_dimensional,
          ledger.excluded, ledger.failed,      outcome.start_reason,
          ledger.failures, outcome.cancelled};
}

report::Monodromy reported(const solve::MonodromyRecord& record) {
  return {record.translate, record.section, record.paths, record.trace_error, record.traced, {}};
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
    if (s.real) ++stratum.real;
  }
  std::vector<report::Stratum> list;
  for (auto& [pattern, stratum] : by_pattern) list.push_back(std::move(stratum));
  return list;
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
  return p;
}

void add_solutions(const solve::Outcome& outcome, const solve::Options& options, report::Result& result) {
  result.paths = reported(outcome);
  result.solutions = counted(outcome.solutions);
  result.solutions->strata = strata(outcome.solutions, result.names);
  result.solutions->completeness = outcome.completeness;
  if (!options.known_count.empty()) result.solutions->known_count = options.known_count;
  if (outcome.monodromy) {
    result.monodromy = reported(*outcome.monodromy);
    if (!outcome.monodromy->traced)
      result.notes.push_back("QUESTION: the trace test of the generic translate did not pass: solutions may be missing");
  }
  result.points.emplace();
  for (const solve::Solution& s : outcome.solutions) result.points->push_back(reported(s));
  for (const solve::NonIsolatedEndpoint& e : outcome.non_isolated) {
    report::NonIsolatedEndpoint endpoint;
    for (const algebra::GaussianRational& z : e.coordinates) endpoint.coordinates.push_back(z.to_complex());
    endpoint.paths = e.paths;
    result.non_isolated.push_back(std::move(endpoint));
  }
  result.notes.insert(result.notes.end(), outcome.notes.begin(), outcome.notes.end());
}

/// The multiplicities of the first singular points by their local rings; paths count them only where the system is square.
void add_multiplicities(const algebra::System& system, const std::vector<solve::Solution>& solutions, const solve::Options& options, report::Result& result) {
  std::vector<std::size_t> singular;
  for (std::size_t i = 0; i < solutions.size() && singular.size() < most_local_rings; ++i)
    if (!solutions[i].nonsingular && solutions[i].multiplicity <= most_paths_there) singular.push_back(i);
  std::vector<std::optional<components::LocalStructure>> rings(singular.size());
  parallel_for(singular.size(), static_cast<std::size_t>(options.threads), [&](std::size_t k) {
    const solve::Solution& s = solutions[singular[k]];
    if (!cancellation_requested())
      rings[k] = components::local_structure(system, s.rounded(), static_cast<std::size_t>(s.multiplicity), Random(options.seed).stream(12).stream(k));
  });
  for (std::size_t k = 0; k < singular.size(); ++k) {
    if (!rings[k]) continue;
    const std::size_t i = singular[k];
    if (rings[k]->isolated) (*result.points)[i].multiplicity = static_cast<int>(rings[k]->multiplicity);
    const bool square = system.equations.size() == system.names.size();
    if (!rings[k]->isolated || (square && rings[k]->multiplicity != static_cast<std::size_t>(solutions[i].multiplicity)))
      result.notes.push_back("QUESTION: " + std::to_string(solutions[i].multiplicity) + " paths end at singular point " + std::to_string(i + 1) +
                             (rings[k]->isolated ? ", but its local ring has multiplicity " + std::to_string(rings[k]->multiplicity)
                                                 : ", whose Macaulay matrices show that it is not isolated"));
  }
}

// What the landscape says about a point, beside what the solver says.
void add_landscape(const critical::CriticalPoint& c, report::Point& p) {
  if (p.real) p.loss = c.loss.real();
  p.condition = c.condition;
  p.digits = c.digits;
  p.zero_loss = c.zero_loss;
  p.in_interval = c.in_interval;
  if (c.inertia && c.inertia->decided) {
    const eval::Inertia& n = c.inertia->inertia;
    p.inertia = {static_cast<int>(n.negative), static_cast<int>(n.zero), static_cast<int>(n.positive)};
  }
  if (c.kind) p.kind = critical::name(*c.kind);
}

void add_critical_points(const model::Model& model, const solve::Outcome& outcome, const solve::Options& options,
                         report::Result& result) {
  const critical::Landscape landscape(model);
  const critical::Orbits orbits = critical::orbits(outcome.solutions, model.symmetries);
  const auto points = landscape.examine_all(outcome.solutions, orbits, options.threads);
  for (std::size_t i = 0; i < points.size(); ++i) add_landscape(points[i], (*result.points)[i]);
  const critical::Census census = critical::take_census(outcome.solutions, points);
  report::Solutions& counts = *result.solutions;
  const std::pair<const char*, std::size_t> kinds[] = {{"minimum", census.minima},
                                                       {"saddle", census.saddles},
                                                       {"maximum", census.maxima},
                                                       {"degenerate", census.degenerate},
                                                       {"undecided", census.undecided}};
  for (const auto& [kind, count] : kinds)
    if (count > 0) counts.real_by_kind[kind] = count;
  for (const auto& [index, count] : census.by_index) counts.real_by_index[index] = count;
  counts.leaving_interval = census.leaving_interval;
  if (!model.symmetries.empty()) {
    counts.orbits = orbits.count;
    if (orbits.missing_images > 0)
      result.notes.push_back("QUESTION: " + std::to_string(orbits.missing_images) +
                             " images of solutions under the symmetries are not among the solutions");
  }
}

void add_zero_loss(const model::Model& model, const solve::Options& options, report::Interpolation& v) {
  critical::ZeroLossOptions zero_loss;
  zero_loss.seed = options.seed;
  zero_loss.threads = options.threads;
  const critical::ZeroLoss found = critical::analyze_zero_loss(model.residuals, zero_loss);
  v.dimension = found.dimension;
  if (found.jacobian_rank) v.jacobian_rank = static_cast<int>(*found.jacobian_rank);
  v.real_points = found.real_points;
  v.real_dimension = found.real_dimension;
  v.degenerate = found.degenerate;
  v.function_space_dimension = static_cast<int>(found.function_space_dimension);
  v.empty_proved = found.empty_proved;
  v.reasons = found.reasons;
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
}

void add_certificates(const CertifiedSystem& system, const solve::Options& options, const Observer& observer, Stopwatch& clock, report::Result& result) {
  if (result.paths->cancelled) return;
  if (!wants_certificates(result, options)) {
    if (options.certify == "auto") result.notes.push_back("no certificates, which would take long: polyscape certify RUN makes them, or --certify always");
    return;
  }
  announce(observer, "certificates");
  certify(result, system, options, observer);
  if (cancellation_requested()) {
    result.paths->cancelled = true;
    result.notes.push_back("not every point was tried to be certified: the job was cancelled before");
  }
  result.seconds.certify = clock.lap();
}

// The solver's progress as a stage of the job.
solve::ProgressReport path_progress(const Observer& observer) {
  if (!observer) return {};
  return [&observer](const solve::Progress& p) { observer({"paths", p.done, p.total}); };
}

solve::SectionProgress monodromy_progress(const Observer& observer) {
  if (!observer) return {};
  return [&observer](std::uint64_t points) { observer({"monodromy, points", points, 0}); };
}

// What is said of the generic member beside the record of its monodromy.
void add_generic_member(const std::vector<solve::Solution>& solutions, report::Result& result) {
  result.monodromy->strata = strata(solutions, result.names);
  if (result.monodromy->traced) result.bounds.generic_root_count = algebra::Integer(static_cast<long>(solutions.size()));
}

// Of the start systems that go by bounds; a path of a polyhedral homotopy is two and more.
algebra::Integer fewest_paths(const report::Bounds& bounds) {
  algebra::Integer result = bounds.multihomogeneous->value;
  if (bounds.mixed_volume_affine) result = std::min(result, algebra::Integer(3) * *bounds.mixed_volume_affine);
  return result;
}

// The loss does not depend on some weight: whatever is critical stays so when that weight moves.
bool has_free_weight(const report::SystemShape& shape) {
  return shape.degrees && std::ranges::count(*shape.degrees, -1) > 0;
}

solve::Problem problem_of(const model::Model& model, algebra::System system) {
  solve::Problem problem{std::move(system), model.gradient, {}, {}, model.symmetries, model.scalings};
  for (const model::LabelledPartition& p : model.partitions) problem.partitions.push_back(p.partition);
  return problem;
}

}  // namespace

report::Result analyze(const spec::Specification& specification, const solve::Options& options,
                       const Observer& observer, const std::string& generic_file) {
  require_expandable(specification);
  const bool keep = !generic_file.empty();
  if (keep && options.start != "auto" && options.start != "monodromy")
    throw InputError("--generic", "start monodromy", "start " + options.start, "leave --start out");
  if (keep) require_generic_file(generic_file);
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title_of(specification);
  result.network = describe(specification);
  result.seeds = seeds(specification);

  announce(observer, "bounds");
  const model::Model model = model::build_model(specification);
  solve::Problem problem = problem_of(model, model::gradient_system(model));
  result.names = model.names;
  result.system = shape_of(problem.system, "gradient");
  EquationBounds bounds = bound_equations(problem.system, model.partitions);
  result.bounds = std::move(bounds.bounds);
  problem.best_partition = std::move(bounds.best);
  problem.mixed_volume = result.bounds.mixed_volume_affine;
  result.bounds.linear_one_sample = linear_one_sample_bound(specification);
  result.network->observations = model::observations(model);
  for (const algebra::SignedPermutation& g : model.symmetries)
    result.network->symmetries.push_back(describe(g, model.names));
  if (model.has_interpolation) result.interpolation = interpolation_counts(specification);
  result.seconds.bounds = clock.lap();

  if (options.gauge == "slice") {
    if (model.has_interpolation) {
      announce(observer, "zero-loss set");
      add_zero_loss(model, options, *result.interpolation);
    }
    add_components(model, problem.system, options, observer, result);
    result.seconds.components = clock.lap();
    result.seconds.total = clock.total();
    return result;
  }
  if (has_free_weight(result.system)) {
    solve::Outcome nothing;
    nothing.start = "none";
    nothing.start_reason = "no critical point is isolated";
    add_solutions(nothing, options, result);
    result.notes.push_back("the loss does not depend on some weight: no critical point is isolated");
  } else {
    critical::GenericMember generic;
    bool written = false;
    const auto kept = keep ? read_generic_member(generic_file, model) : std::nullopt;
    if (kept) {
      generic = *kept;
      problem.member = generic.member;
    } else if (keep || options.start == "monodromy" || (options.start == "auto" && solve::prefers_monodromy(fewest_paths(result.bounds)))) {
      generic = critical::generic_member(model, options, monodromy_progress(observer));
      written = keep && generic.member.monodromy->traced;
      if (written) write_generic_member(generic_file, generic);
      problem.member = std::move(generic.member);
    }
    solve::Outcome outcome = solve::solve(problem, options, path_progress(observer));
    if (kept || written) outcome.start_reason += (kept ? ", kept in " : ", now kept in ") + generic_file;
    else if (problem.member && options.start == "auto")
      outcome.start_reason += "; the other starts known take " + fewest_paths(result.bounds).to_string();
    add_solutions(outcome, options, result);
    add_multiplicities(problem.system, outcome.solutions, options, result);
    if (problem.member) add_generic_member(generic.solutions, result);
    announce(observer, "critical points");
    add_critical_points(model, outcome, options, result);
  }
  result.seconds.solve = clock.lap();
  add_certificates({model.gradient, model.loss}, options, observer, clock, result);

  if (model.has_interpolation) {
    if (cancellation_requested()) {
      result.paths->cancelled = true;
      result.notes.push_back("the zero-loss set was not looked at: the job was cancelled before");
    } else {
      announce(observer, "zero-loss set");
      add_zero_loss(model, options, *result.interpolation);
      result.seconds.components = clock.lap();
    }
  }
  result.seconds.total = clock.total();
  return result;
}

namespace {

/// Brings the data term of many samples to the size that it has for few: moments over lambda as in the draws.
void balance(algebra::System& gradient, const std::vector<algebra::Rational>& lambda, std::size_t few, std::size_t many) {
  const algebra::Rational share(static_cast<long>(few), static_cast<long>(many));
  for (std::size_t j = 0; j < lambda.size(); ++j) {
    const algebra::Polynomial weight = algebra::Polynomial::variable(lambda.size(), j) * lambda[j];
    gradient.equations[j] = (gradient.equations[j] - weight) * share + weight;
  }
}

/// The generic draw of a sweep, solved.
struct GenericDraw {
  algebra::System system;
  std::vector<std::vector<algebra::GaussianRational>> solutions;
  algebra::GaussianRational gamma;  ///< coefficients move along an arc through complex ones
  std::vector<algebra::SignedPermutation> symmetries;
};

/// Solves one draw of a sweep.
report::Result solve_draw(const spec::Specification& drawn, const GenericDraw& member, const algebra::Partition& partition,
                          const report::Bounds& bounds, const solve::Options& options) {
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title_of(drawn) + ", data seed " + std::to_string(drawn.data.seed);
  result.network = describe(drawn);
  result.seeds = seeds(drawn);
  const model::Model model = model::build_model(drawn);
  solve::Problem problem = problem_of(model, model::gradient_system(model));
  problem.best_partition = partition;
  problem.member = solve::Member{algebra::line_between(problem.system, member.system, member.gamma), member.solutions, {}, {}};
  for (const algebra::SignedPermutation& g : model.symmetries)
    if (std::ranges::find(member.symmetries, g) != member.symmetries.end()) problem.member->symmetries.push_back(g);
  result.names = model.names;
  result.system = shape_of(problem.system, "gradient");
  result.bounds = bounds;
  const solve::Outcome outcome = solve::solve(problem, options);
  add_solutions(outcome, options, result);
  add_critical_points(model, outcome, options, result);
  if (options.certify == "always") certify(result, {model.gradient, model.loss}, options);
  result.seconds.solve = result.seconds.total = clock.total();
  return result;
}

}  // namespace

Sweep sweep(const spec::Specification& specification, std::uint64_t draws, const solve::Options& options, const Observer& observer) {
  require_random_data(specification);
  require_expandable(specification);
  Stopwatch clock;
  Sweep result;
  announce(observer, "generic draw");
  const std::size_t samples = specification.data.inputs.size();
  // As many samples as the loss has terms: their moments can be anything then.
  const model::Model first = model::build_model(specification);
  std::size_t terms = 0;
  for (const algebra::Polynomial& p : model::gradient_system(first).equations) terms += p.term_count();
  const spec::Specification generic = spec::redrawn(specification, member_seed, std::max(samples, std::min(terms, most_member_samples)));
  const model::Model model = model::build_model(generic);
  solve::Problem problem = problem_of(model, model::gradient_system(model));
  problem.program.reset();
  if (!specification.loss.mean) balance(problem.system, model.lambda, samples, model.samples);
  report::Result& member = result.member;
  member = blank_result(options);
  member.title = title_of(specification) + ", generic draw";
  member.network = describe(generic);
  member.names = model.names;
  member.system = shape_of(problem.system, "gradient");
  EquationBounds bounds = bound_equations(problem.system, model.partitions);
  member.bounds = bounds.bounds;
  problem.best_partition = bounds.best;
  problem.mixed_volume = bounds.bounds.mixed_volume_affine;
  if (has_free_weight(member.system))
    throw InputError(specification.path, "a loss with isolated critical points", "one that does not depend on some weight",
                     "add regularization, or change the network");
  const solve::Outcome outcome = solve::solve(problem, options, path_progress(observer));
  add_solutions(outcome, options, member);
  member.seconds.solve = member.seconds.total = clock.lap();
  GenericDraw start{problem.system, {}, algebra::GaussianRational::from_complex(Random(options.seed).stream(8).unit_complex()),
                    model.symmetries};
  for (const solve::Solution& s : outcome.solutions)
    if (s.nonsingular) start.solutions.push_back(s.coordinates);
  if (member.solutions->singular > 0)
    member.notes.push_back("QUESTION: " + std::to_string(member.solutions->singular) +
                           " isolated critical points of the generic draw are singular: what they become in the draws is not followed");
  solve::Options one_thread = options;
  one_thread.threads = 1;
  one_thread.known_count.clear();
  result.draws.resize(draws);
  std::mutex mutex;
  std::uint64_t done = 0;
  parallel_for(draws, static_cast<std::size_t>(options.threads), [&](std::size_t k) {
    result.draws[k] = solve_draw(spec::redrawn(specification, specification.data.seed + k, samples), start, *bounds.best, member.bounds, one_thread);
    const std::lock_guard lock(mutex);
    ++done;
    if (observer) observer({"draws", done, draws});
  });
  result.seconds = clock.total();
  return result;
}

report::Result solve_system(const algebra::System& system, const std::string& title, const solve::Options& options,
                            const Observer& observer) {
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title;
  result.names = system.names;
  require_no_gauge(options);
  announce(observer, "bounds");
  result.system = shape_of(system, "given");
  bounds::PartitionSearch search;
  search.work_a_path = solve::work_a_path;
  EquationBounds bounds = bound_equations(system, {}, search);
  result.bounds = std::move(bounds.bounds);
  result.seconds.bounds = clock.lap();
  solve::Problem problem{system, std::nullopt, {}, std::move(bounds.best), {}};
  problem.mixed_volume = result.bounds.mixed_volume_affine;
  const solve::Outcome outcome = solve::solve(problem, options, path_progress(observer));
  add_solutions(outcome, options, result);
  add_multiplicities(system, outcome.solutions, options, result);
  result.seconds.solve = clock.lap();
  if (system.equations.size() == system.names.size()) add_certificates({algebra::program_of(system), {}}, options, observer, clock, result);
  result.seconds.total = clock.total();
  return result;
}

}  // namespace polyscape::study
