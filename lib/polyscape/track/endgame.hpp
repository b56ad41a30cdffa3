#pragma once
/// The end of a path, near t = 0: which class it is in, and the limit.
#include "polyscape/track/valuation.hpp"
#include "polyscape/track/walker.hpp"

namespace polyscape::track {

/// Regular ends by one step to t = 0, infinite ones by valuations, all others by Cauchy loops: see path.hpp.
class Endgame {
 public:
  /// watch: what has been seen of the path so far. Everything else given must outlive the endgame.
  Endgame(Walker& walker, const Layout& layout, const PathOptions& options, const EndgameWatch& watch)
      : walker_(walker), layout_(layout), options_(options), watch_(watch) {}

  /// Looks at the walker's place; true when the path is decided (walker.result.end is set) or has failed.
  bool decided();
  /// Whether the path seems on its way to infinity.
  bool escaping() const { return watch_.escaping(options_); }

 private:
  using Loop = std::vector<std::complex<double>>;  // mean of a closed Cauchy loop: the limit of the coordinates, rounded

  bool settle(PathEnd end);
  bool give_up() { return !walker_.fail(PathFailure::undecided); }
  double observe();
  double smallest_ratio(const eval::Point& point) const;
  bool settle_regular(eval::Point end);
  eval::Point loop(int& winding, bool polish);
  double gap(const Loop& a, const Loop& b) const;
  bool cauchy();
  bool confirm(int winding);

  Walker& walker_;
  const Layout& layout_;
  const PathOptions& options_;
  EndgameWatch watch_;
  double next_cauchy_ = 0;
  Loop previous_;
  int previous_winding_ = 0;
};

}  // namespace polyscape::track
