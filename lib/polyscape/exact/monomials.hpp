#pragma once
/// Monomials under a graded order, hashed: each is stored once and known by its index.
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace polyscape::exact {

using Exponent = std::uint16_t;
using MonomialIndex = std::uint32_t;
/// One exponent a variable.
using Monomial = std::vector<Exponent>;

/// A global monomial order: by the degree under the first grading, then under the second, and so on; what ties under
/// all of them by reverse lexicographic order, where a smaller power of the last variable is larger. No grading twice:
/// the total degree alone is the graded reverse lexicographic order.
struct MonomialOrder {
  std::vector<std::vector<Exponent>> gradings;  ///< weights, one a variable

  /// Graded reverse lexicographic.
  static MonomialOrder graded(std::size_t variables) { return {{std::vector<Exponent>(variables, 1)}}; }
};
/// Throws ArgumentError unless there is a grading, all have one weight a variable, and those of the first are positive:
/// pairs are taken by the degree under it.
void require_order(const MonomialOrder& order, std::size_t variables);

/// Monomials of one ring. A monomial's key: its degree under each grading, then its exponents; keys of products are
/// sums. Keys move when monomials are added; indices stay.
class MonomialTable {
 public:
  /// Throws ArgumentError as require_order does.
  MonomialTable(std::size_t variables, MonomialOrder order);

  std::size_t variables() const { return variables_; }
  const MonomialOrder& order() const { return order_; }
  std::size_t size() const { return hashes_.size(); }

  /// The index of the monomial with these exponents, which is added if it is new. Throws LimitError for a degree of
  /// 2^15 or more.
  MonomialIndex insert(std::span<const Exponent> exponents);
  /// Of a product of monomial a of table s and b of table t, which may be this one; all of one ring and order. Throws
  /// LimitError likewise.
  MonomialIndex insert_product(const MonomialTable& s, MonomialIndex a, const MonomialTable& t, MonomialIndex b);
  /// Of the least common multiple; otherwise the same.
  MonomialIndex insert_lcm(const MonomialTable& s, MonomialIndex a, const MonomialTable& t, MonomialIndex b);
  /// Of the quotient a / b, where b divides a; otherwise the same.
  MonomialIndex insert_quotient(const MonomialTable& s, MonomialIndex a, const MonomialTable& t, MonomialIndex b);
  /// Of the same monomial of another table.
  MonomialIndex insert_copy(const MonomialTable& s, MonomialIndex a);

  std::span<const Exponent> exponents(MonomialIndex i) const {
    return {keys_.data() + i * stride_ + order_.gradings.size(), variables_};
  }
  /// Under the first grading.
  long degree(MonomialIndex i) const { return keys_[i * stride_]; }
  /// The sum of the exponents.
  long total_degree(MonomialIndex i) const;
  /// Whether a of this table divides b of t, which may be this one.
  bool divides(MonomialIndex a, const MonomialTable& t, MonomialIndex b) const {
    if (masks_[a] & ~t.masks_[b]) return false;
    const Exponent *x = exponents(a).data(), *y = t.exponents(b).data();
    for (std::size_t k = 0; k < variables_; ++k)
      if (x[k] > y[k]) return false;
    return true;
  }
  bool coprime(MonomialIndex a, MonomialIndex b) const;
  /// Whether c is the least common multiple of a and b; all of this table.
  bool is_lcm(MonomialIndex a, MonomialIndex b, MonomialIndex c) const;
  /// a against b of this table.
  std::strong_ordering compare(MonomialIndex a, MonomialIndex b) const;

  /// All, those that are marked before the others, each in decreasing order. marked: one a monomial, or none.
  std::vector<MonomialIndex> decreasing(const std::vector<bool>& marked = {}) const;

  /// Without monomials; what it has allocated is kept.
  void clear();
  std::size_t bytes() const;

 private:
  MonomialIndex find_or_add(std::uint32_t hash);
  std::uint64_t mask_of(const Exponent* exponents) const;
  void grow();

  std::size_t variables_, stride_;
  MonomialOrder order_;
  std::vector<std::uint32_t> multipliers_;  // of the hash, linear in the exponents
  std::vector<Exponent> keys_;              // the candidate of find_or_add stands behind the last one
  std::vector<std::uint32_t> hashes_;
  std::vector<std::uint64_t> masks_;    // of divisibility: bit set where an exponent reaches a threshold
  std::vector<MonomialIndex> buckets_;  // open addressing; index + 1, 0: empty
};

}  // namespace polyscape::exact
