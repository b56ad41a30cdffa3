#include "polyscape/bounds/lifted.hpp"

#include <algorithm>
#include <set>
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

/// The lift of the groups, before it is written out.
LiftTry outlined(const algebra::Program& program, const std::vector<NodeGroup>& groups) {
  LiftTry result;
  std::set<algebra::Program::Node> nodes;
  for (const NodeGroup& group : groups) {
    const auto own = algebra::liftable_nodes(program, group);
    if (!own.empty()) result.label += (result.label.empty() ? "" : ", ") + group.label;
    nodes.insert(own.begin(), own.end());
  }
  result.unknowns = program.variables() + nodes.size();
  return result;
}

class Search {
 public:
  Search(const std::vector<std::string>& names, Random random, const LiftLimits& limits)
      : names_(names), random_(random), limits_(limits) {}

  void look_at(const algebra::Liftable& form, std::size_t number) {
    form_ = number;
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
    result.tries.push_back(outlined(program, groups));
    LiftTry& entry = result.tries.back();
    std::optional<Lift> lift = entry.unknowns <= limits_.unknowns ? written_out(program, groups) : std::nullopt;
    // What vanishes identically bounds nothing.
    if (!lift || std::ranges::any_of(lift->system.equations, &algebra::Polynomial::is_zero)) return std::nullopt;
    const auto volumes = mixed_volumes(lift->system, random_, work_);
    if (!volumes) return std::nullopt;
    entry.mixed_volume = volumes->with_origin;
    if (!result.best || std::pair(volumes->with_origin, entry.unknowns) <
                            std::pair(result.mixed_volume, result.best->system.names.size())) {
      result.best = std::move(lift);
      result.mixed_volume = volumes->with_origin;
      result.form = form_;
      result.groups.clear();
      for (const NodeGroup& group : groups) result.groups.push_back(group.label);
      work_ = std::min(limits_.work, std::max(least_work, most_times * volumes->work));
    }
    return volumes->with_origin;
  }

  std::optional<Lift> written_out(const algebra::Program& program, const std::vector<NodeGroup>& groups) const {
    try {
      return algebra::lifted(program, names_, groups, work_);
    } catch (const LimitError&) {
      return std::nullopt;
    }
  }

  const std::vector<std::string>& names_;
  Random random_;
  LiftLimits limits_;
  double work_ = limits_.work;
  std::size_t form_ = 0;
};

}  // namespace

LiftSearch smallest_lift(std::span<const algebra::Liftable> forms, const std::vector<std::string>& names, Random random,
                         const LiftLimits& limits) {
  Search search(names, random, limits);
  // Small ones first: what the best took limits the work on the next.
  std::vector<std::pair<std::size_t, const algebra::Liftable*>> by_size;
  for (const algebra::Liftable& form : forms) by_size.emplace_back(outlined(form.program, form.groups).unknowns, &form);
  std::ranges::stable_sort(by_size, {}, &std::pair<std::size_t, const algebra::Liftable*>::first);
  for (const auto& [unknowns, form] : by_size) {
    if (cancellation_requested()) break;
    try {
      search.look_at(*form, static_cast<std::size_t>(form - forms.data()));
    } catch (const Cancelled&) {
      break;
    }
  }
  return std::move(search.result);
}

}  // namespace polyscape::bounds
