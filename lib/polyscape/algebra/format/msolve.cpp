// msolve's input file (Berthomieu, Eder, Safey El Din): the variables, the characteristic, the polynomials. The format
// has no comments, wants integers, and is read without blanks.
#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/algebra/format/spelling.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
std::string write_msolve(const System& system) {
  if (!is_real(system))
    throw InputError("--to msolve", "real coefficients", "complex ones",
                     "choose another format: msolve has no complex numbers");
  const auto names = legal_names(system.names, {});
  std::vector<std::string> equations;
  for (const Polynomial& p : system.equations)
    equations.push_back(spell(p * common_denominator(p), names, {.width = 0, .plus = "+", .minus = "-"}));
  return joined(names, ",") + "\n0\n" + joined(equations, ",\n") + "\n";
}

}  // namespace polyscape::algebra
