#include "polyscape/study/modular_count.hpp"

#include <algorithm>

#include "polyscape/exact/count.hpp"
#include "polyscape/exact/multiplicity.hpp"
#include "polyscape/exact/reduced_part.hpp"
#include "polyscape/model/family.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/unless_cancelled.hpp"
#include "polyscape/variety/nullstellensatz.hpp"

namespace polyscape::study {

using algebra::Integer;

namespace {

constexpr std::uint64_t quick_operations = 30'000'000;  // a tenth of a second
constexpr std::size_t most_local_rings = 20;
constexpr std::size_t most_bytes = std::size_t{8} << 30;
// A path takes some milliseconds, in which so many coefficients are multiplied.
constexpr std::uint64_t operations_a_path = 2'000'000, least_operations = 100'000'000,
                        most_operations_for_paths = 20'000'000'000;

std::vector<std::string> texts(const std::vector<std::uint64_t>& primes) {
  std::vector<std::string> result;
  for (const std::uint64_t p : primes) result.push_back(std::to_string(p));
  return result;
}

exact::CountOptions count_options(const ModularCounting& counting) {
  exact::CountOptions options;
  options.seed = counting.seed;
  options.threads = counting.threads;
  options.limits = {counting.operations, most_bytes};
  return options;
}

Integer with_multiplicity(const solve::Outcome& outcome) {
  Integer sum = 0;
  for (const solve::Solution& s : outcome.solutions) sum += Integer(s.multiplicity);
  return sum;
}

/// Whether a count may say more than the bounds do.
bool worth_counting(const solve::Outcome& outcome, const Options& options, const report::Result& result) {
  if (outcome.cancelled || options.exact == Exact::never) return false;
  if (options.exact == Exact::always) return true;
  const bool simple = std::ranges::all_of(outcome.solutions, &solve::Solution::nonsingular);
  return outcome.non_isolated.empty() && outcome.ledger.tracked > 0 &&
         !(simple && !bound_met(result.bounds, with_multiplicity(outcome)).empty());
}

}  // namespace

std::optional<report::ModularCount> modular_count(const algebra::System& system, const ModularCounting& counting,
                                                  std::vector<Note>& notes, const Observer& observer) {
  if (system.names.empty() || system.equations.empty()) return std::nullopt;
  announce(observer, "modular count");
  const exact::CountOutcome outcome = exact::modular_count(system.equations, count_options(counting));
  if (const auto& c = outcome.count) {
    if (!c->unlucky.empty())
      notes.push_back("modulo " + plural(c->unlucky.size(), "random prime") +
                      " the equations have another number of solutions: others were drawn");
    return report::ModularCount{c->dimension, c->degree, c->error_log2, texts(c->primes), texts(c->unlucky), c->reach};
  }
  notes.push_back(outcome.failure == exact::CountFailure::disagreement
                      ? "no modular count: the random primes disagree"
                      : "no modular count: it takes more than " + std::to_string(outcome.operations / 1'000'000) +
                            " million products of coefficients, or too much memory");
  return std::nullopt;
}

void add_modular_count(const algebra::System& system, const ModularCounting& counting, report::Result& result,
                       const Observer& observer) {
  unless_cancelled(result, "solutions were not counted modulo primes",
                   [&] { result.bounds.modular = modular_count(system, counting, result.notes, observer); });
}

std::optional<report::ModularCount> generic_modular_count(const model::Model& model, const ModularCounting& counting,
                                                          std::vector<Note>& notes, const Observer& observer) {
  const model::GradientFamily family(model);
  Random random = Random(counting.seed).stream("generic targets and regularisation");
  std::vector<algebra::GaussianRational> parameters;
  for (std::size_t k = 0; k < family.parameters(); ++k)
    parameters.emplace_back(static_cast<long>(random.below(1UL << 31)) + 1);
  return modular_count(family.gradient_at(parameters).real, counting, notes, observer);
}

void add_generic_modular_count(const model::Model& model, const ModularCounting& counting, report::Result& result,
                               const Observer& observer) {
  unless_cancelled(result, "a generic member was not counted modulo primes", [&] {
    result.bounds.modular_generic = generic_modular_count(model, counting, result.notes, observer);
  });
}

std::optional<long> nullstellensatz_degree(const algebra::System& system) {
  const auto proof = variety::prove_infeasible(system.equations);
  if (!proof) return std::nullopt;
  return proof->degree;
}

void add_nullstellensatz_degree(const algebra::System& system, report::Result& result) {
  if (result.bounds.modular && result.bounds.modular->dimension < 0)
    unless_cancelled(result, "no identity 1 = sum h_j f_j was looked for",
                     [&] { result.bounds.nullstellensatz = nullstellensatz_degree(system); });
}

std::optional<ModularCounting> counting_of_sets(const Options& options) {
  if (options.exact == Exact::never) return std::nullopt;
  ModularCounting counting{options.seed, options.threads};
  if (options.exact == Exact::automatic) counting.operations = quick_operations;
  return counting;
}

void count_reduced_parts(const algebra::System& system, const std::optional<report::ModularCount>& whole,
                         const ModularCounting& counting, report::Decomposition& found, std::vector<Note>& notes,
                         const Observer& observer) {
  found.reduced.clear();
  if (!whole || whole->dimension < 1) return;
  const auto variables = static_cast<long>(system.names.size());
  const auto equations = std::ranges::count_if(system.equations, [](const auto& p) { return !p.is_zero(); });
  const long least = std::max<long>(found.least_dimension, variables - equations);
  std::string left_out;
  for (long dimension = std::min(whole->dimension, variables - 1); dimension >= least; --dimension) {
    announce(observer, "modular count of dimension " + std::to_string(dimension));
    const auto outcome =
        exact::reduced_part(system.equations, static_cast<std::size_t>(dimension), count_options(counting));
    if (const auto& p = outcome.part)
      found.reduced.push_back(
          {static_cast<int>(dimension), p->degree, p->error_log2, texts(p->primes), texts(p->unlucky), p->reach});
    else
      left_out += (left_out.empty() ? "" : ", ") + std::to_string(dimension);
  }
  if (!left_out.empty())
    notes.push_back("no modular count of the components of dimension " + left_out + ": it takes more than " +
                    std::to_string(counting.operations / 1'000'000) +
                    " million products of coefficients, or too much memory, or the random primes disagree");
}

void count_zero_loss(const model::Model& model, const ModularCounting& counting, report::Interpolation& v,
                     std::vector<Note>& notes, const Observer& observer) {
  v.modular = modular_count(model::interpolation_system(model), counting, notes, observer);
  rest_on_count(v);
}

void rest_on_count(report::Interpolation& v) {
  if (!v.modular || !v.dimension || *v.dimension != v.modular->dimension) return;
  const bool at_least =
      *v.dimension < 0 ||
      (v.proof && v.variables - Integer(static_cast<long>(v.proof->free.size())) == Integer(*v.dimension));
  if (at_least && v.by.dimension == Evidence::numerical) v.by.dimension = Evidence::probability;
}

void add_zero_loss_count(const model::Model& model, const Options& options, report::Result& result,
                         const Observer& observer) {
  if (const auto counting = counting_of_sets(options))
    unless_cancelled(result, "the zero-loss set was not counted modulo primes",
                     [&] { count_zero_loss(model, *counting, *result.interpolation, result.notes, observer); });
}

void add_exact_multiplicities(std::span<const algebra::Polynomial> equations, report::Result& result) {
  std::size_t left = most_local_rings;
  for (std::size_t i = 0; i < result.points->size(); ++i) {
    report::Point& p = (*result.points)[i];
    if (!p.exact || p.nonsingular) continue;
    p.exact->multiplicity.reset();
    const auto place = parsed(p.exact->coordinates);
    if (!place || left == 0) continue;
    --left;
    const auto found = exact::multiplicity_at(equations, *place, result.seed);
    if (!found) continue;
    p.exact->multiplicity = static_cast<int>(found->multiplicity);
    if (p.multiplicity == *p.exact->multiplicity) continue;
    result.notes.emplace_back(Severity::question, "singular point " + std::to_string(i + 1) +
                                                      " was found with multiplicity " + std::to_string(p.multiplicity) +
                                                      ", but its local ring has " +
                                                      std::to_string(found->multiplicity));
    p.multiplicity = *p.exact->multiplicity;
  }
}

solve::Outcome solved_and_counted(solve::Problem& problem, const std::function<solve::Outcome()>& solve,
                                  const Options& options, report::Result& result, const Observer& observer) {
  solve::Outcome outcome = solve();
  if (!worth_counting(outcome, options, result)) return outcome;
  ModularCounting counting{options.seed, options.threads};
  if (options.exact == Exact::automatic)
    counting.operations =
        std::clamp(operations_a_path * outcome.ledger.tracked, least_operations, most_operations_for_paths);
  add_modular_count(problem.system, counting, result, observer);
  add_nullstellensatz_degree(problem.system, result);
  const auto& count = result.bounds.modular;
  if (!count || count->dimension > 0 || !(with_multiplicity(outcome) < count->count) || cancellation_requested())
    return outcome;
  problem.known.count = count->count;
  solve::Outcome again = solve();
  result.notes.push_back("paths were followed again, as the modular count leaves room for more solutions than the " +
                         with_multiplicity(outcome).to_string() + " found first");
  return with_multiplicity(outcome) < with_multiplicity(again) ? again : outcome;
}

}  // namespace polyscape::study
