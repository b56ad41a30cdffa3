#include "verb_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/report_files.hpp"

namespace polyscape::program {

namespace {

struct VerbRow {
  const char* name;
  const char* file;  ///< what it reads, for help and messages
  const char* help;
};
constexpr VerbRow verbs[] = {
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
    {"merge", "SHARD...", "puts together what solve --shard has left, on one machine or several, and finishes the job"},
    {"report", "RUN|STORE",
     "one HTML page with figures, tables and certificates; the figures as SVG and pgfplots source, too"},
    {"resume", "RUN|STORE",
     "continues the job that was to write this run folder and was ended, whose finished paths are not followed again; "
     "or the rows of a sweep's store that wait"},
    {"sweep", "SPEC|STORE",
     "every row of a specification with lists, into a store that continues where it was interrupted; without lists the "
     "critical points of many draws of its random data, or with --gauge slice the critical manifolds"},
    {"system", "SPEC|SYSTEM",
     "a network's gradient or interpolation system, or a system in any format that is read, as text for another "
     "program"},
    {"table", "RUN...",
     "a table of results: of run folders, result.json, sweep.json, stores of sweeps; with columns by name, filters, "
     "groups, as LaTeX, Markdown, CSV or JSON"},
    {"volume", "SPEC|SYSTEM|RUN",
     "how the volume of low loss goes to zero: learning coefficients, by resolution of singularities over Q"}};

template <class Names>
std::vector<std::string> words_of(const Names& names) {
  return {names.begin(), names.end()};
}

/// One verb, to which options are added.
class Verb {
 public:
  Verb(CLI::App& app, VerbEntry& entry) : app_(app), entry_(entry) {}

  const std::string& name() const { return entry_.name; }
  bool is(std::initializer_list<std::string_view> names) const { return std::ranges::count(names, name()) > 0; }

  /// An option with a value, which goes to `target`.
  template <class T>
  CLI::Option* add(T& target, OptionEntry option) {
    CLI::Option* added = app_.add_option(option.name, target, option.text())->type_name(option.value);
    return keep(added, std::move(option));
  }
  /// One without.
  template <class T>
  void flag(T& target, OptionEntry option) {
    CLI::Option* added = app_.add_flag(option.name, target, option.text());
    keep(added, std::move(option));
  }
  /// One of an option table.
  template <class S>
  void row(std::string& target, const Option<S>& row, const char* group) {
    OptionEntry option{dashed(row.name), "N", std::string(row.help), "", option_text(S(), row), {}, {}, group};
    if (std::holds_alternative<bool S::*>(row.member)) {
      option.value = option.standard = "";
      return flag(target, std::move(option));
    }
    option.choices = words_of(row.choices);
    if (!option.choices.empty())
      option.value = "WORD";
    else
      option.accepts = expected(row);
    if (std::holds_alternative<TextMember<S>>(row.member) && option.choices.empty()) option.value = "VALUE";
    if (std::holds_alternative<double S::*>(row.member)) option.value = "X";
    add(target, std::move(option));
  }
  template <class S>
  void table(std::vector<std::string>& targets, const std::vector<Option<S>>& table, const char* group) {
    for (std::size_t i = 0; i < table.size(); ++i) row(targets[i], table[i], group);
  }

 private:
  CLI::Option* keep(CLI::Option* added, OptionEntry option) {
    if (!option.group.empty()) added->group(option.group);
    entry_.options.push_back(std::move(option));
    return added;
  }

  CLI::App& app_;
  VerbEntry& entry_;
};

void add_display_options(Verb& verb, Command& command) {
  verb.flag(command.quiet, {"--quiet", "", "no progress on stderr"});
  if (verb.name() == "report")
    verb.add(command.show, {"--show",
                            "N",
                            "points that the page lists, real ones of lowest loss first: a number or all",
                            "",
                            "",
                            {"all"},
                            OptionEntry::or_other});
  if (verb.is({"analyze", "solve", "certify", "components", "dynamics", "merge", "resume"}))
    verb.add(command.show, {"--show",
                            "N",
                            "points to print, real solutions or lowest minima first: a number or all",
                            "",
                            std::to_string(report::screen_of_points),
                            {"all"},
                            OptionEntry::or_other});
  verb.flag(command.json, {"--json", "", "print the machine-readable result on stdout, and nothing else"});
}

void add_folder_options(Verb& verb, Command& command) {
  const std::string name = verb.name();
  verb.add(
      command.out,
      {"--out", "DIR",
       name == "analyze"   ? "the run folder; <stem of SPEC>.run unless given"
       : name == "sweep"   ? "of a specification with lists the store, <stem of SPEC>.sweep.db unless given; "
                             "else a folder to write, too"
       : name == "certify" ? "a folder for the run with its proofs; RUN itself unless given"
       : name == "merge"   ? "the folder to write; that of the parts unless given"
       : name == "report"  ? "the folder to write; RUN itself unless given, <name>.report beside which a file is read"
                           : "a folder to write, too"});
  verb.flag(command.overwrite, {"--overwrite", "", "replace the folder if it exists"});
}

void add_limits(Verb& verb, Command& command) {
  verb.add(command.limit_time,
           {"--limit-time", "TIME",
            "ends the job after so long, with what is known, like Ctrl-C: 90, 30m or 2h; no limit unless given"})
      ->transform(CLI::AsNumberWithUnit(std::map<std::string, double>{{"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}}))
      ->check(CLI::PositiveNumber);
  verb.add(command.limit_memory,
           {"--limit-memory", "SIZE",
            "the same when it holds more memory than that, to which the result comes: 800MB or 4GB; no limit unless "
            "given"})
      ->transform(CLI::AsSizeValue(true))
      ->check(CLI::PositiveNumber);
}

void add_table_options(Verb& verb, Command& command) {
  TableWords& words = command.table;
  verb.add(command.format,
           {"--format", "FORMAT", "of the table", "", "markdown", words_of(names_of(report::TableFormat()))});
  verb.add(words.columns,
           {"--columns", "LIST",
            "which, by name: network,isolated,real:mean; of groups with count, min, max, sum, mean, deviation, error "
            "or hist behind a colon. Unless given those that fit a page; of CSV and JSON all"});
  verb.flag(words.list_columns, {"--list-columns", "", "print what columns there are, and nothing else"});
  verb.add(words.where, {"--where", "FILTER",
                         "rows for which this holds: \"real >= 3\", with =, !=, <, <=, > or >=; all that are given"})
      ->allow_extra_args(false);
  verb.add(words.sort, {"--sort", "LIST",
                        "by these columns, shown or not; -NAME: the other way round; what is not known comes last"});
  verb.add(words.group_by, {"--group-by", "LIST", "one line for all rows that are equal in these columns"});
  verb.add(words.caption, {"--caption", "TEXT", "of LaTeX and Markdown, before what is said of the rows"});
  verb.add(words.label, {"--label", "NAME", "of LaTeX: \\label{tab:NAME}", "", "polyscape"});
  verb.flag(words.standalone, {"--standalone", "", "of LaTeX: a whole document"});
  verb.flag(words.strata, {"--strata", "",
                           "a row for every stratum of a result: the isolated solutions with the same zero "
                           "coordinates, as columns stratum, stratum_isolated and stratum_real"});
  verb.add(words.against, {"--against", "FILE", "a CSV file of published figures to set beside the rows"});
  verb.add(words.keys, {"--keys", "LIST",
                        "with --against: columns of FILE that tell which row is meant, and what they are called here: "
                        "m=samples,dx=inputs"});
  verb.add(words.compare, {"--compare", "LIST",
                           "with --against: columns of FILE that have to agree with those here, N_C=isolated:max; with "
                           "a tilde, N_R_max~real:max, they are shown alone"});
}

void add_report_options(Verb& verb, Command& command) {
  verb.add(command.figures, {"--figures", "NAMES", "which, with commas", "", "all that the result has",
                             words_of(study::figure_names()), OptionEntry::several})
      ->delimiter(',');
  verb.add(command.through,
           {"--through", "POINTS",
            "of the figure slice: up to three points that its plane goes through, numbers of real critical points or "
            "z1, z2, .. for zero-loss points; the two lowest minima and a saddle unless given"})
      ->delimiter(',');
  verb.add(command.coordinate,
           {"--coordinate", "NAME",
            "of the figure complex-plane: the variable whose values are drawn; a sum over all unless given"});
}

void add_sweep_options(Verb& verb, Command& command) {
  verb.add(command.draws,
           {"--draws", "N", "without lists: how many, with data seeds from the specification's on; 20 unless given"})
      ->check(CLI::Range(1, 1000000));
  verb.add(command.limit, {"--limit", "N", "with lists: ends when so many rows more are finished; all unless given"})
      ->check(CLI::PositiveNumber);
  verb.flag(command.dry_run,
            {"--dry-run", "", "with lists: says how many rows, networks, paths and hours; writes nothing"});
  verb.add(
      command.samples,
      {"--samples", "LIST", "with gauge slice: numbers of samples to draw, \"1-6\"; the specification's unless given"});
}

void add_own_options(Verb& verb, Command& command) {
  if (verb.name() == "system") {
    verb.add(command.format, {"--to", "FORMAT", "what to write", "", "", words_of(names_of(algebra::Format()))});
    verb.add(command.which,
             {"--which",
              "SYSTEM",
              "lifted is the gradient, or the equations of a file, with the inner quantities as unknowns whose mixed "
              "volume is smallest",
              "",
              "gradient",
              {"gradient", "interpolation", "lifted"}});
  }
  if (verb.name() == "analyze")
    verb.add(command.generic,
             {"--generic", "FILE",
              "keeps the network's generic member: other targets and lambda at the same inputs start from its points"});
  if (verb.name() == "solve") {
    verb.add(command.parameters,
             {"--parameters", "FILE",
              "a CSV file whose header names variables of SYSTEM that are parameters: a member at random values is "
              "solved, and its solutions carried to every row (rationals, decimals, complex numbers like 1/2 - 3*i); "
              "prints a table, --json every row's result"});
    verb.add(command.trace,
             {"--trace", "PATH",
              "follows one path alone, from 1 to as many as there are, and prints it step by step: what limited each "
              "step, the precision, the distance to infinity"})
        ->check(CLI::PositiveNumber);
    verb.add(command.shard_word,
             {"--shard", "I/N",
              "follows part I of N of the paths alone, from 1/1 to N/N, into the file <DIR>.shard-I-of-N beside the "
              "folder of --out; polyscape merge takes all N files and writes the folder"});
  }
  if (verb.name() == "dynamics")
    verb.add(command.dimension,
             {"--dimension", "D",
              "of a [potential] whose variables are one vector, in place of the one that is written; several, \"1-8\", "
              "make a table, as several values of --temperature, --rate or --batch do: 0.2,0.1"});
  if (verb.name() == "report") add_report_options(verb, command);
  if (verb.name() == "sweep") add_sweep_options(verb, command);
  if (verb.name() == "volume") {
    verb.add(command.at, {"--at",
                          "WHERE",
                          "near which zeros: everywhere (all real ones), origin, or the rational coordinates of one, "
                          "1/2,0,-1; everywhere for a SPEC, origin for a SYSTEM unless given",
                          "",
                          "",
                          {"everywhere", "origin"},
                          OptionEntry::or_other});
    verb.add(command.sample, {"--sample", "REACH",
                              "sample exp(-L/T), too, in a box that reaches so far in every coordinate about the "
                              "point, or 0"})
        ->check(CLI::PositiveNumber);
  }
  if (verb.name() == "table") add_table_options(verb, command);
}

}  // namespace

std::string OptionEntry::text() const {
  const std::string values = takes == or_other || choices.empty() ? accepts
                             : takes == one                       ? fmt::format("one of {}", fmt::join(choices, ", "))
                                                                  : fmt::format("{}", fmt::join(choices, ", "));
  return help + (values.empty() ? "" : ": " + values) + (standard.empty() ? "" : "; " + standard + " unless given");
}

std::string dashed(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', '-');
  return "--" + text;
}

std::vector<VerbEntry> add_verbs(CLI::App& app, Command& command, TableWordsGiven& given) {
  const auto& solver = study::option_table();
  given.solver.assign(solver.size(), "");
  given.dynamics.assign(dynamics::option_table().size(), "");
  std::vector<VerbEntry> entries;
  for (const auto& [name, file, help] : verbs) {
    VerbEntry& entry = entries.emplace_back(VerbEntry{name, file, help, {}});
    CLI::App* sub = app.add_subcommand(name, help);
    sub->allow_extras();
    sub->add_option("file", command.files, "")->type_name(file)->option_text(file);
    Verb verb(*sub, entry);
    add_own_options(verb, command);
    if (verb.is({"merge", "resume"})) {
      if (verb.name() == "merge") add_folder_options(verb, command);
      add_display_options(verb, command);
      add_limits(verb, command);
      const auto threads = std::ranges::find(solver, "threads", &Option<study::Options>::name);
      verb.row(given.solver[static_cast<std::size_t>(threads - solver.begin())], *threads, "Solver");
      continue;
    }
    add_folder_options(verb, command);
    add_display_options(verb, command);
    if (!verb.is({"report", "system", "table"})) add_limits(verb, command);
    if (verb.name() == "dynamics") verb.table(given.dynamics, dynamics::option_table(), "Dynamics");
    verb.table(given.solver, solver, "Solver");
  }
  return entries;
}

const std::vector<VerbEntry>& verb_entries() {
  static const std::vector<VerbEntry> entries = [] {
    CLI::App app;
    Command command;
    TableWordsGiven given;
    return add_verbs(app, command, given);
  }();
  return entries;
}

}  // namespace polyscape::program
