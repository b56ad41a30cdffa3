#pragma once
/// Potentials of a line.
#include <string>

#include "polyscape/dynamics/potential.hpp"
#include "polyscape/spec/parse.hpp"

namespace polyscape::dynamics::test {

inline Potential potential(const std::string& expression, const std::string& variables = "[\"x\", \"y\"]") {
  return Potential(spec::parse_potential(
                       "[potential]\nvariables = " + variables + "\nexpression = \"" + expression + "\"\n", "p.toml")
                       .potential);
}

inline Potential of_network(const std::string& text) {
  return Potential(model::build_model(spec::parse_specification(text, "n.toml", ".")));
}

/// The two Gaussian wells of data/published/poggio_basins_predicted.csv.
inline Potential torus(int dimension) {
  return potential("1 - exp(-sum((w - 4)^2)/2) - exp(-sum((w - 12)^2)/8)",
                   "\"w\"\ndimension = " + std::to_string(dimension));
}
inline constexpr double torus_temperature = 0.10125;  // noise of 0.45 a step of 1

}  // namespace polyscape::dynamics::test
