#pragma once
/// The verbs and their options: what the command line reads, and what --help, docs/, manual pages and completions are
/// made of.
#include <string>
#include <vector>

#include "command_line.hpp"

namespace CLI {
class App;
}

namespace polyscape::program {

/// An option of a verb.
struct OptionEntry {
  std::string name;     ///< "--out"
  std::string value{};  ///< "DIR", what its value is called; empty: it takes none
  std::string help{};
  std::string accepts{};                        ///< what values, where they are not listed; empty: the help says it
  std::string standard{};                       ///< unless given; empty: the help says it
  std::vector<std::string> choices{};           ///< all values, or all that are words
  enum { one, several, or_other } takes = one;  ///< of the choices: several with commas, or something else as well
  std::string group{};                          ///< "Solver", "Dynamics"; empty: of the verb

  /// The help with what it accepts and what holds unless it is given.
  std::string text() const;
};

struct VerbEntry {
  std::string name, file;  ///< "bounds", "SPEC|SYSTEM"
  std::string help;
  std::vector<OptionEntry> options;  ///< in the order of --help
};

/// Words that were given for the options of the tables, one a row; empty: not given.
struct TableWordsGiven {
  std::vector<std::string> solver, dynamics;
};

/// Every verb, in the order of --help. With these they are read into `command` and `given`, which have to live as long
/// as the app.
std::vector<VerbEntry> add_verbs(CLI::App& app, Command& command, TableWordsGiven& given);

/// The same without reading any.
const std::vector<VerbEntry>& verb_entries();

/// "--max-paths" of "max_paths".
std::string dashed(std::string_view name);

}  // namespace polyscape::program
