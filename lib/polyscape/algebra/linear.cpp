#include "polyscape/algebra/linear.hpp"

#include <flint/fmpq_mat.h>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

std::size_t rank(const RationalMatrix& matrix) {
  if (matrix.empty()) return 0;
  const std::size_t rows = matrix.size(), columns = matrix.front().size();
  for (const auto& row : matrix)
    if (row.size() != columns) throw ArgumentError("rank: rows differ in length");
  fmpq_mat_t m;
  fmpq_mat_init(m, static_cast<slong>(rows), static_cast<slong>(columns));
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      fmpq_set(fmpq_mat_entry(m, static_cast<slong>(i), static_cast<slong>(j)),
               reinterpret_cast<const fmpq*>(matrix[i][j].words()));
  const auto result = static_cast<std::size_t>(fmpq_mat_rref(m, m));
  fmpq_mat_clear(m);
  return result;
}

}  // namespace polyscape::algebra
