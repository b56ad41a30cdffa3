#include "polyscape/dynamics/march.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>
#include <numbers>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/dynamics/march_sets.hpp"

namespace polyscape::dynamics {
namespace {

constexpr std::uint64_t chunk = 512;                // steps between looks at cancellation and divergence
constexpr std::uint64_t worth_sharing = 4 * chunk;  // steps of a walk that members of a team share out
constexpr double too_far = 1e100;                   // no loss is meant for weights of this size
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
  bool at_rest() const {
    return std::ranges::none_of(stopped, [](double s) { return s < 0; });
  }

  // As members of a team tell it to each other.
  std::string bytes() const {
    LetterWriter letter('l');
    for (const auto* x : {&slots, &sample_slots, &first, &second, &gradient, &value, &travelled, &stopped, &accepted})
      letter.reals(*x);
    for (const auto* x : {&streams, &order}) {
      letter.number(x->size());
      for (const unsigned long n : *x) letter.number(n);
    }
    letter.number(position);
    for (const bool d : diverged) letter.number(d);
    return letter.letter();
  }
  void take(LetterReader& letter) {
    for (auto* x : {&slots, &sample_slots, &first, &second, &gradient, &value, &travelled, &stopped, &accepted})
      *x = letter.reals();
    for (auto* x : {&streams, &order}) {
      x->resize(letter.number());
      for (unsigned long& n : *x) n = letter.number();
    }
    position = letter.number();
    for (bool& d : diverged) d = letter.number() != 0;
  }
};

/// Where in their schedule of steps all walkers are.
struct Clock {
  std::uint64_t steps = 0;
  double first_power = 1, second_power = 1;
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
  Clock clock;

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

  std::vector<StepPlan> plan(std::uint64_t count, Clock& now) const {
    std::vector<StepPlan> result(count);
    for (StepPlan& step : result) {
      step.rate = rate_at(motion, now.steps);
      step.noise = std::sqrt(2 * step.rate * motion.temperature);
      now.first_power *= motion.beta1;
      now.second_power *= motion.beta2;
      step.first_correction = 1 / (1 - now.first_power);
      step.second_correction = 1 / (1 - now.second_power);
      step.number = static_cast<double>(now.steps++);
    }
    return result;
  }

  /// Takes one lot so many steps further, or to its rest; how many steps that took, in whole chunks.
  std::uint64_t run(Lot& l, std::uint64_t count) const {
    Clock now = clock;
    while (count > 0 && !l.at_rest()) {
      stop_if_cancelled();
      const std::vector<StepPlan> steps_now = plan(std::min(count, chunk), now);
      run(l, steps_now);
      count -= steps_now.size();
    }
    return now.steps - clock.steps;
  }

  /// The same for all lots, which members of the team share out.
  void run_together(Team& team, std::uint64_t count, std::size_t threads) {
    const auto identity = [&] {
      std::string all;
      for (const Lot& l : lots) all += digest_bytes(l.bytes());
      LetterWriter letter('m');
      letter.text(all).number(count).number(clock.steps).number(static_cast<std::uint64_t>(motion.rule));
      letter.real(motion.rate).real(motion.temperature).real(confinement.stiffness).real(view.radius_squared);
      return digest_bytes(letter.letter());
    };
    std::uint64_t longest = 0;
    std::mutex mutex;
    shared_for(
        &team, {lots.size(), 1, threads}, identity,
        [&](std::size_t i) {
          Lot l = lots[i];
          const std::uint64_t taken = run(l, count);
          return LetterWriter('w').number(taken).letter() + l.bytes();
        },
        [](const std::string& bytes) { return std::optional(bytes); }, [](const std::string& bytes) { return bytes; },
        [&](std::size_t i, const std::string& bytes) {
          constexpr std::size_t head = 1 + sizeof(std::uint64_t);
          const std::uint64_t taken = LetterReader(bytes).number();
          LetterReader rest(std::string_view(bytes).substr(head));
          lots[i].take(rest);
          const std::lock_guard lock(mutex);
          longest = std::max(longest, taken);
        });
    plan(longest, clock);
  }

  void run(Lot& l, const std::vector<StepPlan>& steps_now) const {
    if (l.at_rest()) return;
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
  if (Team* const team = steps < worth_sharing ? nullptr : current_team())
    return impl_->run_together(*team, steps, static_cast<std::size_t>(threads));
  while (steps > 0 && !all_at_rest() && !cancellation_requested()) {
    const std::uint64_t now = std::min(steps, chunk);
    const std::vector<StepPlan> plan = impl_->plan(now, impl_->clock);
    parallel_for(impl_->lots.size(), static_cast<std::size_t>(threads),
                 [&](std::size_t i) { impl_->run(impl_->lots[i], plan); });
    steps -= now;
  }
}

std::uint64_t March::steps() const { return impl_->clock.steps; }
bool March::all_at_rest() const {
  return std::ranges::all_of(impl_->lots, [](const Lot& l) { return l.at_rest(); });
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
