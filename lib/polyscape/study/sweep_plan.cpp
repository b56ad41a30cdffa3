#include "polyscape/study/sweep_plan.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/generic_draw.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/sweep_rows.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::study {
namespace {

using algebra::Integer;

constexpr std::uint64_t sampled = 64, fewest = 8;  // paths of all networks together, of each

/// The least bound that paths start from; nullopt: none is known.
std::optional<Integer> least(const report::Bounds& b) {
  std::vector<Integer> bounds;
  if (b.bezout) bounds.push_back(*b.bezout);
  if (b.multihomogeneous) bounds.push_back(b.multihomogeneous->value);
  for (const auto& bound : {b.mixed_volume_affine, b.lifted ? std::optional(b.lifted->value) : std::nullopt})
    if (bound) bounds.push_back(*bound);
  if (bounds.empty()) return std::nullopt;
  return *std::ranges::min_element(bounds);
}

/// Seconds that each of so many evenly spread paths to a network's critical points takes, in batches on one thread;
/// nullopt where there are none.
std::optional<double> measured(const spec::Specification& specification, Options options, std::uint64_t most) {
  if (!can_expand(specification)) return std::nullopt;
  const model::Model model = model::build_model(specification);
  options.start = solve::Start::multihomogeneous;
  const solve::Problem problem = problem_of(model, model::gradient_system(model));
  const solve::Plan plan = solve::plan(problem, options);
  const std::uint64_t all = plan.start ? plan.start->count() : 0, count = std::min(most, all);
  if (count == 0) return std::nullopt;
  const auto path = [&](std::size_t k) { return static_cast<std::uint64_t>(k) * all / count; };
  track::PathOptions path_options;
  path_options.max_precision = options.max_precision;
  const Stopwatch clock;
  const track::Tracker tracker(plan.homotopy);
  const auto arrivals = tracker.advance(
      count, [&](std::size_t k) { return plan.start->rounded_point(path(k)); }, path_options, 1, {},
      [&](std::size_t k) { return plan.start->point(path(k)); });
  for (const track::Arrival& arrival : arrivals) {
    stop_if_cancelled();
    if (track::takes_loops(arrival)) tracker.finish(arrival, path_options);
  }
  return clock.total() / static_cast<double>(count);
}

}  // namespace

SweepPlan plan_sweep(const spec::Sweep& sweep, const std::string& path, const Options& options,
                     const Observer& observer) {
  require_legal(options);
  announce(observer, "specifications");
  const SweepRows rows = rows_of(sweep, options);
  std::optional<store::Contents> stored;
  if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
    stored = store::read(path);
    require_same(stored->sweep, description(sweep, rows, options), path);
  }
  const auto waits = [&](std::size_t row) { return !stored || stored->rows[row].state == store::State::waiting; };
  SweepPlan plan{sweep.size(), 0, rows.networks, rows.carried.size(), 0, Integer(0), {}, {}};
  std::map<std::size_t, std::uint64_t> paths_of_rows;  // how many rows of a network wait, and the generic draw itself
  std::optional<spec::Specification> first;
  std::map<std::size_t, spec::Specification> networks;
  for (const auto& [network, carried] : rows.carried) {
    plan.carried += carried.rows.size();
    const auto count = static_cast<std::uint64_t>(std::ranges::count_if(carried.rows, waits));
    plan.waiting += count;
    if (count == 0) continue;
    networks.emplace(network, generic_data(generic_specification(sweep, carried)));
    paths_of_rows[network] += count + 1;
  }
  for (const std::size_t row : rows.alone) {
    if (!waits(row)) continue;
    ++plan.waiting;
    const std::size_t network = sweep.first_of_network(row);
    if (!networks.contains(network)) networks.emplace(network, sweep.specification(row));
    ++paths_of_rows[network];
  }
  Counter counter(observer, "bounds and some paths", networks.size());
  double seconds = 0;
  bool timed = true;
  for (const auto& [network, specification] : networks) {
    stop_if_cancelled();
    BoundLimits limits;
    limits.threads = options.threads;
    const auto bound = least(bound_specification(specification, limits).bounds);
    const Integer rows_of_it(static_cast<long>(paths_of_rows[network]));
    if (!bound) plan.paths.reset();
    if (plan.paths) *plan.paths += *bound * rows_of_it;
    const auto a_path = measured(specification, options, std::max(fewest, sampled / networks.size()));
    timed = timed && bound && a_path;
    if (timed) seconds += (*bound * rows_of_it).to_double() * *a_path;
    counter.count();
  }
  if (networks.empty()) return plan;
  const double threads = options.threads > 0 ? options.threads : static_cast<double>(hardware_threads());
  constexpr double seconds_an_hour = 3600;
  if (timed && plan.paths) {
    plan.hours = seconds / threads / seconds_an_hour;
    plan.seconds_a_path = seconds / plan.paths->to_double();
  }
  return plan;
}

}  // namespace polyscape::study
