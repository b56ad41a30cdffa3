#include "polyscape/solve/strategy.hpp"

#include <algorithm>
#include <numeric>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/factors.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "polyscape/bounds/multihomogeneous.hpp"
#include "polyscape/bounds/partition.hpp"
#include "polyscape/solve/monodromy.hpp"
#include "polyscape/solve/scaling.hpp"
#include "polyscape/solve/span.hpp"
#include "polyscape/solve/too_many_paths.hpp"
#include "polyscape/solve/toric.hpp"

namespace polyscape::solve {
namespace {

using algebra::Integer;
using algebra::Partition;
using algebra::Polynomial;
using algebra::Program;
using algebra::Rational;

void require_solvable(const Problem& problem) {
  const std::size_t n = problem.system.names.size(), m = problem.system.equations.size();
  if (m < n)
    throw InputError("system", "at least as many equations as variables",
                     std::to_string(m) + " equations in " + std::to_string(n) + " variables",
                     "such a system has no isolated solutions over C: polyscape components finds its sets of "
                     "solutions; or add equations");
  for (std::size_t i = 0; i < m; ++i)
    if (problem.system.equations[i].is_zero())
      throw InputError("system, equation " + std::to_string(i + 1), "a nonzero polynomial", "0", "leave it out");
}

/// Equations by decreasing degree; each of the first n gets random multiples of all the later ones.
void square_up(const Problem& problem, Random random, Plan& plan) {
  const std::size_t n = problem.system.names.size();
  plan.square = problem.system;
  if (problem.system.equations.size() == n) return;
  auto equations = spanning(problem.system).equations;
  if (equations.size() <= n) {
    if (equations.size() == n)
      plan.square.equations = equations;  // the others vanish with these
    else
      equations = problem.system.equations;
  }
  if (equations.size() == n) return;
  std::ranges::stable_sort(equations, std::greater<>{}, [](const Polynomial& p) { return p.degree(); });
  plan.excess = equations;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = n; k < equations.size(); ++k)
      equations[i] += equations[k] * Rational::from_double(1.0 / 64 + std::round(random.uniform() * 64) / 64);
  equations.resize(n);
  plan.square.equations = std::move(equations);
}

/// Whether what the problem knows of its system is true of the square one.
bool is_given(const Problem& problem, const Plan& plan) {
  return plan.excess.empty() && problem.system.equations.size() == problem.system.names.size();
}

/// Other forms of the square system than its terms.
std::vector<Program> other_forms(const Problem& problem, const Plan& plan) {
  std::vector<Program> forms;
  if (problem.program && is_given(problem, plan))
    forms.push_back(*problem.program);
  else if (auto factored = algebra::factored_program(plan.square))
    forms.push_back(std::move(*factored));
  return forms;
}

/// The homogeneous program of the cheaper form whose formal degrees are the true ones.
Program homogeneous_target(const Problem& problem, const Plan& plan, const Partition& partition) {
  algebra::Homogenized expanded = algebra::homogenize(algebra::program_of(plan.square), partition);
  for (const Program& form : other_forms(problem, plan)) {
    algebra::Homogenized own = algebra::homogenize(form, partition);
    if (own.degrees == expanded.degrees &&
        algebra::differentiated_cost(own.program) < algebra::differentiated_cost(expanded.program))
      return own.program;
  }
  return expanded.program;
}

struct Choice {
  Partition partition;
  Integer paths;
  std::string where;
};

Choice choose_partition(const Problem& problem, const Plan& plan) {
  const std::size_t n = plan.square.names.size();
  std::vector<Partition> candidates = problem.hints.partitions;
  candidates.push_back(algebra::trivial_partition(n));
  Choice best;
  constexpr double most_work = 1e8;  // additions for one number: a few seconds
  for (const Partition& candidate : candidates) {
    if (bounds::multihomogeneous_work(bounds::group_sizes(candidate)) > most_work) continue;
    const Integer paths = bounds::multihomogeneous_bezout(plan.square, candidate);
    if (!best.partition.empty() && paths >= best.paths) continue;
    best = {candidate, paths, candidate.size() == 1 ? "one group" : "a natural partition of the variables"};
  }
  bounds::PartitionBound found;
  if (problem.hints.best_partition && is_given(problem, plan)) {
    found = {*problem.hints.best_partition, bounds::multihomogeneous_bezout(plan.square, *problem.hints.best_partition),
             false};
  } else {
    bounds::PartitionSearch search;
    search.work_a_path = work_a_path;
    found = bounds::best_partition(plan.square, candidates, search);
  }
  if (found.value < best.paths) best = {found.partition, found.value, "the best partition found"};
  return best;
}

/// Whether `volume` paths of a polyhedral homotopy, each `cost` times the work of a step, are less work than `paths` of
/// another start.
bool cells_pay(const Integer& volume, const Integer& paths, double cost) {
  // A path of a polyhedral homotopy is two, the first with as many parameters as terms. Of the other start those that
  // are too many end at infinity or where derivatives vanish, which takes loops.
  constexpr double paths_a_path = 2.5, lost_path = 10;
  if (volume >= paths) return false;
  const double few = volume.to_double();
  return paths_a_path * few * cost <= few + lost_path * (paths.to_double() - few);
}

/// The mixed cells of the system's supports with the origin, if they are asked for, or by estimate less work than the
/// paths of the other start.
std::optional<start::Polyhedral> toric_start(const Problem& problem, const Options& options, const Plan& plan,
                                             const Choice& other, Random random) {
  constexpr double least_paths = 100;  // that cells are looked for where nothing is known of them
  constexpr double cell_work_a_path = 1e5, most_cell_work = 3e10;
  const bool asked = options.start == Start::polyhedral;
  if (!asked && options.start != Start::automatic) return std::nullopt;
  const bool known = problem.hints.mixed_volume && is_given(problem, plan);
  if (!asked &&
      !(known ? cells_pay(*problem.hints.mixed_volume, other.paths, 1) : other.paths.to_double() >= least_paths))
    return std::nullopt;
  const auto supports = bounds::supports(plan.square, bounds::Origin::added);
  bounds::MixedVolumeOptions search;
  search.cells = true;
  if (!asked) search.work = std::min(cell_work_a_path * other.paths.to_double(), most_cell_work);
  auto subdivision = bounds::mixed_cells(supports, random.stream(1), search);
  if (!subdivision) return std::nullopt;
  if (!asked && !cells_pay(subdivision->volume, other.paths, 1)) return std::nullopt;
  return start::Polyhedral(supports, std::move(*subdivision), other.partition, random.stream(2));
}

/// What a step costs in a form of the equations: values and derivatives, and the factorisation.
double step_cost(const Program& program) {
  const auto n = static_cast<double>(program.variables());
  return static_cast<double>(algebra::differentiated_cost(program)) + n * n * n / 3;
}

void require_few(const Integer& paths, const Options& options) {
  if (paths > Integer(static_cast<long>(options.max_paths)))
    throw TooManyPaths(paths.to_string(), std::to_string(options.max_paths));
}

/// Gives the plan the homotopy to the lifted system from a generic one of its supports with the origin, if that is
/// asked for, or less work than `others` paths of another start.
bool plan_by_lift(const Problem& problem, const Options& options, const Integer& others, Random random, Plan& plan) {
  const bool asked = options.start == Start::lifted;
  if (!problem.hints.lifted || !is_given(problem, plan)) {
    if (asked)
      throw InputError("--start lifted",
                       "a square system with inner quantities that can be unknowns of their own (in a file, sums in "
                       "parentheses or with names that are factors or occur twice)",
                       "one without, or whose lifts are too large", "leave --start out");
    return false;
  }
  if (!asked && options.start != Start::automatic) return false;
  algebra::System system = problem.hints.lifted->lift.system;
  const std::optional<Scaling> scaling = scaling_of(system);
  if (scaling) system = scaled(Problem{system}, *scaling).system;
  const Program program = algebra::program_of(system);
  if (!asked && !cells_pay(problem.hints.lifted->mixed_volume, others, step_cost(program) / step_cost(plan.affine)))
    return false;
  require_few(problem.hints.lifted->mixed_volume, options);
  const auto supports = bounds::supports(system, bounds::Origin::added);
  bounds::MixedVolumeOptions search;
  search.cells = true;
  auto subdivision = bounds::mixed_cells(supports, random.stream("cells"), search);
  if (!subdivision) return false;
  const Partition partition = algebra::trivial_partition(system.names.size());
  const start::Polyhedral polyhedral(supports, std::move(*subdivision), partition, random.stream("coefficients"));
  plan.start_name = std::string(name(Start::lifted));
  plan.reason = std::to_string(polyhedral.count()) + " paths from the mixed cells of the equations with " +
                problem.hints.lifted->lift.label + " as unknowns; " +
                (asked ? "as asked for" : "the other starts known take " + others.to_string());
  plan.start = solve_generic(polyhedral, options.max_precision, static_cast<std::size_t>(options.threads),
                             random.stream("generic"));
  plan.homotopy = track::straight_line(algebra::homogenize(program, partition).program, plan.start->program(),
                                       partition, random.stream("line"));
  plan.projection.emplace(problem.hints.lifted->lift.unknowns, 0);
  if (scaling)
    plan.projection->assign(scaling->variables.begin(),
                            scaling->variables.begin() + static_cast<std::ptrdiff_t>(plan.projection->size()));
  return true;
}

}  // namespace

bool prefers_monodromy(const Integer& paths) { return paths > Integer(40000); }

Plan plan_by_monodromy(const Problem& problem, const Options& options, const Plan& squared, const std::string& why,
                       const ProgressReport& progress) {
  const Random random(options.seed);
  const auto points = [&](std::uint64_t found) {
    if (progress) progress({found, 0, "monodromy"});
  };
  Plan found = plan_at_member(
      generic_translate(squared.affine, options, random.stream(7), points, progress),
      problem.hints.best_partition.value_or(algebra::trivial_partition(squared.square.names.size())), random.stream(3));
  found.square = squared.square;
  found.excess = squared.excess;
  found.reason = std::to_string(found.start->count()) + " paths from the solutions of a generic translate; " + why;
  // What is bent by less than rounding errors seems straight, and what is far away infinite.
  if (found.monodromy->traced && coefficient_spread(squared.square) > widest_spread) {
    found.monodromy->traced = false;
    found.reason += "; its trace test does not count: coefficients differ by more than 10^14";
  }
  return found;
}

Plan plan(const Problem& problem, const Options& options, const ProgressReport& progress) {
  require_solvable(problem);
  const Random random(options.seed);
  const std::size_t n = problem.system.names.size();
  if (problem.known.member) {
    if (problem.system.equations.size() < n || problem.known.member->line.variables() != n ||
        problem.known.member->line.outputs.size() != n)
      throw ArgumentError("plan: a member of a family of square systems has as many equations and variables");
    Plan result = plan_at_member(
        *problem.known.member, problem.hints.best_partition.value_or(algebra::trivial_partition(n)), random.stream(3));
    if (problem.system.equations.size() > n) result.excess = problem.system.equations;
    return result;
  }
  Plan result;
  square_up(problem, random.stream(1), result);
  result.affine = algebra::program_of(result.square);
  for (Program& form : other_forms(problem, result))
    if (algebra::differentiated_cost(form) <= algebra::differentiated_cost(result.affine))
      result.affine = std::move(form);
  const std::vector<long> degrees = algebra::degrees(result.square);
  if (std::ranges::count(degrees, 0) > 0) {  // a nonzero constant equation: no solution, no path
    result.start_name = std::string(name(options.start == Start::automatic ? Start::total_degree : options.start));
    result.reason = "an equation is a nonzero constant: no solutions";
    return result;
  }
  if (options.start == Start::monodromy) return plan_by_monodromy(problem, options, result, "as asked for", progress);
  Integer bezout = 1;
  for (const long d : degrees) bezout *= Integer(d);
  Choice choice{algebra::trivial_partition(n), bezout, "one group"};
  if (options.start != Start::total_degree) choice = choose_partition(problem, result);
  const Integer others =
      problem.hints.mixed_volume ? std::min(choice.paths, *problem.hints.mixed_volume) : choice.paths;
  if (plan_by_lift(problem, options, others, random.stream("lifted"), result)) return result;
  auto polyhedral = toric_start(problem, options, result, choice, random.stream(5));
  // Fewer of them may be followed: a sample says whether they pay (solve/path_sample.hpp).
  if (options.start == Start::automatic && !polyhedral && prefers_monodromy(choice.paths) &&
      choice.paths > Integer(static_cast<long>(options.max_paths)))
    return plan_by_monodromy(problem, options, result, "the other starts known take " + choice.paths.to_string(),
                             progress);
  if (polyhedral)
    choice = {choice.partition, Integer(static_cast<long>(polyhedral->count())),
              "the mixed cells of the supports and the origin"};
  const bool total_degree = !polyhedral && (options.start == Start::total_degree ||
                                            (options.start == Start::automatic && choice.partition.size() == 1));
  require_few(choice.paths, options);
  result.start_name = polyhedral ? "polyhedral" : total_degree ? "total-degree" : "multihomogeneous";
  result.reason = choice.paths.to_string() + " paths from " + choice.where +
                  (total_degree ? "" : ", Bezout number " + bezout.to_string()) +
                  (options.start == Start::automatic ? "; least work of the starts known" : "; as asked for");
  result.start = polyhedral     ? solve_generic(*polyhedral, options.max_precision,
                                                static_cast<std::size_t>(options.threads), random.stream(6))
                 : total_degree ? start::total_degree(degrees, random.stream(2))
                                : start::multihomogeneous(algebra::degrees(result.square, choice.partition),
                                                          choice.partition, random.stream(2));
  result.homotopy = track::straight_line(homogeneous_target(problem, result, choice.partition), result.start->program(),
                                         choice.partition, random.stream(3));
  return result;
}

}  // namespace polyscape::solve
