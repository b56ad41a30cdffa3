#include "polyscape/study/generic_draw.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/json_reader_kernel.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/findings.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/parity.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {
namespace {

constexpr std::uint64_t member_seed = 0x9e3779b97f4a7c15;  // of a sweep's generic data: none that a user writes
constexpr std::size_t most_member_samples = 300;

/// Brings the data term of many samples to the size that it has for few: moments over lambda as in the draws.
void balance(algebra::System& gradient, const std::vector<algebra::Rational>& lambda, std::size_t few,
             std::size_t many) {
  const algebra::Rational share(static_cast<long>(few), static_cast<long>(many));
  for (std::size_t j = 0; j < lambda.size(); ++j) {
    const algebra::Polynomial weight = algebra::Polynomial::variable(lambda.size(), j) * lambda[j];
    gradient.equations[j] = (gradient.equations[j] - weight) * share + weight;
  }
}

/// The draw without its solutions, and its model.
struct Placed {
  spec::Specification specification;
  model::Model model;
  GenericDraw draw;
};

Placed placed(const spec::Specification& specification, const Options& options) {
  const std::size_t samples = specification.data.inputs.size();
  spec::Specification generic = generic_data(specification);
  model::Model model = model::build_model(generic);
  GenericDraw draw;
  draw.system = model::gradient_system(model);
  if (!specification.loss.mean) balance(draw.system, model.lambda, samples, model.samples);
  draw.gamma = algebra::GaussianRational::from_complex(Random(options.seed).stream("sweep").unit_complex());
  draw.symmetries = model.symmetries;
  draw.lifts = std::make_shared<DrawLifts>(specification);
  return {std::move(generic), std::move(model), std::move(draw)};
}

/// What a text holds of a draw: the rest is made from the specification anew.
struct Held {
  report::Result result;
  algebra::Partition partition;
  std::vector<std::vector<std::string>> solutions;
};
void describe(auto& fields, report::Of<Held> auto& h) {
  fields("result", h.result, "of the draw");
  fields("partition", h.partition, "of the weights, by number");
  fields("solutions", h.solutions, "exact, as `p/q + r/s*i`");
}

}  // namespace

spec::Specification generic_data(const spec::Specification& specification) {
  const std::size_t samples = specification.data.inputs.size();
  // As many samples as the loss has terms: their moments can be anything then.
  const model::Model first = model::build_model(spec::with_generic_data(specification, member_seed, samples));
  std::size_t terms = 0;
  for (const algebra::Polynomial& p : model::gradient_system(first).equations) terms += p.term_count();
  return spec::with_generic_data(specification, member_seed, std::max(samples, std::min(terms, most_member_samples)));
}

GenericDraw solve_generic_draw(const spec::Specification& specification, const Options& options,
                               const Observer& observer) {
  require_expandable(specification);
  Stopwatch clock;
  announce(observer, "generic draw");
  Placed place = placed(specification, options);
  const model::Model& model = place.model;
  GenericDraw& draw = place.draw;
  solve::Problem problem = problem_of(model, draw.system);
  problem.program.reset();
  report::Result& result = draw.result;
  result = blank_result(options);
  result.title = title_of(specification) + ", generic draw";
  result.network = describe(place.specification);
  result.names = model.names;
  result.system = shape_of(problem.system, report::Origin::gradient);
  EquationBounds bounds = bound_equations(problem.system, model.partitions, {}, observer);
  result.bounds = bounds.bounds;
  result.notes = bounds.notes;
  problem.hints.best_partition = bounds.best;
  problem.hints.mixed_volume = bounds.bounds.mixed_volume_affine;
  draw.partition = bounds.best.value_or(algebra::trivial_partition(model.names.size()));
  if (has_free_weight(result.system))
    throw InputError(specification.path, "a loss with isolated critical points",
                     "one that does not depend on some weight", "add regularization, or change the network");
  const solve::Outcome outcome = solve::solve(problem, options, path_progress(observer));
  add_solutions(outcome, options, result);
  note_cancelled(result);
  note_contradictions(result);
  result.seconds.solve = result.seconds.total = clock.total();
  for (const solve::Solution& s : outcome.solutions)
    if (s.nonsingular) draw.solutions.push_back(s.coordinates);
  if (result.solutions->singular > 0)
    result.notes.emplace_back(Severity::question, std::to_string(result.solutions->singular) +
                                                      " isolated critical points of the generic draw are singular: "
                                                      "what they become in the draws is not followed");
  return std::move(draw);
}

bool carries(const GenericDraw& draw) { return complete(draw.result) && draw.result.solutions->singular == 0; }

namespace {

/// What is known of a draw's critical points: those of the generic draw.
solve::Problem problem_from(const GenericDraw& generic, const model::Model& model, const algebra::System& gradient) {
  solve::Problem problem = problem_of(model, gradient);
  problem.hints.best_partition = generic.partition;
  problem.known.member =
      solve::Member{algebra::line_between(problem.system, generic.system, generic.gamma), generic.solutions, {}, {}};
  for (const algebra::SignedPermutation& g : model.symmetries)
    if (std::ranges::find(generic.symmetries, g) != generic.symmetries.end())
      problem.known.member->symmetries.push_back(g);
  return problem;
}

/// Few samples leave fewer points than the generic draw has, whose other paths go to infinity, where they take long.
/// One path of a lift takes some times what one that ends takes.
bool fewer_by_lift(const algebra::Integer& paths, const GenericDraw& generic) {
  return algebra::Integer(3) * paths < algebra::Integer(2 * static_cast<long>(generic.solutions.size()));
}

}  // namespace

report::Result solve_draw(const spec::Specification& drawn, const GenericDraw& generic, const Options& options,
                          const Observer& observer) {
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title_of(drawn);
  result.network = describe(drawn);
  result.seeds = seeds(drawn);
  const model::Model model = model::build_model(drawn);
  result.names = model.names;
  const algebra::System gradient = model::gradient_system(model);
  result.system = shape_of(gradient, report::Origin::gradient);
  result.bounds = generic.result.bounds;
  std::optional<DrawLift> lift = generic.lifts->of(model);
  if (lift) result.bounds.lifted = lift->bound;
  add_family_bounds(drawn, result.bounds);
  const auto solved = [&](solve::Problem problem, const Options& how) {
    return solved_and_counted(
        problem, [&] { return solve::solve(problem, how, path_progress(observer)); }, how, result, observer);
  };
  const auto carried = [&] { return solved(problem_from(generic, model, gradient), options); };
  const auto by_lift = [&] {
    solve::Problem problem = problem_of(model, gradient);
    problem.hints.lifted = std::move(lift->form);
    Options lifted = options;
    lifted.start = solve::Start::lifted;
    return solved(std::move(problem), lifted);
  };
  const bool few = lift && lift->form && fewer_by_lift(lift->form->mixed_volume, generic);
  solve::Outcome outcome = few ? by_lift() : carried();
  if (few && outcome.ledger.failed > 0 && !outcome.cancelled) outcome = carried();
  add_solutions(outcome, options, result);
  add_multiplicities(gradient, outcome.solutions, options, result, observer);
  add_critical_points(model, outcome, options, result);
  if (!result.paths->cancelled && wants_certificates(result, options))
    certify(result, {model.gradient, model.loss}, options);
  note_cancelled(result);
  note_contradictions(result);
  note_parity(model, gradient, result);
  result.seconds.solve = result.seconds.total = clock.total();
  return result;
}

std::string to_text(const GenericDraw& draw) {
  Held held{draw.result, draw.partition, {}};
  for (const auto& solution : draw.solutions) {
    held.solutions.emplace_back();
    for (const algebra::GaussianRational& z : solution) held.solutions.back().push_back(z.to_string());
  }
  return report::JsonWriter().record(held).dump();
}

GenericDraw read_generic_draw(const std::string& text, const std::string& place,
                              const spec::Specification& specification, const Options& options) {
  const nlohmann::json document = report::parsed_json(text);
  Held held;
  report::JsonReader::read(report::Cursor(document, place, "sweep into a new store"), held);
  GenericDraw draw = placed(specification, options).draw;
  for (const auto& solution : held.solutions) {
    draw.solutions.emplace_back();
    for (const std::string& digits : solution) {
      const auto value = algebra::GaussianRational::parse(digits);
      if (!value || solution.size() != draw.system.names.size())
        throw InputError(place + " solutions", "an exact number for each weight", "\"" + digits + "\"",
                         "sweep into a new store");
      draw.solutions.back().push_back(*value);
    }
  }
  try {
    algebra::require_partition(held.partition, draw.system.names.size());
  } catch (const ArgumentError&) {
    throw InputError(place + " partition", "each weight in one group", "other groups", "sweep into a new store");
  }
  draw.result = std::move(held.result);
  draw.partition = std::move(held.partition);
  return draw;
}

}  // namespace polyscape::study
