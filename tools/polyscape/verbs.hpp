#pragma once
/// A function a verb: does what the command says, prints the result on stdout and returns the exit status (0 done,
/// 1 something is incomplete). Each throws InputError for bad input.
#include "command_line.hpp"
#include "polyscape/study/checkpoint.hpp"

namespace polyscape::program {

int analyze(const Command& command);
int bounds(const Command& command);
int certify(const Command& command);
int components(const Command& command);
int dynamics(const Command& command);
int merge(const Command& command);
int report(const Command& command);
int resume(const Command& command);
int solve(const Command& command);
int trace(const Command& command);  ///< solve --trace
int sweep(const Command& command);
int resume_sweep(const Command& command);  ///< resume of a store
int system(const Command& command);
int table(const Command& command);
int volume(const Command& command);

/// The command that a checkpoint is of. Throws InputError, which names the file, where it is of none.
Command command_of(const study::CheckpointedJob& job, const std::string& file);

/// The verb's function.
int perform(const Command& command);

}  // namespace polyscape::program
