#pragma once
/// Passes of all samples through a network, forward and reverse.
#include <vector>

#include "polyscape/model/network.hpp"

namespace polyscape::model {

/// The passes of all samples in one program.
struct Passes {
  std::vector<Pass> samples;
  std::vector<algebra::Program::Node> outputs;  ///< f, sample by sample
};

/// Adds them to a program that has the network's weights as its variables.
Passes all_passes(algebra::Program& program, const spec::Specification& specification, const Weights& weights);

/// J^T v as nodes, one a weight, J the Jacobian of all outputs at all samples; v: a node for each of these.
std::vector<algebra::Program::Node> reverse_pass(algebra::Program& program, const spec::Specification& specification,
                                                 const Weights& weights,
                                                 const std::vector<algebra::Program::Node>& adjoints);

}  // namespace polyscape::model
