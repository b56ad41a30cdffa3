#include "polyscape/algebra/format/expression.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::algebra {
namespace {

constexpr long most_terms = 1000000;    // of a power when expanded: what memory holds
constexpr int deepest_nesting = 500;    // of parentheses and signs: the parser recurses
constexpr double usual_bits = 64;       // of a coefficient, where a look at each would cost more than it tells
constexpr double most_exponents = 2e8;  // of the terms of a sum, before they are packed: what memory holds
constexpr double most_work = 2e9;       // elementary steps that multiplying out a file may take: some ten seconds

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '[' || c == ']'; }

// The length of the number at the beginning of `text`; an e without digits behind it is not part of it.
std::size_t number_length(std::string_view text) {
  const auto digits = [&](std::size_t from) {
    while (from < text.size() && is_digit(text[from])) ++from;
    return from;
  };
  std::size_t length = digits(0);
  if (length < text.size() && text[length] == '.') length = digits(length + 1);
  if (length < text.size() && (text[length] == 'e' || text[length] == 'E')) {
    std::size_t exponent = length + 1;
    if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
    if (digits(exponent) > exponent) length = digits(exponent);
  }
  return length;
}

}  // namespace

std::vector<Token> tokenize(std::string_view text, char comment, std::size_t first_line) {
  std::vector<Token> tokens;
  std::size_t line = first_line;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == comment) {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (std::isspace(static_cast<unsigned char>(c))) {
      if (c == '\n') ++line;
      ++at;
      continue;
    }
    std::size_t length = 1;
    Token::Kind kind = Token::Kind::symbol;
    if (is_digit(c) || (c == '.' && at + 1 < text.size() && is_digit(text[at + 1]))) {
      kind = Token::Kind::number;
      length = number_length(text.substr(at));
    } else if (starts_name(c)) {
      kind = Token::Kind::name;
      while (at + length < text.size() && continues_name(text[at + length])) ++length;
    } else if (text.substr(at, 2) == "**") {
      length = 2;
    }
    tokens.push_back({kind, std::string(text.substr(at, length)), line, at + length});
    at += length;
  }
  tokens.push_back({Token::Kind::end, "", line, text.size()});
  return tokens;
}

void fail_at(const std::string& file, const Token& token, const std::string& expected, const std::string& remedy) {
  throw InputError(file + ":" + std::to_string(token.line), expected,
                   token.kind == Token::Kind::end ? "the end of the text" : "\"" + token.text + "\"", remedy);
}

namespace {

// A product in the making: a monomial, and the factors that are none.
struct Product {
  Term monomial;
  std::optional<Polynomial> rest;
};

class Descent {
 public:
  Descent(const Symbols& symbols, const std::map<std::string, std::size_t>& index, std::span<const Token> tokens,
          std::size_t first, double& work, ExpressionParser::Inner& inner)
      : symbols_(symbols),
        index_(index),
        tokens_(tokens),
        at_(first),
        size_(symbols.unknowns()),
        work_(work),
        inner_(inner) {}

  std::size_t position() const { return at_; }

  // Single terms are collected and added in one go: adding them one by one is quadratic.
  Polynomial sum() {
    std::vector<Term> terms;
    Polynomial rest(size_);
    bool negative = false;
    while (true) {
      Product p = product();
      if (negative) p.monomial.coefficient = -p.monomial.coefficient;
      if (p.rest) {
        const Polynomial summand = polynomial(p);
        spend(extent_of(rest, usual_bits), 0);
        spend(extent_of(summand, usual_bits), 0);
        rest += summand;
      } else {
        terms.push_back(std::move(p.monomial));
        if (static_cast<double>(terms.size()) * static_cast<double>(size_) > most_exponents)
          throw LimitError("sums of at most " + std::to_string(static_cast<long>(most_exponents)) +
                               " exponents, those of each variable in each term",
                           "more", "leave terms or variables out");
      }
      if (!peek().is("+") && !peek().is("-")) break;
      negative = take().is("-");
    }
    require_separator();
    return Polynomial::from_terms(size_, terms) + rest;
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  const Token& take() { return tokens_[peek().kind == Token::Kind::end ? at_ : at_++]; }
  [[noreturn]] void fail(const Token& token, const std::string& expected, const std::string& remedy) const {
    fail_at(symbols_.place, token, expected, remedy);
  }

  Polynomial polynomial(const Product& p) const {
    const Polynomial monomial = Polynomial::from_terms(size_, std::span(&p.monomial, 1));
    return p.rest ? multiplied(monomial, *p.rest) : monomial;
  }

  // Work is counted over all expressions of a file: few characters may stand for much.
  void spend(const Extent& result, double pairs) const {
    constexpr double dense = 100;  // steps for a term of the result, where almost all monomials occur
    const double term = 2 + result.bits / 64 + static_cast<double>(result.variables) / 8;
    work_ += std::max(result.terms, std::min(pairs, dense * result.terms)) * term;
    if (cancellation_requested()) throw Cancelled();
    if (work_ > most_work)
      throw LimitError("expressions that can be multiplied out in 2*10^9 steps", "more",
                       "lower the exponents, or write the equations term by term");
  }
  Polynomial multiplied(const Polynomial& a, const Polynomial& b) const {
    spend(product_extent(extent_of(a, usual_bits), extent_of(b, usual_bits)),
          static_cast<double>(a.term_count()) * static_cast<double>(b.term_count()));
    return a * b;
  }

  Product constant(const GaussianRational& value) const { return {{value, std::vector<int>(size_, 0)}, std::nullopt}; }

  // The number that a product is; nullopt if it holds variables.
  std::optional<GaussianRational> constant_of(const Product& p) const {
    const auto terms = polynomial(p).terms();
    if (terms.empty()) return GaussianRational(0);
    if (terms.size() > 1 || std::ranges::any_of(terms[0].exponents, [](int e) { return e != 0; })) return std::nullopt;
    return terms[0].coefficient;
  }

  // An operand directly behind an operand: implicit multiplication, or a function.
  void require_separator() const {
    if (peek().kind == Token::Kind::number || peek().kind == Token::Kind::name || peek().is("("))
      fail(peek(), "an operator or " + symbols_.end, "write * between factors; only polynomials can be read");
  }

  Product product() {
    Product result = factor();
    while (peek().is("*") || peek().is("/")) {
      const bool divide = take().is("/");
      const Token& at = peek();
      const Product next = factor();
      if (divide) {
        const auto divisor = constant_of(next);
        if (!divisor) fail(at, "a constant behind /", "multiply the equation by its denominator");
        if (divisor->is_zero()) fail(at, "a divisor other than 0", "correct the fraction");
        require_coefficient(static_cast<double>(bits(result.monomial.coefficient) + bits(*divisor)));
        result.monomial.coefficient = result.monomial.coefficient / *divisor;
        continue;
      }
      require_coefficient(static_cast<double>(bits(result.monomial.coefficient) + bits(next.monomial.coefficient)));
      result.monomial.coefficient = result.monomial.coefficient * next.monomial.coefficient;
      for (std::size_t i = 0; i < size_; ++i)
        add_exponent(result.monomial.exponents[i], next.monomial.exponents[i], at);
      if (next.rest) result.rest = result.rest ? multiplied(*result.rest, *next.rest) : *next.rest;
    }
    return result;
  }

  void add_exponent(int& exponent, int more, const Token& at) const {
    exponent += more;
    if (exponent > largest_degree) fail_exponent(at);
  }
  [[noreturn]] void fail_exponent(const Token& at) const {
    fail(at, "powers of at most " + std::to_string(largest_degree), "correct the exponent");
  }

  Product factor() {
    if (peek().is("+") || peek().is("-")) {
      const Nesting nesting(*this);
      const bool negative = take().is("-");
      Product result = factor();
      if (negative) result.monomial.coefficient = -result.monomial.coefficient;
      return result;
    }
    Product base = operand();
    if (!peek().is("^") && !peek().is("**")) return base;
    take();
    const Token& at = peek();
    base = power(base, exponent(), at);
    if (peek().is("^") || peek().is("**")) fail(peek(), "one exponent", "write parentheses: x^(2^3) or (x^2)^3");
    return base;
  }

  long exponent() {
    const Token& at = peek();
    int sign = 1;
    if (peek().is("+") || peek().is("-")) sign = take().is("-") ? -1 : 1;
    if (peek().kind != Token::Kind::number && !peek().is("("))
      fail(peek(), "an integer exponent", "only polynomials can be read");
    const auto value = constant_of(operand());
    if (!value || !value->is_real() || !value->re.is_integer())
      fail(at, "an integer exponent", "only polynomials can be read");
    const Integer whole = value->re.numerator();
    if (whole > Integer(largest_degree) || whole < Integer(-largest_degree)) fail_exponent(at);
    return sign * static_cast<long>(whole.to_int64().value());
  }

  Product power(const Product& base, long exponent, const Token& at) const {
    if (exponent < 0) {
      const auto value = constant_of(base);
      if (!value || value->is_zero())
        fail(at, "an exponent that is not negative", "multiply the equation by its denominator");
      require_coefficient(static_cast<double>(bits(*value)) * static_cast<double>(-exponent));
      return constant(algebra::power(*value, exponent));
    }
    require_coefficient(static_cast<double>(bits(base.monomial.coefficient)) * static_cast<double>(exponent));
    Product result{{algebra::power(base.monomial.coefficient, exponent), base.monomial.exponents}, std::nullopt};
    for (int& e : result.monomial.exponents) {
      if (e * exponent > largest_degree) fail_exponent(at);
      e *= static_cast<int>(exponent);
    }
    if (base.rest) {
      const auto k = static_cast<unsigned long>(exponent), terms = base.rest->term_count();
      if (terms > 1 && binomial(terms - 1 + k, k) > Integer(most_terms))
        fail(at, "a power of at most " + std::to_string(most_terms) + " terms", "correct the exponent");
      const Extent extent = power_extent(extent_of(*base.rest), k);
      spend(extent, extent.terms * static_cast<double>(terms));
      result.rest = base.rest->pow(k);
    }
    return result;
  }

  Product operand() {
    const Token& token = take();
    if (token.kind == Token::Kind::number) {
      const auto value = Rational::parse(token.text);
      if (!value) fail(token, "a number with a decimal exponent of at most 10000", "scale the equation");
      return constant(*value);
    }
    if (token.kind == Token::Kind::name) return named(token);
    if (!token.is("(")) fail(token, "a number, a name or (", "complete the expression");
    const Nesting nesting(*this);
    Polynomial value = sum();
    if (const Token& closing = take(); !closing.is(")"))
      fail(closing, "an operator or )", "close the parenthesis of line " + std::to_string(token.line));
    return inner_sum(std::move(value), "");
  }

  Product inner_sum(Polynomial value, const std::string& name) const {
    if (value.term_count() >= 2) {
      ++inner_.occurrences;
      if (auto unknown = unknown_of(value, name)) return {std::move(*unknown), std::nullopt};
    }
    Product result = constant(1);
    result.rest = std::move(value);
    return result;
  }
  // The sum as a multiple of its unknown; nullopt: it has none.
  std::optional<Term> unknown_of(const Polynomial& value, const std::string& name) const {
    if (symbols_.inner == 0) return std::nullopt;
    const GaussianRational leading = value.terms().front().coefficient;
    Polynomial monic = value * (GaussianRational(1) / leading);
    auto& sums = inner_.sums;
    auto found = std::ranges::find(sums, monic, &InnerSum::monic);
    if (found == sums.end()) {
      if (sums.size() == symbols_.inner) return std::nullopt;
      found = sums.insert(sums.end(), {std::move(monic), leading, name});
    }
    Term result{leading / found->leading, std::vector<int>(size_, 0)};
    result.exponents[symbols_.variables.size() + static_cast<std::size_t>(found - sums.begin())] = 1;
    return result;
  }

  Product named(const Token& token) const {
    Product result = constant(1);
    if (const auto found = index_.find(token.text); found != index_.end()) {
      result.monomial.exponents[found->second] = 1;
    } else if (std::ranges::find(symbols_.imaginary, token.text) != symbols_.imaginary.end()) {
      result.monomial.coefficient = GaussianRational(0, 1);
    } else if (const auto defined = symbols_.definitions.find(token.text); defined != symbols_.definitions.end()) {
      return inner_sum(defined->second, token.text);
    } else {
      std::string known;
      for (const std::string& name : symbols_.variables)
        if (known.size() < 60)
          known += (known.empty() ? "" : ", ") + name;
        else if (!known.ends_with("..."))
          known += ", ...";
      fail(token, "a declared name", "declare it, or use one of " + known);
    }
    return result;
  }

  struct Nesting {
    Descent& descent;
    explicit Nesting(Descent& d) : descent(d) {
      if (++descent.depth_ > deepest_nesting)
        descent.fail(descent.peek(), "at most " + std::to_string(deepest_nesting) + " nested parentheses and signs",
                     "expand the expression");
    }
    ~Nesting() { --descent.depth_; }
  };

  const Symbols& symbols_;
  const std::map<std::string, std::size_t>& index_;
  std::span<const Token> tokens_;
  std::size_t at_, size_;
  double& work_;
  ExpressionParser::Inner& inner_;
  int depth_ = 0;
};

}  // namespace

ExpressionParser::ExpressionParser(const Symbols& symbols) : symbols_(symbols) {
  constexpr std::size_t most_variables = 10000;
  if (symbols.variables.size() > most_variables)
    throw InputError(symbols.place, "at most " + std::to_string(most_variables) + " variables",
                     std::to_string(symbols.variables.size()), "eliminate those that are linear in others");
  for (std::size_t i = 0; i < symbols.variables.size(); ++i) index_[symbols.variables[i]] = i;
}

ExpressionParser::Result ExpressionParser::parse(std::span<const Token> tokens, std::size_t first) const {
  Descent descent(symbols_, index_, tokens, first, work_, inner_);
  try {
    Polynomial value = descent.sum();
    require_size(kept_ += bits(extent_of(value)));
    return {std::move(value), descent.position()};
  } catch (const LimitError& error) {
    throw error.at(symbols_.place + ":" + std::to_string(tokens[std::max(descent.position(), first + 1) - 1].line));
  }
}

}  // namespace polyscape::algebra
