#pragma once
/// Gaussian elimination of sparse rows modulo a prime: the linear algebra of F4.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/base/random.hpp"

namespace polyscape::exact {

/// A row of a matrix: different columns, the first its leading one, which is the smallest; coefficients are residues
/// other than 0.
struct SparseRow {
  std::span<const std::uint32_t> columns;
  std::span<const std::uint64_t> coefficients;
};

/// Rows in echelon form. First come the pivots that are known, then rows are reduced by all that is there, one after
/// the other.
class Elimination {
 public:
  /// Modulo a prime below 2^60, for rows of so many columns.
  Elimination(std::uint64_t prime, std::size_t columns);
  ~Elimination();
  Elimination(Elimination&&) noexcept;

  /// A row with leading coefficient 1 whose column no other has; what it refers to has to outlive this. Its number is
  /// that of pivots before it.
  void add_pivot(SparseRow row);

  /// Numbers of the rows that no earlier ones and the pivots span, ascending. A row that they do span is never among
  /// them; one that they do not is left out with a probability of some 2^-59 a row: decided by the values of random
  /// linear forms that vanish on the pivots, a good deal cheaper than reducing rows of which most end at zero.
  std::vector<std::uint32_t> independent(std::span<const SparseRow> rows, Random random);

  /// A row in increasing order of its columns.
  struct Remainder {
    std::vector<std::uint32_t> columns;
    std::vector<std::uint64_t> coefficients;
  };
  /// What the pivots leave of the row, whose columns may come in any order.
  Remainder remainder(SparseRow row);

  /// What became of a row.
  struct Outcome {
    std::optional<std::uint32_t> leading;  ///< column of what is left, now a pivot, monic; nullopt: it was dependent
    std::vector<std::uint32_t> used;       ///< numbers of the pivots that reduced it, ascending by column
  };
  /// Reduces the row by all pivots and, unless nothing is left, adds it to them.
  Outcome reduce(SparseRow row);

  /// A row that reduce() left, monic, in increasing order of the columns.
  struct Reduced : Remainder {
    std::uint32_t number;             ///< among the pivots
    std::vector<std::uint32_t> used;  ///< numbers of the pivots that reduced it in reduce() and here
  };
  /// All rows that reduce() left, in decreasing order of their leading columns, each reduced by the others.
  std::vector<Reduced> finish();

  /// Products of coefficients so far.
  std::uint64_t operations() const;
  /// Of what it holds, about; not of the rows it refers to.
  std::size_t bytes() const;

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::exact
