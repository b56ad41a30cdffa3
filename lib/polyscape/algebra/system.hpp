#pragma once
/// Polynomial systems over Q(i) with named variables.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/program.hpp"

namespace polyscape::algebra {

/// A partition of the variables 0..n-1 into groups; every variable in exactly one group.
using Partition = std::vector<std::vector<std::size_t>>;

struct System {
  std::vector<std::string> names;     ///< one a variable
  std::vector<Polynomial> equations;  ///< each in names.size() variables
  bool operator==(const System&) const = default;
};

/// Every coefficient is real.
bool is_real(const System& system);
/// The same solutions, with multiplicities, by real equations where these are plain to see: a multiple of a real
/// equation is divided by the factor, and two equations that are multiples of each other's conjugates give way to their
/// real and imaginary parts. The rest stays as it is.
System with_real_equations(System system);

/// All variables in one group.
Partition trivial_partition(std::size_t variables);
/// Throws ArgumentError unless `partition` is a partition of 0..variables-1 without empty groups.
void require_partition(const Partition& partition, std::size_t variables);

/// Total degrees of the equations (-1 for a zero equation).
std::vector<long> degrees(const System& system);
/// degrees[i][j]: degree of equation i in the variables of group j (0 for a zero equation).
std::vector<std::vector<long>> degrees(const System& system, const Partition& partition);

/// A straight-line program that evaluates the equations term by term; powers and common factors of monomials are
/// shared.
Program program_of(const System& system);

/// A polynomial over Q(i) whose coefficients are affine in a further unknown s: monomial -> constant, slope.
using AffinePolynomial = std::map<std::vector<int>, std::pair<GaussianRational, GaussianRational>>;
/// sum += (constant + slope s) p.
void add(AffinePolynomial& sum, const Polynomial& p, const GaussianRational& constant, const GaussianRational& slope);
/// Its value as a node, term by term; `s` stands for s.
Program::Node append(Program& program, const AffinePolynomial& p, Program::Node s);

/// t gamma `one` + (1 - t) `zero`, term by term, as a program with parameter t. Both have the same variables and as
/// many equations.
Program line_between(const System& zero, const System& one, const GaussianRational& gamma);

}  // namespace polyscape::algebra
