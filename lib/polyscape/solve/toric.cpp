#include "polyscape/solve/toric.hpp"

#include <algorithm>
#include <numeric>

#include "polyscape/base/cancel.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/track/layout.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::solve {
namespace {

constexpr double begin_log_u = -18;     // where all that is no edge of a cell is below 2e-8
constexpr int rounds = 3;               // of following paths again
constexpr double same_solution = 1e-6;  // so near to each other two different solutions hardly ever are

/// The homotopy in which time runs from u = exp(begin_log_u) at t = 1 to u = 1 at t = exp(begin_log_u).
track::Homotopy toric_homotopy(const start::Polyhedral& polyhedral, Random random) {
  track::Homotopy result{polyhedral.toric(),
                         polyhedral.partition(),
                         std::vector<track::ParameterPath>(polyhedral.toric().parameters()),
                         {}};
  track::add_patches(result, random);
  return result;
}

std::vector<track::ParameterPath> parameter_paths(const std::vector<start::Polyhedral::Term>& terms) {
  std::vector<track::ParameterPath> result;
  for (const auto& [coefficient, exponent] : terms) {
    if (exponent == 0)
      result.push_back({coefficient, 0, 1, 0});
    else
      result.push_back({0, coefficient, -exponent, begin_log_u});
  }
  return result;
}

}  // namespace

std::unique_ptr<start::StartSystem> solve_generic(const start::Polyhedral& polyhedral, int max_precision,
                                                  std::size_t threads, Random random) {
  const track::Homotopy homotopy = toric_homotopy(polyhedral, random.stream(1));
  const track::Layout layout(homotopy);
  const track::Tracker tracker(homotopy);
  std::vector<std::vector<track::ParameterPath>> parameters;
  for (std::size_t cell = 0; cell < polyhedral.cells(); ++cell)
    parameters.push_back(parameter_paths(polyhedral.terms(cell)));
  std::vector<std::vector<std::complex<double>>> found(polyhedral.count());
  std::vector<std::size_t> open(found.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  for (int round = 0; round <= rounds && !open.empty() && !cancellation_requested(); ++round) {
    track::PathOptions options = round == 0 ? track::PathOptions{} : track::tightened({}, round);
    options.max_precision = max_precision;
    options.stop_log_t = begin_log_u;
    auto ends = tracker.carry(
        open.size(), [&](std::size_t k) { return polyhedral.root(open[k]); },
        [&](std::size_t k) -> const std::vector<track::ParameterPath>& {
          return parameters[polyhedral.cell_of(open[k])];
        },
        options, threads);
    for (std::size_t k = 0; k < open.size(); ++k) found[open[k]] = std::move(ends[k].x);
    open.clear();
    std::vector<eval::PackedPoint> points;
    std::vector<const eval::PackedPoint*> there;
    std::vector<std::size_t> number;
    points.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].empty()) {
        open.push_back(i);
        continue;
      }
      points.push_back(eval::exact_point(layout.affine(found[i])));
      there.push_back(&points.back());
      number.push_back(i);
    }
    for (const auto& group : coinciding(there, same_solution, random.stream(2))) {
      if (group.size() == 1) continue;
      for (const std::size_t k : group) open.push_back(number[k]);
    }
  }
  for (const std::size_t i : open) found[i].clear();
  std::vector<eval::Point> points;
  for (const auto& x : found) points.push_back(eval::exact_point(x));
  return start::given(polyhedral.generic(), polyhedral.partition(), std::move(points));
}

}  // namespace polyscape::solve
