#pragma once
/// Zeros that lie close to each other, told apart at rising precision; simple ones are proved.
#include <memory>
#include <optional>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/certify/krawczyk.hpp"

namespace polyscape::certify {

struct ClusterOptions {
  int count = 2;           ///< zeros near the place, multiple ones counted so often: the paths that end there
  double diameter = 1e-8;  ///< they are not further away from the place, about
  double gap = 1;          ///< other zeros are further away
  int max_bits = 2560;     ///< of the arithmetic
  double work = 4e9;       ///< most to spend, in multiplications of one limb, of which there are some 10^9 a second
};

/// A simple zero, or several that were not told apart.
struct ClusterPart {
  std::vector<algebra::GaussianRational> place;
  int multiplicity = 1;                    ///< zeros that it stands for
  int bits = 0;                            ///< that the place is accurate to, relative to its largest coordinate or 1
  std::optional<Certificate> certificate;  ///< of a simple zero; those of different parts are disjoint
  bool alike =
      false;  ///< several, whose moments are those of one multiple zero, as far as the precision tells: numerical
};

/// Prepared once for one square system. Thread-safe.
class ClusterResolver {
 public:
  /// Throws ArgumentError unless the program has as many outputs as variables and no parameters.
  explicit ClusterResolver(const algebra::Program& system);
  ~ClusterResolver();

  /// The zeros near the place, which add up to options.count: from circles around it (certify/germ.hpp), and around
  /// what was not told apart again on a smaller scale, to twice the digits each time. nullopt: there are not
  /// options.count of them, or no work was left before that was known.
  std::optional<std::vector<ClusterPart>> operator()(const std::vector<algebra::GaussianRational>& place,
                                                     const ClusterOptions& options, Random random) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::certify
