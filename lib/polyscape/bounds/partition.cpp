#include "polyscape/bounds/partition.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::bounds {
namespace {

constexpr double exact_below = 9007199254740992;  // 2^53
constexpr double rounding = 1e-9;                 // generous for doubles above
constexpr double most_work_for_one = 1e8;         // a partition that needs more is not tried
constexpr double work_in_integers = 30;           // of a step, against one in doubles
constexpr double exhaustive_share = 10;           // of the work of a local search, that all partitions may take

using Group = std::vector<std::size_t>;

/// Elementary steps that all set partitions of n variables take: over the integer partitions of n, the parts at most
/// `most`, times the number n! / (prod s_i! prod m_k!) of set partitions with those sizes s and m_k times the size k.
double exhaustive_work(std::size_t left, std::size_t most, std::vector<std::size_t>& sizes, double number) {
  if (left == 0) return number * multihomogeneous_work(sizes);
  double sum = 0;
  for (std::size_t size = std::min(left, most); size > 0; --size) {
    // Choose the variables of one more group; equal sizes come in any order.
    double choices = 1;
    for (std::size_t k = 0; k < size; ++k) choices *= static_cast<double>(left - k) / static_cast<double>(k + 1);
    sizes.push_back(size);
    sum += exhaustive_work(left - size, size, sizes,
                           number * choices / static_cast<double>(std::ranges::count(sizes, size)));
    sizes.pop_back();
  }
  return sum;
}

// Exponents of the terms, without those that divide another by a single variable: degrees are the same.
std::vector<std::vector<int>> maximal(const algebra::Polynomial& p) {
  std::set<std::vector<int>> there;
  for (auto& term : p.terms()) there.insert(std::move(term.exponents));
  std::vector<std::vector<int>> result;
  for (const auto& exponents : there) {
    std::vector<int> multiple = exponents;
    const bool divides = std::ranges::any_of(multiple, [&](int& e) {
      ++e;
      const bool found = there.contains(multiple);
      --e;
      return found;
    });
    if (!divides) result.push_back(exponents);
  }
  return result;
}

// Degrees of all equations in the variables of a group, each group computed once.
class GroupDegrees {
 public:
  explicit GroupDegrees(const algebra::System& system) {
    for (const auto& p : system.equations) {
      stop_if_cancelled();
      supports_.push_back(maximal(p));
      terms_ += static_cast<double>(supports_.back().size());
    }
  }

  const std::vector<long>& of(const Group& group) {
    auto [entry, is_new] = known_.try_emplace(group);
    if (!is_new) return entry->second;
    work_ += terms_ * static_cast<double>(group.size());
    for (const auto& support : supports_) {
      long most = 0;
      for (const auto& exponents : support) {
        long sum = 0;
        for (const std::size_t v : group) sum += exponents[v];
        most = std::max(most, sum);
      }
      entry->second.push_back(most);
    }
    return entry->second;
  }

  DegreeMatrix matrix(const Partition& partition) {
    DegreeMatrix degrees(supports_.size(), std::vector<long>(partition.size()));
    for (std::size_t j = 0; j < partition.size(); ++j) {
      const auto& column = of(partition[j]);
      for (std::size_t i = 0; i < degrees.size(); ++i) degrees[i][j] = column[i];
    }
    return degrees;
  }
  double work() const { return work_; }
  std::size_t equations() const { return supports_.size(); }

 private:
  std::vector<std::vector<std::vector<int>>> supports_;
  std::map<Group, std::vector<long>> known_;
  double terms_ = 0, work_ = 0;
};

Partition normalized(Partition partition) {
  std::erase_if(partition, [](const Group& group) { return group.empty(); });
  for (Group& group : partition) std::ranges::sort(group);
  std::ranges::sort(partition);
  return partition;
}

// Keeps the best partition seen. Doubles decide wherever they are exact or far enough apart; integers otherwise.
class Contest {
 public:
  Contest(const algebra::System& system, double work) : degrees_(system), most_work_(work) {}

  struct Entry {
    double value;  // infinity when the partition needs too much work to be tried
    bool best;     // now the best
  };
  // partition: normalized.
  Entry enter(const Partition& partition) {
    const auto sizes = group_sizes(partition);
    const double work = multihomogeneous_work(sizes);
    work_ += 10 * static_cast<double>(partition.size() + 1) * static_cast<double>(degrees_.equations());
    if (work > most_work_for_one) return {std::numeric_limits<double>::infinity(), false};
    work_ += work;
    const DegreeMatrix matrix = degrees_.matrix(partition);
    const double value = approximate_multihomogeneous_bezout(matrix, sizes);
    if (!partition_.empty() && !better(value, matrix, sizes)) return {value, false};
    partition_ = partition;
    value_ = value;
    exact_.reset();
    return {value, true};
  }

  /// No more partitions are to be tried.
  bool over() const { return work_ + degrees_.work() >= most_work_ || cancellation_requested(); }
  void allow(double work) { most_work_ = work; }
  const Partition& partition() const { return partition_; }
  const Integer& exact() {
    if (!exact_) exact_ = multihomogeneous_bezout(degrees_.matrix(partition_), group_sizes(partition_));
    return *exact_;
  }

 private:
  bool better(double value, const DegreeMatrix& matrix, const std::vector<std::size_t>& sizes) {
    const bool fewer = sizes.size() < partition_.size();
    if (value < exact_below && value_ < exact_below) return value < value_ || (value == value_ && fewer);
    if (std::isfinite(value) && value > value_ * (1 + rounding)) return false;
    if (std::isfinite(value_) && value < value_ * (1 - rounding)) return true;
    work_ += 2 * work_in_integers * multihomogeneous_work(sizes);
    if (over()) return false;
    const auto order = multihomogeneous_bezout(matrix, sizes) <=> exact();
    return order < 0 || (order == 0 && fewer);
  }

  GroupDegrees degrees_;
  Partition partition_;
  double value_ = 0, work_ = 0, most_work_;
  std::optional<Integer> exact_;
};

// The partition with variable v moved from group a to group b, which may be a new one at the end.
Partition moved(Partition partition, std::size_t v, std::size_t a, std::size_t b) {
  partition.resize(std::max(partition.size(), b + 1));
  std::erase(partition[a], v);
  partition[b].push_back(v);
  return partition;
}

// All set partitions as restricted growth strings: label[i] <= 1 + max(label[0..i-1]). False when the contest is over
// before.
bool enter_all(Contest& contest, std::size_t variables) {
  std::vector<std::size_t> label(variables, 0), largest(variables, 0);  // largest[i]: of label[0..i]
  while (!contest.over()) {
    Partition partition(variables == 0 ? 0 : largest.back() + 1);
    for (std::size_t i = 0; i < variables; ++i) partition[label[i]].push_back(i);
    contest.enter(partition);
    std::size_t i = variables;
    while (i > 1 && label[i - 1] == largest[i - 2] + 1) --i;
    if (i <= 1) return !contest.over();
    ++label[--i];
    largest[i] = std::max(largest[i - 1], label[i]);
    for (std::size_t k = i + 1; k < variables; ++k) label[k] = 0, largest[k] = largest[i];
  }
  return false;
}

// The neighbours of the best partition by one merge or one move, until one beats it.
bool improve_by_step(Contest& contest) {
  const Partition best = contest.partition();
  const auto enter = [&](Partition changed) { return contest.enter(normalized(std::move(changed))).best; };
  for (std::size_t a = 0; a < best.size(); ++a)
    for (std::size_t b = a + 1; b < best.size() && !contest.over(); ++b) {
      Partition merged = best;
      merged[a].insert(merged[a].end(), merged[b].begin(), merged[b].end());
      merged[b].clear();
      if (enter(std::move(merged))) return true;
    }
  for (std::size_t a = 0; a < best.size(); ++a)
    for (const std::size_t v : best[a])
      for (std::size_t b = 0; b <= best.size() && !contest.over(); ++b) {
        if (b == a || (b == best.size() && best[a].size() == 1)) continue;
        if (enter(moved(best, v, a, b))) return true;
      }
  return false;
}

// Splits a group of the best partition in two by moving its variables one after the other into a new group, each time
// the one that costs least, through worse partitions if need be (after Kernighan and Lin 1970): single moves away from
// one group for all seldom pay, a whole layer of weights does.
bool improve_by_split(Contest& contest) {
  const Partition best = contest.partition();
  bool improved = false;
  for (std::size_t a = 0; a < best.size(); ++a) {
    Partition current = best;
    while (current[a].size() > 1 && !contest.over()) {
      double least = std::numeric_limits<double>::infinity();
      std::size_t chosen = current[a].front();
      for (const std::size_t v : current[a]) {
        const auto entry = contest.enter(normalized(moved(current, v, a, best.size())));
        improved = improved || entry.best;
        if (entry.value < least) least = entry.value, chosen = v;
      }
      current = moved(current, chosen, a, best.size());
    }
  }
  return improved;
}

}  // namespace

PartitionBound best_partition(const algebra::System& system, const std::vector<Partition>& candidates,
                              const PartitionSearch& search) {
  const std::size_t n = system.names.size();
  if (n == 0 || system.equations.size() != n)
    throw ArgumentError("best_partition: as many equations as variables are needed, and at least one");
  if (std::ranges::any_of(system.equations, [](const auto& p) { return p.is_zero(); }))
    throw ArgumentError("best_partition: undefined for a zero equation");
  for (const Partition& candidate : candidates) algebra::require_partition(candidate, n);

  Contest contest(system, search.work);
  contest.enter(algebra::trivial_partition(n));
  const auto search_locally = [&] {
    for (const Partition& candidate : candidates) contest.enter(normalized(candidate));
    while (!contest.over() && (improve_by_step(contest) || improve_by_split(contest))) {
    }
  };
  bool exhaustive = n <= search.exhaustive_variables;
  if (!exhaustive || std::isfinite(search.work_a_path)) search_locally();
  if (exhaustive && std::isfinite(search.work_a_path)) {
    std::vector<std::size_t> sizes;
    exhaustive = exhaustive_work(n, n, sizes, 1) < search.work_a_path * contest.exact().to_double();
  }
  if (exhaustive) {
    contest.allow(exhaustive_share * search.work);
    exhaustive = enter_all(contest, n);
  }
  return {contest.partition(), contest.exact(), exhaustive};
}

}  // namespace polyscape::bounds
