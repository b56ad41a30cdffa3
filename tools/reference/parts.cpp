#include "parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "polyscape/base/error.hpp"
#include "polyscape/base/option.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/summary_words.hpp"
#include "polyscape/report/words.hpp"
#include "polyscape/spec/keys.hpp"
#include "polyscape/study/options.hpp"
#include "verb_options.hpp"

namespace polyscape::reference {
namespace {

using program::OptionEntry;
using program::VerbEntry;

/// Text as a cell of a table holds it.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? "\\|" : std::string(1, c);
  return result;
}

std::string row(std::initializer_list<std::string> cells) {
  std::string text = "|";
  for (const std::string& c : cells) text += c.empty() ? " |" : " " + c + " |";
  return text + "\n";
}

/// "<stem>" and the like are no tags.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : cell(text)) result += c == '<' ? "&lt;" : std::string(1, c);
  return result;
}

std::string code(const std::string& text) { return "`" + text + "`"; }

std::string usage(const OptionEntry& option) { return option.name + (option.value.empty() ? "" : " " + option.value); }

std::string verbs() {
  std::string text = row({"verb", "what it does"}) + "|:--|:--|\n";
  for (const VerbEntry& v : program::verb_entries()) text += row({cell(code(v.name + " " + v.file)), escaped(v.help)});
  return text;
}

/// Whether the verb goes on with a job whose options are known.
bool goes_on(const VerbEntry& verb) { return verb.name == "merge" || verb.name == "resume"; }

/// Whether every verb that begins a job has the option, in the same words.
bool common(const OptionEntry& option) {
  return std::ranges::all_of(program::verb_entries(), [&](const VerbEntry& v) {
    return goes_on(v) || std::ranges::any_of(v.options, [&](const OptionEntry& o) {
             return o.name == option.name && o.text() == option.text();
           });
  });
}

std::string option_rows(const VerbEntry& verb, const std::function<bool(const OptionEntry&)>& chosen) {
  std::string rows;
  for (const OptionEntry& o : verb.options)
    if (chosen(o)) rows += row({code(usage(o)), escaped(o.text())});
  return rows.empty() ? "" : row({"option", ""}) + "|:--|:--|\n" + rows;
}

std::string options() {
  const auto& entries = program::verb_entries();
  std::string text = "### Every verb but `merge` and `resume`\n\n" + option_rows(entries.front(), common);
  for (const VerbEntry& v : entries) {
    const bool dynamics = std::ranges::any_of(v.options, [](const OptionEntry& o) { return o.group == "Dynamics"; });
    text += "\n### `" + v.name + " " + v.file + "`\n\n" +
            option_rows(v, [&](const OptionEntry& o) { return o.group != "Dynamics" && (goes_on(v) || !common(o)); });
    if (dynamics) text += "\nAnd those of the table `[dynamics]`, with dashes for underscores: docs/dynamics.md.\n";
  }
  return text;
}

std::string keys(spec::Table table) {
  std::string text = row({"key", "value", "unless given"}) + "|:--|:--|:--|\n";
  for (const spec::Key& k : spec::keys_of(table))
    text += row({code(std::string(k.name)), cell(k.value), cell(k.standard)});
  return text;
}

template <class S>
std::string option_table(const std::vector<Option<S>>& table) {
  std::string text = row({"key", "", "takes", "unless given"}) + "|:--|:--|:--|:--|\n";
  for (const Option<S>& o : table) {
    const std::string standard = option_text(S(), o);
    text += row({code(std::string(o.name)), cell(o.help), cell(expected(o)), standard.empty() ? "" : code(standard)});
  }
  return text;
}

/// Rows of a word, what it says, how that is known and what to do; columns that nothing stands in are left out.
std::string words_table(const std::vector<std::array<std::string_view, 4>>& rows) {
  constexpr std::array<std::string_view, 4> heads{"word", "what it says", "how it is known", "what to do"};
  std::string text, rule;
  for (std::size_t r = 0; r <= rows.size(); ++r) {
    text += "|";
    for (std::size_t c = 0; c < heads.size(); ++c) {
      if (std::ranges::all_of(rows, [c](const auto& row) { return row[c].empty(); })) continue;
      const std::string content = r == 0 ? std::string(heads[c]) : escaped(rows[r - 1][c]);
      text += content.empty() ? " |" : " " + content + " |";
      if (r == 0) rule += ":--|";
    }
    text += r == 0 ? "\n|" + rule + "\n" : "\n";
  }
  return text;
}

std::string claim_words() {
  std::vector<std::array<std::string_view, 4>> rows;
  for (const report::Word& w : report::words()) rows.push_back({w.word, w.meaning, w.basis, w.advice});
  return words_table(rows);
}

std::string words_of(report::WordGroup group) {
  std::vector<std::array<std::string_view, 4>> rows;
  for (const report::SummaryWord& w : report::summary_words)
    if (w.group == group) rows.push_back({w.word, w.meaning, w.known, w.advice});
  return words_table(rows);
}

const std::map<std::string, std::function<std::string()>>& parts() {
  static const auto all = [] {
    std::map<std::string, std::function<std::string()>> result{
        {"verbs", verbs},
        {"options", options},
        {"keys of [solve]", [] { return option_table(study::option_table()); }},
        {"keys of [dynamics]", [] { return option_table(dynamics::option_table()); }}};
    const auto names = names_of(spec::Table());
    for (std::size_t i = 0; i < names.size(); ++i)
      result.emplace("keys of " + std::string(names[i]), [i] { return keys(static_cast<spec::Table>(i)); });
    result.emplace("claim words", claim_words);
    const auto groups = names_of(report::WordGroup());
    for (std::size_t i = 0; i < groups.size(); ++i)
      result.emplace("words of " + std::string(groups[i]), [i] { return words_of(static_cast<report::WordGroup>(i)); });
    return result;
  }();
  return all;
}

}  // namespace

std::string updated(const std::string& page, const std::string& file) {
  const std::string opening = "\n<!-- part: ", closing = " -->\n", end = "<!-- end -->\n";
  std::string text;
  std::size_t from = 0;
  for (std::size_t at = page.find(opening); at != std::string::npos; at = page.find(opening, from)) {
    const std::size_t name_at = at + opening.size(), name_end = page.find(closing, name_at);
    const std::string name = page.substr(name_at, name_end == std::string::npos ? 0 : name_end - name_at);
    const auto part = parts().find(name);
    if (part == parts().end()) {
      std::string all;
      for (const auto& [known, make] : parts()) all += (all.empty() ? "" : ", ") + known;
      throw InputError(file, "the name of a part: " + all, "\"" + name + "\"", "write one of them");
    }
    const std::size_t body = name_end + closing.size(), next = page.find(end, body);
    if (next == std::string::npos || page.substr(body, next - body).find(opening.substr(1)) != std::string::npos)
      throw InputError(file, "<!-- end --> behind the part \"" + name + "\"", "none", "write it below the table");
    text += page.substr(from, body - from) + "\n" + part->second() + "\n";
    from = next;
  }
  return text + page.substr(from);
}

}  // namespace polyscape::reference
