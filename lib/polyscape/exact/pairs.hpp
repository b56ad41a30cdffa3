#pragma once
/// Critical pairs of a growing basis, without those that the criteria of Gebauer and Moeller (1988) spare.
#include <cstdint>
#include <span>
#include <vector>

#include "polyscape/exact/monomials.hpp"

namespace polyscape::exact {

struct CriticalPair {
  std::uint32_t first, second;  ///< elements of the basis, first < second
  MonomialIndex lcm;            ///< of their leading monomials
};

class CriticalPairs {
 public:
  /// A basis element that was added last: its pairs with those before it come in, pairs that it makes superfluous go
  /// out, and elements whose leading monomial its own divides are redundant from now on. leading: of every element, in
  /// the table, where least common multiples go as well.
  void add_element(MonomialTable& table, std::span<const MonomialIndex> leading);
  bool empty() const { return pairs_.empty(); }
  /// Takes out the pairs of the least degree, in the order of their lcm, then of their elements.
  std::vector<CriticalPair> take_least(const MonomialTable& table);
  /// Of each element: whether another one's leading monomial divides its own.
  const std::vector<bool>& redundant() const { return redundant_; }

 private:
  void drop_superfluous(const MonomialTable& table, std::span<const MonomialIndex> leading);
  std::vector<CriticalPair> with_new(MonomialTable& table, std::span<const MonomialIndex> leading) const;

  std::vector<CriticalPair> pairs_;
  std::vector<bool> redundant_;
};

}  // namespace polyscape::exact
