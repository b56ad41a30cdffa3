// A script for Singular (Decker, Greuel, Pfister, Schoenemann): the ring R over Q, the equations as the ideal I.
#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"

namespace polyscape::algebra {

std::string write_singular(const System& system) {
  const auto reserved = [](const std::string& name) { return is_word(name) || name == "R" || name == "I"; };
  const auto names = legal_names(system.names, {.reserved = reserved});
  const std::string note = renaming_note(system.names, names);
  std::vector<std::string> equations;
  for (const Polynomial& p : system.equations) equations.push_back("  " + spell(p, names));
  if (equations.empty()) equations.push_back("  0");
  return "// " + size_note(system) + "\n" + (note.empty() ? "" : "// " + note + "\n") + "ring R = 0, (" +
         joined(names, ", ") + "), dp;\nideal I =\n" + joined(equations, ",\n") + ";\n";
}

}  // namespace polyscape::algebra
