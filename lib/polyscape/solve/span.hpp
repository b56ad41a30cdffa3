#pragma once
/// Which equations of a system the others imply by linear algebra alone.
#include "polyscape/algebra/system.hpp"

namespace polyscape::solve {

/// The system without equations that are rational combinations of others (zero polynomials among them), exactly over Q:
/// those of low degree stay, in their order. The zeros are the same. A system too large for that, or with complex
/// coefficients, comes back as it is, but for zero polynomials.
algebra::System spanning(algebra::System system);

}  // namespace polyscape::solve
