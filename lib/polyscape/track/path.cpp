#include "polyscape/track/path.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/track/endgame.hpp"

namespace polyscape::track {

namespace {

/// Whether a batch in double-double may do what one in double could not.
bool takes_digits(const Arrival& arrival, const PathOptions& options) {
  return arrival.low.empty() && options.max_precision >= Ladder::bits(1) &&
         (arrival.state == Arrival::State::at_start ||
          (arrival.state == Arrival::State::under_way && arrival.short_of_digits));
}

/// Where a batch left the path, with all digits.
eval::Point place_of(const Arrival& arrival) {
  if (arrival.s == 0 && !arrival.start.empty()) return arrival.start;
  eval::Point point = eval::exact_point(arrival.x);
  for (std::size_t i = 0; i < arrival.low.size(); ++i)
    point[i] = point[i] + algebra::GaussianRational::from_complex(arrival.low[i]);
  return point;
}

}  // namespace

struct Tracker::Impl {
  Layout layout;
  eval::TapeCode code;
  eval::LaneProgram lane_program;
  std::string set;
  std::mutex mutex;
  std::vector<std::unique_ptr<Ladder>> idle;

  Impl(const Homotopy& homotopy, std::string_view name)
      : layout(homotopy),
        code(eval::compile(algebra::differentiate(homotopy.program))),
        lane_program(code),
        set(name.empty() ? instruction_sets().front() : name) {}

  std::vector<Arrival> advance(std::size_t count, const StartPoint& start, const ExactStart& exact,
                               const OwnParameters& parameters, const PathOptions& options, std::size_t threads,
                               const std::function<void()>& done);

  /// Where a single path stands.
  struct Place {
    eval::Point x;
    double s;
    EndgameWatch watch;
    std::size_t level;  ///< of the lowest precision
  };
  /// From there to its end. before: what is known of the way so far; trace: where the steps go, or nullptr.
  Finish follow(const Place& place, const PathOptions& options, std::span<const Cycle> known, const PathResult& before,
                std::vector<std::complex<double>> crossing, std::vector<TraceStep>* trace);

  std::unique_ptr<Ladder> take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::make_unique<Ladder>(code, layout);
    auto ladder = std::move(idle.back());
    idle.pop_back();
    return ladder;
  }
  void give_back(std::unique_ptr<Ladder> ladder) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(ladder));
  }
};

Tracker::Tracker(const Homotopy& homotopy, std::string_view set) : impl_(std::make_unique<Impl>(homotopy, set)) {}
Tracker::~Tracker() = default;

std::vector<Arrival> Tracker::advance(std::size_t count, const StartPoint& start, const PathOptions& options,
                                      std::size_t threads, const std::function<void()>& done,
                                      const ExactStart& exact) const {
  return impl_->advance(count, start, exact, {}, options, threads, done);
}

std::vector<Carried> Tracker::carry(std::size_t count, const StartPoint& start, const OwnParameters& parameters,
                                    const PathOptions& options, std::size_t threads, const ExactStart& exact) const {
  const auto arrivals = impl_->advance(count, start, exact, parameters, options, threads, {});
  std::vector<Carried> result(count);
  parallel_for(count, threads, [&](std::size_t i) {
    const Arrival& arrival = arrivals[i];
    if (arrival.state == Arrival::State::stopped) {
      result[i].x = arrival.x;
      if (!arrival.low.empty()) result[i].digits = place_of(arrival), result[i].bits = Ladder::bits(1);
    } else if (arrival.state == Arrival::State::under_way || arrival.state == Arrival::State::at_start) {
      if (cancellation_requested()) {
        result[i].failure = PathFailure::cancelled;
        return;
      }
      std::unique_ptr<Ladder> ladder = impl_->take();
      Walker walker(*ladder, options, parameters(i), arrival.low.empty() && arrival.start.empty() ? 0 : 1);
      if (walker.start(place_of(arrival), arrival.s) && walker.reach(options.stop_log_t))
        result[i] = {walker.stepper().coordinates(), walker.stepper().point(), walker.bits(), PathFailure::none};
      else
        result[i].failure = walker.result.failure == PathFailure::none ? PathFailure::start : walker.result.failure;
      impl_->give_back(std::move(ladder));
    } else {
      result[i].failure = arrival.state == Arrival::State::cancelled ? PathFailure::cancelled : PathFailure::steps;
    }
  });
  return result;
}

std::vector<Arrival> Tracker::Impl::advance(std::size_t count, const StartPoint& start, const ExactStart& exact,
                                            const OwnParameters& parameters, const PathOptions& options,
                                            std::size_t threads, const std::function<void()>& done) {
  std::vector<Arrival> arrivals(count);
  std::atomic<std::size_t> next = 0;
  const auto source = [&]() -> std::optional<Departure> {
    const std::size_t i = next++;
    if (i >= count) return std::nullopt;
    return Departure{i, layout.on_patch(start(i)), parameters ? &parameters(i) : nullptr};
  };
  const auto sink = [&](std::size_t i, Arrival&& arrival) {
    const bool left = !arrival.low.empty() || !takes_digits(arrival, options);
    arrivals[i] = std::move(arrival);
    if (left && done) done();
  };
  const std::size_t batches = threads == 0 ? hardware_threads() : threads;
  parallel_for(batches, threads, [&](std::size_t) {
    Batch(lane_program, layout, set, BatchPrecision::single_double).run(options, source, sink);
  });
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < count; ++i)
    if (takes_digits(arrivals[i], options)) open.push_back(i);
  const auto begin_again = [&](Arrival& a, std::size_t i) {
    if (!exact) return;
    a.start = layout.on_patch(exact(i), options.max_precision);
    a.x = eval::rounded(a.start);
    a.low.clear();
    for (std::size_t k = 0; k < a.x.size(); ++k)
      a.low.push_back((a.start[k] - algebra::GaussianRational::from_complex(a.x[k])).to_complex());
    a.s = 0;
    a.watch = {};
  };
  next = 0;
  const auto rest = [&]() -> std::optional<Departure> {
    const std::size_t k = next++;
    if (k >= open.size()) return std::nullopt;
    const std::size_t i = open[k];
    // Double precision may have lost the path where its Newton steps still seemed to converge.
    if (Arrival& a = arrivals[i]; !a.mark.x.empty()) {
      a.x = a.mark.x, a.s = a.mark.s, a.watch = a.mark.watch;
    } else if (a.s == 0) {
      begin_again(a, i);
    }
    return Departure{i, arrivals[i].x, parameters ? &parameters(i) : nullptr, &arrivals[i]};
  };
  parallel_for(std::min(batches, open.size()), threads, [&](std::size_t) {
    Batch(lane_program, layout, set, BatchPrecision::double_double).run(options, rest, sink);
  });
  // In double precision these had left their paths before anything showed it.
  for (const std::size_t i : open)
    if (Arrival& a = arrivals[i]; a.state == Arrival::State::at_start && a.s != 0 && a.mark.x.empty())
      begin_again(a, i);
  return arrivals;
}

Finish Tracker::Impl::follow(const Place& place, const PathOptions& options, std::span<const Cycle> known,
                             const PathResult& before, std::vector<std::complex<double>> crossing,
                             std::vector<TraceStep>* trace) {
  std::unique_ptr<Ladder> ladder = take();
  Walker walker(*ladder, options, layout.parameters, place.level);
  walker.result = before;
  walker.trace = trace;
  if (!walker.start(place.x, place.s)) {
    walker.fail(PathFailure::start);
    give_back(std::move(ladder));
    return {std::move(walker.result), {}, {}, std::move(crossing)};
  }
  Endgame endgame(walker, layout, options, place.watch, known);
  while (walker.make_reliable() && !(walker.log_t() <= endgame_log_t && endgame.decided())) {
    const bool early = walker.log_t() > endgame_log_t;
    const StepOutcome outcome = walker.step(early ? endgame_log_t : options.last_log_t - 10);
    if (!went_on(outcome)) break;
    if (early && outcome == StepOutcome::reached) crossing = layout.affine(walker.stepper().coordinates());
  }
  walker.result.last_log_t = walker.log_t();
  if (PathFailure& failure = walker.result.failure;
      failure != PathFailure::none && failure != PathFailure::cancelled && endgame.escaping())
    failure = PathFailure::infinite_or_far;
  Finish finish{std::move(walker.result), std::move(endgame.found), endgame.joined, std::move(crossing)};
  give_back(std::move(ladder));
  return finish;
}

Finish Tracker::finish(const Arrival& arrival, const PathOptions& options, std::span<const Cycle> known) const {
  using State = Arrival::State;
  PathResult result;
  result.steps = arrival.steps;
  result.rejected = arrival.rejected;
  if (!arrival.low.empty()) result.highest_bits = 2 * result.highest_bits;
  result.last_log_t = arrival.s;
  auto crossing = arrival.crossing.empty() ? arrival.crossing : impl_->layout.affine(arrival.crossing);
  switch (arrival.state) {
    case State::cancelled:
      result.failure = PathFailure::cancelled;
      return {result, {}, {}, {}};
    case State::too_many_steps:
      result.failure = PathFailure::steps;
      return {result, {}, {}, std::move(crossing)};
    case State::at_infinity:
      result.end = PathEnd::at_infinity;
      return {result, {}, {}, std::move(crossing)};
    case State::regular:
      result.end = PathEnd::regular;
      result.condition = arrival.condition;
      result.endpoint = arrival.low.empty() ? eval::exact_point(impl_->layout.affine(arrival.x))
                                            : impl_->layout.affine(place_of(arrival), Ladder::bits(1));
      return {result, {}, {}, std::move(crossing)};
    case State::at_start:
    case State::under_way:
    case State::stopped:
      break;
  }
  const auto follow = [&](const eval::Point& x, double s, const EndgameWatch& watch, std::size_t level) {
    return impl_->follow({x, s, watch, level}, options, known, result, crossing, nullptr);
  };
  Finish end = follow(place_of(arrival), arrival.s, arrival.watch,
                      arrival.state == State::at_start || !arrival.low.empty() ? 1 : 0);
  // Double precision may have lost the path where its Newton steps still seemed to converge.
  if (end.result.end == PathEnd::failed && end.result.failure != PathFailure::cancelled && !arrival.mark.x.empty())
    end = follow(eval::exact_point(arrival.mark.x), arrival.mark.s, arrival.mark.watch, 1);
  return end;
}

PathTrace Tracker::trace(const eval::Point& start, const PathOptions& options) const {
  PathTrace trace;
  const Impl::Place place{impl_->layout.on_patch(start, options.max_precision), 0, {}, 0};
  trace.result = impl_->follow(place, options, {}, {}, {}, &trace.steps).result;
  return trace;
}

}  // namespace polyscape::track
