#pragma once
/// Whether exp(-L/T) has a finite integral over all of space.
#include <optional>
#include <string>

#include "polyscape/base/certainty.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

struct Normalisable {
  std::optional<bool> answer;
  Evidence by = Evidence::numerical;
  std::string reason;  ///< a sentence without its full stop
};

/// By theorems where every weight is regularised and the data term is not negative (yes), or where a continuous
/// symmetry scales weights and keeps the loss (no: the integral is that over one side of the symmetry's orbits times an
/// infinite one along them); else by growth: along random rays, and of the least
/// values on spheres.
Normalisable normalisable(const Potential& potential, const model::Model& model, Random random);
/// By the growth alone.
Normalisable normalisable(const Potential& potential, Random random);

}  // namespace polyscape::dynamics
