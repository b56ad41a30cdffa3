#pragma once
/// Degrees and Bezout numbers of gradient and interpolation systems, without expanding or building them. Wide networks
/// cost a few operations a layer, whatever their widths.
#include <span>
#include <string>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::model {

/// Equations that share a degree for the same reason.
struct DegreeClass {
  long degree;              ///< -1: identically zero
  algebra::Integer count;   ///< equations
  std::string description;  ///< "weights of layer 1", "biases of layer 2", "outputs"
};

struct Degrees {
  algebra::Integer weights;                ///< M
  std::vector<long> layers;                ///< degree in the weights of each layer's output (of its highest unit)
  long network = 0;                        ///< deg f, the last of `layers`
  std::vector<DegreeClass> gradient;       ///< counts add up to M
  std::vector<DegreeClass> interpolation;  ///< counts add up to N d_y; empty unless the loss is square
  /// Networks of up to 200,000 products of weights and inputs are followed unit by unit, larger ones with one unit for
  /// each layer. False when such a large one has frozen weights: the degrees are then those without freezing.
  bool unit_by_unit_or_uniform = true;
};

/// Upper bounds for every specification, and the degrees themselves for generic data and weights of regularisation.
/// Max-plus form of the forward and the reverse pass: deg sigma(a) = deg sigma deg a, deg of the adjoint likewise.
/// Throws InputError for networks of degree above 10^12.
Degrees degrees(const spec::Specification& specification);

/// Product of the degrees of the equations that are not identically zero: the Bezout number of a square system; of an
/// underdetermined one, of a generic slice. Throws LimitError when it has more than 2^28 bits.
algebra::Integer bezout(std::span<const DegreeClass> classes);

/// dim of the interpolation set as expected from counting: M - N d_y (may be negative).
algebra::Integer expected_dimension(const spec::Specification& specification);

}  // namespace polyscape::model
