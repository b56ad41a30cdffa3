/// What docs/ say of options, keys and words is what the program's tables say; so are manual pages and completions.
#include <filesystem>

#include "program/program.hpp"
#include "support/catch.hpp"

using namespace polyscape::program;

namespace {

const std::string docs = POLYSCAPE_DATA "/../docs";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

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
