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
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/parity.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {
namespace {

void add_certificates(const CertifiedSystem& system, const Options& options, const Observer& observer, Stopwatch& clock,
                      report::Result& result) {
  if (result.paths->cancelled) return;
  if (!wants_certificates(result, options)) {
    if (options.certify == Certify::automatic)
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
solve::Outcome at_fixed_points(const model::Model& model, const algebra::System& gradient, const Options& options,
                               const Observer& observer) {
  const critical::FixedPart part = critical::fixed_part(gradient, model.scalings);
  if (std::ranges::any_of(part.system.equations, [](const algebra::Polynomial& p) { return p.terms().empty(); }))
    return solve::without_paths(
        "the loss does not depend on some weight where the continuous symmetries keep the others: no critical point is "
        "isolated");
  std::optional<solve::Outcome> of_part;
  if (!part.kept.empty()) of_part = solve::solve({part.system}, options, path_progress(observer));
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

LiftedBounds bound_for_solving(const algebra::WrittenSystem& system, const Options& options, const Observer& observer) {
  BoundLimits limits;
  limits.threads = options.threads;
  limits.partitions.work_a_path = solve::work_a_path;
  return bound_written(system, limits, observer);
}

/// A system that is given, with what its bounds tell the solver.
solve::Problem problem_of(const algebra::System& system, const LiftedBounds& bounds) {
  solve::Problem problem{system};
  problem.hints.best_partition = bounds.best;
  problem.hints.mixed_volume = bounds.bounds.mixed_volume_affine;
  problem.hints.lifted = bounds.lifted;
  return problem;
}

}  // namespace

solve::Problem problem_of(const model::Model& model, algebra::System system) {
  solve::Problem problem{std::move(system), model.gradient, {model.symmetries, model.scalings}};
  for (const model::LabelledPartition& p : model.partitions) problem.hints.partitions.push_back(p.partition);
  return problem;
}

namespace {

/// One network; each pass fills its part of the result and is timed.
class Analysis {
 public:
  Analysis(const spec::Specification& specification, const Options& options, const Observer& observer,
           const std::string& generic_file)
      : specification_(specification),
        options_(options),
        observer_(observer),
        generic_file_(generic_file),
        result_(blank_result(options)),
        model_(model::build_model(specification)),
        problem_(study::problem_of(model_, model::gradient_system(model_))) {}

  report::Result run() {
    describe_network();
    bound();
    if (options_.gauge == Gauge::slice) {
      look_at_zero_loss();
      cut_fibres();
    } else {
      find_critical_points();
      add_certificates({model_.gradient, model_.loss}, options_, observer_, clock_, result_);
      look_at_zero_loss();
      note_cancelled(result_);
    }
    note_contradictions(result_);
    note_parity(model_, problem_.system, result_);
    result_.seconds.total = clock_.total();
    return std::move(result_);
  }

 private:
  void describe_network() {
    result_.title = title_of(specification_);
    result_.input_digest = input_digest(specification_);
    result_.network = describe(specification_);
    result_.seeds = seeds(specification_);
    result_.names = model_.names;
    result_.system = shape_of(problem_.system, report::Origin::gradient);
    result_.notes = cautions(specification_);
    result_.network->observations = model::observations(model_);
    for (const algebra::SignedPermutation& g : model_.symmetries)
      result_.network->symmetries.push_back(describe(g, model_.names));
    if (model_.has_interpolation) result_.interpolation = interpolation_counts(specification_);
  }

  // What the bounds come to also tells the solver how to begin.
  void bound() {
    BoundLimits limits;
    limits.threads = options_.threads;
    LiftedBounds bounds = bound_gradient(model_, problem_.system, limits, observer_);
    result_.bounds = std::move(bounds.bounds);
    result_.notes.insert(result_.notes.end(), bounds.notes.begin(), bounds.notes.end());
    // Its paths are as many as points that are isolated: where symmetries leave sets they say little of these.
    if (model_.scalings.empty()) problem_.hints.lifted = std::move(bounds.lifted);
    problem_.hints.best_partition = std::move(bounds.best);
    problem_.hints.mixed_volume = result_.bounds.mixed_volume_affine;
    if (options_.exact == Exact::always)
      add_generic_modular_count(model_, {options_.seed, options_.threads}, result_, observer_);
    result_.seconds.bounds = clock_.lap();
  }

  void find_critical_points() {
    if (has_free_weight(result_.system)) {
      add_solutions(solve::without_paths("no critical point is isolated"), options_, result_);
      result_.notes.push_back("the loss does not depend on some weight: no critical point is isolated");
    } else {
      const auto isolated = [&] {
        return into_sets() ? at_fixed_points(model_, problem_.system, options_, observer_)
                           : solved_and_counted(
                                 problem_, [&] { return tracked(); }, options_, result_, observer_);
      };
      const solve::Outcome outcome =
          solve::unless_cancelled_before([&] { return within_max_paths(result_, isolated); });
      add_solutions(outcome, options_, result_);
      add_multiplicities(problem_.system, outcome.solutions, options_, result_, observer_);
      add_endpoint_ranks(model_.gradient, model_.scalings, options_, result_, observer_);
      if (outcome.monodromy) add_generic_member(generic_.solutions, result_);
      add_critical_points(model_, outcome, options_, result_, observer_);
    }
    result_.seconds.solve = clock_.lap();
  }

  void look_at_zero_loss() {
    if (!model_.has_interpolation) return;
    add_zero_loss_count(model_, options_, result_, observer_);
    unless_cancelled(result_, "the zero-loss set was not looked at to the end",
                     [&] { add_zero_loss(model_, options_, *result_.interpolation, observer_); });
    result_.seconds.components = clock_.lap();
  }

  // Sets of critical weights, as large as the weights of one function.
  void cut_fibres() {
    unless_cancelled(result_, "not all components were found",
                     [&] { add_components(model_, problem_.system, options_, observer_, result_); });
    result_.seconds.components = result_.seconds.components.value_or(0) + clock_.lap();
  }

  // Of the start systems that go by bounds, where a path of a polyhedral homotopy counts for so many.
  algebra::Integer fewest_paths(long polyhedral) const {
    const report::Bounds& b = result_.bounds;
    algebra::Integer fewest = b.multihomogeneous ? b.multihomogeneous->value : b.bezout.value();
    if (b.mixed_volume_affine) fewest = std::min(fewest, algebra::Integer(polyhedral) * *b.mixed_volume_affine);
    if (problem_.hints.lifted)
      fewest = std::min(fewest, algebra::Integer(polyhedral) * problem_.hints.lifted->mixed_volume);
    return fewest;
  }
  // In paths of products of linear forms: one of a polyhedral homotopy is two and more.
  algebra::Integer least_work() const { return fewest_paths(3); }

  bool keep() const { return !generic_file_.empty(); }
  bool automatic() const { return options_.start == solve::Start::automatic; }

  /// All paths would end on larger sets, or at the points that the symmetries keep.
  bool into_sets() const {
    return !model_.scalings.empty() && automatic() && !keep() && least_work() > algebra::Integer(most_paths_into_sets);
  }

  /// From a generic member where one is kept, asked for, or cheaper than the other starts.
  solve::Outcome tracked() {
    const auto make_member = [this] {
      generic_ = critical::generic_member(model_, options_, monodromy_progress(observer_),
                                          path_progress(observer_, "generic member, "));
      return generic_.member;
    };
    bool written = false;
    const auto kept = keep() ? read_generic_member(generic_file_, model_, options_.threads) : std::nullopt;
    if (kept) {
      generic_ = *kept;
      problem_.known.member = generic_.member;
    } else if (keep() || options_.start == solve::Start::monodromy ||
               (automatic() && solve::prefers_monodromy(least_work()))) {
      problem_.known.member = make_member();
      if (keep() && generic_.member.monodromy->traced) written = keep_generic_member(generic_file_, generic_, result_);
    } else {
      problem_.hints.generic_member = make_member;
    }
    solve::Outcome found = solve::solve(problem_, options_, path_progress(observer_));
    if (kept || written)
      found.start_reason += (kept ? ", kept in " : ", now kept in ") + generic_file_;
    else if (problem_.known.member && automatic())
      found.start_reason += "; the other starts known take " + fewest_paths(1).to_string() + " paths";
    return found;
  }

  const spec::Specification& specification_;
  const Options& options_;
  const Observer& observer_;
  const std::string& generic_file_;
  Stopwatch clock_;
  report::Result result_;
  const model::Model model_;
  solve::Problem problem_;
  critical::GenericMember generic_;
};

}  // namespace

report::Result analyze(const spec::Specification& specification, const Options& options, const Observer& observer,
                       const std::string& generic_file) {
  require_expandable(specification);
  if (!generic_file.empty()) {
    if (options.start != solve::Start::automatic && options.start != solve::Start::monodromy)
      throw InputError("--generic", "start monodromy", "start " + std::string(name(options.start)),
                       "leave --start out");
    require_generic_file(generic_file);
  }
  announce(observer, "bounds");  // also while a large model is built
  return Analysis(specification, options, observer, generic_file).run();
}

report::Result solve_system(const algebra::WrittenSystem& given, const std::string& title, const Options& options,
                            const Observer& observer) {
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title;
  const algebra::WrittenSystem written = prepared(given);
  const algebra::System& system = written.system;
  result.input_digest = input_digest(system);
  result.names = system.names;
  require_no_gauge(options);
  announce(observer, "bounds");
  result.system = shape_of(system, report::Origin::given);
  LiftedBounds bounds = bound_for_solving(written, options, observer);
  const solve::Problem problem = problem_of(system, bounds);
  result.bounds = std::move(bounds.bounds);
  result.notes = std::move(bounds.notes);
  note_zeros(given.system, system, result);
  result.seconds.bounds = clock.lap();
  solve_problem(problem, options, observer, clock, result);
  result.seconds.total = clock.total();
  return result;
}

solve::TracedPath trace_path(const algebra::WrittenSystem& given, const Options& options, std::uint64_t number,
                             const Observer& observer) {
  require_no_gauge(options);
  const algebra::WrittenSystem written = prepared(given);
  return solve::trace_path(problem_of(written.system, bound_for_solving(written, options, observer)), options, number);
}

void solve_problem(solve::Problem problem, const Options& options, const Observer& observer, Stopwatch& clock,
                   report::Result& result, solve::Outcome* found) {
  const algebra::System& system = problem.system;
  const auto solve = [&] { return solve::solve(problem, options, path_progress(observer)); };
  solve::Outcome outcome =
      within_max_paths(result, [&] { return solved_and_counted(problem, solve, options, result, observer); });
  add_solutions(outcome, options, result);
  add_multiplicities(system, outcome.solutions, options, result, observer);
  if (found != nullptr) *found = std::move(outcome);
  outcome = {};
  add_endpoint_ranks(algebra::program_of(system), {}, options, result, observer);
  result.seconds.solve = clock.lap();
  const bool square = system.equations.size() == system.names.size();
  if (square)
    add_certificates({algebra::program_of(system), {}}, options, observer, clock, result);
  else if (options.certify != Certify::never)
    result.notes.push_back(
        "no certificates: there are more equations than variables, and interval Newton takes as many");
  note_cancelled(result);
  note_contradictions(result);
}

void solve_nothing(const std::string& reason, const Options& options, report::Result& result) {
  add_solutions(solve::without_paths("no solution is isolated"), options, result);
  result.notes.push_back(reason);
}

}  // namespace polyscape::study
