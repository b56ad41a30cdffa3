#pragma once
/// One path under way, at whatever precision it takes.
#include <memory>
#include <optional>
#include <vector>

#include "polyscape/eval/point.hpp"
#include "polyscape/track/path_result.hpp"
#include "polyscape/track/stepper.hpp"

namespace polyscape::track {

/// The steppers of one thread, lowest precision first; made when first needed. Code and layout must outlive it.
class Ladder {
 public:
  Ladder(const eval::TapeCode& code, const Layout& layout) : code_(code), layout_(layout) {}
  /// Bits of a level: 53, 106, 212, 424, ...
  static int bits(std::size_t level) { return level == 0 ? 53 : level == 1 ? 106 : 212 << (level - 2); }
  /// The stepper of a level, set up as by Stepper::use.
  Stepper& at(std::size_t level, const PathOptions& options, const std::vector<ParameterPath>& parameters,
              Weights weights);
  const Layout& layout() const { return layout_; }
  /// For another path.
  void forget() {
    for (const auto& stepper : steppers_) stepper->forget();
  }

 private:
  const eval::TapeCode& code_;
  const Layout& layout_;
  std::vector<std::unique_ptr<Stepper>> steppers_;
};

/// Moves along log t; rises in precision when a step, a start or a series asks for it, and eases back.
class Walker {
 public:
  /// lowest: level of the lowest precision to be used. Everything given must outlive the walker.
  Walker(Ladder& ladder, const PathOptions& options, const std::vector<ParameterPath>& parameters, std::size_t lowest)
      : ladder_(ladder), options_(options), parameters_(parameters), lowest_(lowest) {
    ladder.forget();
  }

  /// Takes the path up where it stands, in the lowest precision that can.
  bool start(const eval::Point& point, double s);

  Stepper& stepper() { return ladder_.at(level_, options_, parameters_, weights_); }
  double log_t() { return stepper().log_time().real(); }

  /// One accepted step towards the target, at higher precision where needed: advanced or reached; else the path has
  /// failed, see result.failure.
  StepOutcome step(std::complex<double> target);
  /// To log t = s by steps whose series have digits left; false: the path has failed.
  bool reach(double s);
  /// Moves the state one precision up, or as many as it takes to correct it.
  bool raise();
  /// For a place that is blurred: smaller weights, in double-double at least; then a higher precision, which has
  /// smaller ones still.
  bool sharpen();
  /// Raises the precision until the series at the present place has digits left: errors of the linear solves grow with
  /// the inverse.
  bool make_reliable();

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
  std::vector<TraceStep>* trace = nullptr;  ///< where steps are written down

 private:
  bool reliable(double share);
  bool lift(const eval::Point& point, std::complex<double> s);
  bool fall_back();
  void ease();
  void record();

  Ladder& ladder_;
  const PathOptions& options_;
  const std::vector<ParameterPath>& parameters_;
  std::size_t lowest_, level_ = 0;
  int patience_ = 6, waited_ = 0;  // steps in higher precision before a lower one is tried again
  bool held_ = false;
  std::optional<Place> safe_;  ///< the last one at a real log t, beyond double precision, with digits to spare
  Weights weights_ = Weights::usual;
};

}  // namespace polyscape::track
