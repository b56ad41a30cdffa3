#pragma once
/// Experiments: the dynamics at every combination of some dimensions, temperatures, rates and batches, a row each: how
/// many walkers end on the degenerate minima, beside what exp(-L/T) holds there.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/base/names.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

/// An option with the values that it has in turn.
struct SeriesAxis {
  std::string key, place;  ///< place: where messages say that it was written
  std::vector<std::string> values;
};

/// Takes the options of several values out of the entries: `temperature` and `rate` may have "0.2,0.1", `dimension` and
/// `batch` also "1-8", both ends included. Other entries stay as they are. Throws InputError at the entry's place for
/// values that are no such list.
std::vector<SeriesAxis> take_axes(std::vector<spec::SolveEntry>& entries);

/// Every combination of the values, one of each axis; the last axis changes fastest. One empty combination without
/// axes.
std::vector<std::vector<spec::SolveEntry>> combinations(const std::vector<SeriesAxis>& axes);

/// Where the walkers of a row are counted.
enum class SeriesPart {
  degenerate,  ///< on all minima with a singular Hessian
  flattest,    ///< where every minimum is isolated: on the one whose Hessian's largest eigenvalue is smallest, of those
               ///< with a loss within T of the least
};
constexpr auto names_of(SeriesPart) {
  return std::to_array<std::string_view>({"degenerate minima", "flattest minimum"});
}

/// What ends, or is in the long run, there. Without a value where that is refused.
struct SeriesShare {
  std::string by;
  std::optional<double> value, error;
};
void describe(auto& fields, report::Of<SeriesShare> auto& s) {
  fields("by", s.by,
         "a method; `gibbs`, `grid`, `predicted`: of exp(-L/T), sampled, on a grid, by Laplace's and Morse-Bott's "
         "constants; `langevin_chains`, `sgd_chains`, `sgd_langevin`: long runs");
  fields("value", s.value, "the share");
  fields("error", s.error, "its standard error");
}

struct SeriesRow {
  std::vector<std::pair<std::string, std::string>> chosen;  ///< this row's value on each axis
  double temperature = 0;
  std::optional<double> rate, sgd_rate;
  SeriesPart part = SeriesPart::degenerate;
  std::vector<SeriesShare> shares;
  report::Result result;
};
void describe(auto& fields, report::Of<SeriesRow> auto& r) {
  fields("chosen", r.chosen, "the options that have several values");
  fields("temperature", r.temperature, "T");
  fields("rate", r.rate, "step of methods without minibatches");
  fields("sgd_rate", r.sgd_rate, "step of minibatches");
  fields("part", r.part, "`degenerate minima`, or `flattest minimum` where all are isolated");
  fields("shares", r.shares, "of walkers and laws there");
  fields("result", r.result, "of this row, whole");
}

/// The row of a result that has dynamics, at these values of the axes.
SeriesRow series_row(report::Result result, const std::vector<spec::SolveEntry>& chosen);

/// The rows as a table for a terminal, what they count, and what contradicts itself.
std::string series_text(const std::vector<SeriesRow>& rows);
/// The same with all digits.
report::Grid series_grid(const std::vector<SeriesRow>& rows);
std::string series_json(const std::vector<SeriesRow>& rows);

}  // namespace polyscape::study
