#pragma once
/// What the tests of certificates ask of polydiscs.
#include "polyscape/certify/distinct.hpp"

namespace polyscape::certify {

inline bool inside(const std::vector<algebra::GaussianRational>& z, const Polydisc& p) {
  for (std::size_t i = 0; i < z.size(); ++i) {
    const algebra::GaussianRational d = z[i] - p.centre[i];
    if (d.re * d.re + d.im * d.im > p.radius * p.radius) return false;
  }
  return true;
}

}  // namespace polyscape::certify
