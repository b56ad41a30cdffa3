#include "polyscape/algebra/linear.hpp"

#include <algorithm>
#include <numeric>

#include "polyscape/algebra/flint_matrix_kernel.hpp"
#include "polyscape/base/aside.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

namespace {

/// The reduced row echelon form of a matrix or of its transpose.
class Echelon {
 public:
  Echelon(const RationalMatrix& matrix, bool transposed)
      : m_(transposed ? columns_of(matrix) : matrix.size(), transposed ? matrix.size() : columns_of(matrix)) {
    const std::size_t columns = columns_of(matrix);
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      if (matrix[i].size() != columns) throw ArgumentError("matrix: rows differ in length");
      for (std::size_t j = 0; j < columns; ++j) m_.set(transposed ? j : i, transposed ? i : j, matrix[i][j]);
    }
    rank_ = static_cast<std::size_t>(fmpq_mat_rref(m_.get(), m_.get()));
  }

  std::size_t rank() const { return rank_; }
  /// Columns in which a row has its first nonzero entry.
  std::vector<std::size_t> pivots() const {
    std::vector<std::size_t> result;
    for (std::size_t row = 0, column = 0; row < rank_; ++row, ++column) {
      while (m_.is_zero(row, column)) ++column;
      result.push_back(column);
    }
    return result;
  }
  Rational entry(std::size_t row, std::size_t column) const { return m_.at(row, column); }

 private:
  static std::size_t columns_of(const RationalMatrix& matrix) { return matrix.empty() ? 0 : matrix.front().size(); }

  FmpqMatrix m_;
  std::size_t rank_ = 0;
};

}  // namespace

RationalMatrix real_form(const GaussianMatrix& matrix) {
  const std::size_t rows = matrix.size(), columns = rows == 0 ? 0 : matrix[0].size();
  RationalMatrix result(2 * rows, std::vector<Rational>(2 * columns));
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      result[i][j] = result[rows + i][columns + j] = matrix[i][j].re;
      result[rows + i][j] = matrix[i][j].im;
      result[i][columns + j] = -matrix[i][j].im;
    }
  return result;
}

std::size_t rank(const GaussianMatrix& matrix) { return rank(real_form(matrix)) / 2; }

std::size_t rank(const RationalMatrix& matrix) {
  constexpr std::size_t quick = 400;  // entries
  if (matrix.empty() || matrix.size() * matrix.front().size() <= quick) return Echelon(matrix, false).rank();
  return aside([matrix] { return Echelon(matrix, false).rank(); });
}

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

std::optional<RationalMatrix> inverse(const RationalMatrix& matrix) {
  const std::size_t n = matrix.size();
  RationalMatrix beside = matrix;
  for (std::size_t i = 0; i < n; ++i) {
    if (matrix[i].size() != n) throw ArgumentError("inverse: the matrix is not square");
    beside[i].resize(2 * n);
    beside[i][n + i] = 1;
  }
  const Echelon echelon(beside, false);
  const std::vector<std::size_t> pivots = echelon.pivots();
  if (n > 0 && pivots.back() != n - 1) return std::nullopt;
  RationalMatrix result(n, std::vector<Rational>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) result[i][j] = echelon.entry(i, n + j);
  return result;
}

bool is_symmetric(const RationalMatrix& square) {
  for (std::size_t i = 0; i < square.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (square[i][j] != square[j][i]) return false;
  return true;
}

Inertia inertia(RationalMatrix a) {
  const std::size_t n = a.size();
  for (const auto& row : a)
    if (row.size() != n) throw ArgumentError("inertia: the matrix is not square");
  if (!is_symmetric(a)) throw ArgumentError("inertia: the matrix is not symmetric");
  std::vector<std::size_t> left(n);
  std::iota(left.begin(), left.end(), std::size_t{0});
  Inertia result;
  while (!left.empty()) {
    stop_if_cancelled();
    auto pivot = std::ranges::find_if(left, [&](std::size_t i) { return !a[i][i].is_zero(); });
    if (pivot == left.end()) {
      // A zero diagonal: a nonzero entry (i, j) makes 2 a_ij of it when row and column j are added to i.
      std::size_t other = n;
      pivot = std::ranges::find_if(left, [&](std::size_t i) {
        const auto j = std::ranges::find_if(left, [&](std::size_t k) { return !a[i][k].is_zero(); });
        if (j != left.end()) other = *j;
        return j != left.end();
      });
      if (pivot == left.end()) {
        result.zero = left.size();
        break;
      }
      for (const std::size_t k : left) a[*pivot][k] += a[other][k];
      for (const std::size_t k : left) a[k][*pivot] += a[k][other];
    }
    const std::size_t p = *pivot;
    ++(a[p][p].sign() < 0 ? result.negative : result.positive);
    left.erase(pivot);
    for (const std::size_t i : left) {
      if (a[i][p].is_zero()) continue;
      const Rational factor = a[i][p] / a[p][p];
      for (const std::size_t j : left) a[i][j] -= factor * a[p][j];
    }
  }
  return result;
}

}  // namespace polyscape::algebra
