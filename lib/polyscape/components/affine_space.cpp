#include "polyscape/components/affine_space.hpp"

#include <algorithm>

namespace polyscape::components {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using Node = Program::Node;

Rational generic_rational(Random& random) {
  const Rational size = Rational::from_double(0.25 + 1.5 * random.uniform());
  return random.below(2) == 0 ? size : -size;
}

Flag::Flag(std::size_t variables, Random random) {
  for (std::size_t j = 0; j < variables; ++j) {
    auto& row = rows_.emplace_back();
    for (std::size_t k = 0; k <= j; ++k) row.push_back(generic_rational(random));
  }
}

AffineSpace Flag::space(std::size_t dimension) const {
  AffineSpace result{dimension, {}};
  for (std::size_t j = dimension; j < rows_.size(); ++j) {
    // Coordinate j depends on those before it, which from `dimension` on are dependent themselves.
    std::vector<Rational> row(dimension + 1);
    std::copy_n(rows_[j].begin(), dimension, row.begin());
    row[dimension] = rows_[j].back();
    for (std::size_t k = dimension; k < j; ++k)
      for (std::size_t i = 0; i <= dimension; ++i) row[i] += rows_[j][k] * result.rows[k - dimension][i];
    result.rows.push_back(std::move(row));
  }
  return result;
}

std::vector<Node> append_lifted(Program& program, const AffineSpace& space) {
  std::vector<Node> x = algebra::variables_of(program, space.dimension);
  for (const auto& row : space.rows) {
    Node value = program.constant(row[space.dimension]);
    for (std::size_t j = 0; j < space.dimension; ++j) value = program.add(value, program.scale(GaussianRational(row[j]), x[j]));
    x.push_back(value);
  }
  return x;
}

std::vector<Node> append_forms(Program& program, const AffineSpace& space) {
  std::vector<Node> result;
  for (std::size_t i = 0; i < space.rows.size(); ++i) {
    Node form = program.variable(space.dimension + i);
    for (std::size_t j = 0; j < space.dimension; ++j) form = program.subtract(form, program.scale(GaussianRational(space.rows[i][j]), program.variable(j)));
    result.push_back(form);
  }
  return result;
}

eval::Point lifted(const eval::Point& free, const AffineSpace& space) {
  eval::Point result = free;
  for (const auto& row : space.rows) {
    GaussianRational value(row[space.dimension]);
    for (std::size_t j = 0; j < space.dimension; ++j) value = value + GaussianRational(row[j]) * free[j];
    result.push_back(std::move(value));
  }
  return result;
}

solve::Hyperplane hyperplane(const AffineSpace& plane, std::size_t unknowns) {
  solve::Hyperplane result{solve::Coordinates(unknowns), plane.rows[0].back().to_double()};
  for (std::size_t j = 0; j < plane.dimension; ++j) result.form[j] = -plane.rows[0][j].to_double();
  result.form[plane.dimension] = 1;
  return result;
}

}  // namespace polyscape::components
