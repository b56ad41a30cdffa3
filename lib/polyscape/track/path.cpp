#include "polyscape/track/path.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <mutex>
#include <numbers>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/track/stepper.hpp"

namespace polyscape::track {
namespace {

constexpr double endgame_log_t = -2.3;    // t = 0.1: from here on the end is looked for
constexpr double finite_cauchy = -10;     // first Cauchy loop of a path that seems finite
constexpr double any_cauchy = -24;        // and of any other
constexpr double escaping_cauchy = -60;   // and of one that seems to be on its way to infinity
constexpr double clear_radius = 2;         // in log t, free of branch points before a loop is tried
constexpr double cauchy_spacing = 3;      // in log t, between loops
constexpr double finite_valuation = 0.05;
constexpr double smallest_valuation = 0.02;
constexpr double valuation_slope = 0.1;
constexpr int samples_per_turn = 8;
constexpr double confirmed_residual = 1e-15;
constexpr int max_loop_steps = 800;
constexpr double loop_closed = 1e-7;      // largest weighted gap between the ends of a closed loop
constexpr double surely_finite = 1e-4;    // homogenising coordinates above this need no second precision
constexpr double reliable_series = 1e-5;  // relative error of the series' coefficients that steps can live with
constexpr double ease_share = 1e-2;       // of it, before a lower precision is good enough again
constexpr int first_patience = 6;         // steps in higher precision before a lower one is tried again

using Loop = std::vector<std::complex<double>>;  // mean of a closed Cauchy loop: the limit of the coordinates, rounded

/// The steppers of one thread, lowest precision first; made when first needed.
class Ladder {
 public:
  Ladder(const eval::TapeCode& code, const Layout& layout) : code_(code), layout_(layout) {}
  static int bits(std::size_t level) { return level == 0 ? 53 : level == 1 ? 106 : 212 << (level - 2); }
  Stepper& at(std::size_t level, const PathOptions& options) {
    while (steppers_.size() <= level) {
      const std::size_t l = steppers_.size();
      steppers_.push_back(l == 0   ? double_stepper(code_, layout_)
                          : l == 1 ? double_double_stepper(code_, layout_)
                                   : multiprecision_stepper(code_, layout_, bits(l)));
    }
    steppers_[level]->use(options);
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
  Walker(Ladder& ladder, const PathOptions& options) : ladder_(ladder), options_(options) {}

  bool start(const eval::Point& point) {
    for (level_ = 0; Ladder::bits(level_) <= options_.max_precision; ++level_)
      if (stepper().load(point, 0, true)) return true;
    return false;
  }

  Stepper& stepper() { return ladder_.at(level_, options_); }
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
      if (stepper().load(point, s, false)) return true;
    }
    return false;
  }

  /// Whether the series at the present place has digits left: errors of the linear solves grow with the inverse.
  bool reliable(double share) {
    return stepper().inverse_norm() * std::ldexp(1.0, -Ladder::bits(level_)) < share * reliable_series;
  }

  bool at_least_double_double() { return level_ > 0 || raise(); }

  /// The state, to come back to: after a loop, or after a try that may fail.
  struct Place {
    eval::Point point;
    std::complex<double> s;
    std::size_t level;
  };
  Place place() { return {stepper().point(), stepper().log_time(), level_}; }
  bool back_to(const Place& place) {
    level_ = place.level;
    return stepper().load(place.point, place.s, false);
  }

  bool fail(PathFailure failure) {
    result.failure = failure;
    return false;
  }

  PathResult result;

 private:
  /// Back to a lower precision once the path has been easy for a while.
  void ease() {
    if (level_ == 0 || ++waited_ < patience_) return;
    waited_ = 0;
    const eval::Point point = stepper().point();
    const std::complex<double> s = stepper().log_time();
    --level_;
    if (stepper().load(point, s, false) && reliable(ease_share)) return;
    ++level_;
    patience_ = std::min(2 * patience_, 200);
  }

  Ladder& ladder_;
  const PathOptions& options_;
  std::size_t level_ = 0;
  int patience_ = first_patience, waited_ = 0;
};

/// What the endgame saw at one time.
struct Observation {
  double s;
  std::vector<double> valuation, ratio;
  double inverse_norm;
};

/// What a homogenising coordinate on its way to zero has to show over a window of log t: stay below `ratio`, and change its
/// valuation by less than `slope` of it a unit of log t.
struct Escape {
  double ratio, slope, window;
};

/// Whether some homogenising coordinate shows it.
bool escapes(const std::deque<Observation>& seen, const Escape& rule) {
  const Observation& now = seen.back();
  for (std::size_t g = 0; g < now.valuation.size(); ++g) {
    const double v = now.valuation[g];
    if (v < smallest_valuation) continue;
    for (auto it = seen.rbegin(); it != seen.rend(); ++it) {
      const double elapsed = it->s - now.s;
      if (it->ratio[g] > rule.ratio || it->valuation[g] < smallest_valuation) break;
      if (elapsed > 0 && std::abs(it->valuation[g] - v) > std::max(rule.slope * v * elapsed, 1e-4)) break;
      if (elapsed >= rule.window) return true;
    }
  }
  return false;
}

class Endgame {
 public:
  Endgame(Walker& walker, const Layout& layout, const PathOptions& options)
      : walker_(walker), layout_(layout), options_(options) {}

  /// Looks at the walker's place; true when the path is decided (walker.result.end is set) or has failed.
  bool decided() {
    while (!walker_.reliable(1))
      if (!walker_.raise()) return !walker_.fail(PathFailure::precision);
    observe();
    if (const eval::Point end = walker_.stepper().regular_end(); !end.empty()) return settle_regular(end);
    // The Jacobian has to degenerate as well: at a large finite solution it does not.
    if (seen_.back().inverse_norm > options_.infinity_growth * first_norm_ &&
        (escapes(seen_, {options_.infinity_ratio, valuation_slope, options_.infinity_window}) ||
         escapes(seen_, {10 * options_.infinity_ratio, valuation_slope / 10, options_.infinity_window + 2})))
      return settle(PathEnd::at_infinity);
    const double s = walker_.log_t();
    const bool seems_finite = std::ranges::all_of(seen_.back().valuation, [](double v) { return v < finite_valuation; });
    const double first_loop = seems_finite ? finite_cauchy : escapes(seen_, {1, valuation_slope, options_.infinity_window}) ? escaping_cauchy : any_cauchy;
    if (s > first_loop || s > next_cauchy_) return s < options_.last_log_t && give_up();
    // Branch points nearby in log t: a loop would be long and would prove nothing.
    if (walker_.stepper().log_radius() < clear_radius) return s < options_.last_log_t && give_up();
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

  void observe() {
    Stepper& stepper = walker_.stepper();
    seen_.push_back({walker_.log_t(), stepper.valuations(), stepper.homogenizing_ratios(), stepper.plain_inverse_norm()});
    if (first_norm_ == 0) first_norm_ = seen_.back().inverse_norm;
    while (seen_.front().s - seen_.back().s > 3 * options_.infinity_window) seen_.pop_front();
  }

  /// Affine coordinates of a point with nonzero homogenising coordinates.
  eval::Point affine(const eval::Point& point) const {
    eval::Point result;
    for (std::size_t i = 0; i < layout_.variables; ++i) {
      const auto& z = point[layout_.variables + layout_.group[i]];
      const algebra::Rational size = z.re * z.re + z.im * z.im;
      result.push_back(point[i] * algebra::GaussianRational(z.re / size, -z.im / size));
    }
    return eval::rounded_to(result, 106);
  }

  double smallest_ratio(const eval::Point& point) const {
    std::vector<double> largest(layout_.groups, 0.0);
    for (std::size_t i = 0; i < point.size(); ++i)
      largest[layout_.group[i]] = std::max(largest[layout_.group[i]], std::abs(point[i].to_complex()));
    double smallest = HUGE_VAL;
    for (std::size_t g = 0; g < layout_.groups; ++g)
      smallest = std::min(smallest, std::abs(point[layout_.variables + g].to_complex()) / largest[g]);
    return smallest;
  }

  /// A regular end is at infinity when its homogenising coordinate shrinks with the precision.
  bool settle_regular(eval::Point end) {
    const Walker::Place place = walker_.place();
    double ratio = smallest_ratio(end);
    while (ratio > 0 && ratio < surely_finite) {
      if (!walker_.raise() || !walker_.stepper().load(end, {-HUGE_VAL, 0}, false)) {
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
    if (ratio > 0) walker_.result.endpoint = affine(end);
    return settle(ratio > 0 ? PathEnd::regular : PathEnd::at_infinity);
  }

  /// Tracks around t = 0 until the path closes; the mean of the samples is the limit. Empty: it did not close, or failed.
  /// polish: every sample is as exact as the precision allows.
  eval::Point loop(int& winding, bool polish) {
    const Walker::Place begin = walker_.place();
    const auto origin = walker_.stepper().coordinates();
    eval::Point sum(origin.size());
    const int steps_before = walker_.result.steps;
    // Far from t = 0 a high winding number is more likely a loop around other branch points.
    const int most = std::min(options_.max_winding, 2 + static_cast<int>(-begin.s.real() / 3));
    for (winding = 1; winding <= most; ++winding) {
      for (int k = 1; k <= samples_per_turn; ++k) {
        const double angle = 2 * std::numbers::pi * (winding - 1 + static_cast<double>(k) / samples_per_turn);
        const std::complex<double> target = begin.s + std::complex<double>(0, angle);
        for (bool reached = false; !reached;)
          if (!walker_.step(target, reached) || walker_.result.steps - steps_before > max_loop_steps) return {};
        if (polish) walker_.stepper().polish();
        const eval::Point x = walker_.stepper().point();
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = sum[i] + x[i];
      }
      if (gap(walker_.stepper().coordinates(), origin) < loop_closed) {
        const algebra::Rational share = algebra::Rational(1) / algebra::Rational(long{winding} * samples_per_turn);
        for (auto& z : sum) z = z * share;
        return eval::rounded_to(sum, 212);
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
    if (!walker_.at_least_double_double()) return false;
    int again = 1;
    const eval::Point end = loop(again, true);
    if (end.empty()) walker_.result.failure = PathFailure::none;
    if (end.empty() || again != winding || !(walker_.stepper().residual_at_end(end) < confirmed_residual)) return false;
    walker_.result.winding = winding;
    const double ratio = smallest_ratio(end);
    if (ratio < confirmed_residual) return settle(PathEnd::at_infinity);
    if (ratio < surely_finite && ratio < 10 * options_.cauchy_agreement) return false;  // neither: go nearer
    walker_.result.endpoint = affine(end);
    return settle(PathEnd::singular);
  }

  Walker& walker_;
  const Layout& layout_;
  const PathOptions& options_;
  std::deque<Observation> seen_;
  double first_norm_ = 0, next_cauchy_ = 0;
  Loop previous_;
  int previous_winding_ = 0;
};

}  // namespace

PathOptions tightened(const PathOptions& options, int round) {
  PathOptions result = options;
  const double factor = std::pow(0.4, round);
  result.contraction *= factor;
  result.region_share *= std::max(factor, 0.2);
  result.max_growth = 2;
  result.weight_floor *= factor;
  result.infinity_ratio *= factor * factor;
  result.infinity_window += 2 * round;
  result.infinity_growth *= std::pow(10, round);
  result.max_steps *= 4;
  return result;
}

const char* name(PathFailure failure) {
  switch (failure) {
    case PathFailure::none: return "none";
    case PathFailure::start: return "the start solution could not be corrected";
    case PathFailure::precision: return "the precision limit was reached";
    case PathFailure::steps: return "too many steps";
    case PathFailure::undecided: return "the endgame came to no decision";
  }
  return "none";
}

struct Tracker::Impl {
  eval::TapeCode code;
  Layout layout;
  std::mutex mutex;
  std::vector<std::unique_ptr<Ladder>> idle;

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

Tracker::Tracker(const Homotopy& homotopy) : impl_(std::make_unique<Impl>()) {
  impl_->code = eval::compile(algebra::differentiate(homotopy.program));
  Layout& layout = impl_->layout;
  layout.variables = homotopy.variables();
  layout.groups = homotopy.partition.size();
  layout.group.resize(layout.coordinates());
  for (std::size_t g = 0; g < layout.groups; ++g) {
    for (const std::size_t v : homotopy.partition[g]) layout.group[v] = g;
    layout.group[layout.variables + g] = g;
  }
}

Tracker::~Tracker() = default;

PathResult Tracker::track(const eval::Point& start, const PathOptions& options) const {
  std::unique_ptr<Ladder> ladder = impl_->take();
  Walker walker(*ladder, options);
  if (!walker.start(start)) {
    walker.fail(PathFailure::start);
  } else {
    Endgame endgame(walker, impl_->layout, options);
    bool reached = false;
    while (walker.step(options.last_log_t - 10, reached) && !(walker.log_t() < endgame_log_t && endgame.decided())) {
    }
    walker.result.last_log_t = walker.log_t();
  }
  PathResult result = std::move(walker.result);
  impl_->give_back(std::move(ladder));
  return result;
}

}  // namespace polyscape::track
