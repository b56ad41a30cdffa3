#pragma once
/// A function given directly, `[potential]`, in place of a network's loss.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "polyscape/spec/formula.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

struct Potential {
  std::vector<std::string> names;  ///< of the variables
  Formula formula{0};
  Formula::Node value = 0;
  std::string text;                         ///< the expression as written
  std::vector<Formula::Node> valley;        ///< polynomials that vanish on a set of minima, and nowhere else
  std::vector<std::vector<Rational>> near;  ///< points that critical points are looked for near
  std::optional<Rational> plateau;          ///< the level of the flat part, where it has one
};

/// A specification with `[potential]`: no network, data, loss or regularisation.
struct PotentialSpecification {
  std::string title, text, path;
  Potential potential;
  std::vector<SolveEntry> solve, dynamics;
};

/// More variables are refused: LimitError.
inline constexpr std::size_t most_potential_variables = 1000;

/// The specification in the file `path`, of a network or of a potential. dimension: of a potential whose variables are
/// one vector, in place of the one that is written; InputError for others. Throws InputError with file:line, key, what
/// was expected and what to write.
std::variant<Specification, PotentialSpecification> read_landscape(const std::string& path,
                                                                   std::optional<std::size_t> dimension = {});

/// The same of a potential from its text; `file` is the name used in messages.
PotentialSpecification parse_potential(const std::string& text, const std::string& file,
                                       std::optional<std::size_t> dimension = {});

}  // namespace polyscape::spec
