#pragma once
/// Draws from exp(-L/T), the reference: Metropolis-adjusted chains at rising temperatures that exchange places
/// (parallel tempering), with jumps to known minima and into the box.
#include <functional>
#include <span>
#include <vector>

#include "polyscape/dynamics/march.hpp"
#include "polyscape/dynamics/places.hpp"

namespace polyscape::dynamics {

struct TemperingOptions {
  double temperature = 1, highest = 1;  ///< the lowest and the highest one
  double rate = 0.01;                   ///< first step at the lowest; steps adapt in the first half
  std::uint64_t chains = 64, draws = 1000, thinning = 10;
  int threads = 0;
};

/// Temperatures from the lowest to the highest, at ratios that n coordinates exchange at.
std::vector<double> temperature_ladder(double lowest, double highest, std::size_t n);

struct TemperingReport {
  std::vector<double> temperatures;
  double rate = 0, acceptance = 0;  ///< at the lowest, after adaptation
};

/// A draw of one chain at one temperature.
struct TemperedDraw {
  std::size_t level = 0, chain = 0;  ///< level: of the temperatures, 0 the lowest
  std::span<const double> position;
  double loss = 0;  ///< flat walls included
};

/// As many draws again come before and are thrown away. `draw` is called with all the others, at every temperature:
/// those of a chain in order, those of different chains by several threads at once. minima: nondegenerate ones, jumped
/// to by their Gaussians. Walls: reflecting and periodic boxes, flat walls as part of the potential. Throws Cancelled
/// when the job is.
TemperingReport temper(const Potential& potential, const Confinement& confinement, std::span<const Place> minima,
                       const TemperingOptions& options, std::span<const std::vector<double>> starts, Random random,
                       const std::function<void(const TemperedDraw&)>& draw);

}  // namespace polyscape::dynamics
