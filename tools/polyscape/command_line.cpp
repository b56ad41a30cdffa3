#include "command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/study/options.hpp"
#include "verb_options.hpp"

namespace polyscape::program {

namespace {

template <class Names>
std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

/// The options of the table that the verb has and that were given.
template <class S>
std::vector<spec::SolveEntry> given_of(const CLI::App& verb, const std::vector<Option<S>>& table,
                                       const std::vector<std::string>& words) {
  std::vector<spec::SolveEntry> result;
  for (std::size_t i = 0; i < table.size(); ++i)
    if (const CLI::Option* option = verb.get_option_no_throw(dashed(table[i].name)); option && option->count() > 0)
      result.push_back({std::string(table[i].name), words[i], dashed(table[i].name)});
  return result;
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
  if (command.verb != "table" && command.verb != "merge" && command.files.size() > 1)
    throw InputError("polyscape " + command.verb, "one file", "\"" + command.files[1] + "\" as well",
                     "give one at a time");
}

// A value that is none of those an option takes.
void refuse_other_words(const CLI::App& verb, const VerbEntry& entry) {
  for (const OptionEntry& option : entry.options) {
    const CLI::Option* given = verb.get_option(option.name);
    if (option.takes != OptionEntry::one || option.choices.empty() || given->count() == 0) continue;
    const std::string word = given->results().back();
    if (std::ranges::find(option.choices, word) == option.choices.end())
      throw InputError(option.name, "one of " + joined(option.choices), "\"" + word + "\"",
                       "write " + option.name + " " + option.choices.front() + ", for example");
  }
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

/// The part that "I/N" means.
Shard shard_of(const std::string& word) {
  constexpr std::size_t most = 1000000;
  const auto slash = word.find('/');
  const auto number = [&](const std::string& text) -> std::size_t {
    const bool digits = !text.empty() && text.size() < 8 && text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? std::stoul(text) : 0;
  };
  const Shard shard{slash == std::string::npos ? 0 : number(word.substr(0, slash)),
                    slash == std::string::npos ? 0 : number(word.substr(slash + 1))};
  if (shard.number == 0 || shard.number > shard.of || shard.of > most)
    throw InputError("--shard", "I/N, with I from 1 to N", "\"" + word + "\"", "write --shard 2/4, for example");
  return shard;
}

void check_shard(const Command& command) {
  if (!command.shard) return;
  if (command.out.empty())
    throw InputError("--shard", "--out DIR, the folder that the whole job is to write", "none", "write --out DIR");
  for (const auto& [given, name] :
       {std::pair(command.trace > 0, "--trace"), std::pair(!command.parameters.empty(), "--parameters"),
        std::pair(command.json, "--json"), std::pair(!command.show.empty(), "--show")})
    if (given)
      throw InputError("--shard", "a part of a job, which prints no result", std::string(name) + " as well",
                       "leave " + std::string(name) + " out, or give it to polyscape merge");
}

void check_words(const Command& command) {
  check_shard(command);
  if (command.verb == "system") {
    if (command.format.empty() && !command.json)
      throw InputError("polyscape system", "a format", "none",
                       "write --to with one of " + joined(names_of(algebra::Format())));
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
  if (command.verb == "table") check_table_words(command);
  if (command.overwrite && command.out.empty() && command.verb != "analyze" && command.verb != "merge")
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
  TableWordsGiven given;
  const std::vector<VerbEntry> verbs = add_verbs(app, command, given);
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
    std::vector<std::string> names;
    for (const VerbEntry& verb : verbs) names.push_back(verb.name);
    throw InputError("polyscape", "one of " + joined(names), extra.empty() ? "nothing" : "\"" + extra.front() + "\"",
                     "see polyscape --help");
  }
  const CLI::App& verb = *chosen.front();
  command.verb = verb.get_name();
  refuse_extras(verb, command);
  const VerbEntry& entry = *std::ranges::find(verbs, command.verb, &VerbEntry::name);
  if (command.files.empty() && !command.table.list_columns)
    throw InputError("polyscape " + command.verb, entry.file, "nothing", "name the file");
  refuse_other_words(verb, entry);
  command.options = given_of(verb, study::option_table(), given.solver);
  if (command.verb == "dynamics") command.dynamics = given_of(verb, dynamics::option_table(), given.dynamics);
  if (!command.shard_word.empty()) command.shard = shard_of(command.shard_word);
  check_words(command);
  return command;
}

}  // namespace polyscape::program
