#include "polyscape/bounds/multihomogeneous.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::bounds {
namespace {

constexpr double most_work = 1e9;

void require_shape(const DegreeMatrix& degrees, std::span<const std::size_t> sizes) {
  if (std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}) != degrees.size())
    throw ArgumentError("multihomogeneous_bezout: as many equations as variables are needed");
  for (const auto& row : degrees) {
    if (row.size() != sizes.size()) throw ArgumentError("multihomogeneous_bezout: one degree a group is needed");
    if (std::ranges::any_of(row, [](long d) { return d < 0; }))
      throw ArgumentError("multihomogeneous_bezout: negative degree");
  }
}

// Equations in few groups first: fewer monomials are nonzero on the way.
std::vector<const std::vector<long>*> ordered_rows(const DegreeMatrix& degrees) {
  std::vector<const std::vector<long>*> rows;
  for (const auto& row : degrees) rows.push_back(&row);
  const auto groups = [](const std::vector<long>* row) { return row->size() - std::ranges::count(*row, 0); };
  std::ranges::stable_sort(rows, {}, groups);
  return rows;
}

// The coefficient of a^s in the product of the first |s| rows is sum_j row_{|s|}[j] times the one of a^(s - e_j). The
// monomials are visited in lexicographic order with the largest group first, so that one table over the other groups,
// overwritten in place, suffices: where s - e_largest was, s comes.
template <class Scalar>
Scalar coefficient(const DegreeMatrix& degrees, std::span<const std::size_t> sizes) {
  if (sizes.empty()) return Scalar(1);
  const auto rows = ordered_rows(degrees);
  const auto largest = static_cast<std::size_t>(std::ranges::max_element(sizes) - sizes.begin());
  std::vector<std::size_t> others, stride;
  std::size_t table_size = 1;
  for (std::size_t j = 0; j < sizes.size(); ++j) {
    if (j == largest) continue;
    others.push_back(j);
    stride.push_back(table_size);
    table_size *= sizes[j] + 1;
  }
  std::vector<Scalar> table(table_size, Scalar(0));
  std::vector<std::size_t> digits(others.size());
  for (std::size_t outer = 0; outer <= sizes[largest]; ++outer) {
    std::ranges::fill(digits, 0);
    std::size_t degree = outer;  // |s|
    for (std::size_t at = 0; at < table_size; ++at) {
      if (at % 4096 == 0 && cancellation_requested()) throw Cancelled();
      if (degree == 0) {
        table[at] = Scalar(1);
      } else {
        const auto& row = *rows[degree - 1];
        if (outer == 0 || row[largest] == 0)
          table[at] = Scalar(0);
        else
          table[at] *= Scalar(row[largest]);
        for (std::size_t k = 0; k < others.size(); ++k)
          if (digits[k] > 0 && row[others[k]] != 0) table[at] += Scalar(row[others[k]]) * table[at - stride[k]];
      }
      for (std::size_t k = 0; k < others.size(); ++k) {  // the next monomial
        if (digits[k] < sizes[others[k]]) {
          ++digits[k], ++degree;
          break;
        }
        degree -= digits[k];
        digits[k] = 0;
      }
    }
  }
  return table.back();
}

}  // namespace

double multihomogeneous_work(std::span<const std::size_t> sizes) {
  double work = static_cast<double>(std::max<std::size_t>(1, sizes.size()));
  for (const std::size_t size : sizes) work *= static_cast<double>(size) + 1;
  return work;
}

Integer multihomogeneous_bezout(const DegreeMatrix& degrees, std::span<const std::size_t> sizes) {
  require_shape(degrees, sizes);
  if (multihomogeneous_work(sizes) > most_work)
    throw Error("multihomogeneous_bezout: the groups are too many or too large");
  return coefficient<Integer>(degrees, sizes);
}

double approximate_multihomogeneous_bezout(const DegreeMatrix& degrees, std::span<const std::size_t> sizes) {
  require_shape(degrees, sizes);
  if (multihomogeneous_work(sizes) > most_work)
    throw Error("multihomogeneous_bezout: the groups are too many or too large");
  return coefficient<double>(degrees, sizes);
}

std::vector<std::size_t> group_sizes(const Partition& partition) {
  std::vector<std::size_t> sizes;
  for (const auto& group : partition) sizes.push_back(group.size());
  return sizes;
}

Integer multihomogeneous_bezout(const algebra::System& system, const Partition& partition) {
  if (std::ranges::any_of(system.equations, [](const auto& p) { return p.is_zero(); }))
    throw ArgumentError("multihomogeneous_bezout: undefined for a zero equation");
  return multihomogeneous_bezout(algebra::degrees(system, partition), group_sizes(partition));
}

}  // namespace polyscape::bounds
