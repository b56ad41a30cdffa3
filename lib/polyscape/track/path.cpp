#include "polyscape/track/path.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numbers>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/track/stepper.hpp"

namespace polyscape::track {
namespace {

constexpr double cauchy_spacing = 3;      // in log t, between loops
constexpr int samples_per_turn = 8;
// Of a limit of m paths: 10^-8m and no more than this. At the centre of m simple roots in a cluster of radius r it is about r^m.
constexpr double confirmed_residual = 1e-28, smallest_cluster = 1e-8;
constexpr double possible_residual = 1e-12;  // when it is worth another precision
constexpr double vanishing_ratio = 1e-15;  // of a homogenising coordinate in the limit of a path to infinity
constexpr double infinite_residual = 1e-15;  // and its residual: clusters there are of no interest
constexpr int max_loop_steps = 800;
constexpr double loop_closed = 1e-3;      // gap between the ends of a closed loop, relative to how far it reaches
constexpr double no_loop = 1e-13;         // smaller loops than this are points
constexpr double reliable_digits = 0.69;  // share of the digits that the Jacobian's inverse may cost
constexpr double ease_share = 1e-2;       // of that norm, before a lower precision is good enough again
constexpr int first_patience = 6;         // steps in higher precision before a lower one is tried again

using Loop = std::vector<std::complex<double>>;  // mean of a closed Cauchy loop: the limit of the coordinates, rounded

/// The steppers of one thread, lowest precision first; made when first needed.
class Ladder {
 public:
  Ladder(const eval::TapeCode& code, const Layout& layout) : code_(code), layout_(layout) {}
  static int bits(std::size_t level) { return level == 0 ? 53 : level == 1 ? 106 : 212 << (level - 2); }
  Stepper& at(std::size_t level, const PathOptions& options, const std::vector<ParameterPath>& parameters, bool sharp) {
    while (steppers_.size() <= level) {
      const std::size_t l = steppers_.size();
      steppers_.push_back(l == 0   ? double_stepper(code_, layout_)
                          : l == 1 ? double_double_stepper(code_, layout_)
                                   : multiprecision_stepper(code_, layout_, bits(l)));
    }
    steppers_[level]->use(options, parameters, sharp);
    return *steppers_[level];
  }
  const Layout& layout() const { return layout_; }

 private:
  const eval::TapeCode& code_;
  const Layout& layout_;
  std::vector<std::unique_ptr<Stepper>> steppers_;
};

/// One path under way: moves along log t at whatever precision it takes.
class Walker {
 public:
  /// lowest: level of the lowest precision to be used.
  Walker(Ladder& ladder, const PathOptions& options, const std::vector<ParameterPath>& parameters, std::size_t lowest)
      : ladder_(ladder), options_(options), parameters_(parameters), lowest_(lowest) {}

  /// Takes the path up where it stands, in the lowest precision that can.
  bool start(const eval::Point& point, double s) {
    for (level_ = lowest_; Ladder::bits(level_) <= options_.max_precision; ++level_)
      if (stepper().load(point, s)) return true;
    return false;
  }

  Stepper& stepper() { return ladder_.at(level_, options_, parameters_, sharp_); }
  double log_t() { return stepper().log_time().real(); }

  /// One accepted step towards the target, at higher precision where needed. False: the path has failed, see failure.
  bool step(std::complex<double> target, bool& reached) {
    for (;;) {
      if (result.steps >= options_.max_steps) return fail(PathFailure::steps);
      const int rejected = stepper().rejected;
      const StepOutcome outcome = stepper().step(target);
      result.rejected += stepper().rejected - rejected;
      if (outcome == StepOutcome::advanced || outcome == StepOutcome::reached) {
        ++result.steps;
        reached = outcome == StepOutcome::reached;
        ease();
        return true;
      }
      if (!raise()) return fail(PathFailure::precision);
    }
  }

  /// Moves the state one precision up.
  bool raise() {
    const eval::Point point = stepper().point();
    const std::complex<double> s = stepper().log_time();
    patience_ = std::min(2 * patience_, 200);
    waited_ = 0;
    while (Ladder::bits(level_ + 1) <= options_.max_precision) {
      ++level_;
      result.highest_bits = std::max(result.highest_bits, Ladder::bits(level_));
      if (stepper().load(point, s)) return true;
    }
    return false;
  }

  /// Whether the series at the present place has digits left: errors of the linear solves grow with the inverse.
  bool reliable(double share) {
    return stepper().error_growth() < share * std::exp2(reliable_digits * Ladder::bits(level_));
  }

  /// For a place that is blurred: smaller weights, in double-double at least; then a higher precision, which has smaller ones still.
  bool sharpen() {
    const Place here = place();
    const bool raises = sharp_ || level_ == 0;
    sharp_ = true;
    return raises ? raise() : back_to(here);
  }

  /// Raises the precision until the series has.
  bool make_reliable() {
    while (!reliable(1))
      if (!raise()) return fail(PathFailure::precision);
    return true;
  }

  int bits() const { return Ladder::bits(level_); }
  bool in_double() const { return level_ == 0; }
  /// Double-double or more, and no easing back from it before released.
  bool hold_precision() {
    held_ = level_ > 0 || raise();
    return held_;
  }
  void release_precision() { held_ = false; }

  /// The state, to come back to: after a loop, or after a try that may fail.
  struct Place {
    eval::Point point;
    std::complex<double> s;
    std::size_t level;
  };
  Place place() { return {stepper().point(), stepper().log_time(), level_}; }
  bool back_to(const Place& place) {
    level_ = place.level;
    return stepper().load(place.point, place.s);
  }

  bool fail(PathFailure failure) {
    result.failure = failure;
    return false;
  }

  PathResult result;

 private:
  /// Back to a lower precision once the path has been easy for a while.
  void ease() {
    if (held_ || level_ == lowest_ || ++waited_ < patience_) return;
    waited_ = 0;
    const eval::Point point = stepper().point();
    const std::complex<double> s = stepper().log_time();
    --level_;
    if (stepper().load(point, s) && reliable(ease_share) && !stepper().blurred()) return;
    ++level_;
    patience_ = std::min(2 * patience_, 200);
  }

  Ladder& ladder_;
  const PathOptions& options_;
  const std::vector<ParameterPath>& parameters_;
  std::size_t lowest_, level_ = 0;
  int patience_ = first_patience, waited_ = 0;
  bool held_ = false, sharp_ = false;
};

/// Affine coordinates of a point with nonzero homogenising coordinates.
eval::Point affine(const Layout& layout, const eval::Point& point) {
  eval::Point result;
  for (std::size_t i = 0; i < layout.variables; ++i) {
    const auto& z = point[layout.variables + layout.group[i]];
    const algebra::Rational size = z.re * z.re + z.im * z.im;
    result.push_back(point[i] * algebra::GaussianRational(z.re / size, -z.im / size));
  }
  return eval::rounded_to(result, 106);
}

class Endgame {
 public:
  /// watch: what has been seen of the path so far.
  Endgame(Walker& walker, const Layout& layout, const PathOptions& options, const EndgameWatch& watch)
      : walker_(walker), layout_(layout), options_(options), watch_(watch) {}

  /// Looks at the walker's place; true when the path is decided (walker.result.end is set) or has failed.
  bool decided() {
    const double inverse_norm = observe();
    if (watch_.degenerates(inverse_norm, options_) && watch_.seems_finite())
      while (walker_.stepper().blurred() && walker_.sharpen()) {}
    const RegularEnd end = walker_.stepper().regular_end();
    if (!end.point.empty()) return settle_regular(end.point);
    if (end.ill_conditioned && walker_.in_double() && walker_.raise()) return false;
    if (watch_.at_infinity(inverse_norm, walker_.stepper().inverse_norm(), options_)) return settle(PathEnd::at_infinity);
    const double s = walker_.log_t();
    if (s > next_cauchy_ || !watch_.loop_due(walker_.stepper().log_radius(), options_))
      return s < options_.last_log_t && give_up();
    next_cauchy_ = s - cauchy_spacing;
    return cauchy();
  }

 private:
  bool settle(PathEnd end) {
    walker_.result.end = end;
    walker_.result.last_log_t = walker_.log_t();
    return true;
  }
  bool give_up() { return !walker_.fail(PathFailure::undecided); }

  double observe() {
    Stepper& stepper = walker_.stepper();
    watch_.observe({walker_.log_t(), stepper.valuations(), layout_.homogenizing_ratios(stepper.coordinates())}, options_);
    const double norm = stepper.plain_inverse_norm();
    if (watch_.first_norm == 0) watch_.first_norm = norm;
    return norm;
  }

  double smallest_ratio(const eval::Point& point) const {
    return std::ranges::min(layout_.homogenizing_ratios(eval::rounded(point)));
  }

  /// A regular end is at infinity when its homogenising coordinate shrinks with the precision.
  bool settle_regular(eval::Point end) {
    const Walker::Place place = walker_.place();
    double ratio = smallest_ratio(end);
    while (ratio > 0 && ratio < surely_finite) {
      if (!walker_.raise() || !walker_.stepper().load(end, {-HUGE_VAL, 0})) {
        walker_.back_to(place);
        return false;
      }
      walker_.stepper().polish();
      end = walker_.stepper().point();
      const double refined = smallest_ratio(end);
      if (refined > 0.5 * ratio) break;  // it stays
      ratio = refined < 1e-12 * ratio ? 0 : refined;
    }
    walker_.result.condition = walker_.stepper().inverse_norm();
    walker_.back_to(place);
    if (ratio > 0) walker_.result.endpoint = affine(layout_, end);
    return settle(ratio > 0 ? PathEnd::regular : PathEnd::at_infinity);
  }

  /// Tracks around t = 0 until the path closes; the mean of the samples is the limit. Empty: it did not close, or failed.
  /// polish: every sample is as exact as the precision allows.
  eval::Point loop(int& winding, bool polish) {
    const Walker::Place begin = walker_.place();
    const auto origin = walker_.stepper().coordinates();
    eval::Point sum(origin.size());
    const int steps_before = walker_.result.steps;
    double extent = 0;
    // Far from t = 0 a high winding number is more likely a loop around other branch points.
    const int most = std::min(options_.max_winding, 2 + static_cast<int>(-begin.s.real() / 3));
    for (winding = 1; winding <= most; ++winding) {
      for (int k = 1; k <= samples_per_turn; ++k) {
        const double angle = 2 * std::numbers::pi * (winding - 1 + static_cast<double>(k) / samples_per_turn);
        const std::complex<double> target = begin.s + std::complex<double>(0, angle);
        for (bool reached = false; !reached;)
          if (!walker_.step(target, reached) || walker_.result.steps - steps_before > max_loop_steps) return {};
        if (polish) walker_.stepper().polish_on_circle(begin.s.real(), k);
        const eval::Point x = walker_.stepper().point();
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = sum[i] + x[i];
        extent = std::max(extent, gap(walker_.stepper().coordinates(), origin));
      }
      if (gap(walker_.stepper().coordinates(), origin) < std::max(loop_closed * extent, no_loop)) {
        const algebra::Rational share = algebra::Rational(1) / algebra::Rational(long{winding} * samples_per_turn);
        for (auto& z : sum) z = z * share;
        return eval::rounded_to(sum, 2 * walker_.bits());
      }
    }
    return {};
  }

  /// Largest difference, each group relative to its largest coordinate.
  double gap(const Loop& a, const Loop& b) const {
    std::vector<double> largest(layout_.groups, 0.0);
    for (std::size_t i = 0; i < b.size(); ++i)
      largest[layout_.group[i]] = std::max(largest[layout_.group[i]], std::abs(b[i]));
    double result = 0;
    for (std::size_t i = 0; i < a.size(); ++i) result = std::max(result, std::abs(a[i] - b[i]) / largest[layout_.group[i]]);
    return result;
  }

  bool cauchy() {
    const Walker::Place place = walker_.place();
    int winding = 1;
    const eval::Point exact = loop(winding, false);
    if (!walker_.back_to(place)) return give_up();
    if (exact.empty()) {
      walker_.result.failure = PathFailure::none;  // the next radius may close
      previous_.clear();
      return walker_.result.steps >= options_.max_steps && give_up();
    }
    const Loop limit = eval::rounded(exact);
    const bool agrees =
        !previous_.empty() && winding == previous_winding_ && gap(limit, previous_) < options_.cauchy_agreement;
    previous_ = limit;
    previous_winding_ = winding;
    if (!agrees) return false;
    const bool confirmed = confirm(winding);
    return walker_.back_to(place) ? confirmed : give_up();
  }

  /// The mean over a loop around several branch points does not depend on the radius either: it is the mean of the
  /// endpoints of all the paths that change places there. Only a true limit is a zero: in higher precision its residual vanishes.
  bool confirm(int winding) {
    eval::Point end;
    for (double before = HUGE_VAL;;) {
      if (!walker_.hold_precision()) return false;
      int again = 1;
      const Walker::Place place = walker_.place();
      end = loop(again, true);
      const double residual = end.empty() || again != winding ? HUGE_VAL : walker_.stepper().residual_at_end(end);
      walker_.release_precision();
      if (residual < infinite_residual && smallest_ratio(end) < vanishing_ratio) {
        walker_.result.winding = winding;
        return settle(PathEnd::at_infinity);
      }
      if (residual < std::min(confirmed_residual, std::pow(smallest_cluster, winding))) break;
      if (end.empty()) walker_.result.failure = PathFailure::none;
      // Where samples lie close to each other it may take one more precision; at the centre of a cluster none helps.
      if (!(residual < 1e-3 * before) || !(residual < possible_residual)) return false;
      before = residual;
      if (!walker_.back_to(place) || !walker_.raise()) return false;
    }
    walker_.result.winding = winding;
    const double ratio = smallest_ratio(end);
    if (ratio < surely_finite && ratio < 10 * options_.cauchy_agreement) return false;  // neither: go nearer
    walker_.result.endpoint = affine(layout_, end);
    return settle(PathEnd::singular);
  }

  Walker& walker_;
  const Layout& layout_;
  const PathOptions& options_;
  EndgameWatch watch_;
  double next_cauchy_ = 0;
  Loop previous_;
  int previous_winding_ = 0;
};

}  // namespace

const char* name(PathFailure failure) {
  switch (failure) {
    case PathFailure::none: return "none";
    case PathFailure::start: return "the start solution could not be corrected";
    case PathFailure::precision: return "the precision limit was reached";
    case PathFailure::steps: return "too many steps";
    case PathFailure::undecided: return "the endgame came to no decision";
    case PathFailure::cancelled: return "cancelled";
  }
  return "none";
}

namespace {

/// Whether a batch in double-double may do what one in double could not.
bool takes_digits(const Arrival& arrival, const PathOptions& options) {
  return arrival.low.empty() && options.max_precision >= Ladder::bits(1) && (arrival.state == Arrival::State::at_start ||
                                 (arrival.state == Arrival::State::under_way && arrival.short_of_digits));
}

/// Where a batch left the path, with all digits.
eval::Point place_of(const Arrival& arrival) {
  eval::Point point = eval::exact_point(arrival.x);
  for (std::size_t i = 0; i < arrival.low.size(); ++i) point[i] = point[i] + algebra::GaussianRational::from_complex(arrival.low[i]);
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
      : layout(homotopy), code(eval::compile(algebra::differentiate(homotopy.program))), lane_program(code),
        set(name.empty() ? instruction_sets().front() : name) {}

  std::vector<Arrival> advance(std::size_t count, const StartPoint& start, const OwnParameters& parameters,
                               const PathOptions& options, std::size_t threads, const std::function<void()>& done);

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
                                      std::size_t threads, const std::function<void()>& done) const {
  return impl_->advance(count, start, {}, options, threads, done);
}

std::vector<std::vector<std::complex<double>>> Tracker::carry(std::size_t count, const StartPoint& start,
                                                              const OwnParameters& parameters, const PathOptions& options,
                                                              std::size_t threads) const {
  const auto arrivals = impl_->advance(count, start, parameters, options, threads, {});
  std::vector<std::vector<std::complex<double>>> result(count);
  parallel_for(count, threads, [&](std::size_t i) {
    const Arrival& arrival = arrivals[i];
    if (arrival.state == Arrival::State::stopped) {
      result[i] = arrival.x;
    } else if (arrival.state == Arrival::State::under_way || arrival.state == Arrival::State::at_start) {
      std::unique_ptr<Ladder> ladder = impl_->take();
      Walker walker(*ladder, options, parameters(i), arrival.low.empty() ? 0 : 1);
      bool reached = false, on = walker.start(place_of(arrival), arrival.s);
      while (on && !reached) on = walker.make_reliable() && walker.step(options.stop_log_t, reached);
      if (reached) result[i] = walker.stepper().coordinates();
      impl_->give_back(std::move(ladder));
    }
  });
  return result;
}

std::vector<Arrival> Tracker::Impl::advance(std::size_t count, const StartPoint& start, const OwnParameters& parameters,
                                            const PathOptions& options, std::size_t threads,
                                            const std::function<void()>& done) {
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
  next = 0;
  const auto rest = [&]() -> std::optional<Departure> {
    const std::size_t k = next++;
    if (k >= open.size()) return std::nullopt;
    const std::size_t i = open[k];
    // Double precision may have lost the path where its Newton steps still seemed to converge.
    if (Arrival& a = arrivals[i]; !a.mark.x.empty()) a.x = a.mark.x, a.s = a.mark.s, a.watch = a.mark.watch;
    return Departure{i, arrivals[i].x, parameters ? &parameters(i) : nullptr, &arrivals[i]};
  };
  parallel_for(std::min(batches, open.size()), threads, [&](std::size_t) {
    Batch(lane_program, layout, set, BatchPrecision::double_double).run(options, rest, sink);
  });
  return arrivals;
}

PathResult Tracker::finish(const Arrival& arrival, const PathOptions& options) const {
  using State = Arrival::State;
  PathResult result;
  result.steps = arrival.steps;
  result.rejected = arrival.rejected;
  if (!arrival.low.empty()) result.highest_bits = 2 * result.highest_bits;
  result.last_log_t = arrival.s;
  switch (arrival.state) {
    case State::cancelled: result.failure = PathFailure::cancelled; return result;
    case State::too_many_steps: result.failure = PathFailure::steps; return result;
    case State::at_infinity: result.end = PathEnd::at_infinity; return result;
    case State::regular:
      result.end = PathEnd::regular;
      result.condition = arrival.condition;
      result.endpoint = arrival.low.empty() ? eval::exact_point(impl_->layout.affine(arrival.x))
                                            : affine(impl_->layout, place_of(arrival));
      return result;
    case State::at_start:
    case State::under_way:
    case State::stopped: break;
  }
  std::unique_ptr<Ladder> ladder = impl_->take();
  const auto follow = [&](const eval::Point& x, double s, const EndgameWatch& watch, std::size_t level) {
    Walker walker(*ladder, options, impl_->layout.parameters, level);
    walker.result = result;
    if (!walker.start(x, s)) {
      walker.fail(PathFailure::start);
      return std::move(walker.result);
    }
    Endgame endgame(walker, impl_->layout, options, watch);
    bool reached = false;
    while (walker.make_reliable() && !(walker.log_t() < endgame_log_t && endgame.decided()) &&
           walker.step(options.last_log_t - 10, reached)) {
    }
    walker.result.last_log_t = walker.log_t();
    return std::move(walker.result);
  };
  PathResult end = follow(place_of(arrival), arrival.s, arrival.watch, arrival.state == State::at_start || !arrival.low.empty() ? 1 : 0);
  // Double precision may have lost the path where its Newton steps still seemed to converge.
  if (end.end == PathEnd::failed && end.failure != PathFailure::cancelled && !arrival.mark.x.empty())
    end = follow(eval::exact_point(arrival.mark.x), arrival.mark.s, arrival.mark.watch, 1);
  impl_->give_back(std::move(ladder));
  return end;
}

}  // namespace polyscape::track
