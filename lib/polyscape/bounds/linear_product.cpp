#include "polyscape/bounds/linear_product.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <set>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::bounds {
namespace {

VariableSet only(std::size_t variable) { return VariableSet{1} << variable; }

using Sets = std::vector<VariableSet>;
using Monomial = std::vector<std::size_t>;  // its variables, each as often as it occurs

struct OutOfWork {};

/// Elementary steps that may still be taken.
class Budget {
 public:
  explicit Budget(double steps) : left_(steps) {}
  void spend(double steps) {
    left_ -= steps;
    since_ += steps;
    if (left_ < 0) throw OutOfWork{};
    constexpr double often = 1e5;
    if (since_ < often) return;
    since_ = 0;
    if (cancellation_requested()) throw OutOfWork{};
  }

 private:
  double left_, since_ = 0;
};

/// Those that matter: sets that cover a monomial cover its divisors, some of which are left out.
std::vector<Monomial> monomials_of(const algebra::Polynomial& p, Budget& budget) {
  const std::vector<algebra::Term> terms = p.terms();
  std::set<std::vector<int>> there;
  for (const algebra::Term& term : terms) there.insert(term.exponents);
  std::vector<Monomial> result;
  for (const algebra::Term& term : terms) {
    std::vector<int> multiple = term.exponents;
    const bool divides = std::ranges::any_of(multiple, [&](int& e) {
      ++e;
      const bool found = there.contains(multiple);
      --e;
      return found;
    });
    budget.spend(static_cast<double>(multiple.size() * multiple.size()));
    if (divides) continue;
    Monomial& m = result.emplace_back();
    for (std::size_t i = 0; i < multiple.size(); ++i) m.insert(m.end(), static_cast<std::size_t>(multiple[i]), i);
    budget.spend(static_cast<double>(m.size()));
  }
  return result;
}

/// Gives each variable of a monomial a set of its own, by augmenting paths.
class Cover {
 public:
  Cover(const Sets& sets, Budget& budget) : sets_(sets), budget_(budget), owner_(sets.size(), nobody) {}

  bool covers(const Monomial& m) {
    std::ranges::fill(owner_, nobody);
    for (std::size_t k = 0; k < m.size(); ++k) {
      visited_.assign(sets_.size(), false);
      if (!place(m, k)) return false;
    }
    return true;
  }
  /// Sets in which no variable of the last monomial has its place.
  bool is_free(std::size_t set) const { return owner_[set] == nobody; }
  /// Places as many variables as there are sets for; the others are returned.
  Monomial misplaced(const Monomial& m) {
    std::ranges::fill(owner_, nobody);
    Monomial left;
    for (std::size_t k = 0; k < m.size(); ++k) {
      visited_.assign(sets_.size(), false);
      if (!place(m, k)) left.push_back(m[k]);
    }
    return left;
  }

 private:
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);
  bool place(const Monomial& m, std::size_t k) {
    budget_.spend(static_cast<double>(sets_.size()));
    for (std::size_t s = 0; s < sets_.size(); ++s) {
      if (visited_[s] || !(sets_[s] & only(m[k]))) continue;
      visited_[s] = true;
      if (owner_[s] != nobody && !place(m, owner_[s])) continue;
      owner_[s] = k;
      return true;
    }
    return false;
  }
  const Sets& sets_;
  Budget& budget_;
  std::vector<std::size_t> owner_;  // which variable of the monomial has the set
  std::vector<bool> visited_;
};

bool covered(const Sets& sets, const std::vector<Monomial>& monomials, Budget& budget) {
  Cover cover(sets, budget);
  return std::ranges::all_of(monomials, [&](const Monomial& m) { return cover.covers(m); });
}

/// Takes out of the sets, one by one, every variable that no monomial needs there; by sets, or by variables from the
/// last set on.
Sets relieved(Sets sets, const std::vector<Monomial>& monomials, std::size_t variables, bool by_sets, Budget& budget) {
  const auto attempt = [&](std::size_t s, std::size_t v) {
    if (!(sets[s] & only(v))) return;
    sets[s] ^= only(v);
    if (!covered(sets, monomials, budget)) sets[s] ^= only(v);
  };
  if (by_sets) {
    for (std::size_t s = 0; s < sets.size(); ++s)
      for (std::size_t v = 0; v < variables; ++v) attempt(s, v);
  } else {
    for (std::size_t v = 0; v < variables; ++v)
      for (std::size_t s = sets.size(); s-- > 0;) attempt(s, v);
  }
  std::erase(sets, VariableSet{0});
  std::ranges::sort(sets);
  return sets;
}

/// Sets that grow with the monomials, those of high degree first.
Sets grown(std::vector<Monomial> monomials, std::size_t degree, Budget& budget) {
  std::ranges::stable_sort(monomials, std::greater{}, &Monomial::size);
  Sets sets(degree, 0);
  for (const Monomial& m : monomials) {
    Cover cover(sets, budget);
    const Monomial left = cover.misplaced(m);
    std::size_t s = 0;
    for (const std::size_t v : left) {
      while (!cover.is_free(s)) ++s;
      sets[s++] |= only(v);
    }
  }
  return sets;
}

/// Sorts the sets and drops those that are there twice; through a table of all subsets where it is small.
void sort_unique(std::vector<VariableSet>& sets, std::size_t variables) {
  constexpr std::size_t small = 24;
  const std::size_t words = variables < small ? (std::size_t{1} << variables) / 64 + 1 : sets.size();
  if (words >= sets.size()) {
    std::ranges::sort(sets);
    sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
    return;
  }
  std::vector<std::uint64_t> there(words, 0);
  for (const VariableSet s : sets) there[s / 64] |= std::uint64_t{1} << s % 64;
  sets.clear();
  for (std::size_t word = 0; word < there.size(); ++word)
    for (std::uint64_t left = there[word]; left != 0; left &= left - 1)
      sets.push_back(64 * word + static_cast<VariableSet>(std::countr_zero(left)));
}

}  // namespace

bool supports(const SetStructure& structure, const algebra::System& system) {
  if (structure.size() != system.equations.size() || system.names.size() > most_product_variables)
    throw ArgumentError("supports: another number of equations than lists of sets, or more than 64 variables");
  Budget unlimited(std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < structure.size(); ++i)
    if (!covered(structure[i], monomials_of(system.equations[i], unlimited), unlimited)) return false;
  return true;
}

std::optional<Integer> linear_product_bound(const SetStructure& structure, std::size_t variables, double work) {
  if (structure.size() != variables || variables > most_product_variables)
    throw ArgumentError("linear_product_bound: another number of lists of sets than variables, or more than 64");
  // Choices for the first equations, by the sets of variables that can be picked from them (the bases of a transversal
  // matroid): what may be chosen for the others depends on these alone.
  using Bases = std::vector<VariableSet>;
  Budget budget(work);
  std::map<Bases, Integer> choices{{{VariableSet{0}}, 1}};
  try {
    for (const Sets& sets : structure) {
      std::map<VariableSet, long> times;
      for (const VariableSet s : sets) ++times[s];
      std::map<Bases, Integer> next;
      for (const auto& [bases, count] : choices)
        for (const auto& [set, multiplicity] : times) {
          Bases extended;
          for (const VariableSet basis : bases) {
            budget.spend(1 + 4 * std::popcount(set & ~basis));
            for (VariableSet left = set & ~basis; left != 0; left &= left - 1)
              extended.push_back(basis | (left & -left));
          }
          sort_unique(extended, variables);
          if (!extended.empty()) next[std::move(extended)] += count * Integer(multiplicity);
        }
      choices = std::move(next);
    }
  } catch (const OutOfWork&) {
    return std::nullopt;
  }
  Integer sum = 0;
  for (const auto& [bases, count] : choices) sum += count;
  return sum;
}

std::optional<LinearProduct> linear_product(const algebra::System& system,
                                            const std::vector<algebra::Partition>& partitions, double work) {
  const std::size_t n = system.names.size();
  const std::vector<long> degrees = algebra::degrees(system);
  if (degrees.size() != n || n > most_product_variables || std::ranges::count(degrees, -1) > 0)
    throw ArgumentError("linear_product: the system is not square, has a zero equation or more than 64 variables");
  std::vector<std::vector<Monomial>> monomials;
  Budget reading(work);
  try {
    for (const algebra::Polynomial& p : system.equations) monomials.push_back(monomials_of(p, reading));
  } catch (const OutOfWork&) {
    return std::nullopt;
  }

  std::vector<SetStructure> candidates;
  std::vector<algebra::Partition> products = partitions;
  products.push_back(algebra::trivial_partition(n));
  for (const algebra::Partition& partition : products) {
    algebra::require_partition(partition, n);
    const auto group_degrees = algebra::degrees(system, partition);
    SetStructure& structure = candidates.emplace_back(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < partition.size(); ++j) {
        VariableSet group = 0;
        for (const std::size_t v : partition[j]) group |= only(v);
        structure[i].insert(structure[i].end(), static_cast<std::size_t>(group_degrees[i][j]), group);
      }
  }
  const auto within = [&](auto make) -> std::optional<SetStructure> {
    Budget budget(work);
    SetStructure structure;
    try {
      for (std::size_t i = 0; i < n; ++i) structure.push_back(make(i, budget));
    } catch (const OutOfWork&) {
      return std::nullopt;
    }
    return structure;
  };
  if (auto own = within([&](std::size_t i, Budget& budget) {
        return grown(monomials[i], static_cast<std::size_t>(degrees[i]), budget);
      }))
    candidates.push_back(std::move(*own));

  // Powers of single variables first: they show soonest that a set is needed.
  const auto variables_in = [](const Monomial& m) {
    std::size_t count = 0;
    for (std::size_t k = 0; k < m.size(); ++k) count += k == 0 || m[k] != m[k - 1];
    return count;
  };
  for (auto& list : monomials) std::ranges::stable_sort(list, {}, variables_in);
  std::optional<LinearProduct> best;
  for (const SetStructure& candidate : candidates)
    for (const bool by_sets : {true, false}) {
      auto structure = within(
          [&](std::size_t i, Budget& budget) { return relieved(candidate[i], monomials[i], n, by_sets, budget); });
      const auto value = structure ? linear_product_bound(*structure, n, work) : std::nullopt;
      if (value && (!best || *value < best->value)) best = LinearProduct{std::move(*structure), *value};
    }
  return best;
}

}  // namespace polyscape::bounds
