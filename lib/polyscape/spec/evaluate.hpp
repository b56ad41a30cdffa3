#pragma once
/// A network's function at given weights and inputs, exactly.
#include <span>
#include <vector>

#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

/// Values of all places, frozen and tied ones filled in; `weights`: one a place that is neither, in order of places.
/// Throws ArgumentError for another number of weights.
std::vector<Rational> place_values(const Network& network, std::span<const Rational> weights);

/// f(x; w), one value an output; `places` as place_values() returns them, `input` of network.inputs numbers.
/// Throws ArgumentError for other sizes, LimitError before a number exceeds algebra::largest_coefficient_bits.
std::vector<Rational> outputs(const Network& network, std::span<const Rational> places,
                              std::span<const Rational> input);

}  // namespace polyscape::spec
