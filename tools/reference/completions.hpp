#pragma once
/// Completions of verbs, options and their values for shells, from the tables of verbs and options.
#include <string>

namespace polyscape::reference {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace polyscape::reference
