#include "polyscape/bounds/lifted.hpp"

#include <algorithm>
#include <utility>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/bounds/mixed_cells.hpp"

namespace polyscape::bounds {
namespace {

using algebra::Integer;
using algebra::Lift;
using algebra::NodeGroup;

constexpr double least_work = 3e6, most_times = 4;  // of the best lift's work, for another one

class Search {
 public:
  Search(const std::vector<std::string>& names, Random random, const LiftLimits& limits)
      : names_(names), random_(random), limits_(limits) {}

  void look_at(const algebra::Liftable& form) {
    std::vector<NodeGroup> groups = form.groups;
    std::optional<Integer> least = volume_of(form.program, groups);
    for (std::size_t k = groups.size(); least && k-- > 0;) {
      if (groups.size() == 1 || cancellation_requested()) return;
      std::vector<NodeGroup> fewer = groups;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
      const std::optional<Integer> without = volume_of(form.program, fewer);
      if (!without || *without > *least) continue;
      groups = std::move(fewer);
      least = without;
    }
  }

  LiftSearch result;

 private:
  std::optional<Integer> volume_of(const algebra::Program& program, const std::vector<NodeGroup>& groups) {
    Lift lift = algebra::lifted(program, names_, groups);
    LiftTry entry{lift.label, lift.system.names.size(), std::nullopt};
    double work = 0;
    // What vanishes identically bounds nothing.
    const bool square = std::ranges::none_of(lift.system.equations, &algebra::Polynomial::is_zero);
    if (square && entry.unknowns <= limits_.unknowns)
      if (const auto volumes = mixed_volumes(lift.system, random_, work_)) {
        entry.mixed_volume = volumes->with_origin;
        work = volumes->work;
      }
    const std::optional<Integer> found = entry.mixed_volume;
    if (found && (!result.best || std::pair(*found, entry.unknowns) <
                                      std::pair(result.mixed_volume, result.best->system.names.size()))) {
      result.best = std::move(lift);
      result.mixed_volume = *found;
      work_ = std::min(limits_.work, std::max(least_work, most_times * work));
    }
    result.tries.push_back(std::move(entry));
    return found;
  }

  const std::vector<std::string>& names_;
  Random random_;
  LiftLimits limits_;
  double work_ = limits_.work;
};

}  // namespace

LiftSearch smallest_lift(std::span<const algebra::Liftable> forms, const std::vector<std::string>& names, Random random,
                         const LiftLimits& limits) {
  Search search(names, random, limits);
  for (const algebra::Liftable& form : forms) {
    if (cancellation_requested()) break;
    try {
      search.look_at(form);
    } catch (const Cancelled&) {
      break;
    }
  }
  return std::move(search.result);
}

}  // namespace polyscape::bounds
