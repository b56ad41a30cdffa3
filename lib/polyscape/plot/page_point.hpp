#pragma once
/// A point of a result, in HTML.
#include <string>
#include <utility>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::plot {

/// What is proved of the point, sentences with what they rest on; empty where nothing is.
std::vector<std::string> proofs(const report::Point& point);

/// All that the result holds of the point, by the keys of result.json, as a <dl>. Coordinates stand under `names`;
/// doubles are left out where digits say more.
std::string point_html(const report::Point& point, const std::vector<std::string>& names);

/// The keys and what they mean, as docs/results.md has them.
std::vector<std::pair<std::string, std::string>> point_meanings();

}  // namespace polyscape::plot
