#include "polyscape/solve/trace_test.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/eval/newton.hpp"

namespace polyscape::solve {
namespace {

using algebra::GaussianRational;
using Complex = std::complex<double>;

constexpr std::uint64_t attempts = 3;       // with different steps, where a path is lost
constexpr double coarse_tolerance = 1e-18;  // at 212 bits: more precision is worth it

// What the points' own second differences are taken to be at least: of points that all move linearly, relative to the
// coordinate's size; of a coordinate that is zero all over the curve, and consists of rounding errors, to the
// largest's.
constexpr double least_bend = 1e-9, least_size = 1e-30;

/// The points of three parallel sections, in order.
using Rows = std::vector<std::vector<eval::Point>>;

/// None where a path was lost or two ended in one point.
Rows parallel_sections(const MovingCut& moving, const Curve& curve, const Hyperplane& plane,
                       std::vector<Coordinates> row, const Complex& step, const Options& options, Random random,
                       std::uint64_t& paths) {
  const track::PathOptions settings = way_settings(options.max_precision);
  std::vector<Cut> cuts(3, {eval::rounded(curve.values), plane});
  for (int k = 1; k < 3; ++k) cuts[k].plane.value += static_cast<double>(k) * step;
  Rows result;
  for (int k = 0; k < 3; ++k) {
    if (k > 0) {
      paths += row.size();
      row = moving.carry(row, segment(cuts[k - 1], cuts[k]), settings, static_cast<std::size_t>(options.threads));
    }
    PointSet distinct(curve.map.variables(), random);
    auto& points = result.emplace_back();
    for (const Coordinates& x : row) {
      if (x.empty()) return {};
      distinct.insert(x);
      points.push_back(eval::exact_point(x));
    }
    if (distinct.points().size() < row.size()) return {};
  }
  return result;
}

bool refine(Rows& rows, const Curve& curve, const Hyperplane& plane, const Complex& step, int bits, int threads) {
  std::atomic<bool> all = true;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const GaussianRational offset = GaussianRational(static_cast<long>(k)) * GaussianRational::from_complex(step);
    const eval::NewtonSolver newton(section_of(curve, plane, offset));
    parallel_for(rows[k].size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
      if (!all || cancellation_requested()) return;
      eval::NewtonOutcome outcome = newton(rows[k][i], bits);
      if (outcome.converged)
        rows[k][i] = std::move(outcome.point);
      else
        all = false;
    });
  }
  return all && !cancellation_requested();
}

double second_difference(const Rows& rows, const Hyperplane& plane) {
  struct Sum {
    double whole, own, size;
  };
  std::vector<Sum> sums;
  double largest = 0;
  for (std::size_t c = 0; c < rows[0][0].size(); ++c) {
    if (plane.form[c] == 0.0) continue;  // the law is about the coordinates of the space in which the plane is generic
    GaussianRational sum = 0;
    double own = 0, size = 0;
    for (std::size_t i = 0; i < rows[0].size(); ++i) {
      const GaussianRational second = rows[0][i][c] + rows[2][i][c] - rows[1][i][c] - rows[1][i][c];
      sum = sum + second;
      own += std::abs(second.to_complex());
      size += std::abs(rows[0][i][c].to_complex());
    }
    sums.push_back({std::abs(sum.to_complex()), own, size});
    largest = std::max(largest, size);
  }
  double worst = 0;
  for (const Sum& s : sums)
    worst = std::max(worst, s.whole / std::max({s.own, least_bend * s.size, least_size * largest}));
  return worst;
}

}  // namespace

TraceTest trace_test(const MovingCut& moving, const Curve& curve, const Hyperplane& plane,
                     const std::vector<Coordinates>& points, const Options& options, Random random) {
  TraceTest result;
  for (std::uint64_t attempt = 0; attempt < attempts && !cancellation_requested(); ++attempt) {
    const Complex step = random.stream(attempt).unit_complex() * std::abs(plane.value);
    Rows rows = parallel_sections(moving, curve, plane, points, step, options, random.stream(attempts), result.paths);
    if (rows.empty()) continue;
    for (const int bits : {212, 424}) {
      result.error = refine(rows, curve, plane, step, bits, options.threads) ? second_difference(rows, plane) : 1;
      if (result.error > coarse_tolerance) break;
    }
    return result;
  }
  return result;
}

}  // namespace polyscape::solve
