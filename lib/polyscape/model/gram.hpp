#pragma once
/// The gradient of the square loss with the samples folded into moments of the data.
#include <vector>

#include "polyscape/model/network.hpp"

namespace polyscape::model {

/// The gradient of the data term, a node a weight: with the outputs f_k = sum_m c_km(w) x^m over monomials m of the
/// input and r_k = G c_k - b_k, where G = scale sum_i m(x_i) m(x_i)^T is the exact Gram matrix and b_k = scale sum_i
/// y_ik m(x_i), it is sum_km r_km dc_km: one pass for c and one reverse pass, whatever the number of samples. Empty
/// unless the loss is the square loss and samples outnumber monomials. `program` has the network's weights as its
/// variables.
std::vector<algebra::Program::Node> gradient_by_gram_matrix(algebra::Program& program,
                                                            const spec::Specification& specification,
                                                            const Weights& weights);

}  // namespace polyscape::model
