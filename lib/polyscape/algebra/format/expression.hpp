#pragma once
/// Polynomial expressions as text: tokens, and an exact parser that the text formats share.
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::algebra {

struct Token {
  enum class Kind { number, name, symbol, end };  ///< symbol: one character, or "**"; end: of the text, always last
  Kind kind;
  std::string text;
  std::size_t line;  ///< counted from 1
  std::size_t end;   ///< offset in the text behind the token
  bool is(std::string_view symbol) const { return kind == Kind::symbol && text == symbol; }
};

/// The tokens of `text`. Numbers: digits with an optional fraction and decimal exponent; names: a letter or _, then
/// letters, digits, _ and brackets. Comments run from `comment` to the end of the line. Any character is a token: what
/// does not belong is for the parser to report.
std::vector<Token> tokenize(std::string_view text, char comment, std::size_t first_line = 1);

/// A sum of two terms or more that stands in parentheses or has a name, as it is met first.
struct InnerSum {
  Polynomial monic;  ///< divided by `leading`
  GaussianRational leading;
  std::string name;  ///< empty: it stands in parentheses
  Polynomial value() const { return monic * leading; }
};

/// What the names in an expression stand for.
struct Symbols {
  std::vector<std::string> variables;
  std::vector<std::string> imaginary;             ///< names of the imaginary unit
  std::map<std::string, Polynomial> definitions;  ///< other names
  std::string place;                              ///< the file's name in messages, before ":LINE"
  std::string end = ";";                          ///< what ends an expression, in messages
  /// Unknowns behind the variables: one for each of the first inner sums that are met, in its place wherever it stands,
  /// times a constant.
  std::size_t inner = 0;
  std::size_t unknowns() const { return variables.size() + inner; }
};

class ExpressionParser {
 public:
  /// Keeps a reference to `symbols`; definitions may be added later, variables not. Throws InputError for more than
  /// 10,000 variables. One parser reads all of a file: what multiplying out may cost is limited over all expressions
  /// together.
  explicit ExpressionParser(const Symbols& symbols);
  /// The longest expression at tokens[first]: +, -, *, / by constants, ^ or ** with integers (negative: constants
  /// only), signs, parentheses. Throws InputError.
  struct Result {
    Polynomial value;  ///< in symbols.unknowns() variables
    std::size_t next;  ///< index of the token behind it
  };
  Result parse(std::span<const Token> tokens, std::size_t first) const;

  /// What was met in all that was read.
  struct Inner {
    std::size_t occurrences = 0;  ///< of inner sums
    std::vector<InnerSum> sums;   ///< those with unknowns, in variables and the unknowns of earlier ones
  };
  const Inner& inner() const { return inner_; }

 private:
  const Symbols& symbols_;
  std::map<std::string, std::size_t> index_;
  mutable double work_ = 0, kept_ = 0;  ///< spent on multiplying out; bits of all that was read
  mutable Inner inner_;
};

/// "FILE:LINE: expected EXPECTED, found TOKEN; REMEDY".
[[noreturn]] void fail_at(const std::string& file, const Token& token, const std::string& expected,
                          const std::string& remedy);

}  // namespace polyscape::algebra
