#pragma once
/// The weights of a network as variables, and its forward pass as a straight-line program.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/model/input_ring.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::model {

using algebra::Rational;

/// What stands at a place (spec::Network): sign times a variable, or a constant.
struct WeightPlace {
  bool frozen = false;
  std::size_t variable = 0;  ///< unless frozen
  int sign = 1;
  Rational value;  ///< if frozen
};

struct Weights {
  std::vector<WeightPlace> places;         ///< by place
  std::vector<std::uint64_t> place_of;     ///< the place that each variable is named after
  std::vector<std::uint64_t> first_place;  ///< of each layer
};

/// Variables for the places that are neither frozen nor tied, in order. Allocates one entry a place.
Weights number_weights(const spec::Network& network);

/// A pass in some ring: every unit's argument of its activation, and every output; one row a layer.
template <class Ring>
struct PassOver {
  std::vector<std::vector<typename Ring::Node>> pre_activations, outputs;
};
/// Of one sample: nodes.
using Pass = PassOver<algebra::Program>;

/// Dense layers alone, without biases, frozen or tied weights.
bool is_plain(const spec::Network& network);
/// Every activation is the identity.
bool is_linear(const spec::Network& network);

/// Adds the pass of one input to `program`, which has the network's M variables.
Pass forward(algebra::Program& program, const spec::Network& network, const Weights& weights,
             std::span<const Rational> input);
/// The same of an input that is nodes.
Pass forward_from(algebra::Program& program, const spec::Network& network, const Weights& weights,
                  std::span<const algebra::Program::Node> input);

/// The network's outputs as polynomials in its `inputs` inputs; their coefficients, functions of the weights, are added
/// to the program. nullopt where some unit takes more than `most_terms` terms.
std::optional<std::vector<InputPolynomial>> outputs_in_inputs(algebra::Program& program, const spec::Network& network,
                                                              const Weights& weights, std::size_t inputs,
                                                              std::size_t most_terms);

}  // namespace polyscape::model
