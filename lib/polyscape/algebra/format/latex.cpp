// LaTeX: one line of an align* environment an equation.
#include <cctype>
#include <set>

#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"

namespace polyscape::algebra {
namespace {

// w1_2_3 is w_{1,2,3}: a letter, then numbers with underscores between them. Empty if the name is not of that kind.
std::string with_subscripts(const std::string& name) {
  if (name.empty() || !std::isalpha(static_cast<unsigned char>(name[0]))) return "";
  std::string subscripts;
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(name[i])))
      subscripts += name[i];
    else if (name[i] == '_' && i + 1 < name.size() && name[i + 1] != '_')
      subscripts += subscripts.empty() ? "" : ",";
    else
      return "";
  }
  return std::string(1, name[0]) + (subscripts.empty() ? "" : "_{" + subscripts + "}");
}

std::string literal(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (c == '\\')
      text += "\\backslash ";
    else if (c == '^' || c == '~')
      text += std::string("\\") + c + "{}";
    else
      text += (std::string_view("_%$&#{}").find(c) == std::string_view::npos ? "" : "\\") + std::string(1, c);
  }
  return "\\mathrm{" + text + "}";
}

std::vector<std::string> latex_names(const System& system) {
  std::vector<std::string> names;
  std::set<std::string> distinct;
  for (const std::string& name : system.names) {
    std::string text = with_subscripts(name);
    if (text.empty() || !distinct.insert(text).second) text = literal(name);
    names.push_back(text);
  }
  return names;
}

// x^{3}, not x^3: an exponent of two digits needs the braces.
std::string braced_powers(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] != '^' || i + 1 == text.size() || !std::isdigit(static_cast<unsigned char>(text[i + 1]))) continue;
    result += '{';
    while (i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i + 1]))) result += text[++i];
    result += '}';
  }
  return result;
}

}  // namespace

std::string write_latex(const System& system) {
  const auto names = latex_names(system);
  Spelling spelling;
  spelling.times = " ";
  spelling.imaginary = "\\mathrm{i}";
  spelling.indent = "\\\\ &\\quad ";  // a long equation goes on in the next line
  spelling.number = [](const Rational& x) {
    return x.is_integer() ? x.to_string()
                          : "\\tfrac{" + x.numerator().to_string() + "}{" + x.denominator().to_string() + "}";
  };
  std::string text = "% " + size_note(system) + "\n\\begin{align*}\n";
  for (std::size_t i = 0; i < system.equations.size(); ++i)
    text += "  & " + braced_powers(spell(system.equations[i], names, spelling)) + " = 0" +
            (i + 1 < system.equations.size() ? " \\\\\n" : "\n");
  return text + "\\end{align*}\n";
}

}  // namespace polyscape::algebra
