#pragma once
/// Zeros that lie close to each other, told apart: found one after the other at rising precision, and each one proved.
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/certify/krawczyk.hpp"

namespace polyscape::certify {

struct ClusterOptions {
  std::size_t count = 2;  ///< zeros wanted, those already known among them
  double reach = 1e-5;    ///< how far from the place, relative to its largest coordinate or 1, they may be
  int first_bits = 212, max_bits = 2048;  ///< precisions: doubled from the first to the largest
};

struct Separation {
  std::vector<Certificate> zeros;  ///< simple ones, proved, their polydiscs disjoint
  bool unproved = false;           ///< Newton's method converged to a further simple zero, but the precision did not suffice to prove it
};

/// Simple zeros of the system near `place`: `known` first, then others, at most options.count in all. Newton's method with the zeros
/// found so far divided out (of F the zeros of F / prod l(x - z_i), l a linear form: Farrell, Birkisson, Funke 2015), from random places
/// around; where its steps shrink by the factor 1 - 1/k of a k-fold zero it takes k steps at once (Schroeder 1870), which doubles the digits known of the cluster until
/// its zeros come apart. Fewer than options.count: the others are multiple, or nearer to each other than the precision resolves.
Separation separate(const Certifier& certifier, const std::vector<algebra::GaussianRational>& place, std::vector<Certificate> known,
                                  const ClusterOptions& options, Random random);

}  // namespace polyscape::certify
