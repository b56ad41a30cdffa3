#pragma once
/// Residuals f(x_i; w) - y_i as equations: which of them imply the others, whether expanding them is affordable.
#include <vector>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/program.hpp"

namespace polyscape::critical {

/// Whether expanding the residuals makes so few terms that linear algebra with them is attempted.
bool is_expandable(const algebra::Program& residuals);

/// Indices of residuals that are linearly independent over Q and of which all are combinations, so that all vanish
/// where these do; of residuals too large to expand, or all 0, every one.
std::vector<std::size_t> independent_residuals(const algebra::Program& residuals);
/// The same of so many residuals that are expanded already.
std::vector<std::size_t> independent_among(std::size_t residuals, const std::vector<algebra::Polynomial>& expanded);

/// The program with those outputs alone.
algebra::Program part_of(const algebra::Program& program, const std::vector<std::size_t>& outputs);

/// The gradient of 1/2 the sum of the residuals' squares.
algebra::Program gradient_of_half_square(const algebra::Program& residuals);

}  // namespace polyscape::critical
