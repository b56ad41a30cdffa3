/// What docs/ say of options, keys and words is what the program's tables say; so are manual pages and completions.
#include <filesystem>
#include <map>
#include <regex>

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using polyscape::support::has;

namespace {

const std::string docs = POLYSCAPE_DATA "/../docs";

void replace(const Workplace& at, const std::string& name, const std::string& old, const std::string& with) {
  std::string text = at.read(name);
  const std::size_t place = text.find(old);
  INFO(old);
  REQUIRE(place != std::string::npos);
  at.write(name, text.replace(place, old.size(), with));
}

}  // namespace

TEST_CASE("a page that says other options or keys than the program has is noticed, and brought up to date",
          "[reference]") {
  for (const auto& [file, old, with] :
       {std::tuple("program.md", "| `--quiet` |", "| `--silent` |"),
        std::tuple("program.md", "### `table RUN...`", "### `table RUN`"),
        std::tuple("specification.md", "| `width` |", "| `size` |"),
        std::tuple("dynamics.md", "| `512` |", "| `511` |"), std::tuple("reading.md", "| Bezout |", "| Besout |"),
        std::tuple("reading.md", "| unknown |", "| known |")}) {
    const Workplace at;
    std::filesystem::copy(docs, at.path() / "docs");
    const std::string name = std::string("docs/") + file, before = at.read(name);
    CHECK(run(at, POLYSCAPE_REFERENCE, {"check", "docs"}).status == 0);
    replace(at, name, old, with);
    const Ended ended = run(at, POLYSCAPE_REFERENCE, {"check", "docs"});
    CHECK(ended.status == 1);
    CHECK(has(ended.out, name));
    CHECK(has(ended.out, old));
    CHECK(has(ended.out, with));
    CHECK(run(at, POLYSCAPE_REFERENCE, {"docs", "docs"}).out == name + "\n");
    CHECK(at.read(name) == before);
  }
}

TEST_CASE("a part that there is not, or that does not end, is refused", "[reference]") {
  const Workplace at;
  at.write("a.md", "# A page\n<!-- part: optoins -->\n\n<!-- end -->\n");
  CHECK(has(run(at, POLYSCAPE_REFERENCE, {"check", "a.md"}).err, "\"optoins\""));
  at.write("a.md", "# A page\n<!-- part: options -->\n\n<!-- part: verbs -->\n<!-- end -->\n");
  const Ended ended = run(at, POLYSCAPE_REFERENCE, {"docs", "a.md"});
  CHECK(ended.status == 2);
  CHECK(has(ended.err, "<!-- end -->"));
}

TEST_CASE("programs of a page are written out as they stand, with what they print", "[reference]") {
  const Workplace at;
  at.write("a.md",
           "# A\n\n```cpp\nint main() {}  // ; [1]\n```\n\nprints\n\n```\nno;thing\n```\n\n```toml\nx = 1\n```\n\n"
           "```cpp\nint main() { return 1; }\n```\n\nand that is all.\n\n```\nother\n```\n");
  CHECK(run(at, POLYSCAPE_REFERENCE, {"examples", "out", "a.md"}).status == 0);
  CHECK(at.names("out") == std::set<std::string>{"a_1.cpp", "a_1.txt", "a_2.cpp"});
  CHECK(at.read("out/a_1.cpp") == "int main() {}  // ; [1]\n");
  CHECK(at.read("out/a_1.txt") == "no;thing\n");
  CHECK(at.read("out/a_2.cpp") == "int main() { return 1; }\n");
  at.write("b.md", "# B\n");
  CHECK(run(at, POLYSCAPE_REFERENCE, {"examples", "out", "b.md"}).status == 2);
}

TEST_CASE("README has every verb with what it reads", "[reference]") {
  const Workplace at;
  std::filesystem::copy(docs + "/../README.md", at.path() / "README.md");
  std::filesystem::copy(docs + "/program.md", at.path() / "program.md");
  const std::string readme = at.read("README.md"), page = at.read("program.md");
  std::size_t verbs = 0;
  const std::size_t end = page.find("<!-- end -->");
  for (std::size_t i = page.find("\n| `"); i < end; i = page.find("\n| `", i + 1), ++verbs) {
    const std::string usage = page.substr(i, page.find("` |", i) + 3 - i);
    INFO(usage);
    CHECK(has(readme, usage));
  }
  CHECK(verbs >= 12);
}

TEST_CASE("commands in the pages have options that their verbs have", "[reference]") {
  const Workplace at;
  std::filesystem::copy(docs, at.path() / "docs");
  std::filesystem::copy(docs + "/../README.md", at.path() / "docs");
  std::map<std::string, std::string> helps;
  const std::regex command("polyscape ([a-z]+)( [^`\n]*)"), option("--[a-z][a-z-]*");
  std::size_t checked = 0;
  for (const std::string& name : at.names("docs")) {
    const std::string page = at.read("docs/" + name);
    for (std::sregex_iterator c(page.begin(), page.end(), command), end; c != end; ++c) {
      const std::string verb = c->str(1), rest = c->str(2);
      if (!helps.contains(verb)) helps[verb] = run_polyscape(at, {verb, "--help"}).out;
      if (helps[verb].empty()) continue;  // no verb: words of a sentence
      for (std::sregex_iterator o(rest.begin(), rest.end(), option); o != end; ++o, ++checked) {
        INFO(name << ": " << c->str());
        CHECK((o->str() == "--help" || has(helps[verb], "\n  " + o->str() + " ") ||
               has(helps[verb], "\n  " + o->str() + "\n")));
      }
    }
  }
  CHECK(checked > 20);
}

namespace {

/// What bash completes these words to, the last of which is being written.
std::string completed(const Workplace& at, const std::vector<std::string>& words) {
  std::string line = "source share/bash-completion/completions/polyscape; COMP_WORDS=(";
  for (const std::string& word : words) line += "'" + word + "' ";
  line += "); COMP_CWORD=" + std::to_string(words.size() - 1) + "; _polyscape; echo \"${COMPREPLY[@]}\"";
  const Ended ended = run(at, "bash", {"-c", line});
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  return ended.out;
}

}  // namespace

TEST_CASE("bash completes verbs, options and their values", "[reference]") {
  const Workplace at;
  REQUIRE(run(at, POLYSCAPE_REFERENCE, {"install", "share"}).status == 0);
  if (!installed("bash")) return;
  at.write("xor.toml", "");
  std::filesystem::create_directory(at.path() / "xor.run");
  CHECK(completed(at, {"polyscape", "an"}) == "analyze\n");
  CHECK(completed(at, {"polyscape", "frobnicate", "--"}) == "\n");
  CHECK(completed(at, {"polyscape", "analyze", "--ge"}) == "--generic\n");
  CHECK(completed(at, {"polyscape", "bounds", "--ge"}) == "\n");
  CHECK(completed(at, {"polyscape", "analyze", "xor.toml", "--start", "po"}) == "polyhedral\n");
  CHECK(completed(at, {"polyscape", "solve", "--start", "=", "li"}) == "lifted\n");
  CHECK(completed(at, {"polyscape", "system", "--which", "="}) == "gradient interpolation lifted\n");
  CHECK(completed(at, {"polyscape", "report", "r", "--figures", "bounds,pat"}) == "bounds,paths\n");
  CHECK(completed(at, {"polyscape", "analyze", "xor"}) == "xor.run xor.toml\n");
  CHECK(completed(at, {"polyscape", "analyze", "--out", "xo"}) == "xor.run\n");
  CHECK(completed(at, {"polyscape", "analyze", "--seed", "xo"}) == "\n");
}

TEST_CASE("other shells read their completions", "[reference]") {
  const Workplace at;
  REQUIRE(run(at, POLYSCAPE_REFERENCE, {"install", "share"}).status == 0);
  if (installed("zsh")) CHECK(run(at, "zsh", {"-n", "share/zsh/site-functions/_polyscape"}).status == 0);
  if (!installed("fish")) return;
  const auto fish = [&](const std::string& words) {
    return run(at, "fish",
               {"--no-config", "-c",
                "source share/fish/vendor_completions.d/polyscape.fish; complete -C '" + words + "'"})
        .out;
  };
  CHECK(has(fish("polyscape an"), "analyze\t"));
  CHECK(has(fish("polyscape analyze --ge"), "--generic\t"));
  CHECK_FALSE(has(fish("polyscape bounds --ge"), "--generic"));
  CHECK(has(fish("polyscape solve --start po"), "polyhedral"));
  CHECK(has(fish("polyscape report r --figures bounds,pat"), "bounds,paths"));
}

TEST_CASE("manual pages are set without a warning, and have every option of their verb", "[reference]") {
  const Workplace at;
  REQUIRE(run(at, POLYSCAPE_REFERENCE, {"install", "share"}).status == 0);
  const std::set<std::string> pages = at.names("share/man/man1");
  CHECK(pages.size() == 14);
  for (const std::string& name : pages) {
    const std::string file = "share/man/man1/" + name;
    INFO(name);
    if (installed("groff")) {
      const Ended set = run(at, "groff", {"-man", "-ww", "-Tascii", "-P-c", "-P-b", "-P-u", file});
      CHECK(set.status == 0);
      CHECK(set.err.empty());
      if (name != "polyscape.1") {
        const std::string verb = name.substr(10, name.size() - 12);
        const std::string help = run_polyscape(at, {verb, "--help"}).out;
        for (std::size_t i = help.find("\n  --"); i != std::string::npos; i = help.find("\n  --", i + 1)) {
          const std::string option = help.substr(i + 3, help.find_first_of(" :\n", i + 3) - i - 3);
          INFO(option);
          CHECK(has(set.out, "\n       " + option));
        }
      }
    }
    if (installed("mandoc")) CHECK(run(at, "mandoc", {"-T", "lint", "-W", "error", file}).out.empty());
    const std::string text = at.read(file);
    CHECK(text.starts_with(".TH polyscape"));
    for (const char* section : {".SH NAME\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n", ".SH EXIT STATUS\n"})
      CHECK(has(text, section));
  }
}

TEST_CASE("the help of a verb names every option that docs/program.md has for it", "[reference]") {
  const Workplace at;
  std::filesystem::copy(docs, at.path() / "docs");
  const std::string page = at.read("docs/program.md");
  std::size_t options = 0;
  for (std::size_t from = page.find("\n### `"); from != std::string::npos; from = page.find("\n### `", from + 1)) {
    const std::string verb = page.substr(from + 6, page.find(' ', from + 6) - from - 6);
    const std::string section = page.substr(from, page.find("\n#", from + 1) - from);
    const std::string help = run_polyscape(at, {verb, "--help"}).out;
    for (std::size_t i = section.find("| `--"); i != std::string::npos; i = section.find("| `--", i + 1), ++options) {
      const std::string usage = section.substr(i + 3, section.find('`', i + 3) - i - 3);
      INFO(verb << " " << usage);
      CHECK((has(help, "\n  " + usage + " ") || has(help, "\n  " + usage + ":")));
    }
  }
  CHECK(options > 40);
}
