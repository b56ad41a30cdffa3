// Our own JSON: { "variables": [names], "equations": [texts or lists of terms] }; "title" may stand beside them.
#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/expression.hpp"
#include "polyscape/algebra/format/spelling.hpp"
#include "polyscape/base/aside.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/nesting.hpp"

namespace polyscape::algebra {
namespace {

using nlohmann::json;

bool is_identifier(const std::string& name) {
  const auto tokens = tokenize(name, '\0');
  return tokens.size() == 2 && tokens[0].kind == Token::Kind::name && tokens[0].text == name;
}

std::string quoted(const std::string& text) { return json(text).dump(); }

std::string number_text(const GaussianRational& z) {
  return z.is_real() ? quoted(z.re.to_string())
                     : "[" + quoted(z.re.to_string()) + ", " + quoted(z.im.to_string()) + "]";
}

std::string term_list(const Polynomial& p) {
  std::vector<std::string> terms;
  for (const Term& term : p.terms())
    terms.push_back("{\"coefficient\": " + number_text(term.coefficient) +
                    ", \"exponents\": " + json(term.exponents).dump() + "}");
  return "[" + joined(terms, ", ") + "]";
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

// Lines on which the values of the outer object, and the elements of those that are arrays, begin: "equations[2]".
// The text is known to be well-formed JSON.
std::map<std::string, std::size_t> lines_of_values(std::string_view text) {
  std::map<std::string, std::size_t> lines;
  std::string key, last;
  std::size_t depth = 0, element = 0, line = 1;
  bool value_follows = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    constexpr std::size_t often = 4096;
    if (at % often == 0) stop_if_cancelled();
    if (c == '\n') ++line;
    if (std::isspace(static_cast<unsigned char>(c))) continue;
    if (value_follows && c != ']') {
      lines[depth == 1 ? key : key + "[" + std::to_string(element) + "]"] = line;
      value_follows = false;
    }
    if (c == '"') {
      const std::size_t start = at + 1;
      for (++at; text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
      last = text.substr(start, at - start);
    } else if (c == '[' || c == '{') {
      ++depth;
      if (depth == 2) element = 0;
      value_follows = depth == 2 && c == '[';
    } else if (c == ']' || c == '}') {
      --depth;
      value_follows = false;
    } else if (c == ':' && depth == 1) {
      key = last;
      value_follows = true;
    } else if (c == ',' && depth == 2) {
      ++element;
      value_follows = true;
    }
  }
  return lines;
}

class JsonReader {
 public:
  JsonReader(const std::string& text, const std::string& file, std::size_t inner) : text_(text), file_(file) {
    symbols_.inner = inner;
    if (nested_deeper(text, deepest_json))
      throw InputError(file, "JSON of at most " + std::to_string(deepest_json) + " nested lists and objects", "more",
                       "write { \"variables\": [\"x\"], \"equations\": [\"x^2 - 1\"] }");
    if (const auto zero = text.find('\0'); zero != std::string::npos)  // which the parser takes for the text's end
      throw InputError(place(line_of(text, zero)), "JSON", "a zero byte", "correct the text");
    const auto said = [](const json::exception& error) {
      const std::string what = error.what();
      return "a mistake: " + what.substr(std::min(what.find("] ") + 2, what.size()));
    };
    try {
      constexpr std::size_t quick = 1000000;  // characters
      root_ = text.size() < quick ? json::parse(text) : aside([text] { return json::parse(text); });
    } catch (const json::parse_error& error) {
      throw InputError(place(line_of(text, error.byte == 0 ? 0 : error.byte - 1)), "JSON", said(error),
                       "correct the text");
    } catch (const json::exception& error) {  // a number that no double holds
      throw InputError(file, "JSON", said(error), "write numbers as strings: \"1e400\"");
    }
    lines_ = lines_of_values(text);
  }

  Reading read() {
    for (const auto& [key, value] : root_.items())
      if (key != "variables" && key != "equations" && key != "title")
        fail(key, "variables, equations or title", "\"" + key + "\"", "remove this key");
    Reading reading;
    reading.names = read_names();
    symbols_.variables = reading.names;
    symbols_.imaginary = {"i", "I"};  // a variable of that name is the variable
    symbols_.end = "the end of the text";
    symbols_.place = file_;
    const ExpressionParser parser(symbols_);
    const json& equations = member("equations");
    for (std::size_t i = 0; i < equations.size(); ++i) {
      const std::string key = "equations[" + std::to_string(i) + "]";
      if (equations[i].is_string())
        reading.equations.push_back(expression(equations[i].get<std::string>(), key, parser));
      else if (equations[i].is_array())
        reading.equations.push_back(terms(equations[i], key));
      else
        fail(key, "a polynomial as a string or a list of terms", equations[i].dump(), "write \"x^2 - 1\"");
    }
    reading.inner = parser.inner();
    return reading;
  }

 private:
  std::string place(std::size_t line) const { return file_ + ":" + std::to_string(line); }
  std::size_t line(const std::string& key) const {
    const auto found = lines_.find(key);
    return found == lines_.end() ? 1 : found->second;
  }
  [[noreturn]] void fail(const std::string& key, const std::string& expected, const std::string& found,
                         const std::string& remedy) const {
    throw InputError(place(line(key)) + " " + key, expected, found.substr(0, 80), remedy);
  }

  const json& member(const std::string& key) const {
    const auto found = root_.find(key);
    if (found == root_.end())
      throw InputError(place(1), "the key \"" + key + "\"", "",
                       "write { \"variables\": [\"x\"], \"equations\": [\"x^2 - 1\"] }");
    if (!found->is_array()) fail(key, "a list", found->dump(), "write it in brackets [ ]");
    return *found;
  }

  std::vector<std::string> read_names() const {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (const json& name : member("variables")) {
      const std::string key = "variables[" + std::to_string(names.size()) + "]";
      if (!name.is_string() || name.get<std::string>().empty())
        fail(key, "a name as a string", name.dump(), "write \"x1\"");
      if (!seen.insert(name.get<std::string>()).second)
        fail(key, "distinct names", name.dump(), "name each variable once");
      names.push_back(name.get<std::string>());
    }
    if (names.empty()) fail("variables", "at least one variable", "none", "name the variables of the equations");
    return names;
  }

  Polynomial expression(const std::string& text, const std::string& key, const ExpressionParser& parser) const {
    // Messages name the line of the equation in the file; the text inside a JSON string has no lines of its own.
    const auto tokens = tokenize(text, '\0', line(key));
    auto [value, next] = parser.parse(tokens, 0);
    if (tokens[next].kind != Token::Kind::end)
      fail(key, "an operator or the end of the polynomial", "\"" + tokens[next].text + "\"",
           "write the polynomial alone, without = and ;");
    return std::move(value);
  }

  // A rational number, or the list of a real and an imaginary part.
  GaussianRational number(const json& value, const std::string& key) const {
    if (value.is_array() && value.size() == 2) return {rational(value[0], key), rational(value[1], key)};
    return rational(value, key);
  }
  Rational rational(const json& value, const std::string& key) const {
    if (value.is_number_integer()) return *Rational::parse(value.dump());
    const auto parsed = value.is_string() ? Rational::parse(value.get<std::string>()) : std::nullopt;
    if (!parsed)
      fail(key, "an exact coefficient", value.dump(),
           "write it as a string: \"0.1\" or \"-1/3\", or as a list of real and imaginary part: [\"1\", \"-1/3\"]");
    return *parsed;
  }

  Polynomial terms(const json& list, const std::string& key) const {
    const std::size_t n = symbols_.variables.size();
    std::vector<Term> result;
    for (const json& entry : list) {
      stop_if_cancelled();
      if (!entry.is_object() || entry.size() != 2 || !entry.contains("coefficient") || !entry.contains("exponents"))
        fail(key, "terms with coefficient and exponents", entry.dump(),
             "write { \"coefficient\": \"-1/3\", \"exponents\": [2, 1] }");
      Term term{number(entry["coefficient"], key), {}};
      const json& exponents = entry["exponents"];
      const auto legal = [](const json& e) { return e.is_number_unsigned() && e.get<std::uint64_t>() <= 10000; };
      if (!exponents.is_array() || exponents.size() != n || !std::ranges::all_of(exponents, legal))
        fail(key, std::to_string(n) + " exponents from 0 to 10000", exponents.dump(), "write one for each variable");
      for (const json& e : exponents) term.exponents.push_back(e.get<int>());
      term.exponents.resize(symbols_.unknowns(), 0);
      result.push_back(std::move(term));
    }
    try {
      return Polynomial::from_terms(symbols_.unknowns(), result);
    } catch (const LimitError& error) {
      throw error.at(place(line(key)) + " " + key);
    }
  }

  const std::string& text_;
  const std::string& file_;
  json root_;
  std::map<std::string, std::size_t> lines_;
  Symbols symbols_;
};

}  // namespace

std::string write_json(const System& system) {
  const auto names_it = [&](const std::string& unit) {
    return std::ranges::find(system.names, unit) != system.names.end();
  };
  Spelling spelling{.width = 0};
  if (names_it("i")) spelling.imaginary = "I";
  const bool spellable = is_real(system) || !names_it("i") || !names_it("I");
  const bool readable = spellable && std::ranges::all_of(system.names, is_identifier);
  std::vector<std::string> names, equations;
  for (const std::string& name : system.names) names.push_back(quoted(name));
  for (const Polynomial& p : system.equations)
    equations.push_back(readable ? quoted(spell(p, system.names, spelling)) : term_list(p));
  return "{\n  \"variables\": [" + joined(names, ", ") + "],\n  \"equations\": [\n    " + joined(equations, ",\n    ") +
         "\n  ]\n}\n";
}

Reading read_json(const std::string& text, const std::string& file, std::size_t inner) {
  return JsonReader(text, file, inner).read();
}

}  // namespace polyscape::algebra
