#pragma once
/// Systems with rational zeros that are as close to each other as one likes, or multiple.
#include <string>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::support {

struct KnownZero {
  std::vector<algebra::GaussianRational> point;
  int multiplicity = 1;
  bool real = true;
};

struct ClusterSystem {
  algebra::System system;
  std::vector<KnownZero> zeros;
};

/// A zero of the polynomial that a cluster system is made of; of one that is not real the conjugate is a zero, too, and
/// only one of the two is given.
struct PlacedRoot {
  algebra::GaussianRational value;
  int multiplicity = 1;
};

/// prod (l_1 - root) = 0 and l_i = c_i l_1^2 + d_i for i > 1, with random linear forms l and random combinations of
/// these equations: one zero for each root.
ClusterSystem curved_cluster(Random& random, std::size_t variables, const std::vector<PlacedRoot>& roots);

/// prod (l_1 - root) = 0 and (l_i - a_i) (l_i - b_i) = 0 for i > 1: each root in 2^(variables - 1) places.
ClusterSystem grid_cluster(Random& random, std::size_t variables, const std::vector<PlacedRoot>& roots);

algebra::Rational power_of_ten(long exponent);

}  // namespace polyscape::support
