#include "polyscape/study/component_study.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/certify/excess.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/certify/rank.hpp"
#include "polyscape/components/decomposition.hpp"
#include "polyscape/critical/manifold.hpp"
#include "polyscape/eval/rank.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/scaling.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/heading.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/rows_identity.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"
#include "polyscape/variety/nullstellensatz.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using algebra::Rational;

namespace {

constexpr int tries = 16;  // spaces on which a real point is looked for
constexpr std::size_t real_samples = 6;
constexpr std::uint64_t degree_searched = 300;  // of components on which one is
constexpr double same_function = 1e-8;
constexpr int first_bits = 128;
constexpr std::size_t most_entries = 1000000;  // of Macaulay matrices, for emptiness

/// At rising precision, the point refined first on its section, where it is simple; and what is proved of it.
std::optional<report::JacobianRank> rank_at(const algebra::Differentiated& system, const eval::Evaluator& evaluator,
                                            const components::Component& c, components::RefinedPoint& point) {
  const eval::RankDecision decision = eval::rank_at(evaluator, point.source());
  if (!decision.decided) return std::nullopt;
  report::JacobianRank result;
  result.value = static_cast<int>(decision.rank);
  result.size = {static_cast<int>(decision.rows), static_cast<int>(decision.columns)};
  result.precision_bits = decision.precision_bits;
  result.upper = result.size[1] - c.dimension;
  if (std::isfinite(decision.log10_gap)) result.log10_gap = decision.log10_gap;
  if (const auto certificate = certify::Certifier(point.section())(point.unknowns())) {
    const auto& centre = certificate->centre;
    result.certified_lower = static_cast<int>(certify::rank_lower_bound(
        system, {centre.begin(), centre.begin() + static_cast<std::ptrdiff_t>(c.set.variables)}, certificate->radius,
        certificate->bits));
  }
  return result;
}

/// Full rank needs no more than the minor that is proved not to vanish; a smaller one rests on the dimension, too,
/// which is numerical.
Evidence evidence_of(const report::JacobianRank& rank) {
  return rank.value == std::min(rank.size[0], rank.size[1]) && rank.certified_lower == rank.value ? Evidence::theorem
                                                                                                  : Evidence::numerical;
}

/// Numbers functions, from 1, by their values.
class FunctionNumbers {
 public:
  int operator()(const std::vector<std::complex<double>>& values) {
    double size = 1;
    for (const auto& v : values) size = std::max(size, std::abs(v));
    const auto same = [&](const std::vector<std::complex<double>>& other) {
      for (std::size_t i = 0; i < values.size(); ++i)
        if (std::abs(values[i] - other[i]) > same_function * size) return false;
      return true;
    };
    const auto place = std::ranges::find_if(known_, same);
    const auto number = static_cast<int>(place - known_.begin()) + 1;
    if (place == known_.end()) known_.push_back(values);
    return number;
  }

 private:
  std::vector<std::vector<std::complex<double>>> known_;
};

void add_manifold(const critical::CriticalManifold& m, FunctionNumbers& numbers, report::Component& c) {
  c.loss = m.loss;
  if (!m.function.empty()) c.function = numbers(m.function);
  if (m.parametrisation_rank) c.parametrisation_rank = static_cast<int>(*m.parametrisation_rank);
  c.pure = m.pure;
  if (c.pure) c.by.pure = m.pure_by;
  c.real_function = m.real_function;
  for (const eval::Inertia& n : m.inertias)
    c.inertias.push_back({static_cast<int>(n.negative), static_cast<int>(n.zero), static_cast<int>(n.positive)});
  c.kinds = m.kinds;
}

/// What to look at beside the components.
struct Aspects {
  const algebra::System* zero_loss = nullptr;        ///< equations of the zero-loss set
  bool no_zero_loss = false;                         ///< that set is empty, exactly
  const critical::ManifoldView* critical = nullptr;  ///< the system is its model's gradient
};

/// Whether the equations vanish on the component: at its sample, the certified zero of a square system, by balls at
/// rising precision; by its digits where that is not proved.
bool lies_in(const algebra::System& equations, const components::Component& c, const components::RefinedPoint& sample,
             int max_bits) {
  const std::size_t unknowns = sample.section().variables();
  algebra::Program further(unknowns);
  std::vector<algebra::Program::Node> x = algebra::variables_of(further, unknowns);
  x.resize(c.set.variables);
  further.outputs = further.append(algebra::program_of(equations), x);
  if (const auto verdict =
          certify::Excess(sample.section(), further)(sample.unknowns(), {first_bits, std::max(first_bits, max_bits)}))
    return verdict->vanish;
  return std::ranges::all_of(
      equations.equations, [&](const algebra::Polynomial& p) { return solve::vanishes(p, c.witness.front(), c.bits); });
}

/// No solutions at all, by linear algebra over Q: before anything is computed in floating point.
bool is_empty(const algebra::System& system) {
  variety::NullstellensatzLimits limits;
  limits.entries = most_entries;
  return variety::prove_infeasible(system.equations, limits).has_value();
}

report::Decomposition empty_decomposition(std::size_t least_dimension) {
  report::Decomposition result;
  result.complete = true;
  result.least_dimension = static_cast<int>(least_dimension);
  return result;
}

/// What the decomposition itself says of a component.
report::Component found_of(const components::Component& c) {
  report::Component result;
  result.dimension = c.dimension;
  result.degree = c.degree;
  result.multiplicity = c.multiplicity;
  result.traced = c.traced;
  result.by.dimension = c.dimension_by;
  result.by.degree = c.degree_by;
  result.by.multiplicity = c.multiplicity_by;
  result.sample = eval::rounded(c.witness.front());
  return result;
}

/// Says of each component of a system what there is beside its dimension and degree.
class Describer {
 public:
  Describer(const algebra::System& system, const Aspects& aspects, const Options& options)
      : aspects_(aspects),
        options_(options),
        real_(algebra::is_real(system)),
        differentiated_(algebra::differentiate(algebra::program_of(system))),
        evaluator_(differentiated_),
        random_(Random(options.seed).stream("critical components")) {}

  /// Component number k. Where the job is cancelled what was said before stays.
  void describe(const components::Component& c, std::size_t k, report::Component& component) {
    const eval::Point& sample = c.witness.front();
    if (aspects_.no_zero_loss) component.zero_loss = false;
    if (aspects_.no_zero_loss) component.by.zero_loss = Evidence::exact;
    if (!c.traced) {
      if (aspects_.zero_loss && !aspects_.no_zero_loss) {
        component.zero_loss = std::ranges::all_of(aspects_.zero_loss->equations, [&](const algebra::Polynomial& p) {
          return solve::vanishes(p, sample, c.bits);
        });
        component.by.zero_loss = Evidence::numerical;
      }
      return;
    }
    const bool precise =
        !c.movable && sample.size() == c.set.plane.form.size();  // doubles do not tell the sample from others
    components::RefinedPoint refined(c.set, precise ? sample : eval::exact_point(c.set.points.front()));
    component.rank = rank_at(differentiated_, evaluator_, c, refined);
    if (component.rank) component.by.rank = evidence_of(*component.rank);
    if (aspects_.zero_loss && !aspects_.no_zero_loss) {
      component.zero_loss = lies_in(*aspects_.zero_loss, c, refined, options_.max_precision);
      component.by.zero_loss = Evidence::numerical;
    }
    if (c.degree <= degree_searched && c.movable) describe_moving(c, k, refined, component);
  }

 private:
  /// What is seen where the witness set is moved to real points.
  void describe_moving(const components::Component& c, std::size_t k, components::RefinedPoint& refined,
                       report::Component& component) {
    const components::MovingWitnessSet mover(c.set, options_, random_.stream(k));
    std::vector<components::RefinedPoint> real;
    if (real_) real = mover.real_points(tries, real_samples);
    if (aspects_.critical && real.size() < real_samples)
      for (const eval::Point& w : aspects_.critical->real_weights(refined.source(), real_samples - real.size()))
        if (auto point = mover.smooth_point(w, critical::real_weight_bits)) real.push_back(std::move(*point));
    std::vector<eval::Point> points = c.witness;
    std::vector<eval::PointSource> real_sources;
    for (components::RefinedPoint& r : real) {
      auto point = r.at(c.bits);
      if (!point) continue;
      auto& at = component.real_samples.emplace_back();
      for (const GaussianRational& z : *point) at.push_back(z.re.to_double());
      points.push_back(std::move(*point));
      real_sources.push_back(r.source());
    }
    if (aspects_.critical)
      add_manifold(aspects_.critical->examine(c.dimension, points, c.bits, refined.source(), real_sources), numbers_,
                   component);
  }

  const Aspects& aspects_;
  const Options& options_;
  bool real_;
  algebra::Differentiated differentiated_;
  eval::Evaluator evaluator_;
  Random random_;
  FunctionNumbers numbers_;
};

report::Decomposition decomposed(const algebra::System& system, std::size_t least_dimension, const Aspects& aspects,
                                 const Options& options, const Observer& observer, report::Result& whole) {
  const components::Decomposition found =
      components::decompose(system, options, least_dimension, [&](const components::Progress& p) {
        if (!observer) return;
        observer(
            {"components of dimension " + std::to_string(p.dimension) + (p.step.step.empty() ? "" : ", ") + p.step.step,
             p.step.done, p.step.total, "points"});
      });
  Describer describer(system, aspects, options);
  report::Decomposition result;
  Counter counter(observer, "what the components are", found.components.size());
  for (std::size_t k = 0; k < found.components.size() && !cancellation_requested(); ++k) {
    const components::Component& c = found.components[k];
    report::Component& component = result.components.emplace_back(found_of(c));
    try {
      describer.describe(c, k, component);
    } catch (const Cancelled&) {  // what is known of it stays
    }
    counter.count();
  }
  result.isolated = found.isolated.size();
  result.nonsingular = static_cast<std::uint64_t>(std::ranges::count_if(found.isolated, &solve::Solution::nonsingular));
  result.paths = found.paths;
  result.failed = found.failed;
  result.complete = found.complete && !cancellation_heeded();
  result.least_dimension = static_cast<int>(least_dimension);
  whole.notes.insert(whole.notes.end(), found.notes.begin(), found.notes.end());
  return result;
}

/// In scaled unknowns where coefficients are far apart: sets that are close to each other there are not when these are
/// of one size.
report::Decomposition decomposed_in_scale(const algebra::System& system, const Options& options,
                                          const Observer& observer, report::Result& whole) {
  const auto scaling = solve::scaling_of(system);
  if (!scaling) return decomposed(system, 0, {}, options, observer, whole);
  report::Decomposition result = decomposed(solve::scaled({system}, *scaling).system, 0, {}, options, observer, whole);
  const auto unscale = [&](auto& point) {
    for (std::size_t j = 0; j < scaling->variables.size(); ++j) point[j] *= std::ldexp(1.0, scaling->variables[j]);
  };
  for (report::Component& c : result.components) {
    unscale(c.sample);
    for (auto& at : c.real_samples) unscale(at);
  }
  whole.notes.push_back(solve::scaling_note);
  return result;
}

/// Counts modulo primes beside the components of the system, as the options say; a cancelled job leaves them out.
void count_components(const algebra::System& system, const Options& options, const Observer& observer,
                      report::Result& result) {
  const auto counting = counting_of_sets(options);
  if (!counting) return;
  add_modular_count(system, *counting, result, observer);
  if (!result.decomposition) return;
  unless_cancelled(result, "components were not counted modulo primes", [&] {
    count_reduced_parts(system, result.bounds.modular, *counting, *result.decomposition, result.notes, observer);
  });
}

/// What the complete decomposition of the zero-loss set says of it.
void say_zero_loss_set(report::Interpolation& v, std::vector<std::string>& contradictions) {
  const auto& found = v.decomposition->components;
  const int dimension = found.empty() ? (v.decomposition->isolated > 0 ? 0 : -1) : found.front().dimension;
  if (v.dimension && *v.dimension != dimension)
    contradictions.push_back("the zero-loss set has dimension " + std::to_string(*v.dimension) +
                             " at the points found by Gauss-Newton, but " + std::to_string(dimension) +
                             " by its decomposition");
  if (v.proof && dimension < static_cast<int>(v.proof->coordinates.size() - v.proof->free.size()))
    return;  // what is proved stands
  v.dimension = dimension;
  v.degenerate = *v.dimension >= 1;
  v.by.dimension = Evidence::numerical;
  if (v.by.degenerate != Evidence::theorem) v.by.degenerate = Evidence::numerical;
  std::uint64_t degree = v.decomposition->isolated;
  if (*v.dimension >= 1) {
    degree = 0;
    for (const report::Component& c : found)
      if (c.dimension == *v.dimension) degree += c.degree;
    if (found.front().rank) {
      v.jacobian_rank = found.front().rank->value;
      v.by.jacobian_rank = found.front().by.rank;
    }
    for (const report::Component& c : found)
      if (!c.real_samples.empty()) {
        v.real_points = true;
        if (v.by.real_points != Evidence::theorem) v.by.real_points = Evidence::numerical;
        v.by.real_dimension = Evidence::numerical;
        v.real_dimension = std::max(v.real_dimension.value_or(0), c.dimension);
      }
  }
  if (*v.dimension < 0) return;
  v.degree = std::to_string(degree);
  v.by.degree = Evidence::numerical;
}

}  // namespace

void add_components(const model::Model& model, const algebra::System& gradient, const Options& options,
                    const Observer& observer, report::Result& result) {
  const critical::ManifoldView view(model, options.seed);
  std::size_t least = 0;
  if (options.gauge == Gauge::slice) {
    if (std::ranges::any_of(model.lambda, [](const Rational& l) { return l != Rational(0); }))
      throw InputError(model.specification.path + " gauge",
                       "no regularization: weights of one function then have one loss",
                       "gauge slice with regularization", "leave one of them out");
    least = view.function_space().fibre_dimension;
    result.notes.push_back("gauge slice: only sets of dimension " + std::to_string(least) +
                           " or more, that of the weights of one function, were looked for");
  }
  std::optional<algebra::System> interpolation;
  if (model.has_interpolation) interpolation = model::interpolation_system(model);
  const bool empty =
      interpolation && ((result.interpolation && result.interpolation->empty_proved) || is_empty(*interpolation));
  result.decomposition =
      decomposed(gradient, least, {interpolation ? &*interpolation : nullptr, empty, &view}, options, observer, result);
  if (!interpolation) return;
  report::Interpolation& v = result.interpolation
                                 ? *result.interpolation
                                 : result.interpolation.emplace(interpolation_counts(model.specification));
  say_function_space(view.function_space().dimension, view.function_space().error_log2, v);
  if (empty) {
    v.decomposition = empty_decomposition(least);
    v.dimension = -1;
    v.degenerate = v.real_points = false;
    v.by.dimension = v.by.degenerate = v.by.real_points = Evidence::exact;
    v.empty_proved = true;
    return;
  }
  // With each weight it holds all that give the same function: nothing is smaller than these.
  v.decomposition = decomposed(*interpolation, least, {}, options, observer, result);
  if (v.decomposition->complete) say_zero_loss_set(v, result.contradictions);
}

report::Result decompose_network(const spec::Specification& specification, const Options& options,
                                 const Observer& observer) {
  require_expandable(specification);
  const Stopwatch clock;
  const model::Model model = model::build_model(specification);
  const algebra::System gradient = model::gradient_system(model);
  report::Result result = heading(specification, gradient, report::Origin::gradient, options);
  unless_cancelled(result, "not all components were found",
                   [&] { add_components(model, gradient, options, observer, result); });
  count_components(gradient, options, observer, result);
  if (result.interpolation && model.has_interpolation) {
    add_zero_loss_count(model, options, result, observer);
    report::Interpolation& v = *result.interpolation;
    if (const auto counting = counting_of_sets(options); counting && v.decomposition)
      unless_cancelled(result, "components of the zero-loss set were not counted modulo primes", [&] {
        count_reduced_parts(model::interpolation_system(model), v.modular, *counting, *v.decomposition, result.notes,
                            observer);
      });
  }
  note_contradictions(result);
  result.seconds.components = result.seconds.total = clock.total();
  return result;
}

std::vector<report::Result> sweep_components(const spec::Specification& specification,
                                             const std::vector<std::size_t>& samples, std::uint64_t draws,
                                             const Options& options, const Observer& observer, Sink* sink) {
  require_random_data(specification);
  Options one_thread = options;
  one_thread.threads = 1;
  Counter counter(observer, "draws", samples.size() * draws);
  SharedSink shared(sink);
  shared.begin(nullptr, samples.size() * draws);
  const auto identity = [&] { return rows_identity("component draws", input_digest(specification), options); };
  return results_unless_cancelled(
      samples.size() * draws, options.threads, counter, shared, identity, [&](std::size_t k) {
        const spec::Specification drawn =
            spec::redrawn(specification, specification.data.seed + k % draws, samples[k / draws]);
        report::Result result = decompose_network(drawn, one_thread);
        result.title +=
            ", N = " + std::to_string(samples[k / draws]) + ", data seed " + std::to_string(drawn.data.seed);
        return result;
      });
}

report::Result decompose_system(const algebra::System& given, const std::string& title, const Options& options,
                                const Observer& observer) {
  require_no_gauge(options);
  const Stopwatch clock;
  const algebra::System system = algebra::with_real_equations(given);
  report::Result result = heading(system, title, options);
  announce(observer, "linear algebra over Q");
  unless_cancelled(result, "not all components were found", [&] {
    if (is_empty(system)) {
      result.decomposition = empty_decomposition(0);
      result.notes.push_back("no solutions over C [exact]: 1 is a combination of the equations over Q");
    } else {
      result.decomposition = decomposed_in_scale(system, options, observer, result);
    }
  });
  count_components(system, options, observer, result);
  note_contradictions(result);
  result.seconds.components = result.seconds.total = clock.total();
  return result;
}

}  // namespace polyscape::study
