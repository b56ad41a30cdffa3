#pragma once
/// Complex points through real arithmetic: C^n as R^2n.
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"

namespace polyscape::critical {

/// The program in twice the variables (real parts, then imaginary parts) and twice the outputs (likewise) that computes
/// what `program` does at a + ib. Its real Jacobian has twice the complex rank. Throws ArgumentError for parameters.
algebra::Program real_form(const algebra::Program& program);

/// Real parts, then imaginary parts, and back.
std::vector<algebra::Rational> split(std::span<const algebra::GaussianRational> point);
std::vector<algebra::GaussianRational> joined(std::span<const algebra::Rational> parts);

}  // namespace polyscape::critical
