#include "polyscape/study/dynamics_study.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/basin.hpp"
#include "polyscape/dynamics/noise.hpp"
#include "polyscape/dynamics/normalisable.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/dynamics_walks.hpp"
#include "polyscape/study/dynamics_words.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {
namespace {

using dynamics::Method;

std::vector<Method> methods_of(const dynamics::Options& how, const dynamics::Potential& potential) {
  std::vector<Method> result = how.methods;
  const auto needs_samples = [](Method m) { return m == Method::sgd || m == Method::sgdl; };
  if (result.empty())
    for (std::size_t k = 0; k < names_of(Method()).size(); ++k)
      if (potential.samples() || !needs_samples(static_cast<Method>(k))) result.push_back(static_cast<Method>(k));
  for (const Method m : result)
    if (needs_samples(m) && !potential.samples())
      throw InputError("methods", "methods without minibatches for a [potential]", "\"" + std::string(name(m)) + "\"",
                       "leave it out");
  return result;
}

/// samples: where there are some.
void require_fit(const dynamics::Options& how, std::optional<std::size_t> samples) {
  if (how.low && how.high && !(*how.low < *how.high))
    throw InputError("low", "a number below high", option_number(*how.low), "write low = -2 and high = 2, for example");
  if (samples && how.sampling != dynamics::Sampling::replaced && how.batch > *samples)
    throw InputError("batch", "at most the " + std::to_string(*samples) + " samples there are",
                     std::to_string(how.batch), "write a smaller batch, or sampling = \"replaced\"");
}

std::vector<dynamics::KnownPoint> known_points(const report::Result& result) {
  std::vector<dynamics::KnownPoint> known;
  if (!result.points) return known;
  for (std::size_t k = 0; k < result.points->size(); ++k) {
    const report::Point& p = (*result.points)[k];
    if (!p.real) continue;
    dynamics::KnownPoint point;
    for (const auto& z : p.coordinates) point.at.push_back(z.real());
    point.index = k;
    point.certified = p.certified || p.exact.has_value();
    if (p.kind && *p.kind != report::Kind::undecided)
      point.kind = *p.kind == report::Kind::minimum      ? dynamics::PlaceKind::minimum
                   : *p.kind == report::Kind::degenerate ? dynamics::PlaceKind::degenerate
                                                         : dynamics::PlaceKind::saddle;
    known.push_back(std::move(point));
  }
  return known;
}

/// The box of starts, as wide as the known points are far and half as much again.
std::pair<double, double> box_of(const dynamics::Options& how, const std::vector<dynamics::KnownPoint>& known) {
  double farthest = 0;
  for (const auto& p : known)
    for (const double x : p.at) farthest = std::max(farthest, std::abs(x));
  const double reach = 1.5 * std::max(farthest, 1.0);
  const double low = how.low.value_or(how.high ? std::min(-reach, *how.high - 1) : -reach);
  return {low, how.high.value_or(std::max(reach, low + 1))};
}

/// The set of minima beside the isolated ones, by its equations.
struct SetOfMinima {
  const algebra::Program* residuals = nullptr;  ///< there is none
  dynamics::PlaceKind kind = dynamics::PlaceKind::zero_loss;
};

constexpr std::size_t cuts = 240;  // of the set of minima, for its constant

/// All walks on one potential.
class DynamicsStudy {
 public:
  DynamicsStudy(const dynamics::Potential& potential, const dynamics::Options& how, const Options& options,
                const Observer& observer, const std::vector<dynamics::KnownPoint>& known, const SetOfMinima& set,
                const dynamics::Normalisable& normalisable)
      : walks_{potential, how, options, observer, Random(options.seed).stream("dynamics"), {}, {}, {}, 0,
               0,         {},  {},      {}},
        set_(set),
        known_(known),
        normalisable_(normalisable),
        places_(potential, known, set.residuals, set.kind) {
    require_fit(how, potential.samples() ? std::optional(potential.samples()->samples) : std::nullopt);
    methods_ = methods_of(how, potential);
    const auto [low, high] = box_of(how, known);
    const std::size_t n = potential.dimension();
    walks_.confinement = {how.walls, std::vector(n, low), std::vector(n, high), how.stiffness};
    walks_.starts = dynamics::starts_in_box(walks_.confinement.low, walks_.confinement.high, how.starts,
                                            walks_.random.stream("starts"));
    walks_.rate = how.rate.value_or(dynamics::automatic_rate(potential, walks_.starts));
    walks_.batch_rate = walks_.rate;
    if (potential.samples() && !how.rate)  // one sample's gradient counts for all
      walks_.batch_rate *= static_cast<double>(std::min<std::uint64_t>(how.batch, potential.samples()->samples)) /
                           static_cast<double>(potential.samples()->samples);
  }

  report::Dynamics run(std::optional<double> plateau) {
    walks_.plateau = plateau;
    report::Dynamics result;
    for (const auto& option : dynamics::option_table())
      result.options.emplace_back(std::string(option.name), option_text(walks_.how, option));
    describe_box(result.box);
    try {
      walk_all(result);
    } catch (const Cancelled&) {  // what was finished is kept
    }
    for (const dynamics::Place& place : places_.all()) {
      result.places.push_back(described(place, known_));
      if (walks_.potential.samples() && place.spectrum.negative == 0)
        result.places.back().sgd_growth =
            dynamics::mean_square_growth(walks_.potential, place.at, walks_.batch_rate, minibatch());
    }
    result.findings = findings(result);
    return result;
  }

 private:
  dynamics::Minibatch minibatch() const {
    return *dynamics::motion_of(Method::sgd, walks_.how, walks_.batch_rate, walks_.potential).minibatch;
  }

  void walk_all(report::Dynamics& result) {
    for (const Method method : methods_) walk(method, result);
    if (walks_.how.chains > 0 || walks_.how.exits > 0) integrate_set();
    if (walks_.how.chains > 0) result.stationary = stationary_law(walks_, places_);
    if (walks_.how.exits > 0) result.exits = exit_times(walks_, places_);
    if (walks_.potential.samples())
      result.noise = minibatch_noise(walks_, places_, ends_of(Method::sgd), ends_of(Method::gd));
  }

  void describe_box(report::DynamicsBox& box) {
    const dynamics::Options& how = walks_.how;
    const bool walled = how.walls != dynamics::Walls::none;
    walks_.normalisable = walled ? std::optional(true) : normalisable_.answer;
    walks_.normalisable_reason = walled ? "the walls keep walkers in the box" : normalisable_.reason;
    box.low = walks_.confinement.low[0];
    box.high = walks_.confinement.high[0];
    box.walls = name(how.walls);
    if (how.walls == dynamics::Walls::flat) box.stiffness = how.stiffness;
    box.normalisable = walks_.normalisable;
    if (box.normalisable) box.normalisable_by = walled ? Evidence::theorem : normalisable_.by;
    box.reason = walks_.normalisable_reason;
  }

  void walk(Method method, report::Dynamics& result) {
    if (cancellation_requested()) throw Cancelled();
    announce(walks_.observer, "walkers, " + std::string(name(method)));
    const dynamics::Confinement& c = walks_.confinement;
    const bool batches = method == Method::sgd || method == Method::sgdl;
    const double rate = method == Method::adam ? walks_.how.adam_rate.value_or((c.high[0] - c.low[0]) / 1000)
                        : batches              ? walks_.batch_rate
                                               : walks_.rate;
    ends_.push_back(dynamics::run_method(method, walks_.potential, places_, walks_.how, rate, c, walks_.starts,
                                         walks_.random.stream(name(method)), walks_.options.threads));
    result.methods.push_back(described(ends_.back(), dynamics::motion_of(method, walks_.how, rate, walks_.potential)));
  }

  const dynamics::MethodEnds* ends_of(Method method) const {
    const auto found = std::ranges::find(ends_, method, &dynamics::MethodEnds::method);
    return found == ends_.end() ? nullptr : &*found;
  }

  void integrate_set() {
    const auto place = std::ranges::find(places_.all(), set_.kind, &dynamics::Place::kind);
    if (set_.residuals == nullptr || place == places_.all().end() || walks_.normalisable == std::optional(false))
      return;
    announce(walks_.observer, "set of minima, cuts");
    walks_.set_integral = set_integral(walks_.potential, *set_.residuals, place->spectrum.nullity, walks_.confinement,
                                       cuts, walks_.random.stream("cuts"), walks_.options);
  }

  Walks walks_;
  SetOfMinima set_;
  std::vector<dynamics::KnownPoint> known_;
  dynamics::Normalisable normalisable_;
  dynamics::Places places_;
  std::vector<Method> methods_;
  std::vector<dynamics::MethodEnds> ends_;
};

constexpr int search_starts = 2000;  // of Newton's method, where no solver has found the critical points

/// The gradient of a polynomial potential as a system.
std::optional<algebra::System> gradient_of(const spec::Potential& potential) {
  auto program = spec::as_program(potential.formula, potential.value);
  if (!program) return std::nullopt;
  program->outputs = algebra::gradient(*program, program->outputs.front());
  return algebra::System{potential.names, algebra::expand(*program)};
}

/// Kinds of a potential's points, which the solver knows as those of a system.
void add_kinds(const dynamics::Potential& potential, report::Result& result) {
  if (!result.points) return;
  for (report::Point& p : *result.points) {
    if (!p.real) continue;
    std::vector<double> x;
    for (const auto& z : p.coordinates) x.push_back(z.real());
    p.loss = potential.value(x);
  }
}

}  // namespace

dynamics::Options dynamics_options(std::span<const spec::SolveEntry> specified,
                                   std::span<const spec::SolveEntry> given) {
  dynamics::Options options;
  for (const spec::SolveEntry& entry : specified) set_by_name(options, dynamics::option_table(), entry);
  for (const spec::SolveEntry& entry : given) set_by_name(options, dynamics::option_table(), entry);
  return options;
}

void require_fit(const spec::Specification& specification, const dynamics::Options& how) {
  require_fit(how, specification.data.inputs.size());
}

void add_dynamics(const spec::Specification& specification, const dynamics::Options& how, const Options& options,
                  const Observer& observer, report::Result& result) {
  Stopwatch clock;
  const model::Model model = model::build_model(specification);
  const dynamics::Potential potential(model);
  const bool free = std::ranges::all_of(model.lambda, [](const spec::Rational& l) { return l.is_zero(); });
  const bool zero_loss_is_critical = free && model.has_interpolation;
  unless_cancelled(result, "the dynamics were not run to the end", [&] {
    const auto normalisable = dynamics::normalisable(potential, model, Random(options.seed).stream("normalisable"));
    const SetOfMinima set{zero_loss_is_critical ? &model.residuals : nullptr};
    result.dynamics =
        DynamicsStudy(potential, how, options, observer, known_points(result), set, normalisable).run(std::nullopt);
    for (report::DynamicsPlace& place : result.dynamics->places)
      if (place.kind == name(dynamics::PlaceKind::zero_loss) && result.interpolation)
        place.dimension = result.interpolation->real_dimension;
  });
  result.seconds.dynamics = clock.lap();
  result.seconds.total = result.seconds.total.value_or(0) + *result.seconds.dynamics;
}

report::Result walk_potential(const spec::PotentialSpecification& specification, const dynamics::Options& how,
                              const Options& options, const Observer& observer) {
  Stopwatch clock;
  const dynamics::Potential potential(specification.potential);
  const auto gradient = gradient_of(specification.potential);
  report::Result result;
  std::vector<dynamics::KnownPoint> known;
  Random random(options.seed);
  if (gradient) {
    result = solve_system(*gradient, specification.title, options, observer);
    add_kinds(potential, result);
    known = known_points(result);
  } else {
    result = blank_result(options);
    result.title = specification.title;
    result.names = specification.potential.names;
    result.system.variables = result.system.equations = result.names.size();
    if (!how.low || !how.high)
      throw InputError("low and high", "the box of a [potential] that is no polynomial", "none",
                       "write low = 0 and high = 18 in [dynamics], for example");
    announce(observer, "critical points");
    std::vector<std::vector<double>> near;
    for (const auto& point : specification.potential.near) {
      near.emplace_back();
      for (const spec::Rational& x : point) near.back().push_back(x.to_double());
    }
    known = dynamics::search_critical_points(potential, std::vector(potential.dimension(), *how.low),
                                             std::vector(potential.dimension(), *how.high), search_starts,
                                             random.stream("critical points"), options.threads, near);
    result.notes.push_back(
        "critical points of a potential that is no polynomial: those that Newton's method found in the box from " +
        std::to_string(search_starts) + " starts; there may be others");
  }
  result.input_digest = digest(specification.text);
  const auto valley = spec::as_program(specification.potential.formula, specification.potential.valley);
  const SetOfMinima set{specification.potential.valley.empty() ? nullptr : &*valley, dynamics::PlaceKind::valley};
  unless_cancelled(result, "the dynamics were not run to the end", [&] {
    const auto normalisable = dynamics::normalisable(potential, random.stream("normalisable"));
    const auto plateau = specification.potential.plateau;
    result.dynamics = DynamicsStudy(potential, how, options, observer, known, set, normalisable)
                          .run(plateau ? std::optional(plateau->to_double()) : std::nullopt);
    result.dynamics->potential = specification.potential.text;
    if (!result.points)
      for (report::DynamicsPlace& place : result.dynamics->places) place.point.reset();
  });
  result.seconds.total = clock.total();
  return result;
}

}  // namespace polyscape::study
