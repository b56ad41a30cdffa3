#pragma once
/// Where each method's walkers end: shares of the places.
#include <functional>
#include <string>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/dynamics/places.hpp"

namespace polyscape::dynamics {

/// A share of `of` walkers. The error is the binomial's standard error at (count + 1)/(of + 2), so that no share is
/// without one.
struct Share {
  std::uint64_t count = 0, of = 0;
  double value() const { return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of); }
  double error() const;
};

struct PlaceShare {
  std::size_t place = 0;
  Share share;
  double loss = 0;                                    ///< mean where the method ended, before any flow
  double travelled = 0;                               ///< mean length of the way; of methods without noise
  double distance = 0;                                ///< mean from start to end
  double steps = 0;                                   ///< mean; until rest where it rests
  double least_sharpness = 0, largest_sharpness = 0;  ///< of the Hessian's largest eigenvalue where they ended
};

struct Unmatched {
  std::string reason;
  std::uint64_t count = 0;
  std::vector<double> start, end;  ///< of the first one
};

struct MethodEnds {
  Method method = Method::flow;
  double rate = 0;  ///< the first; flow: 0
  std::uint64_t starts = 0, steps = 0;
  std::uint64_t led = 0;  ///< walkers that were not at rest: gradient flow led them on to where they are matched
  std::vector<PlaceShare> shares;  ///< by place; places without walkers are left out
  std::vector<Unmatched> unmatched;
  std::vector<std::optional<std::size_t>> places;  ///< of each walker
  std::vector<std::vector<double>> stopped;        ///< where the method left each walker
};

/// The starts: evenly spread over the box, the same for every method.
std::vector<std::vector<double>> starts_in_box(std::span<const double> low, std::span<const double> high,
                                               std::uint64_t count, Random random);

/// 1 over the Hessian's largest eigenvalue that 19 of 20 starts stay below; 1 where it is nowhere positive.
double automatic_rate(const Potential& potential, std::span<const std::vector<double>> starts);

/// The motion of a method that takes steps.
Motion motion_of(Method method, const Options& options, double rate, const Potential& potential);

/// Walks and matches. confinement: of the steps; the flow knows no walls. `done` is called after each walker of a flow.
MethodEnds run_method(Method method, const Potential& potential, Places& places, const Options& options, double rate,
                      const Confinement& confinement, std::span<const std::vector<double>> starts, Random random,
                      int threads);

}  // namespace polyscape::dynamics
