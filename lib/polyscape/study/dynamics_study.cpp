#include "polyscape/study/dynamics_study.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/basin.hpp"
#include "polyscape/dynamics/normalisable.hpp"
#include "polyscape/spec/document.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/dynamics_words.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {
namespace {

using dynamics::Method;

void set(dynamics::Options& options, const spec::SolveEntry& entry) {
  const auto& table = dynamics::option_table();
  const auto row = std::ranges::find(table, std::string_view(entry.key), &Option<dynamics::Options>::name);
  if (row == table.end()) {
    std::vector<std::string_view> known;
    std::string names;
    for (const auto& option : table) {
      known.push_back(option.name);
      names += (names.empty() ? "" : ", ") + std::string(option.name);
    }
    throw InputError(entry.place, "one of " + names, "\"" + entry.key + "\"",
                     "write " + spec::nearest(entry.key, known) + ", or leave it out");
  }
  set_option(options, *row, entry.text, entry.place);
}

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

void require_fit(const dynamics::Options& how, const dynamics::Potential& potential) {
  if (how.low && how.high && !(*how.low < *how.high))
    throw InputError("low", "a number below high", option_number(*how.low), "write low = -2 and high = 2, for example");
  if (potential.samples() && how.sampling != dynamics::Sampling::replaced && how.batch > potential.samples()->samples)
    throw InputError("batch", "at most the " + std::to_string(potential.samples()->samples) + " samples there are",
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

/// Everything the walks share.
class DynamicsStudy {
 public:
  DynamicsStudy(const dynamics::Potential& potential, const dynamics::Options& how, const Options& options,
                const Observer& observer, std::vector<dynamics::KnownPoint> known, const algebra::Program* residuals)
      : potential_(potential),
        how_(how),
        options_(options),
        observer_(observer),
        random_(Random(options.seed).stream("dynamics")),
        known_(known),
        places_(potential, std::move(known), residuals) {
    require_fit(how, potential);
    const auto [low, high] = box_of(how, known_);
    const std::size_t n = potential.dimension();
    confinement_ = {how.walls, std::vector(n, low), std::vector(n, high), how.stiffness};
    starts_ = dynamics::starts_in_box(confinement_.low, confinement_.high, how.starts, random_.stream("starts"));
  }

  report::Dynamics run(const dynamics::Normalisable& normalisable) {
    report::Dynamics result;
    for (const auto& option : dynamics::option_table())
      result.options.emplace_back(std::string(option.name), option_text(how_, option));
    result.box = {confinement_.low[0], confinement_.high[0], std::string(name(how_.walls)), {}, {}, {}, {}};
    if (how_.walls == dynamics::Walls::flat) result.box.stiffness = how_.stiffness;
    const bool walled = how_.walls != dynamics::Walls::none;
    result.box.normalisable = walled ? std::optional(true) : normalisable.answer;
    result.box.normalisable_by = walled ? Evidence::theorem : normalisable.by;
    if (!result.box.normalisable) result.box.normalisable_by.reset();
    result.box.reason = walled ? "the walls keep walkers in the box" : normalisable.reason;
    const double rate = how_.rate.value_or(dynamics::automatic_rate(potential_, starts_));
    for (const Method method : methods_of(how_, potential_)) walk(method, rate, result);
    for (const dynamics::Place& place : places_.all()) result.places.push_back(described(place, known_));
    result.findings = findings(result);
    return result;
  }

 private:
  double rate_of(Method method, double rate) const {
    if (method == Method::adam) return how_.adam_rate.value_or((confinement_.high[0] - confinement_.low[0]) / 1000);
    const bool batches = method == Method::sgd || method == Method::sgdl;
    if (batches && !how_.rate)  // one sample's gradient counts for all
      return rate * static_cast<double>(std::min<std::uint64_t>(how_.batch, potential_.samples()->samples)) /
             static_cast<double>(potential_.samples()->samples);
    return rate;
  }

  void walk(Method method, double rate, report::Dynamics& result) {
    if (cancellation_requested()) throw Cancelled();
    announce(observer_, "walkers, " + std::string(name(method)));
    const double own = rate_of(method, rate);
    const dynamics::MethodEnds ends = dynamics::run_method(method, potential_, places_, how_, own, confinement_,
                                                           starts_, random_.stream(name(method)), options_.threads);
    result.methods.push_back(described(ends, dynamics::motion_of(method, how_, own, potential_)));
  }

  const dynamics::Potential& potential_;
  const dynamics::Options& how_;
  const Options& options_;
  const Observer& observer_;
  Random random_;
  std::vector<dynamics::KnownPoint> known_;
  dynamics::Places places_;
  dynamics::Confinement confinement_;
  std::vector<std::vector<double>> starts_;
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
  for (const spec::SolveEntry& entry : specified) set(options, entry);
  for (const spec::SolveEntry& entry : given) set(options, entry);
  return options;
}

void add_dynamics(const spec::Specification& specification, const dynamics::Options& how, const Options& options,
                  const Observer& observer, report::Result& result) {
  Stopwatch clock;
  const model::Model model = model::build_model(specification);
  const dynamics::Potential potential(model);
  const bool free = std::ranges::all_of(model.lambda, [](const spec::Rational& l) { return l.is_zero(); });
  const bool zero_loss_is_critical = free && model.has_interpolation;
  unless_cancelled(result, "the dynamics were not run to the end", [&] {
    DynamicsStudy study(potential, how, options, observer, known_points(result),
                        zero_loss_is_critical ? &model.residuals : nullptr);
    result.dynamics = study.run(dynamics::normalisable(potential, model, Random(options.seed).stream("normalisable")));
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
    known = dynamics::search_critical_points(potential, std::vector(potential.dimension(), *how.low),
                                             std::vector(potential.dimension(), *how.high), search_starts,
                                             random.stream("critical points"), options.threads);
    result.notes.push_back(
        "critical points of a potential that is no polynomial: those that Newton's method found in the box from " +
        std::to_string(search_starts) + " starts; there may be others");
  }
  result.input_digest = digest(specification.text);
  unless_cancelled(result, "the dynamics were not run to the end", [&] {
    DynamicsStudy study(potential, how, options, observer, known, nullptr);
    result.dynamics = study.run(dynamics::normalisable(potential, random.stream("normalisable")));
    result.dynamics->potential = specification.potential.text;
  });
  result.seconds.total = clock.total();
  return result;
}

}  // namespace polyscape::study
