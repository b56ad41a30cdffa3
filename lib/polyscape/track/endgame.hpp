#pragma once
/// The end of a path, near t = 0: which class it is in, and the limit.
#include <optional>
#include <span>

#include "polyscape/track/cycle.hpp"
#include "polyscape/track/valuation.hpp"
#include "polyscape/track/walker.hpp"

namespace polyscape::track {

/// Regular ends by one step to t = 0, infinite ones by valuations, all others by Cauchy loops: see path.hpp.
class Endgame {
 public:
  /// watch: what has been seen of the path so far; known: cycles of other paths. Everything else given must outlive the
  /// endgame.
  Endgame(Walker& walker, const Layout& layout, const PathOptions& options, const EndgameWatch& watch,
          std::span<const Cycle> known)
      : walker_(walker), layout_(layout), options_(options), watch_(watch), known_(known) {}

  /// Looks at the walker's place; true when the path is decided (walker.result.end is set) or has failed.
  bool decided();
  /// Whether the path seems on its way to infinity.
  bool escaping() const { return watch_.escaping(options_); }

  /// The cycle that this path's loops were confirmed to be.
  std::optional<Cycle> found;
  /// The place on a known cycle that it was recognised by instead.
  std::optional<CyclePlace> joined;

 private:
  using Loop =
      std::vector<std::complex<double>>;  // mean of a closed Cauchy loop: the limit of the coordinates, rounded
  struct Turns {
    int winding = 0;                  // 0: it did not close, or failed
    eval::Point mean;                 // of the samples: the limit
    std::vector<eval::Point> places;  // at the end of every turn but the last
    double extent = 0;
  };

  bool settle(PathEnd end);
  bool give_up() { return !walker_.fail(PathFailure::undecided); }
  double observe();
  double smallest_ratio(const eval::Point& point) const;
  bool settle_regular(eval::Point end);
  enum class Samples { as_tracked, polished };
  Turns loop(int samples_per_turn, Samples samples);
  double gap(const Loop& a, const Loop& b) const;
  bool cauchy();
  bool first_loop();
  bool confirm();
  bool settle_cycle(PathEnd end, Turns turns, double s);
  bool joins();
  std::optional<CyclePlace> place_among(const std::vector<std::size_t>& cycles, double s);

  Walker& walker_;
  const Layout& layout_;
  const PathOptions& options_;
  EndgameWatch watch_;
  std::span<const Cycle> known_;
  double next_cauchy_ = 0;
  Loop previous_;
  int previous_winding_ = 0;
};

}  // namespace polyscape::track
