#pragma once
/// What members of a team tell rows of results by (base/shared_loop.hpp).
#include <string>

#include "polyscape/study/options.hpp"

namespace polyscape::study {

/// input: a digest of all that the rows are made from, but for the options.
std::string rows_identity(const std::string& kind, const std::string& input, const Options& options);

}  // namespace polyscape::study
