#pragma once
/// Random systems whose solutions are known exactly, made to mislead: clusters, near-real pairs, multiple roots,
/// extreme scales.
#include <cstdint>
#include <string>
#include <vector>

#include "polyscape/algebra/system.hpp"

namespace polyscape::support {

using ExactPoint = std::vector<algebra::GaussianRational>;

/// A square system with finitely many solutions, all of them with Gaussian-rational coordinates.
struct GeneratedSystem {
  algebra::System system;
  std::vector<ExactPoint> solutions;  ///< distinct
  std::vector<int> multiplicities;    ///< of each
  std::string description;            ///< what it was made of, for messages
};

struct Hardness {
  int closest = 12;      ///< roots may be 10^-closest apart, near-real pairs that near to the reals
  int scale = 3;         ///< unknowns and equations are scaled by powers of ten up to 10^(+-scale)
  bool multiple = true;  ///< roots may be double
};

/// The system of that number: univariate polynomials with chosen roots, one in each of one to three unknowns or the
/// graph of a polynomial in the first; then a unimodular change of unknowns, a scaling of unknowns, an invertible
/// combination of the equations.
GeneratedSystem generated_system(std::uint64_t number, const Hardness& hardness);

}  // namespace polyscape::support
