#pragma once
/// A network and its loss as exact algebra.
#include <span>
#include <string>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::model {

using algebra::Rational;

/// A natural grouping of the weights, for multihomogeneous bounds and start systems.
struct LabelledPartition {
  std::string label;  ///< "layers", "units", "weights and biases"
  algebra::Partition partition;
};

/// Values that a polynomial in place of another function takes as arguments, with the interval it is meant for.
struct PreActivations {
  std::string label;        ///< "layer 1 (relu)", "loss (logistic)"
  std::size_t per_sample;   ///< values of one sample
  algebra::Program values;  ///< samples * per_sample outputs, sample by sample
  Rational low, high;
};

struct Model {
  spec::Specification specification;
  std::vector<std::string> names;  ///< of the M weights, in the order of the variables
  std::vector<Rational> lambda;    ///< one a weight, 0 without regularisation
  std::size_t samples = 0, outputs_per_sample = 0;
  // Programs in the M weights, without parameters.
  algebra::Program outputs{0};                ///< f(x_i; w), sample by sample: samples * outputs_per_sample values
  algebra::Program residuals{0};              ///< f(x_i; w) - y_i in the same order
  algebra::Program loss{0};                   ///< one value, regularisation included
  algebra::Program gradient{0};               ///< M values: one forward and one reverse pass
  bool has_interpolation = false;             ///< square loss
  std::vector<LabelledPartition> partitions;  ///< distinct ones, layers first
  std::vector<algebra::SignedPermutation> symmetries;  ///< generators that keep this loss, verified exactly
  std::vector<algebra::Scaling> scalings;              ///< that keep this loss, verified exactly
  std::vector<PreActivations> pre_activations;         ///< of approximated activations and of a surrogate loss
};

/// Whether the network has few enough weights and samples to be built.
bool can_build(const spec::Specification& specification);
/// Builds everything above. Throws InputError when the network has too many weights and samples to be built
/// (degrees.hpp serves those).
Model build_model(const spec::Specification& specification);

/// dL/dw = 0, expanded: M equations in M weights.
algebra::System gradient_system(const Model& model);
/// f(x_i; w) = y_i, expanded: samples * outputs_per_sample equations. Throws ArgumentError without has_interpolation.
algebra::System interpolation_system(const Model& model);
/// The gradient of the data term plus sum_k tilts[k] f_k(w), without regularisation, as M nodes of a program whose
/// first M variables are the weights; tilts: a node for every output at every sample.
std::vector<algebra::Program::Node> tilted_data_gradient(algebra::Program& program,
                                                         const spec::Specification& specification,
                                                         std::span<const algebra::Program::Node> tilts);
/// The gradient's program with its Jacobian, the Hessian: `values` = M gradient values first.
algebra::Differentiated hessian(const Model& model);

/// Legal but treacherous traits of the data, the network and the regularisation, a sentence each; empty if none.
std::vector<std::string> observations(const Model& model);

}  // namespace polyscape::model
