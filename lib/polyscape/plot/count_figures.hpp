#pragma once
/// Figures of counts: bounds against what was found, the ledger of the paths.
#include <string>
#include <vector>

#include "polyscape/plot/drawing.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::plot {

/// A bound on the number of isolated solutions, or how many were found.
struct CountRow {
  std::string name, meaning;
  algebra::Integer value;
};
/// All that the result holds, bounds first.
std::vector<CountRow> count_rows(const report::Result& result);

/// " Completeness: modular." and the like, for captions; empty without solutions.
std::string completeness_words(const report::Result& result);

/// "bounds": every bound that the result holds and the counts that were found, on a log scale, as exact integers of any
/// size.
Drawing bounds_figure(const report::Result& result);

/// "paths": start solutions, the class that each ended in, and the points that they lead to, as a flow. Bands are as
/// wide as their counts, but for those too thin to be seen.
Drawing paths_figure(const report::Result& result);

}  // namespace polyscape::plot
