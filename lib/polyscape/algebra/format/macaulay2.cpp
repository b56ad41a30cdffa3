// A script for Macaulay2 (Grayson, Stillman): the ring R, the equations F as a one-row matrix, their ideal I. Complex
// coefficients are in the field K = QQ[i]/(i^2 + 1).
#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"

namespace polyscape::algebra {

std::string write_macaulay2(const System& system) {
  // An underscore is an operator, and all words of the language are protected; an apostrophe may stand in a name.
  const bool real = is_real(system);
  const auto reserved = [real](const std::string& name) {
    return is_word(name) || name == "R" || name == "F" || name == "I" || (!real && (name == "K" || name == "i"));
  };
  const auto names = legal_names(system.names, {.others = "'", .replacement = '\'', .reserved = reserved});
  const std::string note = renaming_note(system.names, names);
  std::vector<std::string> equations;
  for (const Polynomial& p : system.equations) equations.push_back("  " + spell(p, names));
  return "-- " + size_note(system) + "\n" + (note.empty() ? "" : "-- " + note + "\n") +
         (real ? "R = QQ[" : "K = toField(QQ[i]/(i^2 + 1))\nR = K[") + joined(names, ", ") + "]\nF = matrix(R, {{\n" +
         joined(equations, ",\n") + "\n}})\nI = ideal F\n";
}

}  // namespace polyscape::algebra
