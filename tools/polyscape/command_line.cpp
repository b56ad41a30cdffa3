#include "command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/study/options.hpp"

namespace polyscape::program {

namespace {

struct Verb {
  const char* name;
  const char* file;  ///< what it reads, for help and messages
  const char* help;
};
constexpr Verb verbs[] = {
    {"analyze", "SPEC", "the whole job: bounds, critical points, their kinds, the zero-loss set, as a run folder"},
    {"bounds", "SPEC|SYSTEM", "bounds alone; analytic for networks far too large to expand"},
    {"solve", "SYSTEM", "all isolated solutions of a polynomial system (PHCpack, Bertini or JSON)"},
    {"certify", "RUN",
     "proofs for the points of a run: made in interval arithmetic, checked again in exact arithmetic"},
    {"components", "SPEC|SYSTEM|RUN",
     "solution sets of every dimension: components of the critical points and of zero loss, with degrees"},
    {"dynamics", "SPEC|RUN",
     "gradient flow, GD, momentum, Adam, SGD and Langevin from many starts, matched to the critical points; of a "
     "network, a run of one, or a [potential]"},
    {"sweep", "SPEC|STORE",
     "every row of a specification with lists, into a store that continues where it was interrupted; without lists the "
     "critical points of many draws of its random data, or with --gauge slice the critical manifolds"},
    {"system", "SPEC|SYSTEM",
     "a network's gradient or interpolation system, or a system in any format that is read, as text for another "
     "program"},
    {"table", "RUN...", "rows of a table from run folders or result.json files"},
    {"volume", "SPEC|SYSTEM|RUN",
     "how the volume of low loss goes to zero: learning coefficients, by resolution of singularities over Q"}};

template <class Names>
std::string joined(const Names& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

std::string dashed(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', '-');
  return "--" + text;
}

/// Words of the solver's options, one a row of the table; empty: not given.
using OptionWords = std::vector<std::string>;

template <class S>
void add_table(CLI::App& verb, const std::vector<Option<S>>& table, const char* group, OptionWords& words) {
  const S defaults;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const std::string standard = option_text(defaults, table[i]);
    if (std::holds_alternative<bool S::*>(table[i].member)) {
      verb.add_flag(dashed(table[i].name), words[i], std::string(table[i].help))->group(group);
      continue;
    }
    verb.add_option(dashed(table[i].name), words[i],
                    fmt::format("{}: {}{}", table[i].help, expected(table[i]),
                                standard.empty() ? "" : "; " + standard + " unless given"))
        ->group(group)
        ->type_name("");
  }
}

/// The options of the table that were given.
template <class S>
std::vector<spec::SolveEntry> given_of(const CLI::App& verb, const std::vector<Option<S>>& table,
                                       const OptionWords& words) {
  std::vector<spec::SolveEntry> result;
  for (std::size_t i = 0; i < table.size(); ++i)
    if (verb.get_option(dashed(table[i].name))->count() > 0)
      result.push_back({std::string(table[i].name), words[i], dashed(table[i].name)});
  return result;
}

void add_common_options(CLI::App& verb, Command& command) {
  const std::string name = verb.get_name();
  verb.add_option("--out", command.out,
                  name == "analyze" ? "the run folder; <stem of SPEC>.run unless given"
                  : name == "sweep" ? "of a specification with lists the store, <stem of SPEC>.sweep.db unless given; "
                                      "else a folder to write, too"
                  : name == "certify" ? "a folder for the run with its proofs; RUN itself unless given"
                                      : "a folder to write, too")
      ->type_name("DIR");
  verb.add_flag("--overwrite", command.overwrite, "replace the folder if it exists");
  verb.add_flag("--quiet", command.quiet, "no progress on stderr");
  if (name == "analyze" || name == "solve" || name == "certify" || name == "components" || name == "dynamics")
    verb.add_option(
            "--show", command.show,
            fmt::format("points to print, real solutions or lowest minima first: a number or all; {} unless given",
                        report::screen_of_points))
        ->type_name("N");
  verb.add_flag("--json", command.json, "print the machine-readable result on stdout, and nothing else");
}

void add_own_options(CLI::App& verb, Command& command) {
  if (verb.get_name() == "system") {
    verb.add_option("--to", command.format, "one of " + joined(names_of(algebra::Format())))->type_name("FORMAT");
    verb.add_option(
            "--which", command.which,
            "gradient, interpolation, or lifted: the gradient, or the equations of a file, with the inner quantities "
            "as unknowns whose mixed volume is smallest; gradient unless given")
        ->type_name("SYSTEM");
  }
  if (verb.get_name() == "analyze")
    verb.add_option(
            "--generic", command.generic,
            "keeps the network's generic member: other targets and lambda at the same inputs start from its points")
        ->type_name("FILE");
  if (verb.get_name() == "solve")
    verb.add_option("--parameters", command.parameters,
                    "a CSV file whose header names variables of SYSTEM that are parameters: a member at random values "
                    "is solved, and its solutions carried to "
                    "every row (rationals, decimals, complex numbers like 1/2 - 3*i); prints a table, --json every "
                    "row's result")
        ->type_name("FILE");
  if (verb.get_name() == "solve")
    verb.add_option("--trace", command.trace,
                    "follows one path alone, from 1 to as many as there are, and prints it step by step: what limited "
                    "each step, the precision, the distance to infinity")
        ->check(CLI::PositiveNumber)
        ->type_name("PATH");
  if (verb.get_name() == "dynamics")
    verb.add_option("--dimension", command.dimension,
                    "of a [potential] whose variables are one vector, in place of the one that is written")
        ->check(CLI::Range(std::size_t{1}, spec::most_potential_variables))
        ->type_name("D");
  if (verb.get_name() == "sweep") {
    verb.add_option("--draws", command.draws,
                    "without lists: how many, with data seeds from the specification's on; 20 unless given")
        ->check(CLI::Range(1, 1000000))
        ->type_name("N");
    verb.add_option("--limit", command.limit, "with lists: ends when so many rows more are finished; all unless given")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    verb.add_flag("--dry-run", command.dry_run,
                  "with lists: says how many rows, networks, paths and hours; writes nothing");
    verb.add_option("--samples", command.samples,
                    "with gauge slice: numbers of samples to draw, \"1-6\"; the specification's unless given")
        ->type_name("LIST");
  }
  if (verb.get_name() == "volume") {
    verb.add_option("--at", command.at,
                    "near which zeros: everywhere (all real ones), origin, or the rational coordinates of one, "
                    "1/2,0,-1; everywhere for a SPEC, origin for a SYSTEM unless given")
        ->type_name("WHERE");
    verb.add_option("--sample", command.sample,
                    "sample exp(-L/T), too, in a box that reaches so far in every coordinate about the point, or 0")
        ->check(CLI::PositiveNumber)
        ->type_name("REACH");
  }
  if (verb.get_name() == "table")
    verb.add_option("--format", command.format,
                    "one of " + joined(names_of(report::TableFormat())) + "; markdown unless given")
        ->type_name("FORMAT");
}

// The words that are closest to what an option may be called.
std::string nearest_option(const CLI::App& verb, const std::string& word) {
  const std::string stem = word.substr(0, word.find('='));
  std::string best;
  std::size_t most = 0;
  for (const CLI::Option* option : verb.get_options()) {
    const std::string name = "--" + (option->get_lnames().empty() ? "" : option->get_lnames().front());
    const auto mismatch = std::ranges::mismatch(name, stem);
    const auto common = static_cast<std::size_t>(mismatch.in1 - name.begin());
    if (common > std::max<std::size_t>(most, 3)) best = name, most = common;
  }
  return best;
}

// Unknown options before surplus files: the value of a misspelt option looks like a file.
void refuse_extras(const CLI::App& verb, const Command& command) {
  const std::string help = "polyscape " + command.verb + " --help";
  for (const std::string& word : verb.remaining()) {
    const std::string near = nearest_option(verb, word);
    throw InputError(word, "an option of polyscape " + command.verb, "\"" + word + "\"",
                     (near.empty() ? "see " : "write " + near + ", or see ") + help);
  }
  if (command.verb != "table" && command.files.size() > 1)
    throw InputError("polyscape " + command.verb, "one file", "\"" + command.files[1] + "\" as well",
                     "give one at a time");
}

void check_words(const Command& command) {
  const auto one_of = [](const std::string& option, const std::string& word, const auto& names) {
    if (std::ranges::find(names, std::string_view(word)) == names.end())
      throw InputError(option, "one of " + joined(names), "\"" + word + "\"",
                       "write " + option + " " + std::string(names.front()) + ", for example");
  };
  if (command.verb == "system") {
    static const std::vector<std::string_view> systems{"gradient", "interpolation", "lifted"};
    one_of("--which", command.which, systems);
    if (command.format.empty() && !command.json)
      throw InputError("polyscape system", "a format", "none",
                       "write --to with one of " + joined(names_of(algebra::Format())));
    if (!command.format.empty()) one_of("--to", command.format, names_of(algebra::Format()));
    if (command.json && !command.format.empty() && command.format != "json")
      throw InputError("--json", "--to json", "--to " + command.format, "leave one of the two out");
  }
  if (!command.show.empty() && command.show != "all" &&
      (command.show.size() > 9 || command.show.find_first_not_of("0123456789") != std::string::npos))
    throw InputError("--show", "a number of points, or all", "\"" + command.show + "\"",
                     "write --show 20, for example");
  if (command.trace > 0)
    for (const auto& [given, name] :
         {std::pair(!command.parameters.empty(), "--parameters"), std::pair(!command.out.empty(), "--out"),
          std::pair(!command.show.empty(), "--show")})
      if (given)
        throw InputError("--trace", "one path, printed", std::string(name) + " as well", "leave one of the two out");
  if (command.verb == "table" && !command.format.empty())
    one_of("--format", command.format, names_of(report::TableFormat()));
  if (command.overwrite && command.out.empty() && command.verb != "analyze")
    throw InputError("--overwrite", "a folder to overwrite", "no --out", "write --out DIR, or leave --overwrite out");
}

}  // namespace

std::variant<Command, Answer> parse(int count, const char* const* words) {
  CLI::App app("polyscape " + report::library_version() +
                   ": the loss landscape of polynomial networks, by exact algebra and homotopy continuation",
               "polyscape");
  app.set_version_flag("--version", "polyscape " + report::library_version());
  app.require_subcommand(0, 1);
  app.allow_extras();
  app.get_formatter()->column_width(28);
  app.footer(
      "polyscape VERB --help lists the options of a verb. Exit status: 0 done, 1 incomplete (failed paths, Ctrl-C)\n"
      "or contradicting itself, 2 bad input, 3 internal error.");
  Command command;
  OptionWords option_words(study::option_table().size()), dynamics_words(dynamics::option_table().size());
  for (const Verb& verb : verbs) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.help);
    sub->allow_extras();
    sub->add_option("file", command.files, "")->type_name(verb.file)->option_text(verb.file);
    add_own_options(*sub, command);
    add_common_options(*sub, command);
    if (sub->get_name() == "dynamics") add_table(*sub, dynamics::option_table(), "Dynamics", dynamics_words);
    add_table(*sub, study::option_table(), "Solver", option_words);
  }
  try {
    app.parse(count, words);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    return Answer{chosen.empty() ? app.help() : chosen.front()->help()};
  } catch (const CLI::CallForVersion& e) {
    return Answer{std::string(e.what()) + "\n"};
  } catch (const CLI::ParseError& e) {
    throw InputError("command line", "", "", std::string(e.what()) + "; see polyscape --help");
  }
  const auto chosen = app.get_subcommands();
  if (chosen.empty()) {
    const auto extra = app.remaining();
    std::vector<std::string_view> names;
    for (const Verb& verb : verbs) names.push_back(verb.name);
    throw InputError("polyscape", "one of " + joined(names), extra.empty() ? "nothing" : "\"" + extra.front() + "\"",
                     "see polyscape --help");
  }
  const CLI::App& verb = *chosen.front();
  command.verb = verb.get_name();
  refuse_extras(verb, command);
  if (command.files.empty()) {
    const auto* row = std::ranges::find(verbs, command.verb, [](const Verb& v) { return std::string(v.name); });
    throw InputError("polyscape " + command.verb, row->file, "nothing", "name the file");
  }
  command.options = given_of(verb, study::option_table(), option_words);
  if (command.verb == "dynamics") command.dynamics = given_of(verb, dynamics::option_table(), dynamics_words);
  check_words(command);
  return command;
}

}  // namespace polyscape::program
