#include "polyscape/study/set_integral.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/critical/residuals.hpp"
#include "polyscape/study/parameters.hpp"

namespace polyscape::study {
namespace {

using algebra::Program;

/// The independent residuals and d linear forms, whose coefficients are parameters.
algebra::System with_cut(const dynamics::Potential& potential, const Program& residuals, std::size_t d,
                         std::vector<std::string>& parameters) {
  const std::size_t n = potential.dimension();
  algebra::System system{potential.names(), {}};
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < n; ++j) parameters.push_back("cut_" + std::to_string(i) + "_" + std::to_string(j));
    parameters.push_back("cut_" + std::to_string(i));
  }
  system.names.insert(system.names.end(), parameters.begin(), parameters.end());
  Program program(system.names.size());
  std::vector<Program::Node> weights;
  for (std::size_t j = 0; j < n; ++j) weights.push_back(program.variable(j));
  const auto values = program.append(residuals, weights);
  for (const std::size_t k : critical::independent_residuals(residuals)) program.outputs.push_back(values[k]);
  for (std::size_t i = 0; i < d; ++i) {
    const std::size_t first = n + i * (n + 1);
    std::vector<Program::Node> terms;
    for (std::size_t j = 0; j < n; ++j) terms.push_back(program.multiply(program.variable(first + j), weights[j]));
    program.outputs.push_back(program.subtract(program.sum(terms), program.variable(first + n)));
  }
  system.equations = algebra::expand(program);
  return system;
}

double half_diagonal(const dynamics::Confinement& c) {
  double squared = 0;
  for (std::size_t i = 0; i < c.low.size(); ++i) squared += (c.high[i] - c.low[i]) * (c.high[i] - c.low[i]) / 4;
  return std::sqrt(squared);
}

/// Coefficients of one cut: orthonormal rows, and a place even in the ball.
std::vector<algebra::GaussianRational> random_cut(const dynamics::Confinement& c, std::size_t d, double radius,
                                                  Random& random) {
  const std::size_t n = c.low.size();
  const auto frame = dynamics::random_frame(static_cast<int>(n), static_cast<int>(d), random);
  std::vector<double> place(d);
  for (double& x : place) x = random.normal();
  const double length = dynamics::modulus(place);
  const double reach = radius * std::pow(random.uniform(), 1.0 / static_cast<double>(d));
  std::vector<algebra::GaussianRational> result;
  for (std::size_t i = 0; i < d; ++i) {
    double offset = place[i] * reach / length;
    for (std::size_t j = 0; j < n; ++j) {
      result.emplace_back(algebra::Rational::from_double(frame[i][j]));
      offset += frame[i][j] * (c.low[j] + c.high[j]) / 2;
    }
    result.emplace_back(algebra::Rational::from_double(offset));
  }
  return result;
}

}  // namespace

std::optional<SetIntegral> set_integral(const dynamics::Potential& potential, const Program& residuals, int dimension,
                                        const dynamics::Confinement& c, std::size_t cuts, Random random,
                                        const Options& options) {
  const std::size_t n = potential.dimension();
  const auto d = static_cast<std::size_t>(dimension);
  if (dimension < 1 || d >= n || critical::independent_residuals(residuals).size() + d < n) return std::nullopt;
  ParameterTable table;
  const algebra::System system = with_cut(potential, residuals, d, table.names);
  const double radius = half_diagonal(c);
  for (std::size_t k = 0; k < cuts; ++k) {
    Random stream = random.stream(k);
    table.rows.push_back(random_cut(c, d, radius, stream));
  }
  Options quick;
  quick.seed = options.seed;
  quick.threads = options.threads;
  quick.certify = Certify::never;
  quick.exact = Exact::never;
  const FamilySolutions family = solve_family(system, table, "cuts", quick);
  stop_if_cancelled();
  SetIntegral result;
  std::vector<double> sums;
  for (const report::Result& row : family.rows) {
    if (!row.points || !row.paths || row.paths->failed > 0) return std::nullopt;
    double sum = 0;
    for (const report::Point& p : *row.points) {
      if (!p.real) continue;
      std::vector<double> x;
      bool inside = true;
      for (std::size_t i = 0; i < n; ++i) {
        x.push_back(p.coordinates[i].real());
        inside = inside && x[i] >= c.low[i] && x[i] <= c.high[i];
      }
      if (!inside && c.walls == dynamics::Walls::none) return std::nullopt;
      if (!inside) continue;
      const auto values = dynamics::spectrum_at(potential, x).eigenvalues;
      double log_across = 0;
      for (std::size_t i = d; i < n; ++i) log_across += std::log(std::abs(values[i]));
      result.weights.push_back(std::exp(-log_across / 2));
      result.points.push_back(std::move(x));
      sum += result.weights.back();
    }
    sums.push_back(sum);
  }
  if (result.points.empty()) return std::nullopt;
  result.integral = dynamics::integral_by_cuts(sums, static_cast<int>(n), dimension, radius);
  result.integral.points = result.points.size();
  return result;
}

std::vector<std::vector<double>> resampled(const SetIntegral& set, std::size_t count, Random random) {
  const double all = std::accumulate(set.weights.begin(), set.weights.end(), 0.0), offset = random.uniform();
  std::vector<std::vector<double>> result;
  double below = 0;
  for (std::size_t k = 0; k < set.points.size(); ++k) {
    below += set.weights[k] / all * static_cast<double>(count);
    const bool last = k + 1 == set.points.size();
    while (result.size() < count && (last || static_cast<double>(result.size()) + offset < below))
      result.push_back(set.points[k]);
  }
  return result;
}

}  // namespace polyscape::study
