#include "polyscape/dynamics/chain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::dynamics {
namespace {

std::vector<std::vector<double>> cells_of(const Confinement& c, std::size_t n) {
  const auto centre = [&](std::size_t i, std::size_t k) {
    return c.low[i] + (c.high[i] - c.low[i]) * (static_cast<double>(k) + 0.5) / static_cast<double>(n);
  };
  std::vector<std::vector<double>> result;
  for (std::size_t k = 0; k < n; ++k) {
    if (c.low.size() == 1) result.push_back({centre(0, k)});
    if (c.low.size() == 2)
      for (std::size_t l = 0; l < n; ++l) result.push_back({centre(0, k), centre(1, l)});
  }
  return result;
}

/// Density of the noise, up to a factor, from `mean` to each cell of one coordinate, images under the walls included.
std::vector<double> spread(double mean, double variance, const Confinement& c, std::size_t i, std::size_t n) {
  const double low = c.low[i], high = c.high[i], width = high - low;
  if (c.walls == Walls::periodic) mean -= width * std::floor((mean - low) / width);
  std::vector<double> result(n, 0.0);
  const auto add = [&](double centre, std::size_t k) {
    const double x = low + width * (static_cast<double>(k) + 0.5) / static_cast<double>(n);
    result[k] += std::exp(-(x - centre) * (x - centre) / (2 * variance));
  };
  const double reach = 40 * std::sqrt(variance);  // beyond, doubles hold nothing
  const auto images = static_cast<long>(std::ceil(reach / width)) + 1;
  for (std::size_t k = 0; k < n; ++k) {
    if (c.walls == Walls::periodic) {
      for (long image = -images; image <= images; ++image) add(mean + static_cast<double>(image) * width, k);
    } else {  // mirrored once at either side
      add(mean, k);
      add(2 * low - mean, k);
      add(2 * high - mean, k);
    }
  }
  return result;
}

void require_grid(const Potential& potential, const Confinement& c, std::size_t cells, std::size_t most) {
  const std::size_t d = potential.dimension();
  if (d > 2 || c.low.size() != d || (c.walls != Walls::periodic && c.walls != Walls::reflecting))
    throw ArgumentError("chain_law: one or two dimensions, and a periodic or reflecting box");
  if (cells < 2 || (d == 1 ? cells : cells * cells) > most)
    throw ArgumentError("chain_law: too few cells, or more than are worked on");
}

}  // namespace

std::vector<double> stationary_vector(std::vector<double> p, std::size_t n) {
  if (p.size() != n * n || n == 0) throw ArgumentError("stationary_vector: the matrix is not square");
  for (std::size_t k = n - 1; k > 0; --k) {
    stop_if_cancelled();
    const double* const last = &p[k * n];
    const double leaving = std::accumulate(last, last + k, 0.0);
    for (std::size_t i = 0; i < k; ++i) {
      double* const row = &p[i * n];
      row[k] /= leaving;
      const double factor = row[k];
      for (std::size_t j = 0; j < k; ++j) row[j] += factor * last[j];
    }
  }
  std::vector<double> v(n, 0.0);
  v[0] = 1;
  for (std::size_t k = 1; k < n; ++k)
    for (std::size_t i = 0; i < k; ++i) v[k] += v[i] * p[i * n + k];
  const double sum = std::accumulate(v.begin(), v.end(), 0.0);
  for (double& x : v) x /= sum;
  return v;
}

double GridLaw::share(const std::function<bool(std::span<const double>)>& inside) const {
  double sum = 0;
  for (std::size_t k = 0; k < centres.size(); ++k)
    if (inside(centres[k])) sum += weights[k];
  return sum;
}

GridLaw chain_law(const Potential& potential, double rate, double temperature, const Confinement& c,
                  std::size_t cells) {
  require_grid(potential, c, cells, most_cells);
  GridLaw law{cells_of(c, cells), {}};
  const std::size_t n = law.centres.size(), d = potential.dimension();
  const double variance = 2 * rate * temperature;
  std::vector<double> matrix(n * n);
  for (std::size_t from = 0; from < n; ++from) {
    const std::vector<double> g = potential.gradient(law.centres[from]);
    std::vector<std::vector<double>> densities;
    for (std::size_t i = 0; i < d; ++i)
      densities.push_back(spread(law.centres[from][i] - rate * g[i], variance, c, i, cells));
    double sum = 0;
    for (std::size_t to = 0; to < n; ++to) {
      matrix[from * n + to] = d == 1 ? densities[0][to] : densities[0][to / cells] * densities[1][to % cells];
      sum += matrix[from * n + to];
    }
    for (std::size_t to = 0; to < n; ++to) matrix[from * n + to] /= sum;
  }
  law.weights = stationary_vector(std::move(matrix), n);
  return law;
}

GridLaw gibbs_law(const Potential& potential, double temperature, const Confinement& c, std::size_t cells) {
  require_grid(potential, c, cells, 1000 * most_cells);
  GridLaw law{cells_of(c, cells), {}};
  double least = std::numeric_limits<double>::infinity();
  for (const auto& x : law.centres)
    law.weights.push_back(potential.value(x)), least = std::min(least, law.weights.back());
  double sum = 0;
  for (double& w : law.weights) sum += w = std::exp(-(w - least) / temperature);
  for (double& w : law.weights) w /= sum;
  return law;
}

GridLaw refined(const GridLaw& coarse, const GridLaw& fine, std::size_t cells, std::size_t parts) {
  const std::size_t side = cells * parts;
  const bool line = fine.centres.size() == side && coarse.centres.size() == cells;
  if (!line && (fine.centres.size() != side * side || coarse.centres.size() != cells * cells))
    throw ArgumentError("refined: the laws are not on such cells");
  const auto cell = [&](std::size_t k) { return line ? k / parts : k / side / parts * cells + k % side / parts; };
  std::vector<double> sums(coarse.weights.size(), 0.0);
  for (std::size_t k = 0; k < fine.weights.size(); ++k) sums[cell(k)] += fine.weights[k];
  GridLaw result = fine;
  for (std::size_t k = 0; k < fine.weights.size(); ++k)
    result.weights[k] *= sums[cell(k)] > 0 ? coarse.weights[cell(k)] / sums[cell(k)] : 0;
  return result;
}

}  // namespace polyscape::dynamics
