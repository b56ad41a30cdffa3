#pragma once
/// The result in words, for a terminal.
#include <string>

#include "polyscape/report/result.hpp"

namespace polyscape::report {

/// Everything a reader wants to know first, at most 100 columns wide, ending in a newline: network, bounds, path
/// ledger, counts by kind and index, minima, zero-loss set, what the counts rest on, and warnings last.
std::string summary(const Result& result);

/// An integer for people: digits in groups of three up to 24 digits, 1.234 x 10^56 (57 digits) beyond.
std::string readable(const algebra::Integer& value);

/// Beyond 10^80 how the value compares with the number of atoms in the observable universe; empty below.
std::string beside_atoms(const algebra::Integer& value);

}  // namespace polyscape::report
