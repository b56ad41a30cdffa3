#pragma once
/// A generic draw of one network's data, solved once, whose critical points are carried to any other draw.
#include <memory>
#include <string>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/lifted_bound.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// The gradient is linear in the moments of the data and in lambda, so that all draws of any number of samples belong
/// to one linear family. Of this member of it, with as many samples as leave the moments free, every isolated critical
/// point of a draw is the end of a path.
struct GenericDraw {
  report::Result result;
  algebra::System system;
  std::vector<std::vector<algebra::GaussianRational>> solutions;  ///< nonsingular
  algebra::Partition partition;                                   ///< the best that the bounds found
  algebra::GaussianRational gamma;  ///< coefficients move along an arc through complex ones
  std::vector<algebra::SignedPermutation> symmetries;
  std::shared_ptr<const DrawLifts> lifts;  ///< of the draws
};

/// The specification with the data of the generic draw.
spec::Specification generic_data(const spec::Specification& specification);

/// Solves it. Data of the specification's kind of loss, of as many samples at least as it has; its regularisation.
/// Throws InputError where the network is too large to expand or the loss does not depend on some weight.
GenericDraw solve_generic_draw(const spec::Specification& specification, const Options& options,
                               const Observer& observer = {});

/// Whether every isolated critical point of a draw is known to be reached: no path failed, and none of its points is
/// singular.
bool carries(const GenericDraw& draw);

/// The critical points of a specification that differs in data and regularisation alone, from those of the generic
/// draw. Its bounds are those of the generic draw's equations, whose monomials include its own, and by the draws'
/// lifts; where these leave room it is counted as options.exact says, as analyze() does. What the data leave fewer of
/// goes to infinity or to larger sets, and the ledger says so; where a lift leaves much fewer than the generic draw has
/// the paths are those of its mixed cells instead, as long as none fails.
report::Result solve_draw(const spec::Specification& drawn, const GenericDraw& generic, const Options& options,
                          const Observer& observer = {});

/// As text, with every digit: what is read again is the same.
std::string to_text(const GenericDraw& draw);
/// For the specification and options that it was solved for. Throws InputError, naming `place`, where it is none.
GenericDraw read_generic_draw(const std::string& text, const std::string& place,
                              const spec::Specification& specification, const Options& options);

}  // namespace polyscape::study
