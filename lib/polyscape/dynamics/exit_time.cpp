#include "polyscape/dynamics/exit_time.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/flow.hpp"

namespace polyscape::dynamics {
namespace {

constexpr double aside = 1e-4;        // step off a saddle, of 1 + |x|
constexpr double same_height = 1e-9;  // saddles of one loss
constexpr std::size_t grid = 200000;

/// The direction of the negative eigenvalue.
std::vector<double> down(const Potential& potential, const Place& saddle) {
  const std::vector<double> h = potential.hessian(saddle.at);
  const auto n = static_cast<Eigen::Index>(saddle.at.size());
  const Eigen::MatrixXd full = Eigen::Map<const Eigen::MatrixXd>(h.data(), n, n);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen((full + full.transpose()) / 2);
  const Eigen::VectorXd v = eigen.eigenvectors().col(0);
  return {v.begin(), v.end()};
}

}  // namespace

std::vector<Pass> passes(const Potential& potential, Places& places) {
  std::vector<Pass> result;
  const std::size_t known = places.all().size();
  for (std::size_t k = 0; k < known; ++k) {
    const Place saddle = places.all()[k];  // the list may grow
    if (saddle.spectrum.negative != 1 || saddle.spectrum.nullity > 0) continue;
    const std::vector<double> direction = down(potential, saddle);
    Pass pass{k, {}};
    bool ends = true;
    for (int side = 0; side < 2 && ends; ++side) {
      std::vector<double> start = saddle.at;
      for (std::size_t i = 0; i < start.size(); ++i)
        start[i] += (side == 0 ? -1 : 1) * aside * (1 + modulus(saddle.at)) * direction[i];
      const Flow flow = flow_from(potential, start);
      const Match match = flow.end == FlowEnd::at_rest ? places.match(flow.position) : Match{};
      ends = match.place.has_value();
      if (ends) pass.to[static_cast<std::size_t>(side)] = *match.place;
    }
    if (!ends) continue;
    if (pass.to[0] > pass.to[1]) std::swap(pass.to[0], pass.to[1]);
    result.push_back(pass);
  }
  return result;
}

std::optional<Escape> lowest_escape(std::span<const Place> places, std::span<const Pass> all, std::size_t from) {
  std::optional<Escape> result;
  double lowest = 0;
  for (const Pass& pass : all) {
    if ((pass.to[0] != from && pass.to[1] != from) || pass.to[0] == pass.to[1]) continue;
    const double loss = places[pass.saddle].loss;
    const std::size_t other = pass.to[0] == from ? pass.to[1] : pass.to[0];
    if (result && loss > lowest + same_height * (1 + std::abs(lowest))) continue;
    if (!result || loss < lowest - same_height * (1 + std::abs(lowest))) {
      result = Escape{from, {}, {}, loss - places[from].loss};
      lowest = loss;
    }
    result->saddles.push_back(pass.saddle);
    if (std::ranges::find(result->to, other) == result->to.end()) result->to.push_back(other);
  }
  return result;
}

double kramers_time(std::span<const Place> places, const Escape& escape, double temperature, double log_mass) {
  const Place& from = places[escape.from];
  double rate = 0;
  for (const std::size_t s : escape.saddles) {
    const Place& saddle = places[s];
    const auto m = static_cast<double>(saddle.at.size());
    const double log_time = std::log(2 * std::numbers::pi / std::abs(saddle.spectrum.eigenvalues.front())) +
                            saddle.spectrum.log_determinant / 2 + (saddle.loss - from.loss) / temperature + log_mass -
                            m / 2 * std::log(2 * std::numbers::pi * temperature);
    rate += std::exp(-log_time);
  }
  return 1 / rate;
}

std::optional<MeanTime> mean_time(std::span<const double> times, std::span<const double> cut) {
  if (times.empty()) return std::nullopt;
  const double sum = std::accumulate(times.begin(), times.end(), 0.0) + std::accumulate(cut.begin(), cut.end(), 0.0);
  const auto arrived = static_cast<double>(times.size());
  const boost::math::chi_squared law(2 * arrived);
  constexpr double tail = 0.025;
  return MeanTime{sum / arrived,
                  {2 * sum / boost::math::quantile(law, 1 - tail), 2 * sum / boost::math::quantile(law, tail)},
                  times.size() + cut.size(),
                  cut.size()};
}

std::optional<MeanTime> measured_exit(const Potential& potential, double temperature, double rate,
                                      const Confinement& confinement, std::span<const std::vector<double>> starts,
                                      const std::vector<std::vector<double>>& targets, double radius, double level,
                                      std::uint64_t most_steps, Random random, int threads) {
  Motion motion;
  motion.rate = rate;
  motion.temperature = temperature;
  March march(potential, motion, confinement, {Until::near, 0, targets, radius, level}, starts, random);
  march.advance(most_steps, threads);
  std::vector<double> times, cut;
  for (std::size_t w = 0; w < march.count(); ++w) {
    if (march.diverged(w)) return std::nullopt;
    if (const auto held = march.held(w))
      times.push_back(rate * static_cast<double>(*held + 1));
    else
      cut.push_back(rate * static_cast<double>(march.steps()));
  }
  return mean_time(times, cut);
}

// T t'' - U' t' = -1 with t = 0 at targets, t' = 0 at walls: t'(y) = exp(U/T) (C - int exp(-U/T)/T).
double exit_quadrature(const Potential& potential, double temperature, double x, std::optional<double> left,
                       std::optional<double> right, double floor, double ceiling) {
  if (potential.dimension() != 1 || (!left && !right))
    throw ArgumentError("exit_quadrature: one dimension, and a target");
  if (!right) {  // mirrored
    const double low = *left, step = (ceiling - low) / grid;
    double mass = 0, sum = 0;  // from the ceiling down; |t'(y)| = exp(U(y)/T) int_y^ceiling exp(-U/T)/T
    const double base = potential.value(std::vector{x});
    for (std::size_t k = grid; k-- > 0;) {
      const double y = low + (static_cast<double>(k) + 0.5) * step;
      const double u = (potential.value(std::vector{y}) - base) / temperature;
      mass += 0.5 * std::exp(-u) * step / temperature;
      if (y < x) sum += std::exp(u) * mass * step;
      mass += 0.5 * std::exp(-u) * step / temperature;
    }
    return sum;
  }
  const double low = left.value_or(floor), step = (*right - low) / grid;
  const double base = potential.value(std::vector{x});
  double mass = 0, weighted_above = 0, scale_above = 0, weighted_all = 0, scale_all = 0;
  for (std::size_t k = 0; k < grid; ++k) {
    const double y = low + (static_cast<double>(k) + 0.5) * step;
    const double u = (potential.value(std::vector{y}) - base) / temperature;
    mass += 0.5 * std::exp(-u) * step / temperature;
    const double weighted = std::exp(u) * mass * step, scale = std::exp(u) * step;
    weighted_all += weighted;
    scale_all += scale;
    if (y > x) weighted_above += weighted, scale_above += scale;
    mass += 0.5 * std::exp(-u) * step / temperature;
  }
  // t(x) = int_x^right exp(U/T) (M - C), C = 0 at a wall.
  const double c = left ? weighted_all / scale_all : 0;
  return weighted_above - c * scale_above;
}

}  // namespace polyscape::dynamics
