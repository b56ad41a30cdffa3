#pragma once
/// Equations beyond a square system, at its zeros.
#include <memory>
#include <optional>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/certify/krawczyk.hpp"

namespace polyscape::certify {

struct ExcessVerdict {
  bool vanish = false;
  /// Not zero: theorem, one of them is bounded away from zero on the polydisc of the zero. Zero: exact at a rational
  /// zero, else numerical.
  Evidence by = Evidence::numerical;
  int bits = 0;  ///< of the arithmetic in which that was seen
};

/// Whether equations vanish at zeros of a square system: by balls over a polydisc that holds the zero alone, ever
/// smaller as the precision rises. A small residual is no zero: what is not zero is seen at some precision.
/// Thread-safe.
class Excess {
 public:
  /// Throws ArgumentError unless `square` has as many outputs as variables, `excess` as many variables, and both no
  /// parameters.
  Excess(const algebra::Program& square, const algebra::Program& excess);
  ~Excess();

  /// At the zero near the approximation, in precisions doubled within the range. nullopt: that zero could not be
  /// proved.
  std::optional<ExcessVerdict> operator()(const std::vector<algebra::GaussianRational>& near,
                                          const PrecisionRange& range = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::certify
