#include "polyscape/study/analysis.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/critical/fixed_points.hpp"
#include "polyscape/critical/generic_member.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/findings.hpp"
#include "polyscape/study/generic_file.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {
namespace {

void add_certificates(const CertifiedSystem& system, const solve::Options& options, const Observer& observer,
                      Stopwatch& clock, report::Result& result) {
  if (result.paths->cancelled) return;
  if (!wants_certificates(result, options)) {
    if (options.certify == "auto")
      result.notes.push_back(
          "no certificates, which would take long: polyscape certify RUN makes them, or --certify always");
    return;
  }
  unless_cancelled(result, "not every point was tried to be certified",
                   [&] { certify(result, system, options, observer); });
  result.seconds.certify = clock.lap();
}

solve::SectionProgress monodromy_progress(const Observer& observer) {
  if (!observer) return {};
  return [&observer](std::uint64_t points) { observer({"monodromy", points, 0, "points"}); };
}

// Of the start systems that go by bounds, where a path of a polyhedral homotopy counts for so many.
algebra::Integer fewest_paths(const report::Bounds& bounds, long polyhedral) {
  const algebra::Integer products = bounds.multihomogeneous ? bounds.multihomogeneous->value : bounds.bezout.value();
  return bounds.mixed_volume_affine ? std::min(products, algebra::Integer(polyhedral) * *bounds.mixed_volume_affine)
                                    : products;
}

// In paths of products of linear forms: one of a polyhedral homotopy is two and more.
algebra::Integer least_work(const report::Bounds& bounds) { return fewest_paths(bounds, 3); }

/// Writes the file; where that is refused the analysis goes on, and says so.
bool keep_generic_member(const std::string& file, const critical::GenericMember& generic, report::Result& result) {
  try {
    write_generic_member(file, generic);
    return true;
  } catch (const InputError& e) {
    result.notes.push_back("the generic member could not be kept: " + std::string(e.what()));
    return false;
  }
}

constexpr long most_paths_into_sets = 500;  // that are followed to see where they end

/// The isolated critical points of a loss with continuous symmetries, among those that these keep.
solve::Outcome at_fixed_points(const model::Model& model, const algebra::System& gradient,
                               const solve::Options& options, const Observer& observer) {
  const critical::FixedPart part = critical::fixed_part(gradient, model.scalings);
  if (std::ranges::any_of(part.system.equations, [](const algebra::Polynomial& p) { return p.terms().empty(); }))
    return solve::without_paths(
        "the loss does not depend on some weight where the continuous symmetries keep the others: no critical point is "
        "isolated");
  std::optional<solve::Outcome> of_part;
  if (!part.kept.empty()) of_part = solve::solve({part.system, {}, {}, {}, {}}, options, path_progress(observer));
  solve::Outcome outcome =
      critical::isolated_among(part, of_part, model.gradient, Random(options.seed).stream("fixed points"));
  const std::string why =
      fmt::format("continuous symmetries move no isolated critical point: {} of {} weights are 0 there",
                  part.weights - part.kept.size(), part.weights);
  outcome.start = of_part ? of_part->start : "fixed points";
  outcome.start_reason =
      why + (of_part ? ", paths of the others alone: " + of_part->start_reason : ", which leaves one candidate");
  return outcome;
}

EquationBounds bound_for_solving(const algebra::System& system, const Observer& observer) {
  BoundLimits limits;
  limits.partitions.work_a_path = solve::work_a_path;
  return bound_equations(system, {}, limits, observer);
}

/// A system that is given, with what its bounds tell the solver.
solve::Problem problem_of(const algebra::System& system, const EquationBounds& bounds) {
  solve::Problem problem{system, std::nullopt, {}, bounds.best, {}};
  problem.mixed_volume = bounds.bounds.mixed_volume_affine;
  return problem;
}

}  // namespace

solve::Problem problem_of(const model::Model& model, algebra::System system) {
  solve::Problem problem{std::move(system), model.gradient, {}, {}, model.symmetries, model.scalings};
  for (const model::LabelledPartition& p : model.partitions) problem.partitions.push_back(p.partition);
  return problem;
}

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
  result.input_digest = input_digest(specification);
  result.network = describe(specification);
  result.seeds = seeds(specification);

  announce(observer, "bounds");
  const model::Model model = model::build_model(specification);
  solve::Problem problem = problem_of(model, model::gradient_system(model));
  result.names = model.names;
  result.system = shape_of(problem.system, report::Origin::gradient);
  EquationBounds bounds = bound_equations(problem.system, model.partitions, {}, observer);
  result.bounds = std::move(bounds.bounds);
  result.notes = cautions(specification);
  result.notes.insert(result.notes.end(), bounds.notes.begin(), bounds.notes.end());
  problem.best_partition = std::move(bounds.best);
  problem.mixed_volume = result.bounds.mixed_volume_affine;
  result.bounds.linear_one_sample = linear_one_sample_bound(specification);
  result.network->observations = model::observations(model);
  for (const algebra::SignedPermutation& g : model.symmetries)
    result.network->symmetries.push_back(describe(g, model.names));
  if (model.has_interpolation) result.interpolation = interpolation_counts(specification);
  result.seconds.bounds = clock.lap();

  if (options.gauge == "slice") {
    if (model.has_interpolation)
      unless_cancelled(result, "the zero-loss set was not looked at to the end",
                       [&] { add_zero_loss(model, options, *result.interpolation, observer); });
    unless_cancelled(result, "not all components were found",
                     [&] { add_components(model, problem.system, options, observer, result); });
    note_contradictions(result);
    result.seconds.components = clock.lap();
    result.seconds.total = clock.total();
    return result;
  }
  if (has_free_weight(result.system)) {
    add_solutions(solve::without_paths("no critical point is isolated"), options, result);
    result.notes.push_back("the loss does not depend on some weight: no critical point is isolated");
  } else {
    critical::GenericMember generic;
    // All paths would end on larger sets, or at the points that the symmetries keep.
    const bool few = !model.scalings.empty() && options.start == "auto" && !keep &&
                     least_work(result.bounds) > algebra::Integer(most_paths_into_sets);
    const auto make_member = [&] {
      generic = critical::generic_member(model, options, monodromy_progress(observer),
                                         path_progress(observer, "generic member, "));
      return generic.member;
    };
    const solve::Outcome outcome = solve::unless_cancelled_before([&] {
      if (few) return at_fixed_points(model, problem.system, options, observer);
      bool written = false;
      const auto kept = keep ? read_generic_member(generic_file, model, options.threads) : std::nullopt;
      if (kept) {
        generic = *kept;
        problem.member = generic.member;
      } else if (keep || options.start == "monodromy" ||
                 (options.start == "auto" && solve::prefers_monodromy(least_work(result.bounds)))) {
        problem.member = make_member();
        if (keep && generic.member.monodromy->traced) written = keep_generic_member(generic_file, generic, result);
      } else {
        problem.generic_member = make_member;
      }
      solve::Outcome found = solve::solve(problem, options, path_progress(observer));
      if (kept || written)
        found.start_reason += (kept ? ", kept in " : ", now kept in ") + generic_file;
      else if (problem.member && options.start == "auto")
        found.start_reason += "; the other starts known take " + fewest_paths(result.bounds, 1).to_string() + " paths";
      return found;
    });
    add_solutions(outcome, options, result);
    add_multiplicities(problem.system, outcome.solutions, options, result, observer);
    add_endpoint_ranks(model.gradient, model.scalings, options, result, observer);
    if (outcome.monodromy) add_generic_member(generic.solutions, result);
    add_critical_points(model, outcome, options, result, observer);
  }
  result.seconds.solve = clock.lap();
  add_certificates({model.gradient, model.loss}, options, observer, clock, result);

  if (model.has_interpolation) {
    unless_cancelled(result, "the zero-loss set was not looked at to the end",
                     [&] { add_zero_loss(model, options, *result.interpolation, observer); });
    result.seconds.components = clock.lap();
  }
  note_cancelled(result);
  note_contradictions(result);
  result.seconds.total = clock.total();
  return result;
}

report::Result solve_system(const algebra::System& given, const std::string& title, const solve::Options& options,
                            const Observer& observer) {
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title;
  const algebra::System system = algebra::with_real_equations(without_zeros(given));
  result.input_digest = input_digest(system);
  result.names = system.names;
  require_no_gauge(options);
  announce(observer, "bounds");
  result.system = shape_of(system, report::Origin::given);
  EquationBounds bounds = bound_for_solving(system, observer);
  const solve::Problem problem = problem_of(system, bounds);
  result.bounds = std::move(bounds.bounds);
  result.notes = std::move(bounds.notes);
  note_zeros(given, system, result);
  result.seconds.bounds = clock.lap();
  solve_problem(problem, options, observer, clock, result);
  result.seconds.total = clock.total();
  return result;
}

solve::TracedPath trace_path(const algebra::System& given, const solve::Options& options, std::uint64_t number,
                             const Observer& observer) {
  require_no_gauge(options);
  const algebra::System system = algebra::with_real_equations(without_zeros(given));
  return solve::trace_path(problem_of(system, bound_for_solving(system, observer)), options, number);
}

solve::Outcome solve_problem(const solve::Problem& problem, const solve::Options& options, const Observer& observer,
                             Stopwatch& clock, report::Result& result) {
  const algebra::System& system = problem.system;
  solve::Outcome outcome = solve::solve(problem, options, path_progress(observer));
  add_solutions(outcome, options, result);
  add_multiplicities(system, outcome.solutions, options, result, observer);
  add_endpoint_ranks(algebra::program_of(system), {}, options, result, observer);
  result.seconds.solve = clock.lap();
  const bool square = system.equations.size() == system.names.size();
  if (square)
    add_certificates({algebra::program_of(system), {}}, options, observer, clock, result);
  else if (options.certify != "never")
    result.notes.push_back(
        "no certificates: there are more equations than variables, and interval Newton takes as many");
  note_cancelled(result);
  note_contradictions(result);
  return outcome;
}

void solve_nothing(const std::string& reason, const solve::Options& options, report::Result& result) {
  add_solutions(solve::without_paths("no solution is isolated"), options, result);
  result.notes.push_back(reason);
}

}  // namespace polyscape::study
