#pragma once
/// The gradient of the square loss with the samples folded into moments of the data.
#include <optional>
#include <vector>

#include "polyscape/model/network.hpp"

namespace polyscape::model {

/// The square loss by the coefficients of the outputs f_k = sum_m c_km(w) x^m over monomials m of the input, as nodes.
struct MomentForm {
  std::vector<algebra::Program::Node> coefficients;  ///< c_km
  std::vector<algebra::Program::Node> residuals;     ///< r_k = G c_k - b_k, one a coefficient
  std::vector<algebra::Program::Node> gradient;      ///< of the data term, sum_km r_km dc_km; one a weight
};

/// G = scale sum_i m(x_i) m(x_i)^T is the exact Gram matrix and b_k = scale sum_i y_ik m(x_i): one pass for c and one
/// reverse pass, whatever the number of samples. nullopt unless the loss is the square loss and there are at most
/// `most` monomials. `program` has the network's weights as its variables.
std::optional<MomentForm> moment_form(algebra::Program& program, const spec::Specification& specification,
                                      const Weights& weights, std::size_t most);

}  // namespace polyscape::model
