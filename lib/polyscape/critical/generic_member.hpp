#pragma once
/// The generic root count of a network's family, by monodromy.
#include <vector>

#include "polyscape/model/family.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/monodromy.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::critical {

/// A member of the loss's family (model/family.hpp) at random complex tilts and lambda, inputs as given, with its
/// critical points.
struct GenericMember {
  model::GradientFamily::Parts gradient;   ///< of its loss
  std::vector<solve::Solution> solutions;  ///< nonsingular
  solve::Member member;  ///< on the line to the loss itself; its record says traced if the trace test passed and every
                         ///< path from the translate arrived
};

/// Solves it by monodromy over the translates of its gradient (solve/monodromy.hpp). Points with zero weights, those of
/// sub-networks, are found with the others: no translate has them. Results do not depend on the number of threads.
/// progress, report: as of solve::generic_translate. Throws InputError as
/// model::GradientFamily, Cancelled when the job is.
GenericMember generic_member(const model::Model& model, const solve::Options& options,
                             const solve::SectionProgress& progress = {}, const solve::ProgressReport& report = {});

/// The same from its gradient, its critical points (to 1e-10) and the record of how they were found, for a loss with
/// the same outputs at its inputs, whatever its targets and lambda. Each point is proved anew, and that no two are one;
/// that the record is true is not, and it is marked as quoted. nullopt where the gradient is none of the family, a
/// point none of its critical points or listed twice, or the image of one under a sign flip not listed.
std::optional<GenericMember> generic_member(const model::Model& model, const model::GradientFamily::Parts& gradient,
                                            const std::vector<eval::Point>& points,
                                            const solve::MonodromyRecord& record, int threads = 0);

}  // namespace polyscape::critical
