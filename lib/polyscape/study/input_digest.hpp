#pragma once
/// Digests that tie a result to what it was computed from. They notice what was mixed up; no proof rests on them.
#include <string>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

/// Of the specification's text and its data as numbers, wherever they come from.
std::string input_digest(const spec::Specification& specification);

/// Of the unknowns and the equations, however they were written.
std::string input_digest(const algebra::System& system);

}  // namespace polyscape::study
