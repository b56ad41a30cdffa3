#include "polyscape/dynamics/normalisable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/dynamics/newton.hpp"

namespace polyscape::dynamics {
namespace {

constexpr int rays = 256, descents = 24, descent_steps = 2000;
constexpr double radii[] = {1e2, 1e4};   // of the spheres between which growth is seen
constexpr double least_growth = 0.95;    // exponent of the distance, between the spheres' minima
constexpr double least_minimum = 1e-10;  // of the median on a sphere: below, a minimum may be on its way to zero
constexpr double bounded_growth = 0.05;  // along a ray

std::vector<double> scaled(std::span<const double> u, double r) {
  std::vector<double> x(u.begin(), u.end());
  for (double& c : x) c *= r;
  return x;
}

/// How L grows along the ray: the exponent between two radii; 0 or less where it does not.
double growth(const Potential& p, std::span<const double> u) {
  const double inner = p.value(scaled(u, radii[0])), outer = p.value(scaled(u, radii[1]));
  if (std::isnan(inner) || std::isnan(outer)) return std::numeric_limits<double>::quiet_NaN();
  if (!(outer > 0)) return 0;
  if (std::isinf(outer)) return std::numeric_limits<double>::infinity();
  return std::log(outer / std::max(inner, 1e-300)) / std::log(radii[1] / radii[0]);
}

/// The least value on the sphere that descent from the direction leads to.
double lowest_on_sphere(const Potential& p, std::vector<double> u, double radius) {
  double step = 0.1;
  double value = p.value(scaled(u, radius));
  for (int k = 0; k < descent_steps && step > 1e-15; ++k) {
    std::vector<double> g = p.gradient(scaled(u, radius));
    double along = 0;
    for (std::size_t i = 0; i < u.size(); ++i) along += g[i] * u[i];
    for (std::size_t i = 0; i < u.size(); ++i) g[i] -= along * u[i];
    const double size = modulus(g);
    if (!(size > 0)) break;
    std::vector<double> next = u;
    for (std::size_t i = 0; i < u.size(); ++i) next[i] -= step * g[i] / size;
    const double length = modulus(next);
    for (double& c : next) c /= length;
    const double there = p.value(scaled(next, radius));
    if (there < value) {
      u = next;
      value = there;
      step *= 1.5;
    } else {
      step /= 2;
    }
  }
  return value;
}

std::vector<double> random_direction(std::size_t n, Random& random) {
  std::vector<double> u(n);
  for (double& c : u) c = random.normal();
  const double length = modulus(u);
  for (double& c : u) c /= length;
  return u;
}

}  // namespace

Normalisable normalisable(const Potential& potential, Random random) {
  int bounded = 0;
  double lowest[2] = {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  std::vector<double> outer;
  for (int k = 0; k < rays; ++k) {
    Random stream = random.stream(static_cast<std::uint64_t>(k));
    const std::vector<double> u = random_direction(potential.dimension(), stream);
    if (!(growth(potential, u) > bounded_growth)) ++bounded;
    outer.push_back(potential.value(scaled(u, radii[1])));
    for (int side = 0; side < 2 && k < descents; ++side)
      lowest[side] = std::min(lowest[side], lowest_on_sphere(potential, u, radii[side]));
  }
  if (bounded > 0)
    return {false, Evidence::numerical,
            fmt::format("the potential does not grow along {} of {} random rays", bounded, rays)};
  std::ranges::nth_element(outer, outer.begin() + rays / 2);
  const double exponent = std::log(lowest[1] / std::max(lowest[0], 1e-300)) / std::log(radii[1] / radii[0]);
  if (lowest[0] > 0 && exponent > least_growth && lowest[1] > least_minimum * outer[rays / 2])
    return {true, Evidence::numerical,
            fmt::format("its minima on spheres grow like the radius to the power {:.2g}", exponent)};
  return {std::nullopt, Evidence::numerical,
          "in some directions the potential grows little or not at all, which leaves the integral open"};
}

Normalisable normalisable(const Potential& potential, const model::Model& model, Random random) {
  const bool square = model.specification.loss.kind == spec::LossKind::square;
  if (square && std::ranges::all_of(model.lambda, [](const spec::Rational& l) { return l.sign() > 0; }))
    return {true, Evidence::theorem, "the square loss is not negative and every weight is regularised"};
  if (!model.scalings.empty())
    return {false, Evidence::theorem, "a continuous symmetry scales weights without end and keeps the loss"};
  return normalisable(potential, std::move(random));
}

}  // namespace polyscape::dynamics
