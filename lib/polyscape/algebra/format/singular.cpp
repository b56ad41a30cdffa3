// A script for Singular (Decker, Greuel, Pfister, Schoenemann): the ring R over Q, or over Q(i), the equations as the
// ideal I.
#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"

namespace polyscape::algebra {

std::string write_singular(const System& system) {
  const bool real = is_real(system);
  const auto reserved = [real](const std::string& name) {
    return is_word(name) || name == "R" || name == "I" || (!real && name == "i");
  };
  const auto names = legal_names(system.names, {.reserved = reserved});
  const std::string note = renaming_note(system.names, names);
  std::vector<std::string> equations;
  for (const Polynomial& p : system.equations) equations.push_back("  " + spell(p, names));
  if (equations.empty()) equations.push_back("  0");
  return "// " + size_note(system) + "\n" + (note.empty() ? "" : "// " + note + "\n") +
         (real ? "ring R = 0, (" : "ring R = (0, i), (") + joined(names, ", ") + "), dp;\n" +
         (real ? "" : "minpoly = i^2 + 1;\n") + "ideal I =\n" + joined(equations, ",\n") + ";\n";
}

}  // namespace polyscape::algebra
