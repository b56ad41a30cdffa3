#pragma once
/// The result in words, for a terminal.
#include <string>

#include "polyscape/report/result.hpp"

namespace polyscape::report {

/// How many points a screen holds.
inline constexpr std::size_t screen_of_points = 12;

/// Everything a reader wants to know first, at most 100 columns wide, ending in a newline: network, bounds, path
/// ledger, counts by kind and index, what the counts rest on, up to `points` solutions of a given system (real ones
/// first) or minima of a loss (the lowest first), zero-loss set, warnings, and what to ask next.
std::string summary(const Result& result, std::size_t points = screen_of_points);

}  // namespace polyscape::report
