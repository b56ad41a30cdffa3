#include "polyscape/components/affine_space.hpp"

#include "polyscape/base/error.hpp"

namespace polyscape::components {

using algebra::Polynomial;
using algebra::Rational;

AffineSpace random_space(std::size_t variables, std::size_t dimension, Random random) {
  if (dimension > variables) throw ArgumentError("random_space: more dimensions than variables");
  constexpr long denominator = 256;
  AffineSpace result{dimension, {}};
  for (std::size_t i = dimension; i < variables; ++i) {
    auto& row = result.rows.emplace_back();
    for (std::size_t j = 0; j <= dimension; ++j) {
      const long size = 1 + static_cast<long>(random.below(2 * denominator - 1));
      row.push_back(Rational(random.below(2) == 0 ? size : -size) / Rational(denominator));
    }
  }
  return result;
}

algebra::System restricted(const algebra::System& system, const AffineSpace& space) {
  const std::size_t d = space.dimension;
  std::vector<Polynomial> values;
  for (std::size_t j = 0; j < d; ++j) values.push_back(Polynomial::variable(d, j));
  for (const auto& row : space.rows) {
    Polynomial value = Polynomial::constant(d, row[d]);
    for (std::size_t j = 0; j < d; ++j) value += Polynomial::variable(d, j) * row[j];
    values.push_back(std::move(value));
  }
  algebra::System result{{system.names.begin(), system.names.begin() + static_cast<std::ptrdiff_t>(d)}, {}};
  for (const Polynomial& p : system.equations) result.equations.push_back(p.substitute(values));
  return result;
}

eval::Point lifted(const eval::Point& free, const AffineSpace& space) {
  eval::Point result = free;
  for (const auto& row : space.rows) {
    algebra::GaussianRational value(row[space.dimension]);
    for (std::size_t j = 0; j < space.dimension; ++j) value = value + algebra::GaussianRational(row[j]) * free[j];
    result.push_back(std::move(value));
  }
  return result;
}

}  // namespace polyscape::components
