#pragma once
/// The stepper of one scalar; instantiated by three sources.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "polyscape/eval/linear_solve_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"
#include "polyscape/track/series.hpp"
#include "polyscape/track/stepper.hpp"

namespace polyscape::track {

template <class R>
class StepperOf : public Stepper {
 public:
  using T = eval::Complex<R>;

  StepperOf(const eval::TapeCode& code, const Layout& layout, int bits)
      : code_(code),
        layout_(layout),
        bits_(bits),
        tape_(code, bits),
        work_(tape_, bits == 53 ? series_order : most_order),
        solver_(layout.coordinates()),
        parameters_(layout.parameters.size()),
        moving_(parameters_),
        x_(layout.coordinates()),
        dx_(x_),
        weights_(x_.size(), 1.0),
        trial_weights_(weights_),
        linear_(x_.size()),
        logarithmic_(x_.size()) {}

  void use(const PathOptions& options, const std::vector<ParameterPath>& parameters, bool sharp) override {
    options_ = options;
    floor_ = sharp ? weight_floor(options, bits_) : options.weight_floor;
    paths_ = &parameters;
  }

  bool load(const eval::Point& point, std::complex<double> s) override {
    for (std::size_t i = 0; i < x_.size(); ++i) x_[i] = eval::from_exact<R>(point[i], bits_);
    s_ = s;
    fresh_ = false;
    last_length_ = 0;
    crawling_ = 0;
    const Newton newton = correct(x_, s);
    if (!newton.accepted && !(newton.last < loaded_accuracy)) return false;
    update_weights(x_, weights_);
    return true;
  }

  void forget() override {
    omega_ = 1;
    error_ = 0;
    last_rejected_ = false;
  }
  double basin() const override { return omega_; }
  void expect_basin(double omega) override { omega_ = std::max(omega_, omega); }

  bool blurred() const override { return layout_.blurred(coordinates(), floor_, bits_); }

  eval::Point point() const override {
    eval::Point result;
    for (const T& z : x_) result.push_back(eval::to_exact(z));
    return result;
  }
  std::complex<double> log_time() const override { return s_; }
  std::vector<std::complex<double>> coordinates() const override {
    std::vector<std::complex<double>> result;
    for (const T& z : x_) result.push_back(eval::to_complex(z));
    return result;
  }

  StepOutcome step(std::complex<double> target) override {
    if (!expand()) return StepOutcome::precision;
    const int order = wanted_order();
    extend(order);
    if (crawling_ > most_crawling) {
      crawling_ = 0;
      return StepOutcome::precision;
    }
    const double distance = std::abs(target - s_);
    const std::complex<double> direction = (target - s_) / distance;
    const Proposal proposal = propose(order);
    double length = std::min(proposal.length, distance), last_failure = HUGE_VAL;
    int without_effect = 0;
    fresh_ = false;  // the factorisation at hand is about to be overwritten
    std::vector<T> trial(x_.size());
    for (int attempt = 0; attempt < max_attempts; ++attempt, length /= 2, ++rejected) {
      const bool arrives = length >= distance * (1 - 1e-12);
      const std::complex<double> h = direction * length, s = arrives ? target : s_ + h;
      predict(h, order, trial);
      const Newton newton = correct(trial, s);
      if (!newton.accepted) {
        // Rounding errors are what a shorter step does not make smaller.
        without_effect = newton.last > 0.3 * last_failure ? without_effect + 1 : 0;
        if (without_effect >= 2 && newton.last < noisy_correction) return StepOutcome::precision;
        last_failure = newton.last;
        last_rejected_ = true;
        omega_ = std::max(omega_, newton.omega);
        continue;
      }
      x_ = trial;
      s_ = s;
      // A prediction as good as Newton's last correction is at rounding level, which does not grow like length^5:
      // only max_growth limits then.
      const double rounding = std::clamp(30 * newton.last, prediction_noise_, 1000 * prediction_noise_);
      error_ = order > series_order || newton.first < rounding
                   ? 0
                   : newton.first / ((length * length) * (length * length) * length);
      // Single corrections tell of their own direction only.
      omega_ = bits_ == 53 ? newton.omega : std::max(newton.omega, omega_ / 4);
      last_length_ = length;
      crawling_ =
          bits_ == 53 && !arrives && crawls(length, radius(logarithmic_, weights_), options_) ? crawling_ + 1 : 0;
      last_rejected_ = attempt > 0;
      update_weights(x_, weights_);
      ++steps;
      last_step = {length,
                   attempt > 0                   ? StepLimit::rejection
                   : proposal.length >= distance ? StepLimit::target
                                                 : proposal.limit,
                   newton.iterations, attempt};
      return arrives ? StepOutcome::reached : StepOutcome::advanced;
    }
    return StepOutcome::stuck;
  }

  std::vector<std::array<std::complex<double>, 4>> homogenizing_derivatives() override {
    std::vector<std::array<std::complex<double>, 4>> result(layout_.groups);
    if (!expand()) return result;
    for (std::size_t g = 0; g < layout_.groups; ++g) {
      const Series& c = logarithmic_[layout_.variables + g];
      double factorial = 1;
      for (std::size_t k = 1; k <= 4; ++k) {
        factorial *= static_cast<double>(k);
        result[g][k - 1] = c[0] == 0.0 ? HUGE_VAL : factorial * c[k] / c[0];
      }
    }
    return result;
  }

  double log_radius() override {
    if (!expand()) return 0;
    // Of the coordinates that matter: seen against itself every power of t has a radius of its own.
    update_weights(x_, trial_weights_, options_.weight_floor);
    return radius(logarithmic_, trial_weights_);
  }

  double inverse_norm() override {
    if (!expand()) return HUGE_VAL;
    update_weights(x_, trial_weights_, options_.weight_floor);
    return solver_.inverse_norm(trial_weights_);
  }
  double error_growth() override { return expand() ? solver_.inverse_norm(weights_) : HUGE_VAL; }

  double plain_inverse_norm() override { return expand() ? solver_.plain_inverse_norm() : HUGE_VAL; }

  void polish() override {
    set_parameters(s_);
    polish_here();
  }

  void polish_on_circle(double s, int eighths) override {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      const ParameterPath& path = (*paths_)[i];
      const double turn = path.exponent * eighths;
      // A turn by another angle has to be rounded, to that of a place beside.
      parameters_[i] = turn == std::floor(turn)
                           ? eval::from_complex<R>(path.offset) + moving_part(path, s) * turned(std::lround(turn))
                           : parameter(path, {s, std::numbers::pi / 4 * eighths});
    }
    polish_here();
  }

  double residual_at_end(const eval::Point& point) override {
    std::vector<T> x;
    for (const auto& z : point) x.push_back(eval::from_exact<R>(z, bits_));
    set_parameters({-HUGE_VAL, 0});
    work_.values(x, parameters_);
    double largest = 0;
    for (std::size_t k = 0; k < x.size(); ++k) largest = std::max(largest, eval::size(work_.value(k)));
    return largest;
  }

  bool same_place(const eval::Point& point) override {
    std::vector<T> way(x_.size()), at(x_.size());
    double distance = 0;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      way[i] = R(far_beyond) * (eval::from_exact<R>(point[i], bits_) - x_[i]);
      at[i] = x_[i] + way[i];
      distance = std::max(distance, eval::size(way[i]) / weights_[i]);
    }
    if (!(distance < 1)) return false;
    set_parameters(s_);
    fresh_ = false;
    if (!factorise_at(x_)) return false;
    work_.values(at, parameters_);
    for (std::size_t i = 0; i < x_.size(); ++i) dx_[i] = work_.value(i);
    solver_.solve(dx_);
    // From a second zero there Newton would not come back.
    double error = 0;
    for (std::size_t i = 0; i < x_.size(); ++i) error = std::max(error, eval::size(dx_[i] - way[i]) / weights_[i]);
    return error <= same_share * distance;
  }

  RegularEnd regular_end() override {
    // tau = -1 is t = 0; a pole within twice that distance could hide between.
    if (!expand() || radius(linear_, weights_) < 2) return {};
    std::vector<T> trial(x_.size());
    for (std::size_t i = 0; i < x_.size(); ++i)
      trial[i] = x_[i] + eval::from_complex<R>(increment(linear_[i], -1.0, weights_[i]));
    fresh_ = false;  // the factorisation at hand is about to be overwritten
    const Newton newton = correct(trial, {-HUGE_VAL, 0});
    if (!newton.accepted || newton.first > options_.end_error) return {};
    update_weights(trial, trial_weights_);
    // Near a singular end the corrections are about as short as the inverse's norm is large: that has to be clear of
    // what Newton takes for rounding errors. Scaled rows alone would hide one that vanishes.
    const double norm = std::max(solver_.inverse_norm(trial_weights_), solver_.plain_inverse_norm());
    if (!(norm * noise_ < regular_limit)) return {{}, true};
    if (norm > options_.regular_norm) return {};
    RegularEnd result;
    for (const T& z : trial) result.point.push_back(eval::to_exact(z));
    return result;
  }

 private:
  static constexpr int max_attempts = 12;
  static constexpr int max_newton = 6, max_polish = 8;
  static constexpr double noisy_correction = 1e-4;  // larger ones are never put down to rounding
  static constexpr double loaded_accuracy = 1e-8;
  static constexpr double regular_limit = 1e-2;
  static constexpr double far_beyond = 1000,
                          same_share = 0.1;  // in same_place(): distances there, and the part of them that may bend
  static constexpr double first_length = 0.05;
  static constexpr int most_order = 32;       // of Taylor polynomials
  static constexpr double small_basin = 1e4;  // Lipschitz estimate of Newton's method from which on they are used
  static constexpr double far_error = 0.02;   // of their predictions, over that estimate

  struct Newton {
    bool accepted = false;
    int iterations = 0;
    double first = 0, last = 0, omega = 1;
  };

  /// Newton for the parameters as they are set, until rounding errors stop it.
  void polish_here() {
    double last = HUGE_VAL;
    for (int i = 0; i < max_polish && factorise_at(x_); ++i) {
      for (std::size_t k = 0; k < x_.size(); ++k) dx_[k] = work_.value(k);
      solver_.solve(dx_);
      double now = 0;
      for (std::size_t k = 0; k < x_.size(); ++k) now = std::max(now, eval::size(dx_[k]) / weights_[k]);
      if (!(now < last / 2)) break;
      for (std::size_t k = 0; k < x_.size(); ++k) x_[k] -= dx_[k];
      last = now;
    }
    fresh_ = false;
  }

  /// exp(i pi eighths / 4)
  T turned(long eighths) const {
    const R zero(0.0), one(1.0), half = eval::RealTraits<R>::of(algebra::Rational(1) / algebra::Rational(2), bits_);
    R diagonal = eval::RealTraits<R>::of(algebra::Rational::from_double(std::sqrt(0.5)), bits_);
    for (int bits = 50; bits < bits_; bits *= 2)
      diagonal = diagonal + (half - diagonal * diagonal) / (diagonal + diagonal);
    const R cosines[] = {one, diagonal, zero, -diagonal, -one, -diagonal, zero, diagonal};
    return {cosines[eighths & 7], cosines[(eighths + 6) & 7]};
  }

  /// Parameters are as accurate as the scalar: in double they stray from the straight path by as much as rounding
  /// errors, which a small basin does not forgive.
  void set_parameters(std::complex<double> s) {
    for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i] = parameter((*paths_)[i], s);
  }
  T parameter(const ParameterPath& path, std::complex<double> s) const {
    return eval::from_complex<R>(path.offset) + moving_part(path, s);
  }
  T moving_part(const ParameterPath& path, std::complex<double> s) const {
    if (std::isinf(s.real())) return T{};
    return eval::from_complex<R>(path.factor) * eval::exponential<R>(path.exponent, s - path.log_t0, bits_);
  }

  void update_weights(const std::vector<T>& x, std::vector<double>& weights) const {
    update_weights(x, weights, floor_);
  }
  void update_weights(const std::vector<T>& x, std::vector<double>& weights, double floor) const {
    std::vector<double> largest(layout_.groups, 0.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
      weights[i] = eval::size(x[i]);
      largest[layout_.group[i]] = std::max(largest[layout_.group[i]], weights[i]);
    }
    for (std::size_t i = 0; i < x.size(); ++i) weights[i] = std::max(weights[i], floor * largest[layout_.group[i]]);
  }

  /// Evaluates value and Jacobian at x and factorises; false if singular.
  bool factorise_at(const std::vector<T>& x) {
    work_.jacobian(x, parameters_);
    std::ranges::fill(solver_.matrix(), T{});
    for (std::size_t k = 0; k < code_.entries.size(); ++k)
      solver_.matrix()[code_.entries[k].row * x.size() + code_.entries[k].column] = work_.entry(k);
    return solver_.factorise();
  }

  /// Newton at time s, in place. Accepts when it contracts by a, then by a^2 and so on, to the wanted accuracy.
  Newton correct(std::vector<T>& x, std::complex<double> s) {
    set_parameters(s);
    Newton result;
    update_weights(x, trial_weights_);
    double last = 0, limit = options_.contraction;
    for (int i = 0; i < max_newton; ++i) {
      result.last = HUGE_VAL;
      if (!factorise_at(x)) return result;
      for (std::size_t k = 0; k < x.size(); ++k) dx_[k] = work_.value(k);
      solver_.solve(dx_);
      double now = 0;
      for (std::size_t k = 0; k < x.size(); ++k) {
        const double change = eval::size(dx_[k]) / trial_weights_[k];
        now = std::isfinite(change) ? std::max(now, change) : HUGE_VAL;
      }
      result.last = now;
      if (!(now <= 1)) return result;
      for (std::size_t k = 0; k < x.size(); ++k) x[k] -= dx_[k];
      ++result.iterations;
      if (i == 0) {
        result.first = now;
        if (now < wanted_) return accept(result);
      } else {
        const double ratio = now / last;
        if (i == 1 && (bits_ == 53 || now > noise_)) result.omega = 2 * now / (last * last);
        if (last < noise_ && now < noise_) return accept(result);
        if (ratio > limit) return result;
        if (now * ratio < wanted_) return accept(result);
        limit *= limit;
      }
      last = now;
    }
    return result;
  }
  static Newton accept(Newton newton) {
    newton.accepted = true;
    return newton;
  }

  /// Taylor coefficients at the present point, in log t and in t. False if the Jacobian is singular in this precision.
  bool expand() {
    if (fresh_) return true;
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      moving_[p] =
          moving_part((*paths_)[p], s_);  // not the parameter less its offset: near t = 0 that would leave no digits
      parameters_[p] = eval::from_complex<R>((*paths_)[p].offset) + moving_[p];
      work_.set_parameter(p, 0, parameters_[p]);
    }
    if (!factorise_at(x_)) return false;
    for (std::size_t i = 0; i < x_.size(); ++i) work_.set_variable(i, 0, x_[i]);
    known_ = 0;
    extend(series_order);
    for (std::size_t i = 0; i < x_.size(); ++i) {
      for (int k = 0; k <= series_order; ++k)
        logarithmic_[i][static_cast<std::size_t>(k)] = eval::to_complex(work_.variable(i, k));
      linear_[i] = in_linear_time(logarithmic_[i]);
    }
    fresh_ = true;
    return true;
  }

  /// The order of the next prediction: that of the Pade approximant, or, where Newton's basin is so small that it takes
  /// a far better prediction, the one of a Taylor polynomial that makes steps long for the work, which grows like its
  /// square: with a share q of the radius of convergence for errors of q^(order + 1) that is about half the logarithm
  /// of the basin.
  int wanted_order() const {
    if (bits_ == 53 || omega_ < small_basin) return series_order;
    return std::clamp(static_cast<int>(std::log(omega_ / far_error) / 2) + 1, series_order + 1, most_order);
  }

  /// Taylor coefficients in log t up to a higher order; the factorisation of expand() is still there.
  void extend(int order) {
    for (int k = known_ + 1; k <= order; ++k) {
      if (k == 1) work_.taylor(0);
      for (std::size_t p = 0; p < parameters_.size(); ++p) {
        moving_[p] = R((*paths_)[p].exponent) * moving_[p];
        moving_[p] = {moving_[p].re / R(k), moving_[p].im / R(k)};
        work_.set_parameter(p, k, moving_[p]);
      }
      coefficients(k);
    }
    known_ = std::max(known_, order);
  }

  /// Sets the coefficients of order k, from the lower ones.
  void coefficients(int k) {
    const T zero{};
    for (std::size_t i = 0; i < x_.size(); ++i) work_.set_variable(i, k, zero);
    work_.taylor(k);
    for (std::size_t i = 0; i < x_.size(); ++i) dx_[i] = -work_.value_coefficient(i, k);
    solver_.solve(dx_);
    work_.correct(k, dx_);
  }

  /// The series at log t = s_ + h.
  void predict(std::complex<double> h, int order, std::vector<T>& at) const {
    if (order == series_order) {
      for (std::size_t i = 0; i < x_.size(); ++i)
        at[i] = x_[i] + eval::from_complex<R>(increment(logarithmic_[i], h, weights_[i]));
      return;
    }
    const T step = eval::from_complex<R>(h);
    for (std::size_t i = 0; i < x_.size(); ++i) {
      T sum = work_.variable(i, order);
      for (int k = order - 1; k >= 1; --k) sum = step * sum + work_.variable(i, k);
      at[i] = x_[i] + step * sum;
    }
  }

  /// Largest coefficient of order k in the weighted norm.
  double coefficient_size(int k) const {
    double result = 0;
    for (std::size_t i = 0; i < x_.size(); ++i)
      result = std::max(result, eval::size(work_.variable(i, k)) / weights_[i]);
    return result;
  }

  /// Where the Taylor polynomial's first missing term, extrapolated from the last two, reaches what Newton's basin
  /// allows.
  double far_length(int order) const {
    const double last = coefficient_size(order), before = coefficient_size(order - 1);
    if (!(last > 0) || !std::isfinite(last)) return last > 0 ? 0 : HUGE_VAL;
    const double rate = std::max(before > 0 ? last / before : 0.0, std::pow(last, 1.0 / order));
    return std::min(options_.region_share / rate, std::pow(far_error / omega_ / (last * rate), 1.0 / (order + 1)));
  }

  struct Proposal {
    double length;
    StepLimit limit;
  };
  Proposal propose(int order) const {
    const auto shorter = [](const Proposal& a, const Proposal& b) { return a.length < b.length; };
    const bool first = last_length_ == 0;
    const Proposal growth{(last_rejected_ ? 1.0 : options_.max_growth) * last_length_, StepLimit::growth};
    if (order > series_order) {
      const Proposal far{far_length(order), StepLimit::error};
      return first ? far : std::min(far, growth, shorter);
    }
    const Proposal region{options_.region_share * radius(logarithmic_, weights_), StepLimit::region};
    if (first) return std::min(Proposal{first_length, StepLimit::start}, region, shorter);
    return std::min({region, Proposal{length_by_error(error_, omega_, options_), StepLimit::error}, growth}, shorter);
  }

  const eval::TapeCode& code_;
  const Layout& layout_;
  PathOptions options_;
  const std::vector<ParameterPath>* paths_ = nullptr;
  int bits_;
  // Basins of Newton's method shrink on the way to a singular end, so that accuracy must grow with the precision.
  double noise_ = std::pow(1e-9, bits_ / 53.0);    // two corrections below it are rounding errors
  double wanted_ = std::pow(1e-12, bits_ / 53.0);  // of the correction that would come next
  // No prediction is taken for better than this, and never for better than the doubles that increments are.
  double prediction_noise_ = std::max(1e-14, std::pow(1e-10, bits_ / 53.0));
  eval::BoundTape<R> tape_;
  eval::TapeWorkspace<R> work_;
  eval::LinearSolver<R> solver_;
  std::vector<T> parameters_, moving_, x_, dx_;  // moving_: Taylor coefficients of the parameters, of order known_
  double floor_ = 0;
  std::vector<double> weights_, trial_weights_;
  std::vector<Series> linear_, logarithmic_;
  std::complex<double> s_;
  bool fresh_ = false, last_rejected_ = false;
  int known_ = 0;     // order of the coefficients at hand
  int crawling_ = 0;  // steps in a row
  double last_length_ = 0, error_ = 0, omega_ = 1;
};

}  // namespace polyscape::track
