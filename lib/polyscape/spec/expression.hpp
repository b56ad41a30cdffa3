#pragma once
/// Polynomials in z as text.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::spec {

/// Why a text is no polynomial, for a message: "expected a number, z or (, found \"relu\" at character 1".
struct ExpressionError {
  std::string found;
};

/// Largest degree that parse_polynomial accepts.
inline constexpr std::size_t max_polynomial_degree = 100;

/// Coefficients of a polynomial in z, constant first, no trailing zeros: numbers (integers, decimals), z, + - * ^,
/// parentheses, division by constants, juxtaposition as in "2z(z+1)".
std::variant<std::vector<algebra::Rational>, ExpressionError> parse_polynomial(std::string_view text);

}  // namespace polyscape::spec
