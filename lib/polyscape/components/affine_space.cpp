#include "polyscape/components/affine_space.hpp"

namespace polyscape::components {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using Node = Program::Node;

namespace {

constexpr long skew_range = 1 << 12;  // entries are multiples of 1 / this, from -1 to 1

}  // namespace

Rational generic_rational(Random& random) {
  const Rational size = Rational::from_double(0.25 + 1.5 * random.uniform());
  return random.below(2) == 0 ? size : -size;
}

Flag::Flag(std::size_t variables, Random random) {
  // Cayley's transform of a skew matrix: (I - S) / (I + S) = 2 / (I + S) - I.
  algebra::RationalMatrix skew(variables, std::vector<Rational>(variables));
  for (std::size_t i = 0; i < variables; ++i) {
    skew[i][i] = 1;
    for (std::size_t j = 0; j < i; ++j) {
      skew[i][j] = Rational(static_cast<long>(random.below(2 * skew_range + 1)) - skew_range) / Rational(skew_range);
      skew[j][i] = -skew[i][j];
    }
  }
  q_ = *algebra::inverse(skew);
  for (std::size_t i = 0; i < variables; ++i) {
    for (Rational& entry : q_[i]) entry *= 2;
    q_[i][i] -= 1;
    values_.push_back(generic_rational(random));
  }
}

AffineSpace Flag::space(std::size_t dimension) const {
  const std::size_t n = q_.size();
  AffineSpace result{dimension, {}, {}};
  if (dimension == n) {
    for (std::size_t i = 0; i < n; ++i) result.rows.emplace_back(n + 1)[i] = 1;
    return result;
  }
  for (const auto& row : q_) {
    auto& affine = result.rows.emplace_back(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(dimension));
    Rational constant = 0;
    for (std::size_t j = dimension; j < n; ++j) constant += row[j] * values_[j];
    affine.push_back(std::move(constant));
  }
  for (std::size_t j = dimension; j < n; ++j) {
    auto& form = result.forms.emplace_back();
    for (const auto& row : q_) form.push_back(row[j]);
    form.push_back(values_[j]);
  }
  return result;
}

AffineSpace Flag::hyperplane(std::size_t dimension) const {
  if (dimension + 1 == q_.size()) return space(dimension);
  AffineSpace result{dimension, algebra::RationalMatrix(dimension + 1, std::vector<Rational>(dimension + 1)), {}};
  for (std::size_t i = 0; i < dimension; ++i) result.rows[i][i] = 1;
  result.rows[dimension][dimension] = values_[dimension];
  auto& form = result.forms.emplace_back(dimension + 2);
  form[dimension] = 1;
  form.back() = values_[dimension];
  return result;
}

namespace {
/// Of all but the last entry of the row.
Node affine_form(Program& program, const std::vector<Rational>& row, const Rational& constant) {
  const eval::Point coefficients(row.begin(), row.end() - 1);
  return program.linear_form(coefficients, algebra::variables_of(program, coefficients.size()), constant);
}
}  // namespace

std::vector<Node> append_lifted(Program& program, const AffineSpace& space) {
  std::vector<Node> x;
  for (const auto& row : space.rows) x.push_back(affine_form(program, row, row[space.dimension]));
  return x;
}

std::vector<Node> append_forms(Program& program, const AffineSpace& space) {
  std::vector<Node> result;
  for (const auto& row : space.forms) result.push_back(affine_form(program, row, 0));
  return result;
}

eval::Point lifted(const eval::Point& y, const AffineSpace& space) {
  eval::Point result;
  for (const auto& row : space.rows) {
    GaussianRational value(row[space.dimension]);
    for (std::size_t j = 0; j < space.dimension; ++j) value = value + GaussianRational(row[j]) * y[j];
    result.push_back(std::move(value));
  }
  return result;
}

solve::Hyperplane hyperplane(const AffineSpace& space, std::size_t unknowns) {
  const auto& form = space.forms.front();
  solve::Hyperplane result{solve::Coordinates(unknowns), form.back().to_double()};
  for (std::size_t j = 0; j + 1 < form.size(); ++j) result.form[j] = form[j].to_double();
  return result;
}

}  // namespace polyscape::components
