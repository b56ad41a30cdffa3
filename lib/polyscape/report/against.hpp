#pragma once
/// Published figures beside ours.
#include <string>
#include <vector>

#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// A column of published figures, and the column here that is to hold the same.
struct Match {
  std::string published;
  std::string error;   ///< the published column of its standard errors; empty: none
  std::string column;  ///< NAME or NAME:AGGREGATE; empty: the published column is shown as it is
  bool judged = true;  ///< a difference is marked; else both are shown
};

/// PUBLISHED=COLUMN, PUBLISHED(ERROR)=COLUMN, PUBLISHED~COLUMN (not judged), PUBLISHED (shown as it is), with commas
/// between them. Throws InputError at `place` for what is none of these.
std::vector<Match> matches_of(const std::string& text, const std::string& place);

struct Beside {
  Grid grid;
  Grid page;                ///< the same where room is dear: a figure that is published and found equal in every row
                            ///< has one column, and no words say what differs: both figures and the mark do
  std::size_t without = 0;  ///< published rows that nothing here is about: they have no line
};

/// A line for each published row that there is something of here, in their order: the keys, every compared figure as
/// published and as it is here, the other columns of `ours`, then the column `differs`: which of them are not equal,
/// with both figures, exactly, or by more than three standard errors where there are some. What is unknown on one side
/// differs from nothing. `ours`: selected() by the keys' columns as groups, with the columns of all matches among its
/// columns. Throws InputError for columns that the published grid does not have.
Beside beside(const Grid& published, const Grid& ours, const std::vector<Match>& keys,
              const std::vector<Match>& compared);

}  // namespace polyscape::report
