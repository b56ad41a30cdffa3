#include "polyscape/critical/point.hpp"

#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/critical/gauss_newton.hpp"
#include "polyscape/critical/orbits.hpp"
#include "polyscape/critical/real_form.hpp"
#include "polyscape/eval/real_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"

namespace polyscape::critical {

using algebra::decimal;
using algebra::Program;
using algebra::Rational;
using eval::PreciseEvaluators;
using eval::Real;

namespace {

constexpr int value_bits = 128;  // loss and residuals at real points
constexpr int zero_bits[] = {64, 128, 256};
constexpr double clear_bits = 24;          // a residual this far above the point's error is not zero
constexpr double double_is_enough = 1e12;  // condition beyond which a double does not start Newton safely
constexpr double tell_apart = 1e-11;       // relative distance of two points that doubles still tell apart safely
constexpr int fewest_digits = 40;
constexpr std::size_t outside_shown = 8;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Real> values_at(const PreciseEvaluators& evaluators, std::span<const Rational> point, int bits) {
  return evaluators.at(bits).values_at(eval::to_real(point, bits));
}

/// The gradient and the Hessian at complex points, in double precision.
class DoubleGradient {
 public:
  explicit DoubleGradient(const algebra::Differentiated& gradient) : code_(eval::compile(gradient)), tape_(code_, 53) {}
  struct Values {
    double gradient_norm, condition;  ///< largest |dL/dw_j|; ratio of the Hessian's extreme singular values
  };
  Values at(const std::vector<std::complex<double>>& point) const {
    eval::TapeWorkspace<double> work(tape_);
    std::vector<eval::Complex<double>> x;
    for (const auto& z : point) x.push_back({z.real(), z.imag()});
    work.jacobian(x, {});
    Values result{0, 1};
    for (std::size_t i = 0; i < x.size(); ++i)
      result.gradient_norm = std::max(result.gradient_norm, std::abs(eval::to_complex(work.value(i))));
    if (x.empty()) return result;
    const auto n = static_cast<Eigen::Index>(x.size());
    Eigen::MatrixXcd hessian = Eigen::MatrixXcd::Zero(n, n);
    for (std::size_t k = 0; k < code_.entries.size(); ++k)
      hessian(static_cast<Eigen::Index>(code_.entries[k].row), static_cast<Eigen::Index>(code_.entries[k].column)) =
          eval::to_complex(work.entry(k));
    const Eigen::VectorXd s = Eigen::JacobiSVD<Eigen::MatrixXcd>(hessian).singularValues();
    result.condition = s[n - 1] > 0 ? s[0] / s[n - 1] : infinity;
    return result;
  }

 private:
  eval::TapeCode code_;
  eval::BoundTape<double> tape_;
};

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
  for (const auto& z : s.coordinates) result.push_back({decimal(z.re, digits), decimal(s.real ? 0 : z.im, digits)});
  return result;
}

struct Landscape::Impl {
  const model::Model model;
  Refiner gradient;
  DoubleGradient doubles;
  PreciseEvaluators loss, residuals, complex_loss, complex_residuals;
  std::vector<PreciseEvaluators> arguments;  ///< of model.pre_activations

  explicit Impl(const model::Model& m) : Impl(m, algebra::differentiate(m.gradient)) {}
  Impl(const model::Model& m, const algebra::Differentiated& differentiated)
      : model(m),
        gradient(differentiated),
        doubles(differentiated),
        loss(PreciseEvaluators::values_only(m.loss)),
        residuals(PreciseEvaluators::values_only(m.residuals)),
        complex_loss(PreciseEvaluators::values_only(real_form(m.loss))),
        complex_residuals(PreciseEvaluators::values_only(real_form(m.residuals))) {
    for (const auto& pre : model.pre_activations) arguments.push_back(PreciseEvaluators::values_only(pre.values));
  }

  void intervals(CriticalPoint& result, std::span<const Rational> x) const {
    if (model.pre_activations.empty()) return;
    result.in_interval = true;
    for (std::size_t k = 0; k < arguments.size(); ++k) {
      const model::PreActivations& pre = model.pre_activations[k];
      const auto values = values_at(arguments[k], x, value_bits);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const Rational value = values[i].to_rational();
        if (!(value < pre.low) && !(pre.high < value)) continue;
        result.in_interval = false;
        if (result.outside.size() < outside_shown)
          result.outside.push_back({pre.label, i, value.to_double(), pre.low.to_double(), pre.high.to_double()});
      }
    }
  }

  // `at(bits)`: the point (in real coordinates) to that precision, or nullopt. The residuals: complex or real program.
  template <class At>
  std::optional<bool> vanishes(const PreciseEvaluators& program, double largest_log2, int known_bits,
                               const At& at) const {
    if (largest_log2 > clear_bits - known_bits) return false;
    std::vector<std::vector<double>> levels;
    for (const int bits : zero_bits) {
      const auto x = at(bits);
      if (!x) return std::nullopt;
      std::vector<double> logs;
      for (const Real& r : values_at(program, *x, bits)) logs.push_back(r.log2());
      levels.push_back(std::move(logs));
    }
    return eval::vanish(levels[1], levels[2], zero_bits[1]);
  }

  void real_point(CriticalPoint& result, const solve::Solution& s, const eval::RankOptions& options) const {
    std::vector<Rational> start;
    for (const auto& z : s.coordinates) start.push_back(z.re);
    RefinedZero zero(gradient, start);
    const auto at = [&](int bits) { return zero.at(bits); };
    const std::vector<Rational> x = at(value_bits).value_or(start);
    const int known = zero.convergence() == Convergence::none ? s.bits : value_bits;
    result.exact_loss = values_at(loss, x, value_bits)[0].to_rational();
    result.loss = result.exact_loss.to_double();
    result.loss_digits = decimal(result.exact_loss, 17);
    double largest = -infinity;
    for (const Real& r : values_at(residuals, x, value_bits)) {
      largest = std::max(largest, r.log2());
      result.largest_residual = std::max(result.largest_residual, std::abs(r.to_double()));
    }
    if (model.has_interpolation) result.zero_loss = vanishes(residuals, largest, known, at);
    result.inertia = eval::decide_inertia(
        [&](int bits) -> std::optional<algebra::RationalMatrix> {
          const auto point = at(bits);
          if (!point) return std::nullopt;
          return gradient.jacobian(*point, bits);
        },
        options);
    if (result.inertia->precision_bits > 0) result.condition = result.inertia->condition;
    if (result.inertia->decided) result.kind = kind_of(result.inertia->inertia);
    intervals(result, x);
  }

  void complex_point(CriticalPoint& result, const solve::Solution& s) const {
    const std::vector<Rational> start = split(s.coordinates);
    const auto value = values_at(complex_loss, start, value_bits);
    result.loss = {value[0].to_double(), value[1].to_double()};
    const auto parts = values_at(complex_residuals, start, value_bits);
    const std::size_t count = parts.size() / 2;
    double largest = -infinity;
    for (std::size_t i = 0; i < count; ++i) {
      largest = std::max({largest, parts[i].log2(), parts[count + i].log2()});
      result.largest_residual =
          std::max(result.largest_residual, std::hypot(parts[i].to_double(), parts[count + i].to_double()));
    }
    if (!model.has_interpolation) return;
    std::optional<Refiner> refiner;  // complex points of zero loss are rare: prepared for them alone
    std::optional<RefinedZero> zero;
    result.zero_loss = vanishes(complex_residuals, largest, s.bits, [&](int bits) {
      if (!refiner) zero.emplace(refiner.emplace(real_form(model.gradient)), start);
      return zero->at(bits);
    });
  }
};

Landscape::Landscape(const model::Model& model) : impl_(std::make_unique<Impl>(model)) {}
Landscape::~Landscape() = default;
Landscape::Landscape(Landscape&&) noexcept = default;

CriticalPoint Landscape::examine(const solve::Solution& s, const eval::RankOptions& options) const {
  if (s.coordinates.size() != impl_->model.names.size())
    throw ArgumentError("Landscape::examine: the solution has another number of coordinates than the model weights");
  CriticalPoint result;
  const DoubleGradient::Values values = impl_->doubles.at(s.rounded());
  result.condition = s.nonsingular ? values.condition : infinity;
  result.gradient_norm = values.gradient_norm;
  if (s.real)
    impl_->real_point(result, s, options);
  else
    impl_->complex_point(result, s);
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
  // Neighbours: sorted by one coordinate sum, only points next to each other there can be close.
  std::vector<std::vector<std::complex<double>>> at;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < solutions.size(); ++i) {
    at.push_back(solutions[i].rounded());
    double key = 0;
    for (const auto& z : at.back()) key += z.real() + z.imag();
    order.emplace_back(key, i);
  }
  std::sort(order.begin(), order.end());
  for (std::size_t a = 0; a < order.size(); ++a)
    for (std::size_t b = a + 1; b < order.size(); ++b) {
      const auto &p = at[order[a].second], &q = at[order[b].second];
      double size = 1, distance = 0;
      for (std::size_t k = 0; k < p.size(); ++k) {
        size = std::max(size, std::abs(p[k]));
        distance = std::max(distance, std::abs(p[k] - q[k]));
      }
      if (order[b].first - order[a].first > 2 * static_cast<double>(p.size()) * size * tell_apart) break;
      if (distance > size * tell_apart) continue;
      for (const std::size_t i : {order[a].second, order[b].second}) {
        if (!result[i].digits) result[i].digits = digits_of(solutions[i]);
      }
    }
  return result;
}

}  // namespace polyscape::critical
