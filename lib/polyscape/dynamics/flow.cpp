#include "polyscape/dynamics/flow.hpp"

#include <algorithm>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/dynamics/newton.hpp"

namespace polyscape::dynamics {
namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

constexpr int between_looks = 64;  // steps after which the end may be near

double largest(std::span<const double> v) {
  double result = 0;
  for (const double x : v) result = std::abs(x) <= result ? result : std::abs(x);  // NaN stays
  return result;
}

}  // namespace

Flow flow_from(const Potential& potential, std::span<const double> start, const FlowOptions& options) {
  const auto slope = [&](const State& x, State& dx, double) {
    dx = potential.gradient(x);
    for (double& d : dx) d = -d;
  };
  Flow result;
  State x(start.begin(), start.end());
  auto stepper = odeint::make_controlled(options.error, options.error, odeint::runge_kutta_dopri5<State>());
  double step = 1e-3;
  const auto rested = [&] {
    result.end = FlowEnd::at_rest;
    return result;
  };
  for (int tried = 0; tried < options.most_steps; ++tried) {
    const State g = potential.gradient(x);
    result.position = x;
    result.slope = largest(g);
    if (result.slope <= options.tolerance * std::max(1.0, std::abs(potential.value(x)))) return rested();
    if (!(largest(x) < options.farthest) || !std::isfinite(result.slope)) {
      result.end = FlowEnd::left;
      return result;
    }
    if (tried % between_looks == between_looks - 1) {
      if (cancellation_requested()) return result;
      if (const auto end = settled(potential, x)) {
        result.travelled += distance(x, *end);
        result.position = *end;
        result.slope = largest(potential.gradient(*end));
        return rested();
      }
    }
    constexpr double least_step = 1e-14;
    if (step < least_step) return result;
    const State before = x;
    if (stepper.try_step(slope, x, result.time, step) == odeint::fail) continue;
    result.travelled += distance(x, before);
    ++result.steps;
  }
  return result;
}

}  // namespace polyscape::dynamics
