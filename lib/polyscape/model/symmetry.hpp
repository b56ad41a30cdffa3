#pragma once
/// Symmetries of a loss: unit permutations, sign flips, scalings.
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/model/network.hpp"

namespace polyscape::model {

/// Generators of the group of unit permutations and sign flips that keep the loss. Candidates come from the network's
/// shape (units of one layer, through residual connections as well; even and odd activations); each must respect
/// frozen and tied weights and `lambda`, and keep the value of `loss` at random rational points, exactly.
std::vector<algebra::SignedPermutation> loss_symmetries(const spec::Network& network, const Weights& weights,
                                                        const std::vector<Rational>& lambda,
                                                        const algebra::Program& loss);

/// Scalings of a unit's incoming weights by t and its outgoing ones by t^-k (activation c z^k) that keep the loss:
/// where none of these weights is regularised or frozen. Verified as above.
std::vector<algebra::Scaling> loss_scalings(const spec::Network& network, const Weights& weights,
                                            const std::vector<Rational>& lambda, const algebra::Program& loss);

}  // namespace polyscape::model
