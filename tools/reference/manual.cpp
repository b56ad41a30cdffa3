#include "manual.hpp"

#include <algorithm>

#include "polyscape/report/result.hpp"
#include "verb_options.hpp"

namespace polyscape::reference {
namespace {

using program::OptionEntry;
using program::VerbEntry;

/// Text as roff takes it: nothing in it is a request or an escape, and a minus stays one.
std::string roff(std::string_view text) {
  std::string result;
  for (const char c : text) switch (c) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += "\\-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '`':
        result += "\\(ga";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      case '"':
        result += "\\(dq";
        break;
      default:
        result += c;
    }
  return result.starts_with('.') ? "\\&" + result : result;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string head(const std::string& name, const std::string& what) {
  const std::string version = "polyscape " + report::library_version();
  return ".TH " + roff(name) + " 1 \"\" \"" + version + "\" \"polyscape\"\n.SH NAME\n" + roff(name) + " \\- " +
         roff(what) + "\n";
}

std::string item(const std::string& term, const std::string& text) { return ".TP\n" + term + "\n" + text + "\n"; }

std::string exit_status() {
  return ".SH EXIT STATUS\n" + item("0", "done") +
         item("1", "something is incomplete (failed paths, Ctrl\\-C) or contradicts itself") + item("2", "bad input") +
         item("3", "internal error");
}

/// The options of a group below its heading; nothing where there is none.
std::string options(const VerbEntry& verb, const std::string& group, const std::string& heading) {
  std::string text;
  for (const OptionEntry& o : verb.options)
    if (o.group == group) text += item(bold(o.name) + (o.value.empty() ? "" : " " + italic(o.value)), roff(o.text()));
  return text.empty() ? "" : ".SH " + heading + "\n" + text;
}

// "SPEC|SYSTEM" with each name in italics.
std::string files(const VerbEntry& verb) {
  std::string text, name;
  for (const char c : verb.file + "|") {
    if (c != '|') {
      name += c;
      continue;
    }
    text += (text.empty() ? "" : " | ") + italic(name);
    name.clear();
  }
  return text;
}

std::string page(const VerbEntry& verb) {
  const std::size_t first = verb.help.find_first_of(":;");
  std::string text = head("polyscape-" + verb.name, verb.help.substr(0, first));
  text += ".SH SYNOPSIS\n.B polyscape " + roff(verb.name) + "\n" + files(verb) + "\n[" + italic("OPTIONS") + "]\n";
  text += ".SH DESCRIPTION\n" + roff(verb.help) + ".\n";
  text += options(verb, "", "OPTIONS") + options(verb, "Dynamics", "OPTIONS OF WALKERS") +
          options(verb, "Solver", "OPTIONS OF THE SOLVER");
  return text + exit_status() + ".SH SEE ALSO\n.BR polyscape (1)\n";
}

std::string overview() {
  std::string text = head("polyscape", "the loss landscape of polynomial networks");
  text += ".SH SYNOPSIS\n.B polyscape\n" + italic("VERB") + " " + italic("FILE") + " [" + italic("OPTIONS") +
          "]\n.br\n.B polyscape\n" + italic("VERB") + "\n.B \\-\\-help\n.br\n.B polyscape \\-\\-version\n";
  text +=
      ".SH DESCRIPTION\nFrom a specification of a few lines polyscape tells how many critical points the loss of a "
      "small polynomial network can have, how many it has, which of them are isolated, and where the points of zero "
      "loss form whole manifolds; by exact algebra and homotopy continuation. Of every number it says how well it is "
      "known.\n.PP\n" +
      italic("SPEC") + " is a specification in TOML, " + italic("SYSTEM") +
      " a polynomial system as PHCpack, Bertini or JSON write it, " + italic("RUN") +
      " a folder that a verb has "
      "written, " +
      italic("STORE") + " the rows of a sweep.\n.SH VERBS\n";
  std::string see;
  for (const VerbEntry& v : program::verb_entries()) {
    text += item(bold(v.name) + " " + files(v), roff(v.help));
    see += (see.empty() ? "" : ",\n") + std::string(".BR polyscape\\-") + roff(v.name) + " (1)";
  }
  return text + exit_status() + ".SH SEE ALSO\n" + see + "\n";
}

}  // namespace

std::vector<Page> manual() {
  std::vector<Page> pages{{"polyscape.1", overview()}};
  for (const VerbEntry& v : program::verb_entries()) pages.push_back({"polyscape-" + v.name + ".1", page(v)});
  return pages;
}

}  // namespace polyscape::reference
