#pragma once
/// The gradient of a loss by programs whose inner quantities are worth unknowns of their own.
#include <vector>

#include "polyscape/algebra/lift.hpp"
#include "polyscape/model/model.hpp"

namespace polyscape::model {

/// Programs of the M gradient values in the M weights, equal as polynomials, with what each computes on the way:
///  - by samples: preactivations of each layer and residuals (derivatives of the loss by the outputs) at each sample;
///  - by coefficients of the outputs as polynomials in the input, and the derivatives of the loss by them, where
///    samples outnumber monomials;
///  - for networks of three layers or more by the coefficients of the outputs as polynomials in what an inner layer
///    gives, preactivations up to there, residuals, and derivatives of the loss by these coefficients;
///  - for deep linear networks the products of the layers after and before each, and their Gram matrices P'P and
///    Q C Q', C = scale sum_i x_i x_i'.
/// Forms with more than `most_nodes` nodes in their groups are left out.
std::vector<algebra::Liftable> liftable_gradients(const Model& model, std::size_t most_nodes);

}  // namespace polyscape::model
