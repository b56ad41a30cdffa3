#pragma once
/// The summary's words on the isolated solutions.
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

/// Counts, and what they rest on. The result has solutions; points too, where certificates were tried.
void show_solutions(const Result& result, Page& page);
/// At most so many points of a given system: real solutions first, in the order of the result otherwise.
void show_found(const Result& result, std::size_t most, Page& page);
/// At most so many minima of a loss, the lowest first.
void show_minima(const Result& result, std::size_t most, Page& page);

}  // namespace polyscape::report
