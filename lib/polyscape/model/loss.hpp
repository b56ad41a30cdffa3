#pragma once
/// The loss of a network and its derivatives by its outputs.
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::model {

/// The data term of the loss and its derivatives by every output f_k(x_i; w), as nodes.
struct DataTerm {
  algebra::Program::Node value;
  std::vector<algebra::Program::Node> derivatives;
  std::vector<algebra::Program::Node> surrogate_arguments;  ///< y f, or f; empty for the square loss
};

/// `outputs`: nodes of f, sample by sample. The term is divided by the number of samples for scale = "mean".
DataTerm data_term(algebra::Program& program, const spec::Specification& specification,
                   std::span<const algebra::Program::Node> outputs);

/// What one sample adds to the sum over samples, undivided, as a program of one output in the M weights, then the
/// sample's inputs, then its targets.
algebra::Program sample_loss(const spec::Specification& specification);

}  // namespace polyscape::model
