#pragma once
/// Positive-dimensional sets: components of a system's solutions, of a network's critical points and of its zero-loss set.
#include "polyscape/study/analysis.hpp"

namespace polyscape::study {

/// The components of the critical set of the loss, regularisation included, and of the interpolation variety f(x_i; w) = y_i, over C, with dimension,
/// degree, multiplicity, and the rank of the Jacobian at a generic point. Throws InputError when the network is too large to expand.
report::Result decompose_network(const spec::Specification& specification, const solve::Options& options, const Observer& observer = {});

/// The components of any polynomial system.
report::Result decompose_system(const algebra::System& system, const std::string& title, const solve::Options& options, const Observer& observer = {});

}  // namespace polyscape::study
