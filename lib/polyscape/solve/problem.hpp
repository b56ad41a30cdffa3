#pragma once
/// A polynomial system to be solved, and what is known of it.
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/lift.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"

namespace polyscape::solve {

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

/// The same square system in more unknowns, and the mixed volume of its supports with the origin.
struct LiftedForm {
  algebra::Lift lift;
  algebra::Integer mixed_volume;
};

/// What is known of the solutions beside their equations.
struct Knowledge {
  /// Symmetries of the solution set, as generators; used to check that it is closed.
  std::vector<algebra::SignedPermutation> symmetries = {};
  /// Continuous symmetries: a solution that one of them moves is not isolated.
  std::vector<algebra::Scaling> scalings = {};
  bool real =
      true;  ///< the solution set is closed under complex conjugation; taken for false where the system is not real
  /// Where the system belongs to a family one of whose generic members is solved: paths start at its solutions, and
  /// reach all isolated ones (Morgan, Sommese 1989). Takes the place of options.start.
  std::optional<Member> member = std::nullopt;
  /// How many isolated solutions there are, with multiplicity, at most. Where fewer paths end at some, those that end
  /// at none are followed again.
  std::optional<algebra::Integer> count = std::nullopt;
};

/// What spares the choice of a start system work: without it the same is looked for.
struct Hints {
  /// Partitions of the variables worth trying for a multihomogeneous start (layers, units), best first; may be empty.
  std::vector<algebra::Partition> partitions = {};
  std::optional<algebra::Partition> best_partition = std::nullopt;  ///< what a search found that has been made
  /// Mixed volume of the supports with the origin: cells that do not pay are not looked for.
  std::optional<algebra::Integer> mixed_volume = std::nullopt;
  std::optional<LiftedForm> lifted = std::nullopt;  ///< the lift of smallest mixed volume, where one was looked for
  /// How to come by a generic member where options.start = auto turns to monodromy; without it a generic translate
  /// serves.
  std::function<Member()> generic_member = {};
};

/// The question, what is known of its answer, and hints for the way there.
struct Problem {
  algebra::System system = {};  ///< at least as many equations as variables
  /// A program with the same values, used where it needs fewer operations than the expanded form.
  std::optional<algebra::Program> program = std::nullopt;
  Knowledge known = {};
  Hints hints = {};
};

}  // namespace polyscape::solve
