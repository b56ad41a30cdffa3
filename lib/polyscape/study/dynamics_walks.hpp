#pragma once
/// What follows the shares of basins: the stationary law, exit times and the noise of minibatches, as records.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/dynamics/basin.hpp"
#include "polyscape/report/dynamics.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/set_integral.hpp"

namespace polyscape::study {

/// What all of them share.
struct Walks {
  const dynamics::Potential& potential;
  const dynamics::Options& how;
  const Options& options;
  const Observer& observer;
  Random random;
  dynamics::Confinement confinement;  ///< the walls; its box is there in any case
  std::vector<std::vector<double>> starts;
  std::optional<double> plateau;
  double rate = 0, batch_rate = 0;  ///< of steps, of minibatch steps
  std::optional<bool> normalisable;
  std::string normalisable_reason;
  /// Of det'(H)^(-1/2) over the set of minima, in the box, where it is known.
  std::optional<SetIntegral> set_integral;
};

/// Shares of the neighbourhoods under exp(-L/T), the Langevin equation in steps and minibatch descent.
report::StationaryLaw stationary_law(const Walks& walks, const dynamics::Places& places);

/// Out of each isolated minimum, and of the set of minima whose integral is known, over its lowest saddles. `places`
/// may grow by ends of flows.
std::vector<report::ExitTime> exit_times(const Walks& walks, dynamics::Places& places);

/// At the minima and along the way of the first walkers of `sgd`; and where `sgd` stops beside `gd`, where both were
/// walked.
report::MinibatchNoise minibatch_noise(const Walks& walks, const dynamics::Places& places,
                                       const dynamics::MethodEnds* sgd, const dynamics::MethodEnds* gd);

}  // namespace polyscape::study
