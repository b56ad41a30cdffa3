#pragma once
/// What a reader of a table has to know of its rows.
#include <string>

#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// Sentences about rows in all columns (columns.hpp), of which `lines` are made: how many they are, their seeds, and
/// how it is known that no solution is missing, in the words of words.hpp with what they rest on. Plain text.
std::string caption(const Grid& rows, std::size_t lines);

}  // namespace polyscape::report
