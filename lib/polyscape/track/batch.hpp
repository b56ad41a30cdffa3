#pragma once
/// Batches of paths in SIMD lanes, in double precision: what is easy about tracking, as fast as the processor can; and
/// in double-double, for paths that double precision has no digits left for.
///
/// A lane whose path has ended takes the next one. Lanes share instructions but no numbers: what becomes of a path does
/// not depend on its neighbours. Paths that need higher precision or a Cauchy loop are handed over where they stand.
#include <complex>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "polyscape/eval/lane_program.hpp"
#include "polyscape/track/stepper.hpp"
#include "polyscape/track/valuation.hpp"

namespace polyscape::track {

/// Names of the instruction sets that this program was built for and this machine has, the best first; the last one is
/// "baseline".
std::vector<std::string_view> instruction_sets();

/// Where the batch left a path.
struct Arrival {
  enum class State {
    cancelled,
    at_start,     ///< the start solution could not be corrected in double precision
    under_way,    ///< at s; it takes higher precision or a Cauchy loop from here on
    at_infinity,  ///< by its valuation and the growth of the inverse Jacobian
    regular,      ///< at t = 0 with an invertible Jacobian
    stopped,      ///< at PathOptions.stop_log_t
    too_many_steps,
  };
  State state = State::cancelled;
  std::vector<std::complex<double>> x;    ///< coordinates on the patches
  std::vector<std::complex<double>> low;  ///< what they leave over, from a batch in double-double
  eval::Point start;             ///< with all its digits, of a path that double precision could not take away from it
  bool short_of_digits = false;  ///< under way: rounding errors stopped it
  double s = 0;
  double condition = 0;  ///< of a regular end: norm of the inverse Jacobian, rows and unknowns weighted
  EndgameWatch watch;
  /// The last place where the inverse's norm showed that many digits were right, for when no precision can correct the
  /// coordinates at s.
  struct Mark {
    std::vector<std::complex<double>> x;  ///< empty: there is none
    double s = 0;
    EndgameWatch watch;
  };
  Mark mark;
  std::vector<std::complex<double>> crossing;  ///< coordinates on the patches at endgame_log_t; empty: the path was not
                                               ///< followed so far, or is to stop before
  int steps = 0, rejected = 0;
  int iterations = 0;  ///< of Newton's method: evaluations of the Jacobian and factorisations
};

/// Whether such a path is not at its end, and may have to go around t = 0.
inline bool takes_loops(const Arrival& arrival) {
  return arrival.state == Arrival::State::under_way || arrival.state == Arrival::State::at_start ||
         arrival.state == Arrival::State::stopped;
}

/// The next path to track: its number and its start solution on the patches.
struct Departure {
  std::size_t index;
  std::vector<std::complex<double>> x;
  const std::vector<ParameterPath>* parameters = nullptr;  ///< of this path alone; else the homotopy's
  const Arrival* from = nullptr;                           ///< where another batch left it, instead of t = 1
};

enum class BatchPrecision { single_double, double_double };

class Batch {
 public:
  /// set: one of instruction_sets(). Program and layout must outlive the batch.
  Batch(const eval::LaneProgram& program, const Layout& layout, std::string_view set, BatchPrecision precision);
  ~Batch();
  using Source = std::function<std::optional<Departure>()>;
  using Sink = std::function<void(std::size_t index, Arrival&&)>;
  /// Tracks what the source gives until it gives no more.
  void run(const PathOptions& options, const Source& source, const Sink& sink);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::track
