#pragma once
/// The generic root count of a network's family, by monodromy.
#include <vector>

#include "polyscape/model/model.hpp"
#include "polyscape/solve/monodromy.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::critical {

/// A member of the loss's family (model/family.hpp) at random complex tilts and lambda, inputs as given, with its critical points.
struct GenericMember {
  std::vector<solve::Solution> solutions;  ///< nonsingular
  solve::Member member;  ///< on the line to the loss itself; its record says traced if none of the solutions is missing
};

/// Solves it by monodromy over the translates of its gradient (solve/monodromy.hpp). Points with zero weights, those of sub-networks, are
/// found with the others: no translate has them. Results do not depend on the number of threads. Throws InputError
/// as model::GradientFamily.
GenericMember generic_member(const model::Model& model, const solve::Options& options, const solve::SectionProgress& progress = {});

}  // namespace polyscape::critical
