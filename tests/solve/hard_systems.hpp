#pragma once
/// Ill-conditioned and badly scaled systems whose roots are known.
#include <complex>
#include <string>
#include <vector>

#include "polyscape/algebra/system.hpp"

namespace polyscape::support {

struct Root {
  std::vector<std::complex<double>> x;
  int multiplicity = 1;
};

struct HardSystem {
  std::string name;
  algebra::System system;
  std::vector<Root> roots;  ///< all of them; empty: only their number is known, and that they are simple
  std::size_t count = 0;    ///< of distinct roots
};

/// Coefficients over twelve orders of magnitude, coordinates from 1e-6 to 1e6, clusters 1e-8 apart, Wilkinson's
/// products, exact zeros, multiplicities 2 to 9, and many paths at infinity.
std::vector<HardSystem> hard_systems();

}  // namespace polyscape::support
