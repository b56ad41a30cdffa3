#pragma once
/// A homotopy to a square system, with its start solutions.
#include <memory>
#include <string>
#include <vector>

#include "polyscape/solve/effort.hpp"
#include "polyscape/solve/path_orbits.hpp"
#include "polyscape/solve/problem.hpp"
#include "polyscape/start/start_system.hpp"
#include "polyscape/track/homotopy.hpp"

namespace polyscape::solve {

/// A square system made out of the problem's, and the homotopy to it.
struct Plan {
  algebra::System square;                   ///< as many equations as variables
  std::vector<algebra::Polynomial> excess;  ///< equations that a solution of `square` must satisfy besides
  algebra::Program affine{0};               ///< evaluates `square`
  std::string start_name, reason;
  std::unique_ptr<start::StartSystem> start;
  track::Homotopy homotopy{algebra::Program(0), {}, {}, {}};
  /// Of a homotopy in more unknowns than those of `square`: these are its first coordinates times such powers of two.
  std::optional<std::vector<int>> projection;
  PathOrbits orbits;                         ///< of the start solutions
  std::optional<MonodromyRecord> monodromy;  ///< how the start solutions were found
  double cluster_work =
      much_work;  ///< that telling close ends apart may take (solve/cluster_ends.hpp); 0: they stay as they come
};

/// The homotopy along a line of square systems from t = 1, where all solutions are known, to t = 0 (`line`: n outputs
/// in n variables and t).
Plan plan_on_line(const algebra::Program& line, const std::vector<eval::Point>& solutions,
                  const algebra::Partition& partition, Random random);

/// The same from a member of a family.
Plan plan_at_member(const Member& member, const algebra::Partition& partition, Random random);

/// An end of the homotopy in the unknowns of `square`; an empty one stays empty.
void project(const Plan& plan, eval::Point& end);

/// The square system at t = 0.
algebra::Program end_of_line(const algebra::Program& line);

}  // namespace polyscape::solve
