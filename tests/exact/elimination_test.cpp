#include "polyscape/exact/elimination.hpp"

#include <flint/nmod_mat.h>

#include <algorithm>
#include <map>

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::exact;

namespace {
constexpr std::uint64_t prime = 1152921504606846869;  // just below 2^60

using Dense = std::vector<std::uint64_t>;

struct Sparse {
  std::vector<std::uint32_t> columns;
  std::vector<std::uint64_t> coefficients;
  explicit Sparse(const Dense& row) {
    for (std::uint32_t c = 0; c < row.size(); ++c)
      if (row[c] != 0) columns.push_back(c), coefficients.push_back(row[c]);
  }
  operator SparseRow() const { return {columns, coefficients}; }
};

std::size_t rank(const std::vector<Dense>& rows) {
  if (rows.empty()) return 0;
  nmod_mat_t m;
  nmod_mat_init(m, static_cast<slong>(rows.size()), static_cast<slong>(rows.front().size()), prime);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      nmod_mat_entry(m, static_cast<slong>(i), static_cast<slong>(j)) = rows[i][j];
  const slong r = nmod_mat_rank(m);
  nmod_mat_clear(m);
  return static_cast<std::size_t>(r);
}

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % prime);
}

struct Matrix {
  std::vector<Dense> pivots, rows;
};

// Pivots with different leading columns, and rows some of which are combinations of the pivots and earlier rows.
// Residues are close to the prime, where sums are largest.
Matrix random_matrix(Random& random, std::size_t columns, std::size_t pivots, std::size_t rows) {
  const auto residue = [&] { return random.below(4) == 0 ? prime - 1 - random.below(3) : random.below(prime); };
  Matrix m;
  for (std::size_t k = 0; k < pivots; ++k) {
    Dense row(columns, 0);
    row[k] = 1;
    for (std::size_t c = k + 1; c < columns; ++c)
      if (random.below(2) == 0) row[c] = residue();
    m.pivots.push_back(row);
  }
  for (std::size_t k = 0; k < rows; ++k) {
    Dense row(columns, 0);
    if (random.below(2) == 0) {
      for (std::uint64_t& x : row)
        if (random.below(3) == 0) x = residue();
    } else {
      for (const auto* from : {&m.pivots, &m.rows})
        for (const Dense& other : *from) {
          if (random.below(3) != 0) continue;
          const std::uint64_t factor = residue();
          for (std::size_t c = 0; c < columns; ++c) row[c] = (row[c] + times(factor, other[c])) % prime;
        }
    }
    if (std::ranges::any_of(row, [](auto x) { return x != 0; })) m.rows.push_back(row);
  }
  return m;
}
}  // namespace

TEST_CASE("elimination tells independent rows and leaves a reduced basis of the same space") {
  Random random(11);
  for (int round = 0; round < 60; ++round) {
    // More than 127 pivots: sums have to be folded.
    const std::size_t columns = 20 + random.below(300), pivots = random.below(columns * 2 / 3),
                      count = random.below(40);
    const Matrix m = random_matrix(random, columns, pivots, count);
    std::vector<Sparse> sparse_pivots(m.pivots.begin(), m.pivots.end()), sparse_rows(m.rows.begin(), m.rows.end());
    Elimination elimination(prime, columns);
    for (const Sparse& p : sparse_pivots) elimination.add_pivot(p);

    const std::vector<SparseRow> views(sparse_rows.begin(), sparse_rows.end());
    const auto independent = elimination.independent(views, Random(round));
    std::vector<std::uint32_t> expected;
    std::vector<Dense> space = m.pivots;
    for (std::uint32_t k = 0; k < m.rows.size(); ++k) {
      space.push_back(m.rows[k]);
      if (rank(space) == m.pivots.size() + expected.size() + 1)
        expected.push_back(k);
      else
        space.pop_back();
    }
    CHECK(independent == expected);

    for (std::uint32_t k = 0; k < sparse_rows.size(); ++k)
      CHECK(elimination.reduce(sparse_rows[k]).leading.has_value() == std::ranges::binary_search(expected, k));
    const auto reduced = elimination.finish();
    REQUIRE(reduced.size() == expected.size());
    std::vector<Dense> all = space;
    for (const auto& row : reduced) {
      CHECK(row.coefficients.front() == 1);
      CHECK(std::ranges::is_sorted(row.columns));
      Dense dense(columns, 0);
      for (std::size_t j = 0; j < row.columns.size(); ++j) dense[row.columns[j]] = row.coefficients[j];
      for (const Dense& p : m.pivots) CHECK(dense[Sparse(p).columns.front()] == 0);
      for (const auto& other : reduced)
        if (&other != &row) CHECK(dense[other.columns.front()] == 0);
      all.push_back(dense);
    }
    CHECK(rank(all) == space.size());  // nothing new, and
    all.erase(all.begin() + static_cast<long>(m.pivots.size()), all.begin() + static_cast<long>(space.size()));
    CHECK(rank(all) == space.size());  // nothing lost
  }
}
