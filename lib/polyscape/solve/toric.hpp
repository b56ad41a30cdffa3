#pragma once
/// The first half of a polyhedral homotopy: from binomials to the generic system.
#include <memory>

#include "polyscape/start/polyhedral.hpp"
#include "polyscape/start/start_system.hpp"

namespace polyscape::solve {

/// The generic system with its solutions, tracked from each mixed cell's binomials. They are as many as the mixed
/// volume and distinct: paths that fail or meet another are followed again with tighter settings; the points of those
/// that still do are empty. threads: 0 for every core.
std::unique_ptr<start::StartSystem> solve_generic(const start::Polyhedral& polyhedral, int max_precision,
                                                  std::size_t threads, Random random);

}  // namespace polyscape::solve
