#pragma once
/// The program as one of several processes that do a job together, started by mpirun or srun.
#include <memory>
#include <optional>

#include "command_line.hpp"
#include "polyscape/base/team.hpp"

namespace polyscape::program {

/// Number of this process among those that were started together, by the environment; nullopt: it was started alone.
std::optional<std::size_t> rank_by_environment();

/// Joins the others. Another process than the first prints nothing from now on, ends when the first has ended, and
/// leaves signals to it. Throws InputError where the program was built without MPI.
std::unique_ptr<Team> join_ranks();

/// The command as another process than the first does it: it writes nothing, and has no limits of its own. nullopt: it
/// has no part in it.
std::optional<Command> part_of(const Command& command);

/// Does the job together with the others. The exit status, of the first process; others do not return.
int perform_with(Team& team, const Command& command);

}  // namespace polyscape::program
