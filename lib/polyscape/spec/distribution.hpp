#pragma once
/// Random numbers that are exact: multiples of a stated step, decided in integer and ball arithmetic, so that a seed
/// gives the same ones on every machine.
#include <string>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::spec {

enum class DistributionKind { tenths, uniform, normal, signs };

struct Distribution {
  DistributionKind kind = DistributionKind::tenths;  ///< tenths: p/10, p among -30..30 without 0; signs: -1 or 1
  algebra::Rational low = -1, high = 1;              ///< uniform: over the multiples of step in [low, high]
  algebra::Rational mean = 0, deviation = 1;         ///< normal: rounded to the nearest multiple of step
  algebra::Rational step = 1;                        ///< > 0; uniform and normal
  bool operator==(const Distribution&) const = default;
};

/// "uniform on [-1, 1], multiples of 1/1000".
std::string describe(const Distribution& distribution);

/// How many multiples of the step a uniform distribution chooses among.
algebra::Integer choices(const Distribution& uniform);

/// One number. Normal ones by Box and Muller's formula (1958), in as many bits as their rounding takes. Throws
/// ArgumentError where a uniform distribution has no choice or more than 2^62, or a step is not positive.
algebra::Rational draw(const Distribution& distribution, Random& random);

}  // namespace polyscape::spec
