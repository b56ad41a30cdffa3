#include "polyscape/study/sweep.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/findings.hpp"
#include "polyscape/study/options.hpp"
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

/// The generic draw of a sweep, solved.
struct GenericDraw {
  algebra::System system;
  std::vector<std::vector<algebra::GaussianRational>> solutions;
  algebra::GaussianRational gamma;  ///< coefficients move along an arc through complex ones
  std::vector<algebra::SignedPermutation> symmetries;
};

/// Solves one draw of a sweep.
report::Result solve_draw(const spec::Specification& drawn, const GenericDraw& member,
                          const algebra::Partition& partition, const report::Bounds& bounds, const Options& options) {
  Stopwatch clock;
  report::Result result = blank_result(options);
  result.title = title_of(drawn) + ", data seed " + std::to_string(drawn.data.seed);
  result.network = describe(drawn);
  result.seeds = seeds(drawn);
  const model::Model model = model::build_model(drawn);
  solve::Problem problem = problem_of(model, model::gradient_system(model));
  problem.hints.best_partition = partition;
  problem.known.member =
      solve::Member{algebra::line_between(problem.system, member.system, member.gamma), member.solutions, {}, {}};
  for (const algebra::SignedPermutation& g : model.symmetries)
    if (std::ranges::find(member.symmetries, g) != member.symmetries.end())
      problem.known.member->symmetries.push_back(g);
  result.names = model.names;
  result.system = shape_of(problem.system, report::Origin::gradient);
  result.bounds = bounds;
  const solve::Outcome outcome = solve::solve(problem, options);
  add_solutions(outcome, options, result);
  add_critical_points(model, outcome, options, result);
  if (options.certify == Certify::always) certify(result, {model.gradient, model.loss}, options);
  note_cancelled(result);
  note_contradictions(result);
  result.seconds.solve = result.seconds.total = clock.total();
  return result;
}

}  // namespace

void describe(auto& fields, report::Of<IndexPattern> auto& p) {
  fields("draws", p.draws, "how many");
  fields("counts", p.counts, "index, and how many real points");
}
void describe(auto& fields, report::Of<Sweep> auto& s) {
  fields.computed("schema", report::schema_version, "2");
  fields("member", s.member, "the generic draw");
  fields("draws", s.draws, "a result each");
  fields.computed("real_by_index", real_by_index(s.draws), "how many draws have which real points");
  fields("seconds", s.seconds, "all of it");
}

std::vector<IndexPattern> real_by_index(const std::vector<report::Result>& draws) {
  std::map<std::map<int, std::uint64_t>, std::uint64_t> patterns;
  for (const report::Result& r : draws) ++patterns[r.solutions->real_by_index];
  std::vector<IndexPattern> result;
  for (const auto& [counts, count] : patterns) result.push_back({counts, count});
  return result;
}

std::string to_json(const Sweep& sweep) { return report::JsonWriter().record(sweep).dump(1) + "\n"; }

Sweep sweep(const spec::Specification& specification, std::uint64_t draws, const Options& options,
            const Observer& observer, Sink* sink) {
  require_random_data(specification);
  require_expandable(specification);
  Stopwatch clock;
  Sweep result;
  announce(observer, "generic draw");
  const std::size_t samples = specification.data.inputs.size();
  // As many samples as the loss has terms: their moments can be anything then.
  const model::Model first = model::build_model(spec::with_generic_data(specification, member_seed, samples));
  std::size_t terms = 0;
  for (const algebra::Polynomial& p : model::gradient_system(first).equations) terms += p.term_count();
  const spec::Specification generic =
      spec::with_generic_data(specification, member_seed, std::max(samples, std::min(terms, most_member_samples)));
  const model::Model model = model::build_model(generic);
  solve::Problem problem = problem_of(model, model::gradient_system(model));
  problem.program.reset();
  if (!specification.loss.mean) balance(problem.system, model.lambda, samples, model.samples);
  report::Result& member = result.member;
  member = blank_result(options);
  member.title = title_of(specification) + ", generic draw";
  member.network = describe(generic);
  member.names = model.names;
  member.system = shape_of(problem.system, report::Origin::gradient);
  EquationBounds bounds = bound_equations(problem.system, model.partitions, {}, observer);
  member.bounds = bounds.bounds;
  member.notes = bounds.notes;
  problem.hints.best_partition = bounds.best;
  problem.hints.mixed_volume = bounds.bounds.mixed_volume_affine;
  if (has_free_weight(member.system))
    throw InputError(specification.path, "a loss with isolated critical points",
                     "one that does not depend on some weight", "add regularization, or change the network");
  const solve::Outcome outcome = solve::solve(problem, options, path_progress(observer));
  add_solutions(outcome, options, member);
  note_cancelled(member);
  note_contradictions(member);
  member.seconds.solve = member.seconds.total = clock.lap();
  GenericDraw start{problem.system,
                    {},
                    algebra::GaussianRational::from_complex(Random(options.seed).stream("sweep").unit_complex()),
                    model.symmetries};
  for (const solve::Solution& s : outcome.solutions)
    if (s.nonsingular) start.solutions.push_back(s.coordinates);
  if (member.solutions->singular > 0)
    member.notes.emplace_back(Severity::question, std::to_string(member.solutions->singular) +
                                                      " isolated critical points of the generic draw are singular: "
                                                      "what they become in the draws is not followed");
  Options one_thread = options;
  one_thread.threads = 1;
  one_thread.known_count.reset();
  Counter counter(observer, "draws", draws);
  SharedSink shared(sink);
  shared.begin(&member, draws);
  result.draws = results_unless_cancelled(draws, options.threads, counter, shared, [&](std::size_t k) {
    return solve_draw(spec::redrawn(specification, specification.data.seed + k, samples), start,
                      bounds.best.value_or(algebra::trivial_partition(model.names.size())), member.bounds, one_thread);
  });
  result.seconds = clock.total();
  return result;
}

}  // namespace polyscape::study
