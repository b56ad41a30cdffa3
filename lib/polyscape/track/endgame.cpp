#include "polyscape/track/endgame.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace polyscape::track {
namespace {

constexpr double cauchy_spacing = 3;  // in log t, between loops
constexpr int rough_samples = 4,
              fine_samples =
                  8;  // a turn: the error of their mean is that power of t, where the first loop is for a guess
constexpr int joined_bits = 106;  // at least, of a place that is compared to those of a cycle
constexpr double near_extent =
    10;  // of a cycle: how far from its limit a path of it may be, times e^2 a unit of log t before it
constexpr double near_time = 20;  // in log t, between a path and a cycle that it may be one of
constexpr int most_moves = 4;     // to the times of cycles
// Of a limit of m paths: 10^-8m and no more than this. At the centre of m simple roots in a cluster of radius r it is
// about r^m.
constexpr double confirmed_residual = 1e-28, smallest_cluster = 1e-8;
constexpr double possible_residual = 1e-12;  // when it is worth another precision
constexpr double least_difference = 1e-14;   // that two limits can show
constexpr double vanishing_ratio = 1e-15;    // of a homogenising coordinate in the limit of a path to infinity
constexpr double infinite_residual =
    1e-24;  // and its residual, about a^m at the centre of m zeros with homogenising coordinates of size a
constexpr double stays = 0.5;          // of a homogenising coordinate in one more precision: it is not zero,
constexpr double vanishes = 1e-12;     // and it is when less is left
constexpr double winding_spacing = 3;  // log t nearer, a loop may wind once more
constexpr double clear_of_error = 10;  // a homogenising coordinate over the difference of two limits
constexpr double worth_bits = 1e-3;    // what a precision must lower the residual by for the next to be tried
constexpr int max_loop_steps = 800;
constexpr double loop_closed = 1e-3;  // gap between the ends of a closed loop, relative to how far it reaches
constexpr double no_loop = 1e-13;     // smaller loops than this are points

}  // namespace

bool Endgame::decided() {
  const double inverse_norm = observe();
  if (watch_.degenerates(inverse_norm, options_) && watch_.seems_finite())
    while (walker_.stepper().blurred() && walker_.sharpen()) {
    }
  const RegularEnd end = walker_.stepper().regular_end();
  if (!end.point.empty()) return settle_regular(end.point);
  if (end.ill_conditioned && walker_.in_double() && walker_.raise()) return false;
  switch (watch_.at_infinity(inverse_norm, walker_.stepper().inverse_norm(), walker_.bits(), options_)) {
    case Infinity::shown:
      return settle(PathEnd::at_infinity);
    case Infinity::short_of_digits:
      if (walker_.in_double() && walker_.raise()) return false;
      break;
    case Infinity::open:
      break;
  }
  const double s = walker_.log_t();
  if (s > next_cauchy_ || !watch_.loop_due(walker_.stepper().log_radius(), options_))
    return s < options_.last_log_t && give_up();
  next_cauchy_ = s - cauchy_spacing;
  return cauchy();
}

bool Endgame::settle(PathEnd end) {
  walker_.result.end = end;
  walker_.result.last_log_t = walker_.log_t();
  return true;
}

double Endgame::observe() {
  Stepper& stepper = walker_.stepper();
  const auto derivatives = stepper.homogenizing_derivatives();
  const auto ratios = layout_.homogenizing_ratios(stepper.coordinates());
  std::vector<Observation> now;
  for (std::size_t g = 0; g < ratios.size(); ++g)
    now.push_back(
        {walker_.log_t(), derivatives[g][0], ratios[g], {derivatives[g][1], derivatives[g][2], derivatives[g][3]}});
  watch_.observe(now, options_);
  const double norm = stepper.plain_inverse_norm();
  if (watch_.first_norm == 0) watch_.first_norm = norm;
  return norm;
}

double Endgame::smallest_ratio(const eval::Point& point) const {
  return std::ranges::min(layout_.homogenizing_ratios(eval::rounded(point)));
}

// A regular end is at infinity when its homogenising coordinate shrinks with the precision.
bool Endgame::settle_regular(eval::Point end) {
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
    if (refined > stays * ratio) break;
    ratio = refined < vanishes * ratio ? 0 : refined;
  }
  walker_.result.condition = walker_.stepper().inverse_norm();
  walker_.back_to(place);
  if (ratio > 0) walker_.result.endpoint = layout_.affine(end, Ladder::bits(1));
  return settle(ratio > 0 ? PathEnd::regular : PathEnd::at_infinity);
}

// Tracks around t = 0 until the path closes; the mean of the samples is the limit.
// Polished samples are as exact as the precision allows.
Endgame::Turns Endgame::loop(int samples_per_turn, Samples samples) {
  const Walker::Place begin = walker_.place();
  const auto origin = walker_.stepper().coordinates();
  Turns result;
  result.mean.resize(origin.size());
  const int steps_before = walker_.result.steps, eighths = 8 / samples_per_turn;
  // Far from t = 0 a high winding number is more likely a loop around other branch points.
  const int most = std::min(options_.max_winding, 2 + static_cast<int>(-begin.s.real() / winding_spacing));
  for (int winding = 1; winding <= most; ++winding) {
    result.places.push_back(walker_.stepper().point());
    for (int k = 1; k <= samples_per_turn; ++k) {
      const double angle = 2 * std::numbers::pi * (winding - 1 + static_cast<double>(k) / samples_per_turn);
      const std::complex<double> target = begin.s + std::complex<double>(0, angle);
      for (StepOutcome outcome{}; outcome != StepOutcome::reached;) {
        outcome = walker_.step(target);
        if (!went_on(outcome) || walker_.result.steps - steps_before > max_loop_steps) return {};
      }
      if (samples == Samples::polished) walker_.stepper().polish_on_circle(begin.s.real(), k * eighths);
      const eval::Point x = walker_.stepper().point();
      for (std::size_t i = 0; i < x.size(); ++i) result.mean[i] = result.mean[i] + x[i];
      result.extent = std::max(result.extent, gap(walker_.stepper().coordinates(), origin));
    }
    if (gap(walker_.stepper().coordinates(), origin) < std::max(loop_closed * result.extent, no_loop)) {
      const algebra::Rational share = algebra::Rational(1) / algebra::Rational(long{winding} * samples_per_turn);
      for (auto& z : result.mean) z = z * share;
      result.mean = eval::rounded_to(result.mean, 2 * walker_.bits());
      result.winding = winding;
      return result;
    }
  }
  return {};
}

// Largest difference, each group relative to its largest coordinate.
double Endgame::gap(const Loop& a, const Loop& b) const {
  const std::vector<double> largest = layout_.largest(b);
  double result = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    result = std::max(result, std::abs(a[i] - b[i]) / largest[layout_.group[i]]);
  return result;
}

bool Endgame::cauchy() {
  const Walker::Place place = walker_.place();
  if (joins()) return true;
  if (!walker_.back_to(place)) return give_up();
  const bool confirmed = previous_.empty() ? first_loop() : confirm();
  if (!walker_.back_to(place)) return give_up();
  return confirmed || (walker_.result.steps >= options_.max_steps && give_up());
}

// Says what the next one has to agree with.
bool Endgame::first_loop() {
  const Turns turns = loop(rough_samples, Samples::as_tracked);
  previous_winding_ = turns.winding;
  if (turns.winding > 0)
    previous_ = eval::rounded(turns.mean);
  else
    walker_.result.failure = PathFailure::none;  // the next radius may close
  return false;
}

// A second loop with the same limit. The mean over a loop around several branch points does not depend on the radius
// either: it is the mean of the endpoints of all the paths that change places there. Only a true limit is a zero: in
// higher precision its residual vanishes.
bool Endgame::confirm() {
  const Loop before = std::exchange(previous_, {});
  const int winding = std::exchange(previous_winding_, 0);
  for (double last = HUGE_VAL;;) {
    if (!walker_.hold_precision()) return false;
    const Walker::Place place = walker_.place();
    Turns turns = loop(fine_samples, Samples::polished);
    if (turns.winding == 0) {
      walker_.release_precision();
      walker_.result.failure = PathFailure::none;
      return false;
    }
    const double residual = walker_.stepper().residual_at_end(turns.mean);
    walker_.release_precision();
    previous_ = eval::rounded(turns.mean);
    previous_winding_ = turns.winding;
    const double difference = gap(previous_, before);
    if (turns.winding != winding || !(difference < options_.cauchy_agreement)) return false;
    if (residual < infinite_residual && smallest_ratio(turns.mean) < vanishing_ratio)
      return settle_cycle(PathEnd::at_infinity, std::move(turns), place.s.real());
    if (residual < std::min(confirmed_residual, std::pow(smallest_cluster, winding))) {
      const double ratio = smallest_ratio(turns.mean);
      if (ratio < surely_finite && ratio < clear_of_error * std::max(difference, least_difference))
        return false;  // neither: go nearer
      return settle_cycle(PathEnd::singular, std::move(turns), place.s.real());
    }
    // Where samples lie close to each other it may take one more precision; at the centre of a cluster none helps.
    if (!(residual < worth_bits * last) || !(residual < possible_residual)) return false;
    last = residual;
    if (!walker_.back_to(place) || !walker_.raise()) return false;
  }
}

bool Endgame::settle_cycle(PathEnd end, Turns turns, double s) {
  walker_.result.winding = turns.winding;
  if (end == PathEnd::singular) walker_.result.endpoint = layout_.affine(turns.mean, Ladder::bits(1));
  settle(end);
  walker_.result.last_log_t = s;
  found = {s, std::move(turns.places), eval::rounded(turns.mean), turns.extent, walker_.result};
  return true;
}

// Whether the path is one of a cycle that another path has run through: at the same t it is in one of the places there.
bool Endgame::joins() {
  const double here = walker_.log_t();
  const Loop x = walker_.stepper().coordinates();
  std::vector<std::size_t> near;
  for (std::size_t c = 0; c < known_.size(); ++c) {
    const Cycle& cycle = known_[c];
    const double before = std::max(0.0, here - cycle.s);
    if (std::abs(here - cycle.s) < near_time && gap(x, cycle.limit) < near_extent * std::exp(2 * before) * cycle.extent)
      near.push_back(c);
  }
  std::ranges::stable_sort(near, {}, [&](std::size_t c) { return std::abs(here - known_[c].s); });
  for (int moves = 0; !near.empty() && moves < most_moves; ++moves) {
    const double s = known_[near.front()].s;
    std::vector<std::size_t> now;
    std::erase_if(near, [&](std::size_t c) { return known_[c].s == s && (now.push_back(c), true); });
    joined = place_among(now, s);
    if (!joined) {
      walker_.result.failure = PathFailure::none;
      continue;
    }
    const Cycle& cycle = known_[joined->cycle];
    walker_.result.winding = cycle.result.winding;
    walker_.result.endpoint = cycle.result.endpoint;
    return settle(cycle.result.end);
  }
  return false;
}

std::optional<CyclePlace> Endgame::place_among(const std::vector<std::size_t>& cycles, double s) {
  if (!walker_.reach(s)) return std::nullopt;
  while (walker_.bits() < joined_bits)
    if (!walker_.raise()) return std::nullopt;
  walker_.stepper().polish();
  for (const std::size_t c : cycles)
    for (std::size_t k = 0; k < known_[c].places.size(); ++k)
      if (walker_.stepper().same_place(known_[c].places[k])) return CyclePlace{c, k};
  return std::nullopt;
}

}  // namespace polyscape::track
