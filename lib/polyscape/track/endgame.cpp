#include "polyscape/track/endgame.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace polyscape::track {
namespace {

constexpr double cauchy_spacing = 3;      // in log t, between loops
constexpr int samples_per_turn = 8;
// Of a limit of m paths: 10^-8m and no more than this. At the centre of m simple roots in a cluster of radius r it is about r^m.
constexpr double confirmed_residual = 1e-28, smallest_cluster = 1e-8;
constexpr double possible_residual = 1e-12;  // when it is worth another precision
constexpr double vanishing_ratio = 1e-15;  // of a homogenising coordinate in the limit of a path to infinity
constexpr double infinite_residual = 1e-24;  // and its residual, about a^m at the centre of m zeros with homogenising coordinates of size a
constexpr int max_loop_steps = 800;
constexpr double loop_closed = 1e-3;      // gap between the ends of a closed loop, relative to how far it reaches
constexpr double no_loop = 1e-13;         // smaller loops than this are points

}  // namespace

bool Endgame::decided() {
  const double inverse_norm = observe();
  if (watch_.degenerates(inverse_norm, options_) && watch_.seems_finite())
    while (walker_.stepper().blurred() && walker_.sharpen()) {}
  const RegularEnd end = walker_.stepper().regular_end();
  if (!end.point.empty()) return settle_regular(end.point);
  if (end.ill_conditioned && walker_.in_double() && walker_.raise()) return false;
  switch (watch_.at_infinity(inverse_norm, walker_.stepper().inverse_norm(), walker_.bits(), options_)) {
    case Infinity::shown: return settle(PathEnd::at_infinity);
    case Infinity::short_of_digits:
      if (walker_.in_double() && walker_.raise()) return false;
      break;
    case Infinity::open: break;
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
  for (std::size_t g = 0; g < ratios.size(); ++g) now.push_back({walker_.log_t(), derivatives[g][0], ratios[g], {derivatives[g][1], derivatives[g][2], derivatives[g][3]}});
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
    if (refined > 0.5 * ratio) break;  // it stays
    ratio = refined < 1e-12 * ratio ? 0 : refined;
  }
  walker_.result.condition = walker_.stepper().inverse_norm();
  walker_.back_to(place);
  if (ratio > 0) walker_.result.endpoint = layout_.affine(end, Ladder::bits(1));
  return settle(ratio > 0 ? PathEnd::regular : PathEnd::at_infinity);
}

// Tracks around t = 0 until the path closes; the mean of the samples is the limit. Empty: it did not close, or failed.
// polish: every sample is as exact as the precision allows.
eval::Point Endgame::loop(int& winding, bool polish) {
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

// Largest difference, each group relative to its largest coordinate.
double Endgame::gap(const Loop& a, const Loop& b) const {
  std::vector<double> largest(layout_.groups, 0.0);
  for (std::size_t i = 0; i < b.size(); ++i)
    largest[layout_.group[i]] = std::max(largest[layout_.group[i]], std::abs(b[i]));
  double result = 0;
  for (std::size_t i = 0; i < a.size(); ++i) result = std::max(result, std::abs(a[i] - b[i]) / largest[layout_.group[i]]);
  return result;
}

bool Endgame::cauchy() {
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

// The mean over a loop around several branch points does not depend on the radius either: it is the mean of the
// endpoints of all the paths that change places there. Only a true limit is a zero: in higher precision its residual vanishes.
bool Endgame::confirm(int winding) {
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
  walker_.result.endpoint = layout_.affine(end, Ladder::bits(1));
  return settle(PathEnd::singular);
}

}  // namespace polyscape::track
