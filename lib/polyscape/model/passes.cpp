#include "polyscape/model/passes.hpp"

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::model {

using algebra::Program;
using Node = Program::Node;

Passes all_passes(Program& program, const spec::Specification& s, const Weights& weights) {
  Passes result;
  for (const auto& input : s.data.inputs) {
    stop_if_cancelled();
    result.samples.push_back(forward(program, s.network, weights, input));
    const std::vector<Node>& f = result.samples.back().outputs.back();
    result.outputs.insert(result.outputs.end(), f.begin(), f.end());
  }
  return result;
}

std::vector<Node> reverse_pass(Program& program, const spec::Specification& s, const Weights& weights,
                               const std::vector<Node>& adjoints) {
  Program outputs(weights.place_of.size());
  outputs.outputs = all_passes(outputs, s, weights).outputs;
  return algebra::transposed_jacobian_times(program, outputs, adjoints);
}

}  // namespace polyscape::model
