#include "polyscape/volume/linear_program.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::volume {
namespace {

void add_multiple(std::vector<Rational>& row, const Rational& factor, const std::vector<Rational>& other) {
  for (std::size_t j = 0; j < row.size(); ++j)
    if (!other[j].is_zero()) row[j] += factor * other[j];
}

/// Makes the entry 1 and all others of its column 0.
void pivot(RationalMatrix& table, std::size_t row, std::size_t column) {
  const Rational head = table[row][column];
  for (Rational& entry : table[row]) entry /= head;
  for (std::size_t i = 0; i < table.size(); ++i)
    if (const Rational factor = table[i][column]; i != row && !factor.is_zero())
      add_multiple(table[i], -factor, table[row]);
}

}  // namespace

std::optional<LinearOptimum> maximize(const std::vector<Rational>& objective, const RationalMatrix& rows,
                                      const std::vector<Rational>& limits) {
  const std::size_t n = objective.size(), m = rows.size();
  if (limits.size() != m) throw ArgumentError("maximize: not one limit a row");
  // The unknowns, a slack a row, the limit; last row: reduced costs and minus the value.
  RationalMatrix table(m + 1, std::vector<Rational>(n + m + 1));
  std::vector<std::size_t> basis(m);
  for (std::size_t i = 0; i < m; ++i) {
    if (rows[i].size() != n || limits[i].sign() < 0) throw ArgumentError("maximize: a row of another size or limit");
    std::ranges::copy(rows[i], table[i].begin());
    table[i][n + i] = 1;
    table[i].back() = limits[i];
    basis[i] = n + i;
  }
  std::ranges::copy(objective, table[m].begin());
  for (;;) {
    stop_if_cancelled();
    std::size_t column = 0;
    while (column < n + m && table[m][column].sign() <= 0) ++column;
    if (column == n + m) break;
    std::optional<std::size_t> row;
    Rational least;
    for (std::size_t i = 0; i < m; ++i) {
      if (table[i][column].sign() <= 0) continue;
      const Rational ratio = table[i].back() / table[i][column];
      if (!row || ratio < least || (ratio == least && basis[i] < basis[*row])) row = i, least = ratio;
    }
    if (!row) return std::nullopt;
    pivot(table, *row, column);
    basis[*row] = column;
  }
  LinearOptimum result{-table[m].back(), std::vector<Rational>(n)};
  for (std::size_t i = 0; i < m; ++i)
    if (basis[i] < n) result.at[basis[i]] = table[i].back();
  return result;
}

RationalMatrix null_space(RationalMatrix rows, std::size_t columns) {
  std::vector<std::size_t> heads;
  for (std::size_t j = 0; j < columns; ++j) {
    const std::size_t k = heads.size();
    std::size_t i = k;
    while (i < rows.size() && rows[i][j].is_zero()) ++i;
    if (i == rows.size()) continue;
    std::swap(rows[k], rows[i]);
    pivot(rows, k, j);
    heads.push_back(j);
  }
  RationalMatrix result;
  for (std::size_t j = 0, k = 0; j < columns; ++j) {
    if (k < heads.size() && heads[k] == j) {
      ++k;
      continue;
    }
    auto& x = result.emplace_back(columns);
    x[j] = 1;
    for (std::size_t i = 0; i < heads.size(); ++i) x[heads[i]] = -rows[i][j];
  }
  return result;
}

}  // namespace polyscape::volume
