#pragma once
/// One precision's share of path tracking: the state (x, s = log t), steps, and what the endgame asks about it.
#include <array>
#include <complex>
#include <memory>
#include <span>

#include "polyscape/eval/point.hpp"
#include "polyscape/track/layout.hpp"
#include "polyscape/track/path_options.hpp"
#include "polyscape/track/trace.hpp"

namespace polyscape::eval {
struct TapeCode;
}

namespace polyscape::track {

enum class StepOutcome {
  advanced,   ///< a step was accepted; the target is not reached
  reached,    ///< a step was accepted and ended at the target
  precision,  ///< rounding errors prevent Newton from contracting
  stuck,      ///< no step length was accepted
};
inline bool went_on(StepOutcome outcome) { return outcome <= StepOutcome::reached; }

/// The accepted step before, see TraceStep.
struct StepRecord {
  double length = 0;
  StepLimit limit = StepLimit::start;
  int corrections = 0, rejected = 0;
};

struct RegularEnd {
  eval::Point point;             ///< empty: there is none
  bool ill_conditioned = false;  ///< there would be, but in this precision it looks like a singular one
};

/// How small coordinates count: sharp weights go as far down as the precision allows, see weight_floor().
enum class Weights { usual, sharp };

class Stepper {
 public:
  virtual ~Stepper() = default;
  /// Sets the options and the parameters of the path to come; the parameters must stay where they are.
  virtual void use(const PathOptions& options, const std::vector<ParameterPath>& parameters, Weights weights) = 0;
  /// For another path: what steps are learnt from.
  virtual void forget() = 0;
  /// Lipschitz estimate of Newton's method around the path, learnt from its steps, and one from another precision: too
  /// small a one lets every step fail.
  virtual double basin() const = 0;
  virtual void expect_basin(double omega) = 0;
  /// Sets the state and corrects it by Newton. False if Newton does not converge there.
  virtual bool load(const eval::Point& point, std::complex<double> s) = 0;
  /// See Layout.
  virtual bool blurred() const = 0;
  virtual eval::Point point() const = 0;
  virtual std::complex<double> log_time() const = 0;
  /// One step on the straight line in s towards `target`.
  virtual StepOutcome step(std::complex<double> target) = 0;
  /// d^k x / ds^k over x, k = 1..4, of the homogenising coordinate x of each group.
  virtual std::vector<std::array<std::complex<double>, 4>> homogenizing_derivatives() = 0;
  /// Radius of convergence in log t of the path's series (root test).
  virtual double log_radius() = 0;
  /// Norm of the inverse Jacobian in the weighted norms, not sharp: a measure of how singular the end is.
  virtual double inverse_norm() = 0;
  /// The same with the weights in use: what rounding errors of the linear solves grow by.
  virtual double error_growth() = 0;
  /// Norm of the inverse Jacobian as it is: tends to infinity with a singular end, a vanishing row included.
  virtual double plain_inverse_norm() = 0;
  /// The end at t = 0 if one step of the ordinary rules leads there and the Jacobian is well invertible.
  virtual RegularEnd regular_end() = 0;
  virtual std::vector<std::complex<double>> coordinates() const = 0;
  /// Newton at the present place until rounding errors stop it; then the coordinates are as good as this precision
  /// allows.
  virtual void polish() = 0;
  /// The same at t = exp(s + i pi eighths / 4), turned as exactly as the precision allows; the place is near that one.
  virtual void polish_on_circle(double s, int eighths) = 0;
  /// Largest |H_i(x, 0)| at another point.
  virtual double residual_at_end(const eval::Point& point) = 0;
  /// Whether another point is this place but for errors: towards it and far beyond, the equations are linear as around
  /// one zero. Polish first.
  virtual bool same_place(const eval::Point& point) = 0;

  int steps = 0, rejected = 0;
  StepRecord last_step;
};

std::unique_ptr<Stepper> double_stepper(const eval::TapeCode& code, const Layout& layout);
std::unique_ptr<Stepper> double_double_stepper(const eval::TapeCode& code, const Layout& layout);
std::unique_ptr<Stepper> multiprecision_stepper(const eval::TapeCode& code, const Layout& layout, int bits);

}  // namespace polyscape::track
