#include "polyscape/study/input_digest.hpp"

namespace polyscape::study {
namespace {

// What ends in a newline and holds none is told from what follows.
void append(std::string& text, const std::vector<std::vector<algebra::Rational>>& rows) {
  for (const auto& row : rows) {
    for (const algebra::Rational& x : row) text += x.to_string() + " ";
    text += "\n";
  }
  text += "\n";
}

}  // namespace

std::string input_digest(const spec::Specification& specification) {
  std::string text;
  append(text, specification.data.inputs);
  append(text, specification.data.targets);
  return digest(text + specification.text);
}

std::string input_digest(const algebra::System& system) {
  std::string text;
  for (const std::string& name : system.names) text += name + "\n";
  for (const algebra::Polynomial& p : system.equations) {
    if (p.terms().empty()) continue;  // an equation 0
    text += "\n";
    for (const algebra::Term& term : p.terms()) {
      const algebra::GaussianRational coefficient = term.coefficient;
      text += coefficient.re.to_string();
      if (!coefficient.is_real()) text += "," + coefficient.im.to_string();
      for (const int e : term.exponents) text += " " + std::to_string(e);
      text += "\n";
    }
  }
  return digest(text);
}

}  // namespace polyscape::study
