#pragma once
/// What the user asks for.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "polyscape/base/shard.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::program {

/// What `table` is asked for, as given; empty: not given.
struct TableWords {
  std::string columns, sort, group_by;  ///< lists with commas
  std::vector<std::string> where;
  std::string caption, label;
  bool standalone = false, list_columns = false, strata = false;
  std::string against, keys, compare;  ///< a file of published figures, and lists of PUBLISHED=COLUMN
};

/// A verb with its files and options.
struct Command {
  std::string verb;                ///< analyze | bounds | certify | components | dynamics | merge | report | resume |
                                   ///< solve | sweep | system | table | volume
  std::vector<std::string> words;  ///< of the command line, from the verb on
  std::vector<std::string> files;  ///< as given, at least one
  std::vector<spec::SolveEntry> options;   ///< of the solver, in the order of its table; place is "--name"
  std::vector<spec::SolveEntry> dynamics;  ///< the same of the dynamics
  std::string out;                         ///< empty: not given
  bool overwrite = false, quiet = false, json = false;
  double limit_time = 0;               ///< seconds; 0: not given
  std::uint64_t limit_memory = 0;      ///< bytes; 0: not given
  bool out_is_input = false;           ///< out is the run that is read
  std::string show;                    ///< points that the summary lists: a number or "all"; empty: a screen
  std::string format;                  ///< system: --to; table: --format; empty: not given
  std::string which = "gradient";      ///< system
  std::optional<std::uint64_t> draws;  ///< sweep without lists; not given: 20
  std::optional<std::uint64_t> limit;  ///< sweep with lists: rows to finish now; not given: all
  bool dry_run = false;                ///< sweep with lists
  std::string samples;           ///< sweep with gauge slice: "1-6", numbers of samples; the specification's when empty
  std::string generic;           ///< analyze: file of the generic member; empty: not given
  std::uint64_t trace = 0;       ///< solve: the path to print step by step, from 1; 0: not given
  std::string shard_word;        ///< solve: "2/4", as given; empty: not given
  std::optional<Shard> shard;    ///< that
  std::string dimension;         ///< dynamics: of a potential, "3" or "1-8"; empty: not given
  std::string at;                ///< volume: where; empty: not given
  std::optional<double> sample;  ///< volume: how far the box reaches; empty: not given
  TableWords table;
  std::vector<std::string> figures, through;  ///< report: empty: not given
  std::string coordinate;                     ///< report: empty: not given
  std::string parameters;                     ///< solve: file of parameter values; empty: not given
};

/// A question about the program itself, answered: --help, --version.
struct Answer {
  std::string text;
};

/// Throws InputError when the words are no command.
std::variant<Command, Answer> parse(int count, const char* const* words);

}  // namespace polyscape::program
