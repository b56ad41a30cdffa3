#pragma once
/// Many walkers at once, in SIMD lanes and over threads: iterations of gradient methods and of the Langevin equation.
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "polyscape/base/names.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/dynamics/march_view.hpp"
#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

constexpr auto names_of(Rule) { return std::to_array<std::string_view>({"descent", "momentum", "adam", "adjusted"}); }
constexpr auto names_of(Walls) { return std::to_array<std::string_view>({"none", "reflecting", "periodic", "flat"}); }
constexpr auto names_of(Sampling) { return std::to_array<std::string_view>({"replaced", "distinct", "shuffled"}); }

/// How the rate falls: step t of n has rate r, r / (1 + t / period), or r (1 + cos(pi t / n)) / 2.
enum class Schedule { constant, inverse, cosine };
constexpr auto names_of(Schedule) { return std::to_array<std::string_view>({"constant", "inverse", "cosine"}); }

/// Where walkers may go. Without walls the box counts for nothing.
struct Confinement {
  Walls walls = Walls::none;
  std::vector<double> low, high;  ///< of the box, one a coordinate
  double stiffness = 0;           ///< of a flat-bottomed wall
};

struct Minibatch {
  std::size_t size = 1;
  Sampling sampling = Sampling::distinct;
};

struct Motion {
  Rule rule = Rule::descent;
  double rate = 0;
  double temperature = 0;  ///< noise of variance 2 rate T a step
  Schedule schedule = Schedule::constant;
  double period = 1000;      ///< of an inverse schedule
  std::uint64_t length = 0;  ///< n, of a cosine schedule
  double momentum = 0.9, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  std::optional<Minibatch> minibatch;
};

/// The rate of step t, from 0.
double rate_at(const Motion& motion, std::uint64_t t);

/// When walkers are held.
struct Halt {
  Until until = Until::never;
  double tolerance = 0;                                     ///< flat
  std::vector<std::vector<double>> targets;                 ///< near
  double radius = 0;                                        ///< near
  double level = -std::numeric_limits<double>::infinity();  ///< near: of the loss, without minibatches
};

/// What carries the walkers; "baseline" is always there. Results are the same on all of them.
std::vector<std::string_view> instruction_sets();

class March {
 public:
  /// Walker i starts at starts[i] and has the stream of its index and `first`: those of a part of many walkers are
  /// theirs. Throws ArgumentError where starts have another dimension, or a minibatch is asked for of a potential
  /// without samples. Keeps a reference to `potential`. instructions: one of instruction_sets(), empty: the widest.
  March(const Potential& potential, const Motion& motion, const Confinement& confinement, const Halt& halt,
        std::span<const std::vector<double>> starts, Random random, std::string_view instructions = {},
        std::uint64_t first = 0);
  ~March();
  March(March&&) noexcept;

  /// So many steps more; threads 0: every core. Steps of a walker that is held, or that has left for infinity, are not
  /// made. Looks for cancellation between chunks of steps. Members of a team share out long walks; these throw
  /// Cancelled when the job is.
  void advance(std::uint64_t steps, int threads);
  /// Steps made, and whether all walkers are at rest.
  std::uint64_t steps() const;
  bool all_at_rest() const;

  std::size_t count() const;
  std::vector<double> position(std::size_t walker) const;
  void set_position(std::size_t walker, std::span<const double> position);
  /// The step at which it was held.
  std::optional<std::uint64_t> held(std::size_t walker) const;
  /// Whether its position is no number any more, or farther than any loss is meant for.
  bool diverged(std::size_t walker) const;
  /// Length of its way; of a Halt at flat places only.
  double travelled(std::size_t walker) const;
  /// Proposals taken by all walkers together, of the adjusted rule.
  std::uint64_t accepted() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::dynamics
