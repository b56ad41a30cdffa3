// A script for HomotopyContinuation.jl (Breiding, Timme).
#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"

namespace polyscape::algebra {

std::string write_julia(const System& system) {
  const auto reserved = any_of_words(
      "F result System Expression solve im pi e Inf NaN abstract baremodule begin break catch const continue do else "
      "elseif end export false finally for function global if import let local macro module mutable primitive quote "
      "return struct true try type using where while in isa");
  const auto names = legal_names(system.names, {.reserved = reserved});
  const std::string note = renaming_note(system.names, names);
  Spelling spelling;
  spelling.imaginary = "im";
  spelling.number = [](const Rational& x) {
    return x.is_integer() ? x.to_string() : "(" + x.numerator().to_string() + "//" + x.denominator().to_string() + ")";
  };
  std::vector<std::string> equations;
  for (const Polynomial& p : system.equations) equations.push_back("  " + spell(p, names, spelling));
  return "# " + size_note(system) + "\n" + (note.empty() ? "" : "# " + note + "\n") +
         "using HomotopyContinuation\n@var " + joined(names, " ") + "\nF = System(Expression[\n" +
         joined(equations, ",\n") + "\n], variables = [" + joined(names, ", ") + "])\nresult = solve(F)\n";
}

}  // namespace polyscape::algebra
