#pragma once
/// Where zeros are.
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::certify {

/// The points z with |z_i - centre_i| <= radius for all i.
struct Polydisc {
  std::vector<algebra::GaussianRational> centre;
  algebra::Rational radius;
};

}  // namespace polyscape::certify
