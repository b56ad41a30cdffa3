#pragma once
/// What every result begins with: versions and options, title and digest, the network, the system's names and shape.
#include <string>

#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/options.hpp"

namespace polyscape::study {

/// Of a system without a title. Throws InputError where an option has no legal value, as the others do.
report::Result heading(const algebra::System& system, report::Origin origin, const Options& options);

/// Of a system as it was given.
report::Result heading(const algebra::System& system, const std::string& title, const Options& options);

/// Of a system of a network, which says what its equations are.
report::Result heading(const spec::Specification& specification, const algebra::System& system, report::Origin origin,
                       const Options& options);

}  // namespace polyscape::study
