#pragma once
/// A function a verb: does what the command says, prints the result on stdout and returns the exit status (0 done,
/// 1 something is incomplete). Each throws InputError for bad input.
#include "command_line.hpp"

namespace polyscape::program {

int analyze(const Command& command);
int bounds(const Command& command);
int certify(const Command& command);
int components(const Command& command);
int dynamics(const Command& command);
int solve(const Command& command);
int trace(const Command& command);  ///< solve --trace
int sweep(const Command& command);
int resume_sweep(const Command& command);  ///< of a store: file, --threads, --limit, --json
int system(const Command& command);
int table(const Command& command);
int volume(const Command& command);

}  // namespace polyscape::program
