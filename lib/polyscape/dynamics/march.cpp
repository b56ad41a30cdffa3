#include "polyscape/dynamics/march.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/dynamics/march_sets.hpp"

namespace polyscape::dynamics {
namespace {

constexpr std::uint64_t chunk = 512;  // steps between looks at cancellation and divergence
constexpr double too_far = 1e100;     // no loss is meant for weights of this size
constexpr auto lot = static_cast<std::size_t>(lot_size);

struct NamedSet {
  std::string_view name;
  Advance advance;
};

std::vector<NamedSet> sets() {
  std::vector<NamedSet> result;
#ifdef POLYSCAPE_X86
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) result.push_back({"avx2", avx2_advance});
#endif
  result.push_back({"baseline", baseline_advance});
  return result;
}

Advance chosen(std::string_view name) {
  for (const NamedSet& set : sets())
    if (name.empty() || set.name == name) return set.advance;
  throw ArgumentError("March: no such instruction set here");
}

/// The memory of a LotView.
struct Lot {
  std::vector<double> slots, sample_slots, first, second, gradient, value, travelled, stopped, accepted;
  std::vector<unsigned long> streams, order;
  unsigned long position = 0;
  std::array<bool, lot> diverged{};

  LotView view() {
    return {slots.data(),     sample_slots.data(), first.data(),    second.data(),  gradient.data(), value.data(),
            travelled.data(), stopped.data(),      accepted.data(), streams.data(), order.data(),    position};
  }
};

}  // namespace

std::vector<std::string_view> instruction_sets() {
  std::vector<std::string_view> result;
  for (const NamedSet& set : sets()) result.push_back(set.name);
  return result;
}

double rate_at(const Motion& motion, std::uint64_t t) {
  switch (motion.schedule) {
    case Schedule::constant:
      break;
    case Schedule::inverse:
      return motion.rate / (1 + static_cast<double>(t) / motion.period);
    case Schedule::cosine:
      return motion.rate *
             (1 + std::cos(std::numbers::pi * static_cast<double>(t) / static_cast<double>(motion.length))) / 2;
  }
  return motion.rate;
}

struct March::Impl {
  const Potential& potential;
  Motion motion;
  Confinement confinement;
  std::vector<double> targets;
  MarchView view{};
  Advance advance;
  std::vector<Lot> lots;
  std::size_t walkers;
  std::uint64_t steps = 0;
  double first_power = 1, second_power = 1;

  Impl(const Potential& p, const Motion& m, const Confinement& c, const Halt& halt, std::size_t count,
       std::string_view instructions)
      : potential(p), motion(m), confinement(c), advance(chosen(instructions)), walkers(count) {
    if (confinement.low.empty()) confinement.low.assign(p.dimension(), 0), confinement.high.assign(p.dimension(), 1);
    for (const auto& target : halt.targets) targets.insert(targets.end(), target.begin(), target.end());
    view.rule = m.rule;
    view.walls = c.walls;
    view.until = halt.until;
    view.variables = p.dimension();
    view.tape = p.tape().steps.data();
    view.tape_length = p.tape().steps.size();
    view.low = confinement.low.data();
    view.high = confinement.high.data();
    view.stiffness = c.stiffness;
    view.temperature = m.temperature;
    view.momentum = m.momentum;
    view.beta1 = m.beta1;
    view.beta2 = m.beta2;
    view.epsilon = m.epsilon;
    view.tolerance = halt.tolerance;
    view.radius_squared = halt.radius * halt.radius;
    view.level = m.minibatch ? -std::numeric_limits<double>::infinity() : halt.level;
    view.target_count = halt.targets.size();
    view.targets = targets.data();
    if (m.minibatch) set_minibatch(*m.minibatch);
  }

  void set_minibatch(const Minibatch& batch) {
    if (!potential.samples()) throw ArgumentError("March: a potential without samples has no minibatches");
    const SampleLoss& s = *potential.samples();
    if (batch.size < 1 || (batch.size > s.samples && batch.sampling != Sampling::replaced))
      throw ArgumentError("March: batches of 1 to as many samples as there are");
    view.minibatch = 1;
    view.sample_tape = s.gradient.steps.data();
    view.sample_tape_length = s.gradient.steps.size();
    view.samples = s.samples;
    view.columns = s.columns;
    view.batch = batch.size;
    view.sampling = batch.sampling;
    view.data = s.data.data();
    view.ridge = s.ridge.data();
    view.sample_factor = s.factor;
  }

  Lot make_lot(std::size_t index, std::span<const std::vector<double>> starts, const Random& random,
               std::uint64_t first) {
    const std::size_t n = potential.dimension();
    Lot result;
    result.slots.assign(potential.tape().slots * lot, 0);
    for (auto* rows : {&result.first, &result.second, &result.gradient}) rows->assign(n * lot, 0);
    for (auto* one : {&result.value, &result.travelled, &result.accepted}) one->assign(lot, 0);
    result.stopped.assign(lot, -1);
    result.streams.resize(4 * lot);
    if (view.minibatch != 0) {
      result.sample_slots.assign(potential.samples()->gradient.slots * lot, 0);
      result.order.resize(std::max(view.samples, view.batch) * lot);
      for (std::size_t k = 0; k < view.samples; ++k)
        for (std::size_t lane = 0; lane < lot; ++lane) result.order[k * lot + lane] = k;
    }
    for (std::size_t lane = 0; lane < lot; ++lane) {
      const std::size_t walker = index * lot + lane;
      Random stream = random.stream(first + walker);
      for (std::size_t k = 0; k < 4; ++k) result.streams[k * lot + lane] = stream.next();
      if (walker >= walkers) result.stopped[lane] = 0;  // nobody
      for (std::size_t i = 0; i < n; ++i) result.slots[i * lot + lane] = starts[std::min(walker, walkers - 1)][i];
    }
    return result;
  }

  std::vector<StepPlan> plan(std::uint64_t count) {
    std::vector<StepPlan> result(count);
    for (StepPlan& step : result) {
      step.rate = rate_at(motion, steps);
      step.noise = std::sqrt(2 * step.rate * motion.temperature);
      first_power *= motion.beta1;
      second_power *= motion.beta2;
      step.first_correction = 1 / (1 - first_power);
      step.second_correction = 1 / (1 - second_power);
      step.number = static_cast<double>(steps++);
    }
    return result;
  }

  void run(Lot& l, const std::vector<StepPlan>& steps_now) const {
    if (std::ranges::none_of(l.stopped, [](double s) { return s < 0; })) return;
    LotView v = l.view();
    advance(view, v, steps_now.data(), steps_now.size());
    l.position = v.position;
    for (std::size_t lane = 0; lane < lot; ++lane)
      for (std::size_t i = 0; i < potential.dimension(); ++i)
        if (!(std::abs(l.slots[i * lot + lane]) < too_far) && l.stopped[lane] < 0) {
          l.diverged[lane] = true;
          l.stopped[lane] = steps_now.back().number;
        }
  }
};

March::March(const Potential& potential, const Motion& motion, const Confinement& confinement, const Halt& halt,
             std::span<const std::vector<double>> starts, Random random, std::string_view instructions,
             std::uint64_t first)
    : impl_(std::make_unique<Impl>(potential, motion, confinement, halt, starts.size(), instructions)) {
  for (const auto& start : starts)
    if (start.size() != potential.dimension()) throw ArgumentError("March: a start of another dimension");
  for (std::size_t i = 0; i * lot < starts.size(); ++i)
    impl_->lots.push_back(impl_->make_lot(i, starts, random, first));
}
March::~March() = default;
March::March(March&&) noexcept = default;

void March::advance(std::uint64_t steps, int threads) {
  while (steps > 0 && !all_at_rest() && !cancellation_requested()) {
    const std::uint64_t now = std::min(steps, chunk);
    const std::vector<StepPlan> plan = impl_->plan(now);
    parallel_for(impl_->lots.size(), static_cast<std::size_t>(threads),
                 [&](std::size_t i) { impl_->run(impl_->lots[i], plan); });
    steps -= now;
  }
}

std::uint64_t March::steps() const { return impl_->steps; }
bool March::all_at_rest() const {
  return std::ranges::all_of(
      impl_->lots, [](const Lot& l) { return std::ranges::none_of(l.stopped, [](double s) { return s < 0; }); });
}
std::size_t March::count() const { return impl_->walkers; }

std::vector<double> March::position(std::size_t walker) const {
  const Lot& l = impl_->lots.at(walker / lot);
  std::vector<double> result;
  for (std::size_t i = 0; i < impl_->potential.dimension(); ++i) result.push_back(l.slots[i * lot + walker % lot]);
  return result;
}
void March::set_position(std::size_t walker, std::span<const double> position) {
  Lot& l = impl_->lots.at(walker / lot);
  for (std::size_t i = 0; i < position.size(); ++i) l.slots[i * lot + walker % lot] = position[i];
}

std::optional<std::uint64_t> March::held(std::size_t walker) const {
  const Lot& l = impl_->lots.at(walker / lot);
  const double step = l.stopped[walker % lot];
  if (step < 0 || l.diverged[walker % lot]) return std::nullopt;
  return static_cast<std::uint64_t>(step);
}
bool March::diverged(std::size_t walker) const { return impl_->lots.at(walker / lot).diverged[walker % lot]; }
double March::travelled(std::size_t walker) const { return impl_->lots.at(walker / lot).travelled[walker % lot]; }

std::uint64_t March::accepted() const {
  double taken = 0;
  for (std::size_t w = 0; w < impl_->walkers; ++w) taken += impl_->lots[w / lot].accepted[w % lot];
  return static_cast<std::uint64_t>(taken);
}

}  // namespace polyscape::dynamics
