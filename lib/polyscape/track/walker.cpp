#include "polyscape/track/walker.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "polyscape/eval/tape.hpp"

namespace polyscape::track {
namespace {

constexpr double reliable_digits = 0.69;  // share of the digits that the Jacobian's inverse may cost
constexpr double safe_digits = 0.4;       // the same, of a place that higher precisions surely can correct
constexpr double ease_share = 1e-2;       // of that norm, before a lower precision is good enough again
constexpr int most_patience = 200;

}  // namespace

Stepper& Ladder::at(std::size_t level, const PathOptions& options, const std::vector<ParameterPath>& parameters,
                    Weights weights) {
  while (steppers_.size() <= level) {
    const std::size_t l = steppers_.size();
    steppers_.push_back(l == 0   ? double_stepper(code_, layout_)
                        : l == 1 ? double_double_stepper(code_, layout_)
                                 : multiprecision_stepper(code_, layout_, bits(l)));
  }
  steppers_[level]->use(options, parameters, weights);
  return *steppers_[level];
}

bool Walker::start(const eval::Point& point, double s) {
  for (level_ = lowest_; Ladder::bits(level_) <= options_.max_precision; ++level_)
    if (stepper().load(point, s)) return true;
  return false;
}

StepOutcome Walker::step(std::complex<double> target) {
  for (;;) {
    if (result.steps >= options_.max_steps) return fail(PathFailure::steps), StepOutcome::stuck;
    const int rejected = stepper().rejected;
    const StepOutcome outcome = stepper().step(target);
    result.rejected += stepper().rejected - rejected;
    if (went_on(outcome)) {
      ++result.steps;
      if (trace != nullptr) record();
      ease();
      if (level_ > 0 && stepper().log_time().imag() == 0 && stepper().error_growth() < std::exp2(safe_digits * bits()))
        safe_ = place();
      return outcome;
    }
    // Back on a loop around t = 0 it would take another way.
    if (!raise() && !(target.imag() == 0 && fall_back())) return fail(PathFailure::precision), outcome;
  }
}

bool Walker::reach(double s) {
  while (log_t() != s)
    if (!make_reliable() || !went_on(step(s))) return false;
  return true;
}

void Walker::record() {
  const StepRecord& last = stepper().last_step;
  const std::complex<double> s = stepper().log_time();
  trace->push_back({s.real(), s.imag(), last.length, last.limit, bits(), last.corrections, last.rejected,
                    std::ranges::min(ladder_.layout().homogenizing_ratios(stepper().coordinates())),
                    stepper().error_growth()});
}

bool Walker::raise() {
  // A step beyond what doubles hold leaves no place to go on from.
  if (std::ranges::any_of(stepper().coordinates(), [](const std::complex<double>& z) {
        return !std::isfinite(z.real()) || !std::isfinite(z.imag());
      }))
    return false;
  return lift(stepper().point(), stepper().log_time());
}

/// To the first precision above the present one that can correct the point.
bool Walker::lift(const eval::Point& point, std::complex<double> s) {
  const double basin = stepper().basin();
  patience_ = std::min(2 * patience_, most_patience);
  waited_ = 0;
  while (Ladder::bits(level_ + 1) <= options_.max_precision) {
    ++level_;
    result.highest_bits = std::max(result.highest_bits, Ladder::bits(level_));
    stepper().expect_basin(basin);
    if (stepper().load(point, s)) return true;
  }
  return false;
}

// Where Newton's basins are smaller than rounding errors a path is lost before its digits seem to be: no precision can
// correct what is left of it. It goes on from where it was not.
bool Walker::fall_back() {
  if (!safe_) return false;
  const Place place = *std::exchange(safe_, std::nullopt);
  level_ = place.level;
  return lift(place.point, place.s);
}

// Whether the series at the present place has digits left.
bool Walker::reliable(double share) {
  return stepper().error_growth() < share * std::exp2(reliable_digits * Ladder::bits(level_));
}

bool Walker::sharpen() {
  const Place here = place();
  const bool raises = weights_ == Weights::sharp || level_ == 0;
  weights_ = Weights::sharp;
  return raises ? raise() : back_to(here);
}

bool Walker::make_reliable() {
  while (!reliable(1))
    if (!raise() && !fall_back()) return fail(PathFailure::precision);
  return true;
}

// Back to a lower precision once the path has been easy for a while.
void Walker::ease() {
  if (held_ || level_ == lowest_ || ++waited_ < patience_) return;
  waited_ = 0;
  const eval::Point point = stepper().point();
  const std::complex<double> s = stepper().log_time();
  --level_;
  if (stepper().load(point, s) && reliable(ease_share) && !stepper().blurred()) return;
  ++level_;
  patience_ = std::min(2 * patience_, most_patience);
}

}  // namespace polyscape::track
