#pragma once
/// What solving a system came to, and what is said on the way.
#include <complex>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/note.hpp"
#include "polyscape/eval/packed_point.hpp"
#include "polyscape/solve/ledger.hpp"
#include "polyscape/solve/problem.hpp"

namespace polyscape::solve {

/// An isolated solution.
struct Solution {
  /// Approximate coordinates as exact dyadic numbers, relative error about 2^-bits (of the largest coordinate or 1).
  eval::PackedPoint coordinates;
  int bits = 0;
  bool real = false;  ///< of a real system, decided at two precisions: the imaginary parts vanish with the precision
  std::vector<bool> zero;    ///< coordinates that are zero, decided exactly or at two precisions
  bool nonsingular = false;  ///< invertible Jacobian
  int multiplicity = 1;      ///< paths that end here
  int winding = 1;           ///< largest winding number among them
  double residual = 0;       ///< largest |equation| at the rounded point, relative to its terms
  double condition = 0;      ///< of the Jacobian, equations scaled, infinity norm; infinity when singular
  /// That the equations beyond a square system vanish, too: exact at rational points and where they are combinations of
  /// the others, else numerical.
  Evidence excess_by = Evidence::exact;
  std::vector<std::complex<double>> rounded() const { return coordinates.rounded(); }
};

/// Where paths ended on a positive-dimensional solution set.
struct NonIsolatedEndpoint {
  eval::PackedPoint coordinates;
  int bits = 0;
  int paths = 1;
};

struct Progress {
  std::uint64_t done, total;  ///< total 0: not known
  std::string step =
      "paths";  ///< what is counted: "paths"; then what is done with their ends; before them "monodromy", in points
};
/// Called from one thread at a time.
using ProgressReport = std::function<void(const Progress&)>;

/// What a second solve with another seed and start says (solve/confirmation.hpp).
struct Confirmation {
  std::string start;
  std::uint64_t seed = 0;
  std::uint64_t isolated = 0, failed = 0;  ///< its solutions and failed paths
  std::uint64_t missing_here = 0;          ///< solutions that it alone found; they were added
  std::uint64_t missing_there = 0;         ///< solutions that it did not find
  bool cancelled = false;
  bool agrees() const { return missing_here == 0 && missing_there == 0 && !cancelled; }
};

struct Outcome {
  std::string start;             ///< the start system used
  std::string start_reason;      ///< one line: why
  algebra::Partition partition;  ///< of a multihomogeneous start
  Ledger ledger;
  std::optional<MonodromyRecord> monodromy;
  std::optional<Confirmation> confirmation;  ///< with options.confirm
  std::vector<Solution> solutions;           ///< distinct, isolated; ordered by coordinates, whatever the threads
  std::vector<NonIsolatedEndpoint> non_isolated;
  bool closed = true;  ///< under complex conjugation (of a real problem) and the known symmetries: the nonsingular ones
  bool cancelled = false;          ///< ended early; paths not followed are counted as failed, "cancelled"
  std::vector<Note> notes;         ///< what a reader of the counts has to know
  std::uint64_t steps = 0;         ///< along all paths, every time that they were followed
  std::uint64_t single_steps = 0;  ///< those among them that no batch took: in high precision, and around t = 0
  double seconds = 0;
};

/// No path followed, and why.
Outcome without_paths(const std::string& reason);
/// What solve() returns; no path, and marked so, where the job is cancelled before paths begin.
template <class Solve>
Outcome unless_cancelled_before(const Solve& solve) {
  try {
    return solve();
  } catch (const Cancelled&) {
    Outcome nothing = without_paths("the job was cancelled before");
    nothing.cancelled = true;
    return nothing;
  }
}

/// Orders solutions by their rounded coordinates, real before imaginary parts.
void sort_by_coordinates(std::vector<Solution>& solutions);

}  // namespace polyscape::solve
