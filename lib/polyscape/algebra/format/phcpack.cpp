// PHCpack (Verschelde): the number of equations, with the number of variables behind it where that differs, then
// polynomials that end with a semicolon. Variables are named by appearing, in that order.
#include <algorithm>
#include <cctype>

#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/expression.hpp"
#include "polyscape/algebra/format/spelling.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

constexpr std::size_t longest_name = 79;  // PHCpack keeps names in 80 characters

// i and I are the imaginary unit, e and E belong to numbers, and PHCpack 2.4.86 takes longer names that begin with them
// for these, too.
bool reserved_by_phcpack(const std::string& name) {
  return std::string_view("iIeE").find(name.front()) != std::string_view::npos || name.size() > longest_name;
}

std::vector<std::string> order_of_appearance(const System& system, const std::vector<std::string>& names) {
  std::vector<std::string> order;
  std::vector<bool> seen(names.size(), false);
  for (const Polynomial& p : system.equations)
    for (const Term& term : p.terms())
      for (std::size_t i = 0; i < names.size(); ++i)
        if (term.exponents[i] > 0 && !seen[i]) {
          seen[i] = true;
          order.push_back(names[i]);
        }
  return order;
}

std::size_t read_count(const Token& token, const std::string& file, const std::string& what) {
  const auto value = Integer::parse(token.text);
  if (token.kind != Token::Kind::number || !value || !value->to_int64() || value->sign() <= 0)
    fail_at(file, token, what, "begin with the number of equations (and of variables, where it differs)");
  return static_cast<std::size_t>(*value->to_int64());
}

struct Header {
  std::size_t equations, variables;
  bool both;          // the file names both numbers
  std::size_t first;  // index of the first token of the first polynomial
};

Header read_header(const std::vector<Token>& tokens, const std::string& file) {
  const std::size_t n = read_count(tokens[0], file, "a positive number of equations");
  // A second number belongs to the header when it stands on the same line and no operator follows it.
  const bool both = tokens.size() > 2 && tokens[1].kind == Token::Kind::number && tokens[1].line == tokens[0].line &&
                    tokens[2].kind != Token::Kind::symbol;
  const bool signed_start = tokens.size() > 2 && tokens[2].line > tokens[1].line;  // "3 2" and then "-x + y;"
  if (both || (tokens[1].kind == Token::Kind::number && tokens[1].line == tokens[0].line && signed_start))
    return {n, read_count(tokens[1], file, "a positive number of variables"), true, 2};
  return {n, n, false, 1};
}

void require_count(const Header& header, const std::vector<std::string>& variables, const std::string& place) {
  if (variables.size() == header.variables) return;
  const std::string numbers = std::to_string(header.equations) + " " + std::to_string(variables.size());
  throw InputError(place,
                   std::to_string(header.variables) + " variables" + (header.both ? "" : " for as many equations"),
                   std::to_string(variables.size()) + ": " + joined(variables, ", ").substr(0, 200),
                   "write \"" + numbers + "\" as the first line if these are the variables");
}

}  // namespace

std::string write_phcpack(const System& system) {
  const std::size_t n = system.equations.size(), m = system.names.size();
  const auto names = legal_names(system.names, {.reserved = reserved_by_phcpack});
  std::string text = std::to_string(n) + (n == m ? "" : " " + std::to_string(m)) + "\n";
  // PHCpack's way to fix the order of the variables: x - x + y - y + ... in front of the first equation.
  std::string order;
  if (order_of_appearance(system, names) != names)
    for (const std::string& x : names) order += x + " - " + x + " + ";
  for (const Polynomial& p : system.equations) {
    text += (order.empty() ? "" : order + "\n") + spell(p, names) + ";\n";
    order.clear();
  }
  const std::string note = renaming_note(system.names, names);
  return text + (note.empty() ? "" : "\n" + note + "\n");
}

Reading read_phcpack(const std::string& text, const std::string& file, std::size_t inner) {
  const auto tokens = tokenize(text, '#');
  const Header header = read_header(tokens, file);
  Symbols symbols;
  symbols.place = file;
  symbols.end = "a semicolon";
  symbols.imaginary = {"i", "I"};
  symbols.inner = inner;

  // The names come first: an expression needs to know how many there are. Solutions and titles behind the last
  // semicolon hold words, too.
  std::size_t last = header.first, semicolons = 0;
  std::set<std::string> seen(symbols.imaginary.begin(), symbols.imaginary.end());
  for (; last < tokens.size() && semicolons < header.equations; ++last) {
    if (tokens[last].is(";")) ++semicolons;
    if (tokens[last].kind == Token::Kind::name && seen.insert(tokens[last].text).second)
      symbols.variables.push_back(tokens[last].text);
  }
  if (semicolons < header.equations)
    throw InputError(file + ":" + std::to_string(tokens.back().line),
                     std::to_string(header.equations) + " polynomials, each with a semicolon behind it",
                     std::to_string(semicolons) + " semicolons",
                     "end every polynomial with ; or correct the number in the first line");

  Reading reading;
  const ExpressionParser parser(symbols);
  std::size_t at = header.first;
  for (std::size_t i = 0; i < header.equations; ++i) {
    auto [value, next] = parser.parse(tokens, at);
    if (!tokens[next].is(";"))
      fail_at(file, tokens[next], "an operator or a semicolon",
              "write the polynomial alone, without =, and ; behind it");
    reading.equations.push_back(std::move(value));
    at = next + 1;
  }
  require_count(header, symbols.variables, file + ":" + std::to_string(tokens[0].line));
  reading.names = undo_renaming(symbols.variables, std::string_view(text).substr(tokens[at - 1].end));
  reading.inner = parser.inner();
  return reading;
}

}  // namespace polyscape::algebra
