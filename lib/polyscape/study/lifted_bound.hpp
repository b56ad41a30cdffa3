#pragma once
/// Bounds by lifts: of one gradient or system, and of all draws of a network's data.
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "polyscape/algebra/format/written.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/bounds.hpp"
#include "polyscape/solve/problem.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// The search for a lift of the gradient whose mixed volume is smallest (model/lifts.hpp, bounds/lifted.hpp), in the
/// bounds with all its tries. nullopt: there is none within the search's limits.
std::optional<solve::LiftedForm> bound_lifts(const model::Model& model, report::Bounds& bounds,
                                             const Observer& observer = {});
/// The same for a system as prepared(), by what its text names; nullopt also where it is not square.
std::optional<solve::LiftedForm> bound_lifts(const algebra::WrittenSystem& system, report::Bounds& bounds,
                                             const Observer& observer = {});

/// Of one draw: the bound and, where it is of the whole gradient lifted, that.
struct DrawLift {
  report::LiftedBound bound;
  std::optional<solve::LiftedForm> form;
};

/// Lifted bounds of the draws of one network's data and regularisation. For each number of samples generic data are
/// searched once. The equations of a draw, lifted in the same way, have the same monomials or, where its numbers are
/// special, fewer: their mixed volume is no larger, and is not computed again. May be asked by several threads.
class DrawLifts {
 public:
  /// Of networks that differ from this one in their data, with any number of samples, and in lambda.
  explicit DrawLifts(spec::Specification network);
  ~DrawLifts();

  /// The same whatever was asked before. nullopt: the search has none, or a monomial of the draw is not among those of
  /// the generic data.
  std::optional<DrawLift> of(const model::Model& draw) const;

 private:
  struct Reference;
  std::shared_ptr<const Reference> searched(const model::Model& draw) const;

  const spec::Specification network_;
  mutable std::mutex mutex_;
  mutable std::map<std::size_t, std::shared_ptr<const Reference>> references_;  // by the number of samples
};

}  // namespace polyscape::study
