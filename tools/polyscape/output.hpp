#pragma once
/// What all verbs do at the end, and while they work.
#include <string>
#include <vector>

#include "command_line.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::program {

/// Prints the text on stdout. Throws InputError when stdout cannot take it.
void print(const std::string& text);

/// Writes the folder that the command asks for, if any; says on stderr where it is unless quiet.
void write_out(const Command& command, const std::vector<study::OutputFile>& files);

/// Prints the result (JSON or summary), writes the folder with the result's files and `beside`; the exit status.
int finish(const Command& command, const report::Result& result, std::vector<study::OutputFile> beside);

/// Shows progress on stderr: a bar on a terminal, sparse plain lines otherwise, nothing when quiet.
study::Observer progress_on_stderr(const Command& command);

}  // namespace polyscape::program
