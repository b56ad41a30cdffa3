#include "polyscape/spec/expression.hpp"

#include <cctype>

namespace polyscape::spec {
namespace {

using algebra::Rational;
using Coefficients = std::vector<Rational>;

Coefficients trimmed(Coefficients c) {
  while (!c.empty() && c.back().is_zero()) c.pop_back();
  return c;
}

Coefficients sum(Coefficients a, const Coefficients& b, const Rational& factor) {
  if (a.size() < b.size()) a.resize(b.size());
  for (std::size_t k = 0; k < b.size(); ++k) a[k] += factor * b[k];
  return trimmed(std::move(a));
}

/// Recursive descent: sum := product {+- product}; product := factor {[* /] factor}; factor := {+-} atom [^ integer].
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Coefficients all() {
    Coefficients result = sum_of_products();
    if (peek() != '\0') fail();
    return result;
  }

 private:
  char peek() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail(const std::string& reason = {}) {
    if (!reason.empty()) throw ExpressionError{reason};
    const std::string at = peek() == '\0' ? "the end" : "\"" + std::string(text_.substr(at_)) + "\"";
    throw ExpressionError{at + " at character " + std::to_string(at_ + 1)};
  }

  Coefficients multiplied(const Coefficients& a, const Coefficients& b) {
    if (a.empty() || b.empty()) return {};
    if (a.size() + b.size() - 2 > max_polynomial_degree)
      fail("a degree above " + std::to_string(max_polynomial_degree));
    Coefficients c(a.size() + b.size() - 1);
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < b.size(); ++j) c[i + j] += a[i] * b[j];
    return trimmed(std::move(c));
  }

  Coefficients sum_of_products() {
    if (++depth_ > 200) fail("more than 200 nested parentheses");
    Coefficients result = product();
    for (;;) {
      if (take('+'))
        result = sum(std::move(result), product(), 1);
      else if (take('-'))
        result = sum(std::move(result), product(), -1);
      else
        break;
    }
    --depth_;
    return result;
  }

  Coefficients product() {
    Coefficients result = factor();
    for (;;) {
      if (take('*')) {
        result = multiplied(result, factor());
      } else if (take('/')) {
        const Coefficients divisor = factor();
        if (divisor.size() != 1) fail(divisor.empty() ? "a division by 0" : "a division by a polynomial in z");
        for (Rational& c : result) c /= divisor[0];
      } else if (peek() == 'z' || peek() == '(') {
        result = multiplied(result, factor());
      } else {
        return result;
      }
    }
  }

  Coefficients factor() {
    Rational sign = 1;
    for (;;) {
      if (take('-'))
        sign = -sign;
      else if (!take('+'))
        break;
    }
    const Coefficients base = atom();
    Coefficients result = base;
    if (take('^')) {
      const std::size_t exponent = integer_exponent();
      result = {1};
      for (std::size_t k = 0; k < exponent; ++k) result = multiplied(result, base);
    }
    return sum({}, result, sign);
  }

  std::size_t integer_exponent() {
    peek();
    std::size_t end = at_;
    while (end < text_.size() && std::isdigit(static_cast<unsigned char>(text_[end])) != 0) ++end;
    if (end == at_) fail();
    if (end - at_ > 3) fail("a degree above " + std::to_string(max_polynomial_degree));
    const std::size_t exponent = std::stoul(std::string(text_.substr(at_, end - at_)));
    if (exponent > max_polynomial_degree) fail("a degree above " + std::to_string(max_polynomial_degree));
    at_ = end;
    return exponent;
  }

  Coefficients atom() {
    const char c = peek();
    if (take('(')) {
      Coefficients result = sum_of_products();
      if (!take(')')) fail();
      return result;
    }
    if (c == 'z' && !(at_ + 1 < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_ + 1])) != 0)) {
      ++at_;
      return {0, 1};
    }
    return number();
  }

  // Digits, a point, an exponent: the longest text that spells a number.
  Coefficients number() {
    const auto digit = [&](std::size_t i) {
      return i < text_.size() && std::isdigit(static_cast<unsigned char>(text_[i])) != 0;
    };
    std::size_t end = at_;
    while (digit(end) || (end < text_.size() && text_[end] == '.')) ++end;
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      std::size_t after = end + 1;
      if (after < text_.size() && (text_[after] == '+' || text_[after] == '-')) ++after;
      if (digit(after)) {
        while (digit(after)) ++after;
        end = after;
      }
    }
    const auto value = Rational::parse(text_.substr(at_, end - at_));
    if (end == at_ || !value) fail();
    at_ = end;
    return trimmed({*value});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::variant<Coefficients, ExpressionError> parse_polynomial(std::string_view text) {
  try {
    return Parser(text).all();
  } catch (const ExpressionError& error) {
    return error;
  }
}

}  // namespace polyscape::spec
