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
#include "polyscape/study/options.hpp"
#include "polyscape/study/report_files.hpp"

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
std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
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
void add_row(CLI::App& verb, const Option<S>& row, const char* group, std::string& word) {
  const std::string standard = option_text(S(), row);
  if (std::holds_alternative<bool S::*>(row.member)) {
    verb.add_flag(dashed(row.name), word, std::string(row.help))->group(group);
    return;
  }
  verb.add_option(
          dashed(row.name), word,
          fmt::format("{}: {}{}", row.help, expected(row), standard.empty() ? "" : "; " + standard + " unless given"))
      ->group(group)
      ->type_name("");
}

template <class S>
void add_table(CLI::App& verb, const std::vector<Option<S>>& table, const char* group, OptionWords& words) {
  for (std::size_t i = 0; i < table.size(); ++i) add_row(verb, table[i], group, words[i]);
}

/// The options of the table that the verb has and that were given.
template <class S>
std::vector<spec::SolveEntry> given_of(const CLI::App& verb, const std::vector<Option<S>>& table,
                                       const OptionWords& words) {
  std::vector<spec::SolveEntry> result;
  for (std::size_t i = 0; i < table.size(); ++i)
    if (const CLI::Option* option = verb.get_option_no_throw(dashed(table[i].name)); option && option->count() > 0)
      result.push_back({std::string(table[i].name), words[i], dashed(table[i].name)});
  return result;
}

void add_display_options(CLI::App& verb, Command& command) {
  const std::string name = verb.get_name();
  verb.add_flag("--quiet", command.quiet, "no progress on stderr");
  if (name == "report")
    verb.add_option("--show", command.show,
                    "points that the page lists, real ones of lowest loss first: a number or all")
        ->type_name("N");
  if (name == "analyze" || name == "solve" || name == "certify" || name == "components" || name == "dynamics" ||
      name == "resume")
    verb.add_option(
            "--show", command.show,
            fmt::format("points to print, real solutions or lowest minima first: a number or all; {} unless given",
                        report::screen_of_points))
        ->type_name("N");
  verb.add_flag("--json", command.json, "print the machine-readable result on stdout, and nothing else");
}

void add_common_options(CLI::App& verb, Command& command) {
  const std::string name = verb.get_name();
  verb.add_option("--out", command.out,
                  name == "analyze" ? "the run folder; <stem of SPEC>.run unless given"
                  : name == "sweep" ? "of a specification with lists the store, <stem of SPEC>.sweep.db unless given; "
                                      "else a folder to write, too"
                  : name == "certify" ? "a folder for the run with its proofs; RUN itself unless given"
                  : name == "report"
                      ? "the folder to write; RUN itself unless given, <name>.report beside which a file is read"
                      : "a folder to write, too")
      ->type_name("DIR");
  verb.add_flag("--overwrite", command.overwrite, "replace the folder if it exists");
  add_display_options(verb, command);
}

void add_table_options(CLI::App& verb, Command& command) {
  TableWords& words = command.table;
  verb.add_option("--format", command.format,
                  "one of " + joined(names_of(report::TableFormat())) + "; markdown unless given")
      ->type_name("FORMAT");
  verb.add_option("--columns", words.columns,
                  "which, by name: network,isolated,real:mean; of groups with count, min, max, sum, mean, deviation, "
                  "error or hist behind a colon. Unless given those that fit a page; of CSV and JSON all")
      ->type_name("LIST");
  verb.add_flag("--list-columns", words.list_columns, "print what columns there are, and nothing else");
  verb.add_option("--where", words.where,
                  "rows for which this holds: \"real >= 3\", with =, !=, <, <=, > or >=; all that are given")
      ->type_name("FILTER")
      ->allow_extra_args(false);
  verb.add_option("--sort", words.sort, "by these columns, shown or not; -NAME: the other way round")
      ->type_name("LIST");
  verb.add_option("--group-by", words.group_by, "one line for all rows that are equal in these columns")
      ->type_name("LIST");
  verb.add_option("--caption", words.caption, "of LaTeX and Markdown, before what is said of the rows")
      ->type_name("TEXT");
  verb.add_option("--label", words.label, "of LaTeX: \\label{tab:NAME}; polyscape unless given")->type_name("NAME");
  verb.add_flag("--standalone", words.standalone, "of LaTeX: a whole document");
  verb.add_flag("--strata", words.strata,
                "a row for every stratum of a result: the isolated solutions with the same zero coordinates");
  verb.add_option("--against", words.against, "a CSV file of published figures to set beside the rows")
      ->type_name("FILE");
  verb.add_option("--keys", words.keys,
                  "with --against: columns of FILE that tell which row is meant, and what they are called here: "
                  "m=samples,dx=inputs")
      ->type_name("LIST");
  verb.add_option("--compare", words.compare,
                  "with --against: columns of FILE that have to agree with those here, N_C=isolated:max; with a tilde, "
                  "N_R_max~real:max, they are shown alone")
      ->type_name("LIST");
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
                    "of a [potential] whose variables are one vector, in place of the one that is written; several, "
                    "\"1-8\", make a table, as several values of --temperature, --rate or --batch do: 0.2,0.1")
        ->type_name("D");
  if (verb.get_name() == "report") {
    verb.add_option("--figures", command.figures,
                    "which: " + joined(study::figure_names()) + "; all that the result has unless given")
        ->delimiter(',')
        ->type_name("NAMES");
    verb.add_option("--through", command.through,
                    "of the figure slice: up to three points that its plane goes through, numbers of real critical "
                    "points or z1, z2, .. for zero-loss points; the two lowest minima and a saddle unless given")
        ->delimiter(',')
        ->type_name("POINTS");
    verb.add_option("--coordinate", command.coordinate,
                    "of the figure complex-plane: the variable whose values are drawn; a sum over all unless given")
        ->type_name("NAME");
  }
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
  if (verb.get_name() == "table") add_table_options(verb, command);
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

void check_table_words(const Command& command) {
  const TableWords& words = command.table;
  const std::string format = command.json ? "json" : command.format.empty() ? "markdown" : command.format;
  if (command.json && !command.format.empty() && command.format != "json")
    throw InputError("--json", "--format json", "--format " + command.format, "leave one of the two out");
  const auto only = [&](bool given, const std::string& option, bool fits, const std::string& with) {
    if (given && !fits) throw InputError(option, with, "--format " + format, "leave " + option + " out");
  };
  only(!words.label.empty(), "--label", format == "latex", "--format latex");
  only(words.standalone, "--standalone", format == "latex", "--format latex");
  only(!words.caption.empty(), "--caption", format == "latex" || format == "markdown", "--format latex or markdown");
  if (words.label.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:") !=
      std::string::npos)
    throw InputError("--label", "letters, digits, -, . and :", "\"" + words.label + "\"",
                     "write --label xor, for example");
  if (words.against.empty() != words.keys.empty() || words.against.empty() != words.compare.empty())
    throw InputError("polyscape table", "--against, --keys and --compare", "not all of them",
                     "write --against FILE --keys LIST --compare LIST");
  if (!words.against.empty() && !words.group_by.empty())
    throw InputError("--against", "groups by --keys", "--group-by as well", "leave --group-by out");
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
  if (command.verb == "table") {
    if (!command.format.empty()) one_of("--format", command.format, names_of(report::TableFormat()));
    check_table_words(command);
  }
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
  command.words.assign(words + std::min(count, 1), words + count);
  OptionWords option_words(study::option_table().size()), dynamics_words(dynamics::option_table().size());
  for (const Verb& verb : verbs) {
    CLI::App* sub = app.add_subcommand(verb.name, verb.help);
    sub->allow_extras();
    sub->add_option("file", command.files, "")->type_name(verb.file)->option_text(verb.file);
    add_own_options(*sub, command);
    if (sub->get_name() == "resume") {
      add_display_options(*sub, command);
      const auto& table = study::option_table();
      const auto threads = std::ranges::find(table, "threads", &Option<study::Options>::name);
      add_row(*sub, *threads, "Solver", option_words[static_cast<std::size_t>(threads - table.begin())]);
      continue;
    }
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
  if (command.files.empty() && !command.table.list_columns) {
    const auto* row = std::ranges::find(verbs, command.verb, [](const Verb& v) { return std::string(v.name); });
    throw InputError("polyscape " + command.verb, row->file, "nothing", "name the file");
  }
  command.options = given_of(verb, study::option_table(), option_words);
  if (command.verb == "dynamics") command.dynamics = given_of(verb, dynamics::option_table(), dynamics_words);
  check_words(command);
  return command;
}

}  // namespace polyscape::program
