#include "polyscape/algebra/linear.hpp"

#include <flint/fmpq_mat.h>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

namespace {

/// The reduced row echelon form of a matrix or of its transpose.
class Echelon {
 public:
  Echelon(const RationalMatrix& matrix, bool transposed) {
    const std::size_t rows = matrix.size(), columns = matrix.empty() ? 0 : matrix.front().size();
    for (const auto& row : matrix)
      if (row.size() != columns) throw ArgumentError("matrix: rows differ in length");
    fmpq_mat_init(m_, static_cast<slong>(transposed ? columns : rows), static_cast<slong>(transposed ? rows : columns));
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        fmpq_set(fmpq_mat_entry(m_, static_cast<slong>(transposed ? j : i), static_cast<slong>(transposed ? i : j)),
                 reinterpret_cast<const fmpq*>(matrix[i][j].words()));
    rank_ = fmpq_mat_rref(m_, m_);
  }
  ~Echelon() { fmpq_mat_clear(m_); }
  Echelon(const Echelon&) = delete;
  Echelon& operator=(const Echelon&) = delete;

  std::size_t rank() const { return static_cast<std::size_t>(rank_); }
  /// Columns in which a row has its first nonzero entry.
  std::vector<std::size_t> pivots() const {
    std::vector<std::size_t> result;
    slong column = 0;
    for (slong row = 0; row < rank_; ++row, ++column) {
      while (fmpq_is_zero(fmpq_mat_entry(m_, row, column))) ++column;
      result.push_back(static_cast<std::size_t>(column));
    }
    return result;
  }
  Rational entry(std::size_t row, std::size_t column) const {
    Rational result;
    fmpq_set(reinterpret_cast<fmpq*>(result.words()), fmpq_mat_entry(m_, static_cast<slong>(row), static_cast<slong>(column)));
    return result;
  }

 private:
  fmpq_mat_t m_;
  slong rank_ = 0;
};

}  // namespace

std::size_t rank(const RationalMatrix& matrix) { return Echelon(matrix, false).rank(); }

std::vector<std::size_t> independent_rows(const RationalMatrix& matrix) { return Echelon(matrix, true).pivots(); }

std::optional<std::vector<Rational>> combination(const RationalMatrix& rows, const std::vector<Rational>& target) {
  RationalMatrix all = rows;
  all.push_back(target);
  const Echelon echelon(all, true);
  const std::vector<std::size_t> pivots = echelon.pivots();
  if (!pivots.empty() && pivots.back() == rows.size()) return std::nullopt;
  std::vector<Rational> result(rows.size());
  for (std::size_t r = 0; r < pivots.size(); ++r) result[pivots[r]] = echelon.entry(r, rows.size());
  return result;
}

}  // namespace polyscape::algebra
