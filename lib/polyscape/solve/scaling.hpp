#pragma once
/// Powers of two that bring a badly scaled system's coefficients near one.
#include <vector>

#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/problem.hpp"

namespace polyscape::solve {

/// What is said of a result that was found in scaled unknowns.
constexpr const char* scaling_note =
    "tracked in variables and equations scaled by powers of two: coefficients differ by more than 2^16";

/// log2 of 10^14: where scaled coefficients of one equation are further apart, solutions may be as large as what is
/// taken for infinite, and curves bent too little to be seen.
constexpr double widest_spread = 47;

/// Equation i times 2^equations[i], in y with x_j = 2^variables[j] y_j.
struct Scaling {
  std::vector<int> variables, equations;
};

/// The scaling that minimises the sum of the squared logarithms of all coefficients, exponents rounded (Meintjes and
/// Morgan, ACM TOMS 13, 1987, without their second term, which the first bounds); where that leaves some further apart
/// than widest_spread, towards that which minimises the sum of their absolute values (least squares, reweighted), which
/// single terms of another size do not distort. nullopt unless the coefficients of some equation are spread over more
/// than 2^16 and those of the scaled system are less, or some coefficient is beyond 2^256 or 2^-256.
std::optional<Scaling> scaling_of(const algebra::System& system);

/// Largest difference, over the equations, of the binary logarithms of two coefficients of one.
double coefficient_spread(const algebra::System& system);

/// The problem in the scaled unknowns. Symmetries that permute differently scaled variables are left out.
Problem scaled(const Problem& problem, const Scaling& scaling);

/// A point of the scaled unknowns in the original ones.
void unscale(std::vector<algebra::GaussianRational>& point, const Scaling& scaling);

/// A solution of the original problem in the scaled unknowns.
void rescale(Solution& solution, const Scaling& scaling);

/// The outcome of a scaled problem in the unknowns of the original one.
void unscale(Outcome& outcome, const Scaling& scaling);

}  // namespace polyscape::solve
