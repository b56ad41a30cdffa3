#include "polyscape/exact/pairs.hpp"

#include <algorithm>

namespace polyscape::exact {

void CriticalPairs::add_element(MonomialTable& table, std::span<const MonomialIndex> leading) {
  drop_superfluous(table, leading);
  const auto fresh = with_new(table, leading);
  pairs_.insert(pairs_.end(), fresh.begin(), fresh.end());
  const MonomialIndex last = leading.back();
  for (std::size_t i = 0; i < redundant_.size(); ++i)
    if (table.divides(last, table, leading[i])) redundant_[i] = true;
  redundant_.push_back(false);
}

// The chain criterion on pairs that wait: with the new element h in between, (i, j) follows from (i, h) and (h, j).
void CriticalPairs::drop_superfluous(const MonomialTable& table, std::span<const MonomialIndex> leading) {
  const MonomialIndex h = leading.back();
  std::erase_if(pairs_, [&](const CriticalPair& pair) {
    return table.divides(h, table, pair.lcm) && !table.is_lcm(leading[pair.first], h, pair.lcm) &&
           !table.is_lcm(leading[pair.second], h, pair.lcm);
  });
}

// Of the pairs with the new element: those whose lcm no other's divides, one of each lcm, and none of an lcm that also
// belongs to a pair of coprime leading monomials.
std::vector<CriticalPair> CriticalPairs::with_new(MonomialTable& table, std::span<const MonomialIndex> leading) const {
  const auto last = static_cast<std::uint32_t>(leading.size() - 1);
  struct Candidate {
    CriticalPair pair;
    bool coprime;
  };
  std::vector<Candidate> candidates;
  for (std::uint32_t i = 0; i < last; ++i)
    if (!redundant_[i])
      candidates.push_back({{i, last, table.insert_lcm(table, leading[i], table, leading[last])},
                            table.coprime(leading[i], leading[last])});
  // Divisors come before what they divide, and coprime ones first among equals.
  std::ranges::stable_sort(candidates, [&](const Candidate& a, const Candidate& b) {
    if (a.pair.lcm != b.pair.lcm) return table.compare(a.pair.lcm, b.pair.lcm) < 0;
    return a.coprime > b.coprime;
  });
  std::vector<Candidate> kept;
  for (const Candidate& c : candidates)
    if (std::ranges::none_of(kept, [&](const Candidate& k) { return table.divides(k.pair.lcm, table, c.pair.lcm); }))
      kept.push_back(c);
  std::vector<CriticalPair> result;
  for (const Candidate& k : kept)
    if (!k.coprime) result.push_back(k.pair);
  return result;
}

std::vector<CriticalPair> CriticalPairs::take_least(const MonomialTable& table) {
  long least = table.degree(pairs_.front().lcm);
  for (const CriticalPair& pair : pairs_) least = std::min(least, table.degree(pair.lcm));
  const auto rest =
      std::ranges::stable_partition(pairs_, [&](const CriticalPair& pair) { return table.degree(pair.lcm) != least; });
  std::vector<CriticalPair> taken(rest.begin(), rest.end());
  pairs_.erase(rest.begin(), rest.end());
  std::ranges::stable_sort(taken, [&](const CriticalPair& a, const CriticalPair& b) {
    const auto order = table.compare(a.lcm, b.lcm);
    return order != 0 ? order < 0 : std::pair(a.first, a.second) < std::pair(b.first, b.second);
  });
  return taken;
}

}  // namespace polyscape::exact
