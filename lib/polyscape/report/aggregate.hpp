#pragma once
/// Many cells of a column in one.
#include <optional>
#include <span>
#include <string>

#include "polyscape/base/names.hpp"
#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// What is made of the cells that are known; the others do not count.
enum class Aggregate {
  count,      ///< how many are known
  min,        ///< the least
  max,        ///< the largest
  sum,        ///< of all
  mean,       ///< exact
  deviation,  ///< standard deviation of one, by n - 1
  error,      ///< standard error of the mean: deviation / sqrt(n)
  hist,       ///< how often each is there: 1:43 3:57; numbers by size, words by the alphabet
};
constexpr auto names_of(Aggregate) {
  return std::to_array<std::string_view>({"count", "min", "max", "sum", "mean", "deviation", "error", "hist"});
}

/// The cell. Empty where nothing is known of it: of no cells, and for deviation and error of one. nullopt where a cell
/// is no number and has to be one. Exact, but for deviation and error, of which 12 digits are right.
std::optional<std::string> aggregated(std::span<const std::string> cells, Aggregate aggregate);

/// The column that it makes of a column.
Column aggregated(const Column& column, Aggregate aggregate);

}  // namespace polyscape::report
