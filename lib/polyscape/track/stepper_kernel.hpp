#pragma once
/// The stepper of one scalar; instantiated by three sources.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "polyscape/eval/linear_solve_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"
#include "polyscape/track/series.hpp"
#include "polyscape/track/step_control.hpp"
#include "polyscape/track/stepper.hpp"

namespace polyscape::track {

struct Doubles {
  using Real = double;
  static double larger(double a, double b) { return a > b ? a : b; }
};

template <class R>
class StepperOf : public Stepper {
 public:
  using T = eval::Complex<R>;

  StepperOf(const eval::TapeCode& code, const Layout& layout, int bits)
      : code_(code),
        layout_(layout),
        bits_(bits),
        digits_(digits_of(bits)),
        tape_(code, bits),
        work_(tape_, bits == double_bits ? series_order : most_order),
        solver_(layout.coordinates()),
        parameters_(layout.parameters.size()),
        moving_(parameters_),
        x_(layout.coordinates()),
        dx_(x_),
        weights_(x_.size(), 1.0),
        trial_weights_(weights_),
        largest_(layout.groups),
        linear_(x_.size()),
        logarithmic_(x_.size()) {}

  void use(const PathOptions& options, const std::vector<ParameterPath>& parameters, Weights weights) override {
    options_ = options;
    floor_ = weights == Weights::sharp ? weight_floor(options, bits_) : options.weight_floor;
    paths_ = &parameters;
  }

  bool load(const eval::Point& point, std::complex<double> s) override {
    for (std::size_t i = 0; i < x_.size(); ++i) x_[i] = eval::from_exact<R>(point[i], bits_);
    s_ = s;
    fresh_ = false;
    history_ = {.omega = history_.omega};
    const Corrections newton = correct(x_, s);
    if (newton.verdict != Verdict::accepted && !(newton.last < loaded_accuracy)) return false;
    update_weights(x_, weights_);
    return true;
  }

  void forget() override { history_ = {}; }
  double basin() const override { return history_.omega; }
  void expect_basin(double omega) override { history_.omega = std::max(history_.omega, omega); }

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
    if (history_.crawling > most_crawling) {
      history_.crawling = 0;
      return StepOutcome::precision;
    }
    const int order = order_here();
    const StepOutcome outcome = step(target, order);
    // What Newton's method refused may have told of so small a basin that a better prediction, not more digits, leads
    // on.
    if (went_on(outcome) || order > series_order || order_here() == series_order || !expand()) return outcome;
    return step(target, order_here());
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
    for (std::size_t i = 0; i < x_.size(); ++i) {
      way[i] = R(far_beyond) * (eval::from_exact<R>(point[i], bits_) - x_[i]);
      at[i] = x_[i] + way[i];
    }
    const double distance = weighted_size(way, weights_);
    if (!(distance < 1)) return false;
    set_parameters(s_);
    fresh_ = false;
    if (!factorise_at(x_)) return false;
    work_.values(at, parameters_);
    for (std::size_t i = 0; i < x_.size(); ++i) dx_[i] = work_.value(i);
    solver_.solve(dx_);
    // From a second zero there Newton would not come back.
    for (std::size_t i = 0; i < x_.size(); ++i) dx_[i] = dx_[i] - way[i];
    return weighted_size(dx_, weights_) <= same_share * distance;
  }

  RegularEnd regular_end() override {
    if (!expand() || radius(linear_, weights_) < regular_radius) return {};  // tau = -1 is t = 0
    std::vector<T> trial(x_.size());
    for (std::size_t i = 0; i < x_.size(); ++i)
      trial[i] = x_[i] + eval::from_complex<R>(increment(linear_[i], -1.0, weights_[i]));
    fresh_ = false;  // the factorisation at hand is about to be overwritten
    const Corrections newton = correct(trial, {-HUGE_VAL, 0});
    if (newton.verdict != Verdict::accepted || newton.first > options_.end_error) return {};
    update_weights(trial, trial_weights_);
    // Scaled rows alone would hide one that vanishes.
    const double norm = std::max(solver_.inverse_norm(trial_weights_), solver_.plain_inverse_norm());
    if (!(norm * digits_.noise < regular_limit)) return {{}, true};
    if (norm > options_.regular_norm) return {};
    RegularEnd result;
    for (const T& z : trial) result.point.push_back(eval::to_exact(z));
    return result;
  }

 private:
  static constexpr int max_polish = 8;
  static constexpr double loaded_accuracy = 1e-8;
  static constexpr double far_beyond = 1000,
                          same_share = 0.1;  // in same_place(): distances there, and the part of them that may bend

  /// Newton for the parameters as they are set, until rounding errors stop it.
  void polish_here() {
    double last = HUGE_VAL;
    for (int i = 0; i < max_polish; ++i) {
      const double now = correction_at(x_, weights_);
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

  int order_here() const { return bits_ == double_bits ? series_order : prediction_order(history_.omega); }

  /// A step by a prediction of that order from where expand() was called.
  StepOutcome step(std::complex<double> target, int order) {
    extend(order);
    const double distance = std::abs(target - s_), convergence = radius(logarithmic_, weights_);
    const std::complex<double> direction = (target - s_) / distance;
    const Step proposed = order > series_order
                              ? next_taylor_step(history_, coefficient_size(order), coefficient_size(order - 1), order,
                                                 distance, options_)
                              : next_step(history_, convergence, distance, options_);
    fresh_ = false;  // the factorisation at hand is about to be overwritten
    std::vector<T> trial(x_.size());
    Rejections rejections;
    for (double length = proposed.length;; length /= 2) {
      const bool arrives = length >= distance * (1 - 1e-12);
      const std::complex<double> h = direction * length, s = arrives ? target : s_ + h;
      predict(h, order, trial);
      const Corrections newton = correct(trial, s);
      if (newton.verdict == Verdict::accepted) {
        x_ = trial;
        s_ = s;
        history_ = after(history_, {length, distance, convergence, order, rejections.count}, newton, digits_, options_);
        update_weights(x_, weights_);
        last_step = {length, rejections.count > 0 ? StepLimit::rejection : proposed.limit, newton.count,
                     rejections.count};
        return arrives ? StepOutcome::reached : StepOutcome::advanced;
      }
      ++rejected;
      history_.omega = std::max(history_.omega, newton.omega);
      switch (rejections.add(newton)) {
        case Rejections::Advice::halve:
          break;
        case Rejections::Advice::precision:
          return StepOutcome::precision;
        case Rejections::Advice::stuck:
          return StepOutcome::stuck;
      }
    }
  }

  void update_weights(const std::vector<T>& x, std::vector<double>& weights) { update_weights(x, weights, floor_); }
  void update_weights(const std::vector<T>& x, std::vector<double>& weights, double floor) {
    for (std::size_t i = 0; i < x.size(); ++i) weights[i] = eval::size(x[i]);
    raise_to_floor<Doubles>(weights.data(), largest_.data(), layout_.grouping(), floor);
  }

  /// Evaluates value and Jacobian at x and factorises; false if singular.
  bool factorise_at(const std::vector<T>& x) {
    work_.jacobian(x, parameters_);
    std::ranges::fill(solver_.matrix(), T{});
    for (std::size_t k = 0; k < code_.entries.size(); ++k)
      solver_.matrix()[code_.entries[k].row * x.size() + code_.entries[k].column] = work_.entry(k);
    return solver_.factorise();
  }

  /// Sets dx_ to Newton's correction at x and returns its size in the weighted norm; infinite if there is none.
  double correction_at(const std::vector<T>& x, const std::vector<double>& weights) {
    if (!factorise_at(x)) return HUGE_VAL;
    for (std::size_t k = 0; k < x.size(); ++k) dx_[k] = work_.value(k);
    solver_.solve(dx_);
    return weighted_size(dx_, weights);
  }
  static double weighted_size(const std::vector<T>& v, const std::vector<double>& weights) {
    double result = 0;
    for (std::size_t k = 0; k < v.size(); ++k) {
      const double size = eval::size(v[k]) / weights[k];
      result = std::isfinite(size) ? std::max(result, size) : HUGE_VAL;
    }
    return result;
  }

  /// Newton at time s, in place.
  Corrections correct(std::vector<T>& x, std::complex<double> s) {
    set_parameters(s);
    update_weights(x, trial_weights_);
    const Acceptance rule = acceptance(options_.contraction, digits_);
    Corrections made;
    while (made.verdict == Verdict::open) {
      made.add(correction_at(x, trial_weights_), digits_.accuracy, rule);
      if (made.last <= 1)
        for (std::size_t k = 0; k < x.size(); ++k) x[k] -= dx_[k];
    }
    return made;
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

  const eval::TapeCode& code_;
  const Layout& layout_;
  PathOptions options_;
  const std::vector<ParameterPath>* paths_ = nullptr;
  int bits_;
  Digits digits_;
  eval::BoundTape<R> tape_;
  eval::TapeWorkspace<R> work_;
  eval::LinearSolver<R> solver_;
  std::vector<T> parameters_, moving_, x_, dx_;  // moving_: Taylor coefficients of the parameters, of order known_
  double floor_ = 0;
  std::vector<double> weights_, trial_weights_, largest_;
  std::vector<Series> linear_, logarithmic_;
  std::complex<double> s_;
  bool fresh_ = false;
  int known_ = 0;  // order of the coefficients at hand
  StepHistory history_;
};

}  // namespace polyscape::track
