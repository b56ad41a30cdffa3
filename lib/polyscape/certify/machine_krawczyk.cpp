#include <algorithm>
#include <span>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/certify/centre.hpp"
#include "polyscape/certify/machine_krawczyk_kernel.hpp"
#include "polyscape/eval/linear_solve_kernel.hpp"

namespace polyscape::certify {

using algebra::GaussianRational;
using algebra::Rational;
using eval::Bounded;
using eval::ComplexDouble;
using eval::DoubleDouble;
template <class R>
using Points = std::vector<eval::Complex<R>>;

namespace {

constexpr int newton_steps = 6;
constexpr double gain = 1e-4;  // of a step on the one before, at most
constexpr double farthest = 1e300;
constexpr double farthest_moved = 1e-3;  // of a point's size: from its approximation
constexpr double resolution = 0x1p-96;   // of a point's size
constexpr double widest = 0x1p-80;       // radius, of a point's size

template <class R>
Points<R> values_at(const eval::Tapes<R>& tapes, const Points<R>& x) {
  return tapes.values(std::span<const eval::Complex<R>>(x), MachineKrawczyk::bits);
}
template <class R>
eval::Dense<eval::Complex<R>> jacobian_at(const eval::Tapes<R>& tapes, const Points<R>& x) {
  return tapes(std::span<const eval::Complex<R>>(x), MachineKrawczyk::bits).jacobian;
}
template <class R>
Points<R> rounded_point(const Centre& centre) {
  Points<R> result;
  for (const GaussianRational& z : centre) result.push_back(eval::from_exact<R>(z, MachineKrawczyk::bits));
  return result;
}

double sum_size(const ComplexDouble& z) { return std::abs(z.re) + std::abs(z.im); }
ComplexDouble in_double(const eval::Complex<DoubleDouble>& z) { return {z.re.hi, z.im.hi}; }

}  // namespace

bool MachineKrawczyk::invert(const Points<double>& x) {
  const std::size_t n = x.size();
  eval::LinearSolver<double> solver(n);
  std::ranges::copy(jacobian_at(tapes_.rough, x).entries, solver.matrix().begin());
  if (!solver.factorise()) return false;
  inverse_.assign(n * n, {});
  Points<double> column(n);
  for (std::size_t j = 0; j < n; ++j) {
    std::ranges::fill(column, ComplexDouble{});
    column[j].re = 1;
    solver.solve(column);
    for (std::size_t i = 0; i < n; ++i) inverse_[i * n + j] = column[i];
  }
  return true;
}

std::optional<Centre> MachineKrawczyk::polished(const Centre& near, const Rational& scale) {
  const std::size_t n = near.size();
  const double size = scale.to_double();
  if (!std::isfinite(size)) return std::nullopt;
  Points<DoubleDouble> x = rounded_point<DoubleDouble>(near);
  Points<double> from;
  for (const auto& z : x) from.push_back(in_double(z));
  if (!invert(from)) return std::nullopt;
  const bool on_the_reals = tapes_.rough.code().real() && all_real(near);
  double last = farthest;
  for (int k = 0; !(last <= resolution * size); ++k) {
    const Points<DoubleDouble> value = values_at(tapes_.fine, x);
    double longest = 0;
    Points<DoubleDouble> next = x;
    for (std::size_t i = 0; i < n; ++i) {
      ComplexDouble step{};
      for (std::size_t j = 0; j < n; ++j) step += inverse_[i * n + j] * in_double(value[j]);
      if (on_the_reals) step.im = 0;
      next[i] -= eval::Complex<DoubleDouble>{DoubleDouble(step.re), DoubleDouble(step.im)};
      longest = std::isfinite(sum_size(step)) ? std::max(longest, sum_size(step)) : HUGE_VAL;
    }
    if (k == newton_steps || !(longest <= resolution * size || longest < gain * last)) return std::nullopt;
    x = std::move(next);
    last = longest;
  }
  Centre result;
  for (std::size_t i = 0; i < n; ++i) {
    const GaussianRational z = eval::to_exact(x[i]);
    result.emplace_back(rounded(z.re, centre_digits(bits)), rounded(z.im, centre_digits(bits)));
    if (!writable(result[i]) || !(sum_size(in_double(x[i]) - from[i]) <= farthest_moved * size)) return std::nullopt;
  }
  return result;
}

/// A bound of |Y F(x)|.
double MachineKrawczyk::longest_step(const Centre& centre) const {
  const std::size_t n = centre.size();
  Box value;
  for (const auto& z : values_at(tapes_.fine_bounded, rounded_point<Bounded<DoubleDouble>>(centre)))
    value.push_back({eval::in_double(z.re), eval::in_double(z.im)});
  double longest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    eval::Complex<Bounded<double>> step{};
    for (std::size_t j = 0; j < n; ++j) {
      const ComplexDouble& y = inverse_[i * n + j];
      step += eval::Complex<Bounded<double>>{{y.re, 0}, {y.im, 0}} * value[j];
    }
    const double modulus = eval::modulus(step);
    longest = std::isfinite(modulus) ? std::max(longest, modulus) : HUGE_VAL;
  }
  return longest;
}

/// A bound of |I - Y J(B)|, maximum norm. Each entry of the product is a sum of 2n products of reals in its real and
/// its imaginary part: off by at most 2 gamma |Y| |J|, where gamma bounds what 2n + 4 roundings do (Higham, 3.5), and
/// by |Y| times the errors of J. Sums over columns come first, so that bounds take n^2 steps.
double MachineKrawczyk::contraction(const Box& polydisc) const {
  const std::size_t n = polydisc.size();
  const auto size = static_cast<double>(n);
  const double gamma = (2 * size + 8) * 0x1p-53, sums = 1 + (size * size + 16) * 0x1p-50;
  const auto enclosed = jacobian_at(tapes_.bounded, polydisc);
  Points<double> jacobian(n * n);
  std::vector<double> row_size(n, 0.0), row_error(n, 0.0);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j < n; ++j) {
      const auto& z = enclosed(k, j);
      jacobian[k * n + j] = {z.re.mid, z.im.mid};
      row_size[k] += sum_size(jacobian[k * n + j]);
      row_error[k] += z.re.error + z.im.error;
    }
  double norm = 0;
  Points<double> row(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::ranges::fill(row, ComplexDouble{});
    double errors = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const ComplexDouble y = inverse_[i * n + k];
      for (std::size_t j = 0; j < n; ++j) row[j] += y * jacobian[k * n + j];
      errors += sum_size(y) * (2 * gamma * row_size[k] + row_error[k]);
    }
    row[i].re -= 1;
    for (const ComplexDouble& z : row) errors += sum_size(z);
    const double bound = (errors + 0x1p-800) * sums;
    norm = std::isfinite(bound) ? std::max(norm, bound) : HUGE_VAL;
  }
  return norm;
}

std::optional<Rational> MachineKrawczyk::radius(const Centre& centre, const Rational& scale,
                                                const Rational& least) const {
  const double moved = longest_step(centre);
  if (!(moved <= std::min(farthest, widest * scale.to_double()))) return std::nullopt;
  const Rational step = Rational::from_double(moved), r = radius_for(std::max(step, least));
  if (!writable(r)) return std::nullopt;
  Box polydisc = rounded_point<Bounded<double>>(centre);
  const double reach = r.to_double() * (1 + 0x1p-50);
  for (auto& z : polydisc) z.re.error += reach, z.im.error += reach;
  for (auto& z : polydisc) z.re.error *= 1 + 0x1p-50, z.im.error *= 1 + 0x1p-50;
  const double q = contraction(polydisc);
  if (!(q < 1) || !(step + Rational::from_double(q) * r < r)) return std::nullopt;
  return r;
}

}  // namespace polyscape::certify
