#pragma once
/// Linear-product bounds: each equation covered by a product of linear forms in sets of variables (Verschelde,
/// Haegemans 1993; Morgan, Sommese, Wampler 1995).
#include <cstdint>
#include <optional>
#include <vector>

#include "polyscape/algebra/system.hpp"

namespace polyscape::bounds {

using algebra::Integer;

inline constexpr std::size_t most_product_variables = 64;

/// A set of variables as bits; a linear form in it has a constant term as well.
using VariableSet = std::uint64_t;

/// One list of sets an equation. It supports the system when every monomial is a product of variables of different sets
/// of its equation's list.
using SetStructure = std::vector<std::vector<VariableSet>>;

/// Whether every monomial of the system is covered. Throws ArgumentError above 64 variables or with another number of
/// equations.
bool supports(const SetStructure& structure, const algebra::System& system);

/// How many solutions the product system has for generic linear forms: the choices of one set an equation for which
/// distinct variables can be picked from all of them. No system that the structure supports has more isolated
/// solutions. nullopt when it would take more than `work` elementary steps, or the job was cancelled. Throws
/// ArgumentError unless there is one list a variable, at most 64.
std::optional<Integer> linear_product_bound(const SetStructure& structure, std::size_t variables, double work = 1e8);

struct LinearProduct {
  SetStructure structure;
  Integer value;
};

/// The best set structure that a heuristic finds: the products that belong to the total degrees and to the given
/// partitions, and one put together monomial by monomial, each relieved of what no monomial needs; so the value is at
/// most the multihomogeneous Bezout number of each partition. nullopt when none could be found and counted within
/// `work`, for each structure, or the job was cancelled. Depends on its arguments alone. Throws ArgumentError when the
/// system is not square, has a zero equation or more than 64 variables.
std::optional<LinearProduct> linear_product(const algebra::System& system,
                                            const std::vector<algebra::Partition>& partitions = {}, double work = 1e8);

}  // namespace polyscape::bounds
