#pragma once
/// Nodes of a straight-line program as unknowns of their own.
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

/// Nodes of a program that mean the same kind of quantity.
struct NodeGroup {
  std::string label;  ///< "residuals", "preactivations of layer 1"
  std::vector<Program::Node> nodes;
};

/// Those of the group that can become unknowns: sums and products that the program's outputs need, each once, in the
/// program's order.
std::vector<Program::Node> liftable_nodes(const Program& program, const NodeGroup& group);

/// A program F(x), and groups of its nodes that may become unknowns.
struct Liftable {
  Program program{0};
  std::vector<NodeGroup> groups;
};

/// F(x) = 0 with the values of chosen nodes as further unknowns: x, then t = (t_1, ..., t_k), an equation t_j - e_j(x,
/// t) = 0 for each, e_j what the node computes of earlier ones. x -> (x, e(x)) is the inverse of the projection to x:
/// an isomorphism of the schemes of solutions, so that isolated ones and their multiplicities correspond, and bounds
/// for this system hold for F. Coefficients that the expanded equations share no longer hide from the supports.
struct Lift {
  System system;         ///< F's equations, then those of the t_j
  std::size_t unknowns;  ///< of F: the first of the system's
  std::string label;     ///< what was named, "preactivations of layer 1, residuals"
};

/// Of each group the liftable nodes. `names`: of F's variables. Throws ArgumentError
/// when the program has parameters, or another number of variables than names; LimitError when polynomials become too
/// large (algebra/limits.hpp), or multiplying them out takes more than `most_products` products of terms.
Lift lifted(const Program& program, const std::vector<std::string>& names, const std::vector<NodeGroup>& groups,
            double most_products = std::numeric_limits<double>::infinity());

}  // namespace polyscape::algebra
