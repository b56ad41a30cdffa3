#include <algorithm>
#include <cctype>
#include <filesystem>

#include "polyscape/algebra/format/expression.hpp"
#include "polyscape/base/file_text.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/document.hpp"
#include "polyscape/spec/keys.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/spec/sections.hpp"

namespace polyscape::spec {
namespace {

using algebra::Token;
using Node = Formula::Node;

constexpr int deepest_nesting = 200;        // of parentheses and signs: the parser recurses
constexpr unsigned largest_exponent = 100;  // as of activations
constexpr std::size_t most_nodes = 200000;  // of a potential's formula

constexpr const char* example = "write expression = \"(w1^2 - 1)^2/4 + w2^2/2\", for example";

/// A number, or one a coordinate of the vector variable.
using Entries = std::vector<Node>;

/// Reads an expression. Messages tell the line of the specification.
class PotentialParser {
 public:
  PotentialParser(Formula& formula, const std::vector<std::string>& names, const std::string& vector_name,
                  std::string place, std::vector<Token> tokens)
      : formula_(formula), names_(names), vector_(vector_name), place_(std::move(place)), tokens_(std::move(tokens)) {}

  Node parse() {
    const Entries value = sum();
    if (here().kind != Token::Kind::end) fail("an operator or the end of the expression", "correct it there");
    if (value.size() != 1)
      throw InputError(at(), "one number", "a vector", "write sum(..) around what has a value for each coordinate");
    return value.front();
  }

 private:
  const Token& here() const { return tokens_[next_]; }
  std::string at() const {
    const std::size_t colon = place_.find_first_of(' ');
    const std::string file = place_.substr(0, colon);
    return file.substr(0, file.rfind(':') + 1) + std::to_string(here().line) +
           (colon == std::string::npos ? "" : place_.substr(colon));
  }
  [[noreturn]] void fail(const std::string& expected, const std::string& remedy) const {
    throw InputError(at(), expected,
                     here().kind == Token::Kind::end ? "the end of the text" : "\"" + here().text + "\"", remedy);
  }
  bool take(std::string_view symbol) {
    if (!here().is(symbol)) return false;
    ++next_;
    return true;
  }

  Entries combined(const Entries& a, const Entries& b, const auto& operation) {
    if (formula_.size() > most_nodes)
      throw InputError(at(), "an expression of at most " + std::to_string(most_nodes) + " operations", "a longer one",
                       "simplify it");
    Entries result;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
      result.push_back(operation(a[a.size() == 1 ? 0 : i], b[b.size() == 1 ? 0 : i]));
    return result;
  }

  Entries sum() {
    Entries value = term();
    while (true) {
      if (take("+"))
        value = combined(value, term(), [&](Node a, Node b) { return formula_.add(a, b); });
      else if (take("-"))
        value = combined(value, term(), [&](Node a, Node b) { return formula_.subtract(a, b); });
      else
        return value;
    }
  }

  Entries term() {
    Entries value = factor();
    while (true) {
      if (take("*")) {
        value = combined(value, factor(), [&](Node a, Node b) { return formula_.multiply(a, b); });
      } else if (here().is("/")) {
        const std::size_t slash = next_++;
        const Entries divisor = factor();
        for (const Node d : divisor)
          if (formula_.is_constant(d) && formula_.constant_value(d).is_zero()) {
            next_ = slash;
            fail("a divisor that is not 0", "correct it");
          }
        value = combined(value, divisor, [&](Node a, Node b) { return formula_.divide(a, b); });
      } else {
        return value;
      }
    }
  }

  Entries factor() {
    if (++depth_ > deepest_nesting) fail("parentheses nested less deep", "simplify the expression");
    Entries value;
    if (take("-")) {
      value = factor();
      for (Node& entry : value) entry = formula_.negate(entry);
    } else if (take("+")) {
      value = factor();
    } else {
      value = power();
    }
    --depth_;
    return value;
  }

  Entries power() {
    Entries base = primary();
    if (!here().is("^") && !here().is("**")) return base;
    ++next_;
    const Token exponent = here();
    const bool digits = exponent.kind == Token::Kind::number && exponent.text.size() <= 3 &&
                        exponent.text.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::stoul(exponent.text) > largest_exponent)
      fail("an exponent from 0 to " + std::to_string(largest_exponent), "write a whole number there");
    ++next_;
    if (here().is("^") || here().is("**")) fail("parentheses around the inner power", "write (a^2)^3");
    for (Node& entry : base) entry = formula_.power(entry, static_cast<unsigned>(std::stoul(exponent.text)));
    return base;
  }

  Entries primary() {
    const Token token = here();
    if (token.kind == Token::Kind::number) {
      const auto value = Rational::parse(token.text);
      if (!value) fail("a number", "write it in digits");
      ++next_;
      return {formula_.constant(*value)};
    }
    if (take("(")) {
      Entries value = sum();
      if (!take(")")) fail("\")\"", "close the parenthesis");
      return value;
    }
    if (token.kind == Token::Kind::name) return named(token);
    fail("a number, a variable, exp(..), sum(..) or (", example);
  }

  Entries named(const Token& token) {
    const auto name = std::ranges::find(names_, token.text);
    if (name != names_.end()) {
      ++next_;
      return {formula_.variable(static_cast<std::size_t>(name - names_.begin()))};
    }
    if (!vector_.empty() && token.text == vector_) {
      ++next_;
      Entries all;
      for (std::size_t i = 0; i < names_.size(); ++i) all.push_back(formula_.variable(i));
      return all;
    }
    const bool exponential = token.text == "exp";
    if (!exponential && token.text != "sum") {
      std::string known = names_.size() <= 8 ? "" : "variable";
      if (known.empty())
        for (const std::string& n : names_) known += (known.empty() ? "" : ", ") + n;
      fail("one of the names " + known + (vector_.empty() ? "" : ", " + vector_) + ", exp, sum",
           "declare it in variables, or correct it");
    }
    ++next_;
    if (!take("(")) fail("\"(\"", "write " + token.text + "(..)");
    Entries value = sum();
    if (!take(")")) fail("\")\"", "close the parenthesis");
    if (!exponential) return {formula_.sum(value)};
    for (Node& entry : value) entry = formula_.exponential(entry);
    return value;
  }

  Formula& formula_;
  const std::vector<std::string>& names_;
  std::string vector_, place_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

bool is_name(const std::string& text) {
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; };
  return !text.empty() && letter(text[0]) && text != "exp" && text != "sum" &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || std::isdigit(static_cast<unsigned char>(c)); });
}

std::string name_at(const Value& value) {
  const std::string name = to_text(value, "a name", "write variables = [\"w1\", \"w2\"], for example");
  if (!is_name(name)) reject(value, "a name of letters and digits, other than exp and sum", "call it w, for example");
  return name;
}

/// The variables' names; the first is that of the vector, empty where they are given one by one.
std::pair<std::string, std::vector<std::string>> read_variables(const Value& table, const std::string& file,
                                                                std::optional<std::size_t> given) {
  const std::string remedy = "write variables = [\"w1\", \"w2\"], or variables = \"w\" with dimension = 2";
  const Value& variables = require(table, "variables", "names of the variables", remedy);
  const Value* dimension = table.find("dimension");
  if (variables.is(Value::Type::string)) {
    const std::string name = name_at(variables);
    std::size_t count = given.value_or(0);
    if (dimension != nullptr) {
      const std::uint64_t written =
          to_integer(*dimension, 1, most_potential_variables, "write dimension = 2, for example");
      if (!given) count = written;
    } else if (!given) {
      require(table, "dimension", "how many coordinates " + name + " has", "write dimension = 2, for example");
    }
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= count; ++i) names.push_back(name + std::to_string(i));
    return {name, names};
  }
  if (!variables.is(Value::Type::array) || variables.items.empty() || variables.items.size() > most_potential_variables)
    reject(variables, "one name, or a list of up to " + std::to_string(most_potential_variables), remedy);
  if (dimension != nullptr) reject(*dimension, "no dimension beside a list of variables", "leave it out");
  if (given)
    throw InputError("--dimension", "variables that are one vector", "a list of variables in " + file,
                     "write variables = \"w\" there, or leave --dimension out");
  std::vector<std::string> names;
  for (const Value& item : variables.items) {
    names.push_back(name_at(item));
    if (std::ranges::count(names, names.back()) > 1) reject(item, "names that differ", "call it something else");
  }
  return {"", names};
}

/// The line of the text on which a string's content begins.
std::size_t first_line(const std::string& text, const Value& value) {
  const auto lines = [&](std::size_t end) {
    return 1 +
           static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
  };
  std::size_t begin = value.begin;
  const std::string_view rest = std::string_view(text).substr(begin);
  if (rest.starts_with("\"\"\"\n") || rest.starts_with("'''\n")) begin += 4;
  return lines(begin);
}

/// Points as lists of coordinates; a number stands for a point with that in every coordinate.
std::vector<std::vector<Rational>> read_points(const Value& value, std::size_t dimension) {
  const std::string remedy = "write near = [[4, 4], [12, 12]], or near = [4, 12] for the same coordinate everywhere";
  if (!value.is(Value::Type::array)) reject(value, "a list of points", remedy);
  std::vector<std::vector<Rational>> result;
  for (const Value& item : value.items) {
    if (item.is(Value::Type::array)) {
      result.push_back(to_row(item, remedy));
      if (result.back().size() != dimension)
        reject(item, "points of " + std::to_string(dimension) + " coordinates", remedy);
    } else {
      result.emplace_back(dimension, to_rational(item));
    }
  }
  return result;
}

Potential read_potential(const Value& table, const std::string& text, const std::string& file,
                         std::optional<std::size_t> dimension) {
  require_keys_of(table, Table::potential);
  Potential result;
  const auto [vector_name, names] = read_variables(table, file, dimension);
  result.names = names;
  result.formula = Formula(names.size());
  const Value& expression = require(table, "expression", "the potential as an expression", example);
  result.text = to_text(expression, "an expression in quotes", example);
  const auto read = [&](const Value& at, const std::string& written) {
    return PotentialParser(result.formula, result.names, vector_name, at.place,
                           algebra::tokenize(written, '#', first_line(text, at)))
        .parse();
  };
  result.value = read(expression, result.text);
  if (result.formula.is_constant(result.value)) reject(expression, "an expression that depends on a variable", example);
  if (const Value* valley = table.find("valley")) {
    const std::string remedy = "write valley = [\"w1\", \"w2 - 1\"], for example";
    if (!valley->is(Value::Type::array) || valley->items.empty() || valley->items.size() >= names.size())
      reject(*valley, "a list of polynomials, fewer than variables, that vanish on a set of minima", remedy);
    for (const Value& item : valley->items) {
      result.valley.push_back(read(item, to_text(item, "a polynomial in quotes", remedy)));
      if (!as_program(result.formula, result.valley.back()))
        reject(item, "a polynomial", "leave exp and division by variables out");
    }
  }
  if (const Value* near = table.find("near")) result.near = read_points(*near, names.size());
  if (const Value* plateau = table.find("plateau")) result.plateau = to_rational(*plateau);
  return result;
}

}  // namespace

std::vector<SolveEntry> read_entries(const Value& document, const char* key, const char* like) {
  std::vector<SolveEntry> result;
  if (const Value* table = find_table(document, key, like))
    for (const auto& [name, value] : table->entries) {
      if (value.is(Value::Type::array) || value.is(Value::Type::table) || value.is(Value::Type::date))
        reject(value, "a number, a string, true or false",
               "write " + value.place.substr(value.place.rfind('.') + 1) + " = .., a single value");
      result.push_back({name, value.text, value.place});
    }
  return result;
}

PotentialSpecification parse_potential(const std::string& text, const std::string& file,
                                       std::optional<std::size_t> dimension) {
  const Value document = parse_document(text, file);
  for (const char* key : {"network", "data", "loss", "regularization"})
    if (const Value* value = document.find(key))
      throw InputError(value->place, "a [potential] alone", std::string("[") + key + "] as well",
                       "leave one of the two out");
  require_keys_of(document, Table::potential_file);
  PotentialSpecification result;
  result.text = text;
  result.path = file;
  result.title = std::filesystem::path(file).stem().string();
  if (const Value* title = document.find("title"))
    result.title = to_text(*title, "a string", "write title = \"..\", in quotes");
  const Value* table = find_table(document, "potential", "[potential] with variables and expression below");
  if (table == nullptr)
    throw InputError(file, "a [potential]", "none", "write [potential] with variables and expression below");
  result.potential = read_potential(*table, text, file, dimension);
  result.solve = read_entries(document, "solve", "[solve] with start = \"auto\" below");
  result.dynamics = read_entries(document, "dynamics", "[dynamics] with temperature = 0.1 below");
  return result;
}

std::variant<Specification, PotentialSpecification> read_landscape(const std::string& path,
                                                                   std::optional<std::size_t> dimension) {
  const auto text = file_text(path);
  if (!text) return read_specification(path);  // which says what is wrong
  if (parse_document(*text, path).find("potential") != nullptr) return parse_potential(*text, path, dimension);
  if (dimension)
    throw InputError("--dimension", "a [potential] whose variables are one vector", "a network in " + path,
                     "leave --dimension out");
  return parse_specification(*text, path, std::filesystem::path(path).parent_path().string());
}

}  // namespace polyscape::spec
