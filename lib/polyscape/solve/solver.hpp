#pragma once
/// All isolated solutions of a square or overdetermined polynomial system, by homotopy continuation.
#include <complex>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/base/option.hpp"
#include "polyscape/solve/ledger.hpp"

namespace polyscape::solve {

/// What a user may choose; the `[solve]` table of a specification and the command line share these names.
struct Options {
  std::string start = "auto";          ///< auto | total-degree | multihomogeneous | polyhedral | monodromy
  std::uint64_t seed = 1;              ///< of gamma, start system and patches
  int threads = 0;                     ///< 0: every core
  int max_precision = 2048;            ///< bits; a path that needs more fails
  std::uint64_t max_paths = 10000000;  ///< refuse to start more
  std::string known_count;             ///< an exact count of isolated solutions from elsewhere; empty: none. A smaller
                                       ///< one found has every path that found none followed again
  std::string gauge =
      "none";  ///< none | slice: of networks, only critical sets that cut the fibres of the parametrisation
  std::string certify = "auto";  ///< auto | always | never: proofs for the solutions found
  bool confirm = false;          ///< solve again with another seed and start, and compare
};
/// One row an option; help, TOML, documentation and result.json walk it.
const std::vector<Option<Options>>& option_table();
/// Throws InputError, with the messages of the command line, where an option has no legal value: solve and all of study
/// ask first.
void require_legal(const Options& options);
/// Throws InputError naming `place` unless the text is empty or an integer of at least 0.
void require_known_count(const std::string& text, const std::string& place);

/// How a generic translate F(x) = p of a system F(x) = 0 was solved (solve/monodromy.hpp).
struct MonodromyRecord {
  std::uint64_t translate = 0;  ///< solutions of the translate: the degree of the map F
  std::uint64_t section = 0;    ///< points of the curve section that the trace test was made with
  std::uint64_t paths = 0;      ///< of loops, trace tests and the slide to the translate
  double trace_error = 1;       ///< what the test saw: 0 but for rounding when no point is missing
  bool traced = false;          ///< it passed, and every path of the slide reached its end
  bool quoted = false;          ///< all this is the word of a file, and was not seen
};

/// A generic member of a linear family of square systems, on a line through it and the system to be solved.
struct Member {
  /// n outputs in n variables and one parameter t: at t = 1 the member, at t = 0 the system, or combinations of its
  /// equations where these are more.
  algebra::Program line{0};
  std::vector<std::vector<algebra::GaussianRational>>
      solutions;  ///< of the member, all of them, nonsingular; to double precision
  std::optional<MonodromyRecord> monodromy = std::nullopt;  ///< where they come from it
  /// Generators of a group under which every system on the line is equivariant: one path an orbit is followed.
  std::vector<algebra::SignedPermutation> symmetries = {};
};

struct Problem {
  algebra::System system;  ///< at least as many equations as variables
  /// A program with the same values, used where it needs fewer operations than the expanded form.
  std::optional<algebra::Program> program;
  /// Partitions of the variables worth trying for a multihomogeneous start (layers, units), best first; may be empty.
  std::vector<algebra::Partition> partitions;
  std::optional<algebra::Partition> best_partition;  ///< what a search found that has been made; without it one is
  /// Symmetries of the solution set, as generators; used to check that it is closed.
  std::vector<algebra::SignedPermutation> symmetries;
  /// Continuous symmetries: a solution that one of them moves is not isolated.
  std::vector<algebra::Scaling> scalings = {};
  bool real =
      true;  ///< the solution set is closed under complex conjugation; taken for false where the system is not real
  /// Where the system belongs to a family one of whose generic members is solved: paths start at its solutions, and
  /// reach all isolated ones (Morgan, Sommese 1989). Takes the place of options.start.
  std::optional<Member> member = std::nullopt;
  /// How to come by such a member where options.start = auto turns to monodromy; without it a generic translate serves.
  std::function<Member()> generic_member = {};
  /// Mixed volume of the supports with the origin, where it is known: cells that do not pay are not looked for.
  std::optional<algebra::Integer> mixed_volume = std::nullopt;
};

/// An isolated solution.
struct Solution {
  /// Approximate coordinates as exact dyadic numbers, relative error about 2^-bits (of the largest coordinate or 1).
  std::vector<algebra::GaussianRational> coordinates;
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
  std::vector<std::complex<double>> rounded() const;  ///< coordinates as doubles
};

/// Where paths ended on a positive-dimensional solution set.
struct NonIsolatedEndpoint {
  std::vector<algebra::GaussianRational> coordinates;
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
  std::vector<std::string> notes;  ///< what a reader of the counts has to know
  std::uint64_t steps = 0;         ///< along all paths, every time that they were followed
  std::uint64_t single_steps = 0;  ///< those among them that no batch took: in high precision, and around t = 0
  double seconds = 0;
};

/// Finds all isolated solutions. Results depend on the problem and the options, not on the number of threads.
/// Badly scaled systems are tracked in scaled unknowns (solve/scaling.hpp): conditions are then those of the scaled
/// system. Overdetermined systems are squared up by a random combination and the excess tested afterwards. Throws
/// InputError when the system has fewer equations than variables, a zero or a nonzero constant equation where none can
/// be, or more start solutions than options.max_paths.
Outcome solve(const Problem& problem, const Options& options, const ProgressReport& report = {});

/// Orders them by their rounded coordinates, real before imaginary parts.
void sort_by_coordinates(std::vector<Solution>& solutions);

/// The solution near `point` of the square system `program` (variables only), by Newton's method in `bits` bits;
/// `point` is the approximation. nullopt when Newton does not converge there.
std::optional<std::vector<algebra::GaussianRational>> refine(const algebra::Program& program,
                                                             const std::vector<algebra::GaussianRational>& point,
                                                             int bits);

}  // namespace polyscape::solve
