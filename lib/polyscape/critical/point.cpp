#include "polyscape/critical/point.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/critical/orbits.hpp"
#include "polyscape/eval/linearised_kernel.hpp"
#include "polyscape/solve/same_point.hpp"
#include "polyscape/variety/gauss_newton.hpp"

namespace polyscape::critical {

using algebra::decimal;
using eval::Evaluator;
using eval::Point;

namespace {

constexpr int value_bits = 128;  // loss and residuals at real points
constexpr int zero_bits[] = {128, 256};
constexpr double clear_bits = 24;          // a residual this far above the point's error is not zero
constexpr double double_is_enough = 1e12;  // condition beyond which a double does not start Newton safely
constexpr int fewest_digits = 40;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Ratio of the Hessian's extreme singular values at a complex point, in double precision.
double condition_at(const Evaluator& gradient, const std::vector<std::complex<double>>& point) {
  if (point.empty()) return 1;
  const Eigen::MatrixXcd hessian = eval::linearised(gradient, point).jacobian;
  const Eigen::VectorXd s = Eigen::JacobiSVD<Eigen::MatrixXcd>(hessian).singularValues();
  return s[s.size() - 1] > 0 ? s[0] / s[s.size() - 1] : infinity;
}

}  // namespace

Kind kind_of(const eval::Inertia& inertia) {
  if (inertia.zero > 0) return Kind::degenerate;
  if (inertia.negative == 0) return Kind::minimum;
  return inertia.positive == 0 ? Kind::maximum : Kind::saddle;
}

std::vector<std::array<std::string, 2>> digits_of(const solve::Solution& s) {
  const int digits =
      std::max(fewest_digits, s.condition < double_is_enough ? 0 : static_cast<int>(s.bits * std::log10(2.0)) + 2);
  std::vector<std::array<std::string, 2>> result;
  for (const auto& z : s.coordinates.exact())
    result.push_back({decimal(z.re, digits), decimal(s.real ? 0 : z.im, digits)});
  return result;
}

struct Landscape::Impl {
  const model::Model model;
  variety::Refiner gradient;
  Evaluator loss, residuals;
  std::vector<Evaluator> arguments;  ///< of model.pre_activations

  explicit Impl(const model::Model& m)
      : model(m),
        gradient(m.gradient),
        loss(Evaluator::of_values(m.loss)),
        residuals(Evaluator::of_values(m.residuals)) {
    for (const auto& pre : model.pre_activations) arguments.push_back(Evaluator::of_values(pre.values));
  }

  std::optional<bool> in_interval(const Point& x) const {
    if (model.pre_activations.empty()) return std::nullopt;
    for (std::size_t k = 0; k < arguments.size(); ++k) {
      const model::PreActivations& pre = model.pre_activations[k];
      for (const auto& value : arguments[k].values(x, value_bits))
        if (value.re < pre.low || pre.high < value.re) return false;
    }
    return true;
  }

  /// Whether the residuals vanish at the zero, near which x is known to so many bits.
  std::optional<bool> zero_loss(const Point& x, int known_bits, variety::RefinedZero& zero) const {
    if (!model.has_interpolation) return std::nullopt;
    const auto sizes_at = [&](const Point& point, int bits) { return eval::log2_sizes(residuals.values(point, bits)); };
    for (const double size : sizes_at(x, value_bits))
      if (size > clear_bits - known_bits) return false;
    std::vector<std::vector<double>> levels;
    for (const int bits : zero_bits) {
      const auto point = zero.at(bits);
      if (!point) return std::nullopt;
      levels.push_back(sizes_at(*point, bits));
    }
    return eval::vanish(levels[0], levels[1], zero_bits[0]);
  }
};

Landscape::Landscape(const model::Model& model) : impl_(std::make_unique<Impl>(model)) {}
Landscape::~Landscape() = default;
Landscape::Landscape(Landscape&&) noexcept = default;

CriticalPoint Landscape::examine(const solve::Solution& s, const eval::RankOptions& options) const {
  if (s.coordinates.size() != impl_->model.names.size())
    throw ArgumentError("Landscape::examine: the solution has another number of coordinates than the model weights");
  CriticalPoint result;
  variety::RefinedZero zero(impl_->gradient, s.coordinates);
  const auto refined = s.real ? zero.at(value_bits) : std::nullopt;
  const Point x = refined ? *refined : s.coordinates.exact();
  result.loss = impl_->loss.values(x, value_bits).front().to_complex();
  result.zero_loss = impl_->zero_loss(x, refined ? value_bits : s.bits, zero);
  result.condition = s.nonsingular ? condition_at(impl_->gradient.evaluator(), s.rounded()) : infinity;
  if (s.real) {
    result.inertia = eval::inertia_at(impl_->gradient.evaluator(), zero.source(), options);
    if (result.inertia->precision_bits > 0) result.condition = result.inertia->condition;
    if (result.inertia->decided) result.kind = kind_of(result.inertia->inertia);
    result.in_interval = impl_->in_interval(x);
  }
  if (!(result.condition < double_is_enough)) result.digits = digits_of(s);
  return result;
}

std::vector<CriticalPoint> Landscape::examine_all(std::span<const solve::Solution> solutions, const Orbits& orbits,
                                                  int threads, const std::function<void()>& done,
                                                  const eval::RankOptions& options) const {
  if (orbits.orbit.size() != solutions.size())
    throw ArgumentError("Landscape::examine_all: the orbits are not those of the solutions");
  std::vector<CriticalPoint> result(solutions.size());
  // Arguments of approximated functions are told by unit and sample, which a symmetry permutes.
  const bool shared = impl_->model.pre_activations.empty();
  const auto source = [&](std::size_t i) {
    const std::size_t orbit = orbits.orbit[i];
    return shared ? orbits.first[std::min(orbit, orbits.conjugate[orbit])] : i;
  };
  parallel_for(solutions.size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
    result[i].examined = false;
    if (source(i) != i) {
      if (done) done();
      return;
    }
    if (cancellation_requested()) return;
    try {
      result[i] = examine(solutions[i], options);
    } catch (const Cancelled&) {  // half way
    }
    if (done) done();
  });
  for (std::size_t i = 0; i < solutions.size(); ++i) {
    const std::size_t from = source(i);
    if (from == i) continue;
    result[i] = result[from];
    if (!result[i].examined) continue;
    if (orbits.orbit[i] != orbits.orbit[from]) result[i].loss = std::conj(result[i].loss);
    if (result[i].digits) result[i].digits = digits_of(solutions[i]);
  }
  std::vector<const eval::PackedPoint*> points;
  for (const solve::Solution& s : solutions) points.push_back(&s.coordinates);
  for (const auto& group : solve::coinciding(points, solve::written_point, Random(1)))
    for (const std::size_t i : group)
      if (group.size() > 1 && !result[i].digits) result[i].digits = digits_of(solutions[i]);
  return result;
}

}  // namespace polyscape::critical
