#pragma once
/// What a critical point is, by the inertia of its Hessian.
#include "polyscape/base/names.hpp"

namespace polyscape::algebra {

/// degenerate: the Hessian is singular, whatever the signs of its other eigenvalues.
enum class Kind { degenerate, maximum, minimum, saddle, undecided };
constexpr auto names_of(Kind) {
  return std::to_array<std::string_view>({"degenerate", "maximum", "minimum", "saddle", "undecided"});
}

}  // namespace polyscape::algebra
