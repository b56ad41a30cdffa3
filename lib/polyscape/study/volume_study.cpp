#include "polyscape/study/volume_study.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/list.hpp"
#include "polyscape/critical/zero_loss.hpp"
#include "polyscape/dynamics/equipartition.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/model/network.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/heading.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"
#include "polyscape/variety/smoothness.hpp"
#include "polyscape/volume/deep_linear.hpp"

namespace polyscape::study {
namespace {

using algebra::Rational;

constexpr double temperatures[] = {1e-2, 1e-4, 1e-6, 1e-8};

report::LearningCoefficient coefficient_of(const volume::Bracket& pole) {
  report::LearningCoefficient result;
  if (pole.is_exact() && pole.low) {
    result.lambda = pole.low->value.to_string();
    result.multiplicity = pole.low->order;
    return result;
  }
  if (pole.low) result.low = pole.low->value.to_string();
  if (pole.high) result.high = pole.high->value.to_string();
  return result;
}

void add_equipartition(const Rational& lambda, int multiplicity, report::Volume& v) {
  for (const double t : temperatures)
    v.equipartition.push_back({t, lambda.to_double() - (multiplicity - 1) / -std::log(t)});
}

/// Strata with equal conditions once; the resolution looks at some germs again and again.
std::vector<report::VolumeStratum> strata_of(const volume::Resolution& found) {
  std::vector<report::VolumeStratum> result;
  std::vector<volume::Stratum> strata = found.strata;
  std::ranges::stable_sort(strata, [](const volume::Stratum& a, const volume::Stratum& b) {
    if (a.pole.high && b.pole.high) return *a.pole.high < *b.pole.high;
    return a.pole.high.has_value() && !b.pole.high.has_value();
  });
  for (const volume::Stratum& s : strata) {
    report::VolumeStratum stratum{s.conditions, s.split_off, coefficient_of(s.pole)};
    const bool known =
        std::ranges::any_of(result, [&](const report::VolumeStratum& r) { return r.conditions == stratum.conditions; });
    if (!known) result.push_back(std::move(stratum));
  }
  return result;
}

std::string text_of(const volume::Where& where) {
  if (!where.point) return "everywhere";
  std::string text;
  for (const Rational& x : *where.point) text += (text.empty() ? "" : ", ") + x.to_string();
  return text;
}

void require_zero(const algebra::System& system, const volume::Where& where) {
  if (!where.point) return;
  for (std::size_t i = 0; i < system.equations.size(); ++i) {
    const Rational value = system.equations[i].evaluate(std::span<const Rational>(*where.point));
    if (!value.is_zero())
      throw InputError("--at", "a common zero of the equations",
                       "equation " + std::to_string(i + 1) + " = " + value.to_string() + " there",
                       "write --at everywhere, or --at with the coordinates of a zero");
  }
}

report::Volume resolved(const algebra::System& system, const volume::Where& where) {
  report::Volume result;
  result.where = text_of(where);
  const volume::Resolution found = volume::learning_coefficient(system, where);
  result.coefficient = coefficient_of(found.pole);
  result.strata = strata_of(found);
  result.germs = found.germs;
  result.blow_ups = found.blow_ups;
  result.unresolved = found.unresolved;
  result.method = "resolution of the ideal over Q";
  if (found.pole.is_empty())
    result.real_zeros = false;
  else if (found.pole.high)
    result.real_zeros = true;
  if (result.real_zeros) result.by.real_zeros = Evidence::exact;
  if (result.coefficient.lambda) {
    result.by.lambda = Evidence::exact;
    add_equipartition(found.pole.low->value, found.pole.low->order, result);
  }
  return result;
}

}  // namespace

volume::Where where_of(const std::string& text, std::size_t variables) {
  if (text == "everywhere") return {};
  if (text == "origin") return {std::vector<Rational>(variables)};
  std::vector<Rational> point;
  for (const std::string& word : comma_separated(text)) {
    const auto value = Rational::parse(word);
    if (!value)
      throw InputError("--at", "everywhere, origin, or the coordinates of a point", "\"" + word + "\"",
                       "write --at 1/2,0,-1, for example");
    point.push_back(*value);
  }
  if (point.size() != variables)
    throw InputError("--at", std::to_string(variables) + " coordinates, one a variable", std::to_string(point.size()),
                     "write as many, with commas between them");
  return {std::move(point)};
}

namespace {

/// Of a plain linear network: the widths that count, with the rank of the data for the number of inputs, and the rank
/// of the map that fits the data. nullopt for other networks, and where no map does.
std::optional<volume::Pole> by_formula(const spec::Specification& specification) {
  const spec::Network& network = specification.network;
  if (!model::is_plain(network) || !model::is_linear(network)) return std::nullopt;
  algebra::RationalMatrix inputs = specification.data.inputs, both = inputs;
  for (std::size_t i = 0; i < both.size(); ++i)
    both[i].insert(both[i].end(), specification.data.targets[i].begin(), specification.data.targets[i].end());
  const std::size_t rank = algebra::rank(inputs);
  if (rank == 0 || algebra::rank(both) != rank) return std::nullopt;
  std::vector<long> widths{static_cast<long>(rank)};
  for (const spec::Layer& layer : network.layers) widths.push_back(static_cast<long>(layer.width));
  const auto of_map = static_cast<long>(algebra::rank(specification.data.targets));
  if (of_map > std::ranges::min(widths)) return std::nullopt;
  return volume::deep_linear(widths, of_map);
}

void compare_with_formula(const volume::Pole& formula, report::Result& result) {
  report::Volume& v = *result.volume;
  v.formula_lambda = formula.value.to_string();
  v.formula_multiplicity = formula.order;
  const auto bound = [](const std::optional<std::string>& text) { return *Rational::parse(text.value_or("0")); };
  const report::LearningCoefficient& c = v.coefficient;
  const bool agrees = c.lambda ? c.lambda == v.formula_lambda && c.multiplicity == v.formula_multiplicity
                               : v.real_zeros != std::optional(false) && bound(c.low) <= formula.value &&
                                     (!c.high || formula.value <= bound(c.high));
  if (!agrees) {
    result.contradictions.push_back("the resolution says lambda " + c.lambda.value_or("is between other bounds") +
                                    ", Aoyagi's formula for deep linear networks " + *v.formula_lambda +
                                    ", or m differs");
    return;
  }
  if (c.lambda) return;
  v.coefficient = {v.formula_lambda, formula.order, {}, {}};
  v.by.lambda = Evidence::theorem;
  v.real_zeros = true;
  v.by.real_zeros = Evidence::theorem;
  v.method = "Aoyagi's formula for deep linear networks";
  add_equipartition(formula.value, formula.order, v);
}

/// A zero-loss set that is a manifold of the least possible dimension has lambda = half its codimension, m = 1; where
/// it is one near a real zero, lambda is that or less.
void use_smoothness(const model::Model& model, const algebra::System& system, const Options& options,
                    report::Volume& v) {
  critical::ZeroLossOptions zero_loss;
  zero_loss.seed = options.seed;
  zero_loss.threads = options.threads;
  const critical::ZeroLoss found = critical::analyze_zero_loss(model.residuals, zero_loss);
  if (!found.proof) return;
  v.real_zeros = true;
  v.by.real_zeros = Evidence::theorem;
  const Rational half = Rational(static_cast<long>(found.independent.size())) / Rational(2);
  if (!v.coefficient.high || half < *Rational::parse(*v.coefficient.high)) v.coefficient.high = half.to_string();
  std::vector<algebra::Polynomial> equations;
  for (const std::size_t i : found.independent) equations.push_back(system.equations[i]);
  variety::SmoothnessOptions smooth;
  smooth.seed = options.seed;
  smooth.threads = options.threads;
  const auto smoothness = variety::smoothness(equations, smooth);
  if (!smoothness) return;
  v.coefficient = {half.to_string(), 1, {}, {}};
  v.by.lambda = Evidence::probability;
  v.error_log2 = smoothness->error_log2;
  v.method = "the zero-loss set is a manifold of codimension " + std::to_string(found.independent.size());
  v.strata.clear();
  add_equipartition(half, 1, v);
}

}  // namespace

report::Result measure_network(const spec::Specification& specification, const std::string& where,
                               const Options& options, const Observer& observer) {
  if (specification.loss.kind != spec::LossKind::square)
    throw InputError(specification.path + " loss.kind", "the square loss, which is 0 where all residuals are",
                     std::string(name(specification.loss.kind)), "write loss.kind = \"square\"");
  if (specification.regularization.kind != spec::TikhonovKind::none)
    throw InputError(specification.path + " regularization", "none: with it the least loss is not 0",
                     std::string("regularization"), "leave the table out");
  require_expandable(specification);
  const Stopwatch clock;
  const model::Model model = model::build_model(specification);
  const algebra::System system = model::interpolation_system(model);
  report::Result result = heading(specification, system, report::Origin::interpolation, options);
  const volume::Where place = where_of(where.empty() ? "everywhere" : where, system.names.size());
  require_zero(system, place);
  unless_cancelled(result, "the learning coefficient was not found", [&] {
    announce(observer, "resolution of the zero-loss set");
    result.volume = resolved(system, place);
    if (place.point) return;
    if (const auto formula = by_formula(specification)) compare_with_formula(*formula, result);
    if (result.volume->coefficient.lambda || result.volume->real_zeros == std::optional(false)) return;
    announce(observer, "smoothness of the zero-loss set");
    use_smoothness(model, system, options, *result.volume);
  });
  result.seconds.volume = result.seconds.total = clock.total();
  return result;
}

report::Result measure_system(const algebra::System& given, const std::string& title, const std::string& where,
                              const Options& options, const Observer& observer) {
  require_no_gauge(options);
  const Stopwatch clock;
  const algebra::System system = algebra::with_real_equations(given);
  if (!algebra::is_real(system))
    throw InputError(title, "real equations", "coefficients that are not real", "write real and imaginary parts apart");
  report::Result result = heading(system, title, options);
  const volume::Where place = where_of(where.empty() ? "origin" : where, system.names.size());
  require_zero(system, place);
  unless_cancelled(result, "the learning coefficient was not found", [&] {
    announce(observer, "resolution of the ideal");
    result.volume = resolved(system, place);
  });
  result.seconds.volume = result.seconds.total = clock.total();
  return result;
}

namespace {

/// Half the sum of the squares of the equations.
dynamics::Potential half_squares(const algebra::System& system) {
  spec::Potential potential;
  potential.names = system.names;
  potential.formula = spec::Formula(system.names.size());
  std::vector<spec::Formula::Node> variables, terms;
  for (std::size_t i = 0; i < system.names.size(); ++i) variables.push_back(potential.formula.variable(i));
  for (const spec::Formula::Node g : potential.formula.append(algebra::program_of(system), variables))
    terms.push_back(potential.formula.multiply(g, g));
  potential.value =
      potential.formula.multiply(potential.formula.constant(Rational(1, 2)), potential.formula.sum(terms));
  return dynamics::Potential(potential);
}

void sample(const dynamics::Potential& potential, const std::string& where, double reach, const Options& options,
            report::Result& result, const Observer& observer) {
  if (!(reach > 0) || !std::isfinite(reach))
    throw InputError("--sample", "half the side of a box, above 0", std::to_string(reach), "write --sample 1");
  if (!result.volume || result.volume->real_zeros == std::optional(false)) return;
  report::Volume& v = *result.volume;
  const volume::Where place = where_of(where, potential.dimension());
  dynamics::Confinement box{dynamics::Walls::reflecting, {}, {}, 0};
  for (std::size_t i = 0; i < potential.dimension(); ++i) {
    const double centre = place.point ? (*place.point)[i].to_double() : 0;
    box.low.push_back(centre - reach);
    box.high.push_back(centre + reach);
  }
  dynamics::EquipartitionOptions equipartition;
  equipartition.multiplicity = v.coefficient.multiplicity.value_or(1);
  equipartition.threads = options.threads;
  unless_cancelled(result, "exp(-L/T) was not sampled", [&] {
    announce(observer, "sampling");
    const dynamics::Equipartition found =
        dynamics::equipartition(potential, box, equipartition, Random(options.seed).stream("equipartition"));
    const dynamics::MeanEnergy& lowest = found.means.front();
    report::SampledVolume s{reach,
                            lowest.temperature,
                            equipartition.highest,
                            lowest.mean.value,
                            lowest.mean.error,
                            lowest.mean.r_hat,
                            lowest.mean.ess,
                            {},
                            {},
                            found.refused.value_or("")};
    if (v.coefficient.lambda && !found.refused) {
      s.lambda = found.lambda;
      s.error = found.error;
      const double expected = Rational::parse(*v.coefficient.lambda)->to_double(), off = std::abs(*s.lambda - expected);
      constexpr double errors = 4, share = 0.05;
      if (off > errors * *s.error && off > share * expected)
        result.notes.emplace_back(Severity::question,
                                  "the sampler finds another lambda in its box: the points with the least one may lie "
                                  "outside of it, or the temperatures are too high");
    }
    v.sampled = std::move(s);
  });
}

}  // namespace

void sample_volume(const spec::Specification& specification, const std::string& where, double reach,
                   const Options& options, report::Result& result, const Observer& observer) {
  sample(dynamics::Potential(model::build_model(specification)), where.empty() ? "everywhere" : where, reach, options,
         result, observer);
}

void sample_volume(const algebra::System& system, const std::string& where, double reach, const Options& options,
                   report::Result& result, const Observer& observer) {
  sample(half_squares(algebra::with_real_equations(system)), where.empty() ? "origin" : where, reach, options, result,
         observer);
}

}  // namespace polyscape::study
