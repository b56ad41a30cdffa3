#pragma once
/// Which homotopy to track: the form of the target, the partition, the start system.
#include <memory>
#include <string>

#include "polyscape/solve/effort.hpp"
#include "polyscape/solve/path_orbits.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/start/start_system.hpp"
#include "polyscape/track/homotopy.hpp"

namespace polyscape::solve {

/// What a path is worth in the search for a partition (bounds::PartitionSearch): some 30 us.
constexpr double work_a_path = 1e4;

/// Whether start = "auto" turns to monodromy when the other starts take that many paths: its work grows with the number
/// of solutions alone, some ten paths for each.
bool prefers_monodromy(const algebra::Integer& paths);

/// A square system made out of the problem's, and the homotopy to it.
struct Plan {
  algebra::System square;                   ///< as many equations as variables
  std::vector<algebra::Polynomial> excess;  ///< equations that a solution of `square` must satisfy besides
  algebra::Program affine{0};               ///< evaluates `square`
  std::string start_name, reason;
  std::unique_ptr<start::StartSystem> start;
  track::Homotopy homotopy{algebra::Program(0), {}, {}, {}};
  PathOrbits orbits;                         ///< of the start solutions
  std::optional<MonodromyRecord> monodromy;  ///< how the start solutions were found
  double cluster_work =
      much_work;  ///< that telling close ends apart may take (solve/cluster_ends.hpp); 0: they stay as they come
};

/// Chooses the start system by the numbers of paths (options.start overrules), and of the two
/// forms of the system the one with fewer operations. Throws InputError as solve() does.
/// progress: of a monodromy start.
Plan plan(const Problem& problem, const Options& options, const ProgressReport& progress = {});

/// By monodromy over the translates of a plan's square system. why: the end of its reason.
Plan plan_by_monodromy(const Problem& problem, const Options& options, const Plan& squared, const std::string& why,
                       const ProgressReport& progress = {});

/// The homotopy along a line of square systems from t = 1, where all solutions are known, to t = 0 (`line`: n outputs
/// in n variables and t).
Plan plan_on_line(const algebra::Program& line, const std::vector<eval::Point>& solutions,
                  const algebra::Partition& partition, Random random);

/// The same from a member of a family.
Plan plan_at_member(const Member& member, const algebra::Partition& partition, Random random);

/// The square system at t = 0.
algebra::Program end_of_line(const algebra::Program& line);

/// Tracks the plan's paths and sorts their ends. `problem`: what the ends are checked against; its system may be empty.
Outcome follow(const Problem& problem, const Options& options, const Plan& plan, const ProgressReport& report);

}  // namespace polyscape::solve
