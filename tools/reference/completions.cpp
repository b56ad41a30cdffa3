#include "completions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "verb_options.hpp"

namespace polyscape::reference {
namespace {

using program::OptionEntry;
using program::VerbEntry;

/// What a value that is no word is completed with.
enum class Value { free, file, folder };
Value value_of(const OptionEntry& option) {
  return option.value == "FILE" ? Value::file : option.value == "DIR" ? Value::folder : Value::free;
}

/// The help up to where it goes into detail.
std::string brief(const std::string& help) {
  const std::string text = help.substr(0, help.find_first_of(":;("));
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string replaced(std::string text, char old, const std::string& with) {
  for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size()))
    text.replace(at, 1, with);
  return text;
}

std::string choices(const OptionEntry& option) { return fmt::format("{}", fmt::join(option.choices, " ")); }

// The case of an option in the script for bash; empty: no value, or one that is free.
std::string bash_value(const VerbEntry& verb, const OptionEntry& option) {
  const std::string place = fmt::format("    {}:{})", verb.name, option.name);
  if (option.takes == OptionEntry::several) return fmt::format("{} words='{}'; several=1 ;;\n", place, choices(option));
  if (!option.choices.empty()) return fmt::format("{} words='{}' ;;\n", place, choices(option));
  if (option.value.empty()) return "";
  constexpr const char* kinds[] = {"", "files", "folders"};
  return fmt::format("{} kind={} ;;\n", place, kinds[static_cast<int>(value_of(option))]);
}

}  // namespace

std::string bash_completion() {
  std::string verbs, options, values;
  for (const VerbEntry& v : program::verb_entries()) {
    verbs += (verbs.empty() ? "" : " ") + v.name;
    options += "    " + v.name + ") options='--help";
    for (const OptionEntry& o : v.options) {
      options += " " + o.name;
      values += o.value.empty() ? "" : bash_value(v, o);
    }
    options += "' ;;\n";
  }
  return R"(# Completion of polyscape for bash.
_polyscape() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
  local options= words= kind=none several= before=
  COMPREPLY=()
  if [ "$COMP_CWORD" -le 1 ]; then
    COMPREPLY=($(compgen -W ')" +
         verbs + R"( --help --version' -- "$current"))
    return
  fi
  # bash takes --name=value for three words
  if [ "$current" = = ]; then
    current=
  elif [ "$previous" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $verb in
)" + options +
         R"(    *) return ;;
  esac
  case $verb:$previous in
)" + values +
         R"(    *) kind=files; case $current in -*) words=$options; kind=none ;; esac ;;
  esac
  if [ -n "$several" ]; then
    case $current in *,*) before=${current%,*},; current=${current##*,} ;; esac
    compopt -o nospace 2>/dev/null
  fi
  local IFS=$'\n'
  case $kind in
    files) COMPREPLY=($(compgen -f -- "$current")); compopt -o filenames 2>/dev/null ;;
    folders) COMPREPLY=($(compgen -d -- "$current")); compopt -o filenames 2>/dev/null ;;
    none) COMPREPLY=($(IFS=' '; compgen -P "$before" -W "$words" -- "$current")) ;;
  esac
}
complete -F _polyscape polyscape
)";
}

namespace {

// 'text' for zsh and fish, in which a quote ends the text, is written and begins it again.
std::string quoted(const std::string& text) { return "'" + replaced(text, '\'', "'\\''") + "'"; }

// Text inside of an option's description for zsh.
std::string described(const std::string& text) {
  std::string result;
  for (const char c : text) result += (c == '[' || c == ']' || c == ':' || c == '\\' ? "\\" : "") + std::string(1, c);
  return result;
}

std::string zsh_action(const OptionEntry& option) {
  if (option.takes == OptionEntry::several) return "_sequence compadd - " + choices(option);
  if (!option.choices.empty()) return "(" + choices(option) + ")";
  constexpr const char* actions[] = {" ", "_files", "_files -/"};
  return actions[static_cast<int>(value_of(option))];
}

}  // namespace

std::string zsh_completion() {
  std::string verbs, cases;
  for (const VerbEntry& v : program::verb_entries()) {
    verbs += "    " + quoted(v.name + ":" + brief(v.help)) + "\n";
    cases += "    " + v.name + ")\n      _arguments \\\n";
    for (const OptionEntry& o : v.options)
      cases += "        " +
               quoted((o.name == "--where" ? "*" : "") + o.name + (o.value.empty() ? "" : "=") + "[" +
                      described(brief(o.help)) + "]" +
                      (o.value.empty() ? "" : ":" + described(o.value) + ":" + zsh_action(o))) +
               " \\\n";
    cases += "        '--help[options of the verb]' \\\n        " + quoted("*:" + v.file + ":_files") + "\n      ;;\n";
  }
  return R"(#compdef polyscape
# Completion of polyscape for zsh.
_polyscape() {
  local curcontext="$curcontext" state line
  local -a verbs
  verbs=(
)" + verbs +
         R"(  )
  _arguments -C '--help[verbs]' '--version[of the program]' '1:verb:->verb' '*::argument:->arguments' && return
  if [[ $state == verb ]]; then
    _describe verb verbs
    return
  fi
  case $words[1] in
)" + cases +
         R"(  esac
}
_polyscape "$@"
)";
}

std::string fish_completion() {
  std::string text =
      "# Completion of polyscape for fish.\ncomplete -c polyscape -n __fish_use_subcommand -f\n"
      "complete -c polyscape -l help -d 'options'\n"
      "complete -c polyscape -n __fish_use_subcommand -l version -d 'of the program'\n";
  const auto escaped = [](const std::string& words) { return quoted(replaced(words, '\\', "\\\\")); };
  for (const VerbEntry& v : program::verb_entries())
    text += "complete -c polyscape -n __fish_use_subcommand -a " + v.name + " -d " + escaped(brief(v.help)) + "\n";
  for (const VerbEntry& v : program::verb_entries())
    for (const OptionEntry& o : v.options) {
      text += "complete -c polyscape -n '__fish_seen_subcommand_from " + v.name + "' -l " + o.name.substr(2);
      if (!o.choices.empty())
        text +=
            " -x -a " + quoted(o.takes == OptionEntry::several ? "(__fish_append , " + choices(o) + ")" : choices(o));
      else if (!o.value.empty())
        text += value_of(o) == Value::file     ? " -r -F"
                : value_of(o) == Value::folder ? " -x -a '(__fish_complete_directories)'"
                                               : " -x";
      text += " -d " + escaped(brief(o.help)) + "\n";
    }
  return text;
}

}  // namespace polyscape::reference
