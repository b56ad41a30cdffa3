// A Python script for SymPy: the symbols, and the list `equations`.
#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"

namespace polyscape::algebra {

std::string write_sympy(const System& system) {
  const bool real = is_real(system);
  const auto reserved = any_of_words(
      "I Rational Integer symbols variables equations False None True and as assert async await break class continue "
      "def "
      "del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while "
      "with yield");
  const auto names = legal_names(system.names, {.reserved = reserved});
  const std::string note = renaming_note(system.names, names);
  Spelling spelling;
  spelling.imaginary = "I";
  spelling.power = "**";
  spelling.number = [](const Rational& x) {
    return x.is_integer() ? x.to_string()
                          : "Rational(" + x.numerator().to_string() + ", " + x.denominator().to_string() + ")";
  };
  std::string equations;
  for (const Polynomial& p : system.equations) equations += "    " + spell(p, names, spelling) + ",\n";
  return "# " + size_note(system) + "\n" + (note.empty() ? "" : "# " + note + "\n") + "from sympy import " +
         (real ? "" : "I, ") + "Rational, symbols\n\nvariables = symbols(\"" + joined(names, " ") + "\", seq=True)\n" +
         joined(names, ", ") + ", = variables\nequations = [\n" + equations + "]\n";
}

}  // namespace polyscape::algebra
