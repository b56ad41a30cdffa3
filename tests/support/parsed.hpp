#pragma once
/// Systems as short texts.
#include <string>

#include "polyscape/algebra/format/format.hpp"

namespace polyscape::support {

/// The system that a text holds, in any format that is read.
inline algebra::System parsed(const std::string& text) { return algebra::read_system(text, "test"); }

}  // namespace polyscape::support
