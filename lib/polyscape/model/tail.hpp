#pragma once
/// The gradient of a loss by the outputs as polynomials in what an inner layer gives.
#include <optional>
#include <vector>

#include "polyscape/model/network.hpp"

namespace polyscape::model {

/// The outputs f_k = sum_m c_km(w) h^m over monomials m of what `layer` gives, h, as nodes: the layers behind it are a
/// network of their own, with as many inputs as the layer has units.
struct TailForm {
  std::vector<std::vector<algebra::Program::Node>> preactivations;  ///< of the layers up to that one, at all samples
  std::vector<algebra::Program::Node> coefficients;                 ///< c_km
  std::vector<algebra::Program::Node> residuals;    ///< derivatives of the data term by the outputs, sample by sample
  std::vector<algebra::Program::Node> derivatives;  ///< of the data term by each c_km
  std::vector<algebra::Program::Node> gradient;     ///< of the data term; one a weight
};

/// layer: from 1 (the first) to one before the last. nullopt where what is behind it takes other inputs, too (residual
/// layers), or has outputs of more than `most` terms. `program` has the network's weights as its variables.
std::optional<TailForm> tail_form(algebra::Program& program, const spec::Specification& specification,
                                  const Weights& weights, std::size_t layer, std::size_t most);

}  // namespace polyscape::model
