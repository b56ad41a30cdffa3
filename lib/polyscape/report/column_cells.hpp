#pragma once
/// Each column of `polyscape table`: its names, and how its cell follows from a result.
#include <string>
#include <vector>

#include "polyscape/report/grid.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::report {

/// How completeness is known, or that the result is incomplete or contradicts itself; empty without solutions.
std::string known(const Result& result);

/// What a column shows of a result; empty: unknown.
struct ResultColumn {
  Column column;
  std::string (*cell)(const Result& result);
};

/// In the order of CSV. Programs read CSV by these names and places: new columns stand behind.
const std::vector<ResultColumn>& result_columns();

}  // namespace polyscape::report
