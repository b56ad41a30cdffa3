#include "polyscape/study/bounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/bounds/bezout.hpp"
#include "polyscape/bounds/linear_product.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "polyscape/bounds/multihomogeneous.hpp"
#include "polyscape/bounds/partition.hpp"
#include "polyscape/model/degrees.hpp"
#include "polyscape/model/families.hpp"
#include "polyscape/model/network.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {

using algebra::Integer;

namespace {

constexpr std::uint64_t most_expanded_weights = 60;
constexpr double most_expanded_terms = 3e6;  // all equations together
constexpr std::uint64_t most_listed_equations = 10000;
constexpr double most_exponents = 2e8;  // of all terms, as the searches keep them

std::vector<std::vector<std::string>> named(const algebra::Partition& partition,
                                            const std::vector<std::string>& names) {
  std::vector<std::vector<std::string>> groups;
  for (const auto& group : partition) {
    groups.emplace_back();
    for (const std::size_t i : group) groups.back().push_back(names[i]);
  }
  return groups;
}

std::vector<std::vector<std::string>> named(const std::vector<bounds::VariableSet>& sets,
                                            const std::vector<std::string>& names) {
  std::vector<std::vector<std::string>> result;
  for (const bounds::VariableSet set : sets) {
    result.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i)
      if (set >> i & 1) result.back().push_back(names[i]);
  }
  return result;
}

std::string left_out(const std::string& bound, double steps) {
  return "no " + bound + ": it takes more than " + fmt::format("{:.0e}", steps) + " steps";
}

/// Exponents of all terms: what the searches keep in memory.
double exponents(const algebra::System& system) {
  double terms = 0;
  for (const algebra::Polynomial& p : system.equations) terms += static_cast<double>(p.term_count());
  return terms * static_cast<double>(system.names.size());
}

void add_partition_bounds(const algebra::System& system, const std::vector<model::LabelledPartition>& natural,
                          const BoundLimits& limits, const Observer& observer, EquationBounds& found) {
  if (exponents(system) > most_exponents) {
    found.notes.push_back("no multihomogeneous Bezout number: more than " + fmt::format("{:.0e}", most_exponents) +
                          " exponents");
    return;
  }
  std::vector<algebra::Partition> candidates;
  announce(observer, "bounds, partitions");
  for (const model::LabelledPartition& p : natural) {
    if (bounds::multihomogeneous_work(bounds::group_sizes(p.partition)) > limits.multihomogeneous) {
      found.notes.push_back(
          left_out("multihomogeneous Bezout number for the partition into " + p.label, limits.multihomogeneous));
      continue;
    }
    found.bounds.natural.push_back(
        {bounds::multihomogeneous_bezout(system, p.partition), named(p.partition, system.names), p.label, {}});
    candidates.push_back(p.partition);
  }
  const bounds::PartitionBound best = bounds::best_partition(system, candidates, limits.partitions);
  found.bounds.multihomogeneous = {best.value, named(best.partition, system.names), "search", best.exhaustive};
  found.best = best.partition;
}

/// The observer for steps that run at the same time. `observer` must outlive it.
Observer one_at_a_time(const Observer& observer) {
  if (!observer) return {};
  return [&observer, mutex = std::make_shared<std::mutex>()](const Progress& progress) {
    const std::lock_guard lock(*mutex);
    observer(progress);
  };
}

/// What does not need each other, at the same time.
void together(int threads, std::initializer_list<std::function<void()>> tasks) {
  parallel_for(tasks.size(), static_cast<std::size_t>(threads), [&](std::size_t i) { tasks.begin()[i](); });
}

/// Those that go by the monomials themselves.
void add_support_bounds(const algebra::System& system, const std::vector<model::LabelledPartition>& natural,
                        const BoundLimits& limits, const Observer& observer, EquationBounds& found) {
  if (exponents(system) > most_exponents) {
    found.notes.push_back("no linear-product bound and no mixed volume: more than " +
                          fmt::format("{:.0e}", most_exponents) + " exponents");
    return;
  }
  std::vector<algebra::Partition> candidates;
  for (const model::LabelledPartition& p : natural)
    if (std::ranges::count(found.bounds.natural, p.label, &report::MultihomogeneousBound::origin) > 0)
      candidates.push_back(p.partition);
  if (found.best) candidates.push_back(*found.best);
  const bool few = system.names.size() <= bounds::most_product_variables;
  std::optional<bounds::LinearProduct> product;
  std::optional<bounds::MixedVolumes> volumes;
  const auto multiply = [&] {
    stop_if_cancelled();
    announce(observer, "bounds, linear products");
    if (few) product = bounds::linear_product(system, candidates, limits.linear_product);
  };
  const auto subdivide = [&] {
    stop_if_cancelled();
    announce(observer, "bounds, mixed volumes");
    volumes = bounds::mixed_volumes(system, Random(1), limits.mixed_volume);
  };
  together(limits.threads, {multiply, subdivide});
  if (product) {
    found.bounds.linear_product = {product->value, {}};
    for (const auto& sets : product->structure) found.bounds.linear_product->sets.push_back(named(sets, system.names));
  } else {
    found.notes.push_back(few ? left_out("linear-product bound", limits.linear_product)
                              : "no linear-product bound: more than " + std::to_string(bounds::most_product_variables) +
                                    " variables");
  }
  if (volumes) {
    found.bounds.mixed_volume_affine = volumes->with_origin;
    found.bounds.mixed_volume = volumes->torus;
  } else {
    found.notes.push_back(left_out("mixed volume", limits.mixed_volume));
  }
}

report::DegreeClass reported(const model::DegreeClass& c) { return {c.degree, c.count, c.description}; }

report::SystemShape analytic_shape(const model::Degrees& degrees) {
  report::SystemShape shape;
  shape.which = report::Origin::gradient;
  shape.variables = shape.equations = static_cast<std::uint64_t>(degrees.weights.to_int64().value());
  for (const model::DegreeClass& c : degrees.gradient) shape.degree_classes.push_back(reported(c));
  if (shape.equations <= most_listed_equations) {
    shape.degrees.emplace();
    for (const model::DegreeClass& c : degrees.gradient)
      shape.degrees->insert(shape.degrees->end(), static_cast<std::size_t>(c.count.to_int64().value()), c.degree);
  }
  return shape;
}

}  // namespace

bool can_expand(const spec::Specification& specification) {
  const std::uint64_t weights = specification.network.weights();
  if (weights > most_expanded_weights || !model::can_build(specification)) return false;
  const model::Degrees degrees = model::degrees(specification);
  double terms = 0;
  for (const model::DegreeClass& c : degrees.gradient)
    if (c.degree >= algebra::largest_degree)
      return false;  // the loss has one more
    else if (c.degree >= 0)
      terms += c.count.to_double() *
               algebra::binomial(weights + static_cast<std::uint64_t>(c.degree), static_cast<std::uint64_t>(c.degree))
                   .to_double();
  // A network's monomials are far fewer than all of its degree: products of one path of weights each.
  constexpr double share = 0.1;
  return share * terms <= most_expanded_terms;
}

void require_random_data(const spec::Specification& specification) {
  if (!specification.data.random)
    throw InputError(specification.path + " [data]", "random data, which a sweep draws again", "data that are given",
                     "write random = { samples = 4, seed = 7 }");
}

void require_expandable(const spec::Specification& specification) {
  if (can_expand(specification)) return;
  const std::string weights = std::to_string(specification.network.weights());
  throw InputError(specification.path + " network", "a network whose polynomials can be written out",
                   weights + " weights, degree " + std::to_string(model::degrees(specification).network),
                   "make it smaller, or ask for its bounds: polyscape bounds " + specification.path);
}

report::SystemShape shape_of(const algebra::System& system, report::Origin which) {
  report::SystemShape shape;
  shape.variables = system.names.size();
  shape.equations = system.equations.size();
  if (shape.equations <= most_listed_equations) shape.degrees = algebra::degrees(system);
  shape.which = which;
  shape.real = algebra::is_real(system);
  return shape;
}

bool has_free_weight(const report::SystemShape& shape) {
  return shape.degrees && std::ranges::count(*shape.degrees, -1) > 0;
}

BoundLimits bound_limits(const Options& options) {
  BoundLimits limits;
  limits.threads = options.threads;
  if (options.exact == Exact::always) limits.modular = {options.seed, options.threads};
  return limits;
}

EquationBounds bound_equations(const algebra::System& system, const std::vector<model::LabelledPartition>& natural,
                               const BoundLimits& limits, const Observer& observer) {
  EquationBounds found;
  report::Bounds& result = found.bounds;
  const std::vector<long> degrees = algebra::degrees(system);
  if (system.names.empty() || degrees.size() != system.names.size() || std::ranges::count(degrees, -1) > 0)
    return found;
  result.bezout = bounds::bezout_number(degrees);
  const Observer single = one_at_a_time(observer);
  try {
    add_partition_bounds(system, natural, limits, single, found);
    add_support_bounds(system, natural, limits, single, found);
  } catch (const Cancelled&) {
  }
  if (cancellation_heeded()) found.notes = {"not every bound was computed: the job was cancelled before"};
  return found;
}

namespace {

std::vector<report::ClosedForm> closed_forms(const spec::Specification& specification) {
  std::vector<report::ClosedForm> result;
  for (const model::ClosedForm& c : model::closed_forms(specification))
    result.push_back({c.count, std::string(name(c.counted)), std::string(name(c.basis)), c.formula});
  return result;
}

}  // namespace

std::optional<Integer> linear_one_sample_bound(const spec::Specification& s) {
  if (s.network.layers.size() != 2 || !model::is_plain(s.network) || !model::is_linear(s.network) ||
      s.data.inputs.size() != 1 || s.loss.kind != spec::LossKind::square)
    return std::nullopt;
  for (std::uint64_t place = 0; place < s.network.weights(); ++place)
    if (spec::lambda(s, place).is_zero()) return std::nullopt;
  const Integer each(1 + 4 * static_cast<long>(s.network.outputs()));
  constexpr double most_digits = 1e6;
  if (static_cast<double>(s.network.layers[0].units()) * each.log10() > most_digits) return std::nullopt;
  return algebra::power(each, s.network.layers[0].units());
}

void add_family_bounds(const spec::Specification& specification, report::Bounds& bounds) {
  bounds.closed_forms = closed_forms(specification);
  bounds.linear_one_sample = linear_one_sample_bound(specification);
}

namespace {

/// Bounds of equations as they stand, and by lifts.
template <class Equations, class Lifts>
LiftedBounds with_lifts(const BoundLimits& limits, const Observer& observer, const Equations& equations,
                        const Lifts& lifts) {
  const Observer single = one_at_a_time(observer);
  EquationBounds plain;
  report::Bounds by_lifts;
  std::optional<solve::LiftedForm> lifted;
  together(limits.threads, {[&] { plain = equations(single); }, [&] { lifted = lifts(by_lifts, single); }});
  plain.bounds.lifts = std::move(by_lifts.lifts);
  plain.bounds.lifted = std::move(by_lifts.lifted);
  return {std::move(plain), std::move(lifted)};
}

}  // namespace

LiftedBounds bound_gradient(const model::Model& model, const algebra::System& gradient, const BoundLimits& limits,
                            const Observer& observer) {
  LiftedBounds found = with_lifts(
      limits, observer,
      [&](const Observer& single) { return bound_equations(gradient, model.partitions, limits, single); },
      [&](report::Bounds& bounds, const Observer& single) { return bound_lifts(model, bounds, single); });
  add_family_bounds(model.specification, found.bounds);
  return found;
}

LiftedBounds bound_written(const algebra::WrittenSystem& system, const BoundLimits& limits, const Observer& observer) {
  return with_lifts(
      limits, observer, [&](const Observer& single) { return bound_equations(system.system, {}, limits, single); },
      [&](report::Bounds& bounds, const Observer& single) { return bound_lifts(system, bounds, single); });
}

report::Interpolation interpolation_counts(const spec::Specification& specification) {
  const model::Degrees degrees = model::degrees(specification);
  report::Interpolation counts;
  counts.variables = degrees.weights;
  counts.expected_dimension = model::expected_dimension(specification);
  counts.equations = counts.variables - counts.expected_dimension;
  auto classes = degrees.interpolation;
  std::ranges::stable_sort(classes, std::greater{}, &model::DegreeClass::degree);
  Integer left = counts.variables;
  for (model::DegreeClass& c : classes) {
    c.count = std::min(c.count, left);
    left -= c.count;
  }
  try {
    counts.bezout = model::bezout(classes);
  } catch (const LimitError&) {  // left out
  }
  return counts;
}

namespace {

void count_modular(const algebra::System& system, const BoundLimits& limits, const Observer& observer,
                   report::Result& result) {
  if (!limits.modular) return;
  add_modular_count(system, *limits.modular, result, observer);
  add_nullstellensatz_degree(system, result);
}

}  // namespace

report::Result bound_specification(const spec::Specification& specification, const BoundLimits& limits,
                                   const Observer& observer) {
  const Stopwatch clock;
  report::Result result;
  result.version = report::library_version();
  result.versions = report::dependency_versions();
  result.title = title_of(specification);
  result.input_digest = input_digest(specification);
  result.network = describe(specification);
  result.seeds = seeds(specification);
  if (can_expand(specification)) {
    const model::Model model = model::build_model(specification);
    const algebra::System system = model::gradient_system(model);
    result.names = model.names;
    result.system = shape_of(system, report::Origin::gradient);
    LiftedBounds found = bound_gradient(model, system, limits, observer);
    result.bounds = std::move(found.bounds);
    result.notes = std::move(found.notes);
    result.network->observations = model::observations(model);
    count_modular(system, limits, observer, result);
    if (limits.modular) add_generic_modular_count(model, *limits.modular, result, observer);
    if (!result.bounds.bezout)
      result.notes.push_back("the loss does not depend on some weight: no critical point is isolated");
  } else {
    const model::Degrees degrees = model::degrees(specification);
    result.system = analytic_shape(degrees);
    try {
      result.bounds.bezout = model::bezout(degrees.gradient);
    } catch (const LimitError& error) {
      result.notes.push_back(std::string("no Bezout number: ") + error.what());
    }
    result.bounds.analytic = true;
    result.bounds.closed_forms = closed_forms(specification);
    if (!degrees.unit_by_unit_or_uniform)
      result.notes.push_back("degrees are those of the network without its frozen weights: upper bounds");
  }
  if (specification.loss.kind == spec::LossKind::square) result.interpolation = interpolation_counts(specification);
  for (const Note& caution : cautions(specification)) result.notes.push_back(caution);
  note_cancelled(result);
  result.seconds.bounds = result.seconds.total = clock.total();
  return result;
}

algebra::System without_zeros(algebra::System system) {
  std::erase_if(system.equations, [](const algebra::Polynomial& p) { return p.is_zero(); });
  return system;
}

algebra::WrittenSystem prepared(algebra::WrittenSystem given) {
  if (given.form) {
    std::vector<algebra::Program::Node> outputs;
    for (std::size_t i = 0; i < given.form->program.outputs.size(); ++i)
      if (!given.system.equations[i].is_zero()) outputs.push_back(given.form->program.outputs[i]);
    given.form->program.outputs = std::move(outputs);
  }
  given.system = algebra::with_real_equations(without_zeros(std::move(given.system)));
  return given;
}

void note_zeros(const algebra::System& given, const algebra::System& left, report::Result& result) {
  const std::size_t zeros = given.equations.size() - left.equations.size();
  if (zeros > 0)
    result.notes.push_back(std::to_string(zeros) + (zeros == 1 ? " equation is" : " equations are") +
                           " identically zero and left out");
}

report::Result bound_system(const algebra::WrittenSystem& given, const std::string& title, const BoundLimits& limits,
                            const Observer& observer) {
  const algebra::WrittenSystem written = prepared(given);
  const algebra::System& system = written.system;
  const Stopwatch clock;
  report::Result result;
  result.version = report::library_version();
  result.versions = report::dependency_versions();
  result.title = title;
  result.input_digest = input_digest(system);
  result.names = system.names;
  result.system = shape_of(system, report::Origin::given);
  LiftedBounds found = bound_written(written, limits, observer);
  result.bounds = std::move(found.bounds);
  result.notes = std::move(found.notes);
  note_zeros(given.system, system, result);
  count_modular(system, limits, observer, result);
  if (!result.bounds.bezout) result.notes.push_back("no bounds by degrees or monomials: the system is not square");
  note_cancelled(result);
  result.seconds.bounds = result.seconds.total = clock.total();
  return result;
}

}  // namespace polyscape::study
