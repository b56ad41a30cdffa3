#include "polyscape/components/combinations.hpp"

#include <algorithm>

#include "polyscape/components/affine_space.hpp"

namespace polyscape::components {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;

Combinations::Combinations(const algebra::System& system, std::size_t count, Random random) : ordered_(system) {
  std::ranges::stable_sort(ordered_.equations, std::greater<>{}, [](const Polynomial& p) { return p.degree(); });
  for (std::size_t i = 0; i < count; ++i) {
    auto& row = coefficients_.emplace_back(ordered_.equations.size());
    row[i] = 1;
    for (std::size_t k = i + 1; k < row.size(); ++k) row[k] = generic_rational(random);
  }
}

std::vector<Program::Node> Combinations::append(Program& program, const std::vector<Program::Node>& x,
                                                std::size_t count) const {
  const std::vector<Program::Node> equations = program.append(algebra::program_of(ordered_), x);
  std::vector<Program::Node> result;
  for (std::size_t i = 0; i < count; ++i) {
    Program::Node sum = equations[i];
    for (std::size_t k = i + 1; k < equations.size(); ++k)
      sum = program.add(sum, program.scale(GaussianRational(coefficients_[i][k]), equations[k]));
    result.push_back(sum);
  }
  return result;
}

}  // namespace polyscape::components
