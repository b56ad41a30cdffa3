// Bertini's input file (Bates, Hauenstein, Sommese, Wampler): configuration, declarations, definitions.
#include <algorithm>

#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/expression.hpp"
#include "polyscape/algebra/format/spelling.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

const char* const bertini_words =
    "I Pi CONFIG INPUT END function variable variable_group hom_variable_group constant parameter pathvariable random "
    "random_real definedSubfunction sin cos tan exp pow log sqrt arcsin arccos arctan";

class BertiniReader {
 public:
  BertiniReader(const std::string& text, const std::string& file, std::size_t inner) : tokens_(tokenize(text, '%')) {
    symbols_.place = file;
    symbols_.inner = inner;
    symbols_.imaginary = {"I"};
  }

  Reading read() {
    skip_configuration();
    // Variables first: definitions are polynomials in all of them, wherever the declarations stand.
    const std::size_t start = at_;
    walk(&BertiniReader::declare, &BertiniReader::skip_statement);
    if (symbols_.variables.empty())
      fail(tokens_[at_], "a declaration of variables", "write variable_group x, y; before the functions");
    const ExpressionParser parser(symbols_);
    parser_ = &parser;
    at_ = start;
    walk(&BertiniReader::skip_declaration, &BertiniReader::define);
    return {symbols_.variables, functions(), parser.inner()};
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  const Token& take() { return tokens_[peek().kind == Token::Kind::end ? at_ : at_++]; }
  bool at_word(std::string_view word) const { return peek().kind == Token::Kind::name && peek().text == word; }
  [[noreturn]] void fail(const Token& token, const std::string& expected, const std::string& remedy) const {
    fail_at(symbols_.place, token, expected, remedy);
  }
  void expect(std::string_view symbol, const std::string& remedy) {
    if (const Token& token = take(); !token.is(symbol)) fail(token, std::string(symbol), remedy);
  }

  void skip_configuration() {
    if (at_word("CONFIG")) {
      while (!at_word("END") && !at_word("INPUT")) {
        if (peek().kind == Token::Kind::end) fail(peek(), "END; behind the configuration", "end CONFIG with END;");
        take();
      }
      if (at_word("END")) {
        take();
        expect(";", "write END;");
      }
    }
    if (at_word("INPUT")) take();
  }

  static bool declares(const std::string& word) {
    static const auto declarations = any_of_words(
        "function variable_group variable hom_variable_group constant parameter pathvariable random random_real");
    return declarations(word);
  }

  using Action = void (BertiniReader::*)();
  void walk(Action declaration, Action statement) {
    while (!at_word("END") && peek().kind != Token::Kind::end) {
      if (peek().kind != Token::Kind::name)
        fail(peek(), "a declaration or NAME = POLYNOMIAL;", "correct the statement");
      (this->*(declares(peek().text) ? declaration : statement))();
    }
  }

  void declare() {
    const Token kind = take();
    if (kind.text == "hom_variable_group")
      fail(kind, "affine variables", "declare them with variable_group and set one of each group to 1");
    if (kind.text == "parameter" || kind.text == "pathvariable" || kind.text.starts_with("random"))
      fail(kind, "a system without parameters", "declare a constant and give it a rational value");
    do {
      const Token& token = take();
      if (token.kind != Token::Kind::name) fail(token, "a name", "separate the names by commas and end with ;");
      if (!declared_.insert(token.text).second || token.text == "I" || token.text == "Pi")
        fail(token, "a name that is not taken", "choose another one");
      if (kind.text == "function")
        functions_.push_back(token);
      else if (kind.text != "constant")
        symbols_.variables.push_back(token.text);
    } while (take_comma());
    expect(";", "end the declaration with ;");
  }
  bool take_comma() {
    if (!peek().is(",")) return false;
    take();
    return true;
  }

  void skip_statement() {
    while (!take().is(";"))
      if (peek().kind == Token::Kind::end) fail(peek(), "a semicolon", "end every statement with ;");
  }
  void skip_declaration() { skip_statement(); }

  void define() {
    const Token name = take();
    expect("=", "write NAME = POLYNOMIAL;");
    const auto& variables = symbols_.variables;
    if (name.text == "I" || std::ranges::find(variables, name.text) != variables.end() ||
        symbols_.definitions.contains(name.text))
      fail(name, "a name without a value so far", "define every name once");
    auto [value, next] = parser_->parse(tokens_, at_);
    at_ = next;
    if (!peek().is(";")) fail(peek(), "an operator or a semicolon", "end every statement with ;");
    take();
    symbols_.definitions.emplace(name.text, std::move(value));
  }

  std::vector<Polynomial> functions() const {
    if (functions_.empty())
      fail(tokens_[at_], "a declaration of functions", "write function f1, f2; and f1 = ...; for each");
    std::vector<Polynomial> values;
    for (const Token& f : functions_) {
      const auto found = symbols_.definitions.find(f.text);
      if (found == symbols_.definitions.end())
        fail(f, "a definition of every function", "write " + f.text + " = POLYNOMIAL; before END;");
      values.push_back(found->second);
    }
    return values;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Symbols symbols_;
  std::set<std::string> declared_;
  std::vector<Token> functions_;
  const ExpressionParser* parser_ = nullptr;
};

}  // namespace

std::string write_bertini(const System& system) {
  const auto reserved = any_of_words(bertini_words);
  const auto names = legal_names(system.names, {.others = "_[]", .reserved = reserved});
  const std::set<std::string> taken(names.begin(), names.end());
  std::string prefix = "f";  // of the functions; longer until no variable can be meant
  const auto clashes = [&](std::size_t i) { return taken.contains(prefix + std::to_string(i + 1)); };
  for (std::size_t i = 0; i < system.equations.size();)
    if (clashes(i))
      prefix += "f", i = 0;
    else
      ++i;

  const std::string note = renaming_note(system.names, names);
  std::vector<std::string> functions;
  std::string definitions;
  for (const Polynomial& p : system.equations) {
    functions.push_back(prefix + std::to_string(functions.size() + 1));
    definitions += functions.back() + " = " + spell(p, names, {.imaginary = "I"}) + ";\n";
  }
  return "% " + size_note(system) + "\n" + (note.empty() ? "" : "% " + note + "\n") +
         "CONFIG\nEND;\nINPUT\nvariable_group " + joined(names, ", ") + ";\n" +
         (functions.empty() ? "" : "function " + joined(functions, ", ") + ";\n") + definitions + "END;\n";
}

Reading read_bertini(const std::string& text, const std::string& file, std::size_t inner) {
  Reading reading = BertiniReader(text, file, inner).read();
  reading.names = undo_renaming(reading.names, text);
  return reading;
}

}  // namespace polyscape::algebra
