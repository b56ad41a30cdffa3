/// What is printed compiles with pdflatex, where that is installed: Debian's texlive-latex-recommended and
/// texlive-science.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "polyscape/report/caption.hpp"
#include "polyscape/report/escape.hpp"
#include "polyscape/report/latex_table.hpp"
#include "polyscape/report/letters.hpp"
#include "polyscape/report/query.hpp"
#include "polyscape/report/table.hpp"
#include "report/example.hpp"
#include "support/catch.hpp"

using namespace polyscape::report;
namespace fs = std::filesystem;

namespace {

/// pdflatex's log; empty where it, or one of the packages, is not there.
std::string compiled(const std::string& document) {
  const fs::path folder = fs::temp_directory_path() / ("polyscape_latex_test_" + std::to_string(getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "table.tex") << document;
  const std::string in = "cd '" + folder.string() + "' && ";
  std::string log;
  if (std::system(
          (in + "kpsewhich booktabs.sty siunitx.sty > /dev/null 2>&1 && command -v pdflatex > /dev/null").c_str()) ==
      0) {
    const int status =
        std::system((in + "pdflatex -interaction=nonstopmode table.tex > out.txt 2>&1 < /dev/null").c_str());
    std::ostringstream text;
    text << "status " << status << "\n" << std::ifstream(folder / "table.log").rdbuf();
    log = text.str();
  }
  fs::remove_all(folder);
  return log;
}

/// Compiles without errors; pdflatex's log.
std::string check_compiles(const std::string& document) {
  const std::string log = compiled(document);
  if (log.empty()) {
    WARN("skipped: pdflatex with booktabs and siunitx is not installed");
    return "";
  }
  INFO(document << log);
  CHECK(log.starts_with("status 0\n"));
  CHECK(log.find("\n! ") == std::string::npos);
  return log;
}

/// The largest of what the log says stands out into the margin, in points.
double overfull(const std::string& log) {
  double most = 0;
  const std::string words = "Overfull \\hbox (";
  for (std::size_t at = log.find(words); at != std::string::npos; at = log.find(words, at + 1))
    most = std::max(most, std::stod(log.substr(at + words.size(), 20)));
  return most;
}

}  // namespace

TEST_CASE("the table of a run compiles and fits the page") {
  std::vector<Result> rows{example_result(), example_result(), example_result()};
  rows[0].network->architecture = "2-3-3-1";
  rows[0].bounds.bezout = *polyscape::algebra::Integer::parse("30517578125");
  rows[1].bounds.bezout = polyscape::algebra::power(polyscape::algebra::Integer(10), 40);
  rows[1].bounds.mixed_volume_affine = 667921;
  rows[1].contradictions.clear();
  rows[2].cancelled = true;
  rows[2].contradictions.clear();
  const Grid all = full_grid(rows), shown = narrow_grid(rows);
  const std::string log = check_compiles(table(shown, TableFormat::latex, {caption(all, rows.size()), "counts", true}));
  CHECK(log.find("Overfull") == std::string::npos);
}

TEST_CASE("aggregates, marks and names full of special characters compile") {
  const std::string special = "a_b & c%d #1 {x} $y$ \\ ~ ^ < > | \" * [z]";
  Grid all = no_rows();
  for (int k = 0; k < 4; ++k) {
    Result r = example_result();
    r.seeds = {{"data", std::to_string(k + 1)}};
    r.solutions->real = static_cast<std::uint64_t>(1 + 2 * (k % 2));
    append(all, {{{special, k < 2 ? "[p] = 1/2" : "* q"}}, r, ""});
  }
  append(all, {{{special, "* q"}}, std::nullopt, "a reason with 100% of the paths"});
  const Query query{{special, "draws", "real:min", "real:mean", "real:max", "real:hist", "bezout"}, {}, {}, {special}};
  const Grid shown = selected(all, query);
  REQUIRE(shown.rows.size() == 2);
  check_compiles(table(shown, TableFormat::latex, {special + " " + caption(all, 2), "special", true}));
}

TEST_CASE("a table of no rows compiles") {
  check_compiles(
      table(selected(no_rows(), {{"network", "real"}, {}, {}, {}}), TableFormat::latex, {"None.", "none", true}));
}

TEST_CASE("tables of any width go on below, within the page") {
  Grid grid{{{"network", "network", "network", Content::text}, {"samples", "$N$", "N"}}, {{}, {}, {}}};
  for (auto& row : grid.rows) row = {"2-3-3-1", "12"};
  const auto add = [&](const std::string& head, Content content, const std::vector<std::string>& cells) {
    grid.columns.push_back({"c", head, head, content});
    for (std::size_t i = 0; i < grid.rows.size(); ++i) grid.rows[i].push_back(cells[i]);
  };
  for (int k = 0; k < 4; ++k) {
    add("$N_{\\mathbb C}$, max, publ.", Content::number, {"30517578125", "1", ""});
    add("MMMM wide head", Content::number, {"1", "2", "3"});
    add("mean", Content::number, {"2.1416", "-1234567.5", "13/3"});
    add("", Content::error, {"0.01", "2", "1/1000"});
    add("powers", Content::number, {"123456789012345678901234567890", "-17", "1"});
    add("seconds", Content::measured, {"1.5e-9", "0.25", "123456.7"});
    add("known", Content::text, {"proved:43 modular:57", "WWWWW unknown:100", ""});
    add("note", Content::text,
        {"the zero root was lost in that run, so that the true value is one more than what was published", "", "x"});
  }
  add("", Content::mark, {"differs", "", ""});
  CHECK(latex_tabulars(grid, 2).size() > 3);
  for (const std::string& tabular : latex_tabulars(grid, 2)) {
    CHECK(tabular.find("network & {$N$} & ") != std::string::npos);
    CHECK(tabular.find("2-3-3-1 & 12 & ") != std::string::npos);
  }
  const std::string one = check_compiles(table(grid, TableFormat::latex, {"Wide.", "wide", true, 2}));
  CHECK(overfull(one) < 10);
  grid.rows.resize(40, grid.rows.front());
  const std::string document = table(grid, TableFormat::latex, {"Wide and long.", "wide", true, 2});
  CHECK(document.find("continued") != std::string::npos);
  const std::string many = check_compiles(document);
  CHECK(overfull(many) < 10);
}

TEST_CASE("characters beyond ASCII are set, or their code is") {
  CHECK(latex_escaped("Bézout") == "B\\'{e}zout");
  CHECK(latex_escaped("z² ≤ λ") == "z${}^2$ $\\leq$ $\\lambda$");
  CHECK(latex_escaped("日本") == "{[}U+65E5]{[}U+672C]");
  CHECK(latex_escaped("a\xff z\xc3") == "a{[}0xFF] z{[}0xC3]");
  CHECK(latex_escaped("\xc0\xaf\xe2\x82") == "{[}0xC0]{[}0xAF]{[}0xE2]{[}0x82]");
  CHECK(without_letters("日é日\xff") == std::vector<std::string>{"日", "\xff"});
  std::string all;
  std::size_t letters = 0;
  for (unsigned code = 0x80; code < 0x10000; ++code) {
    if (code >= 0xd800 && code < 0xe000) continue;
    std::string c;
    if (code >= 0x800)
      c = {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 63)),
           static_cast<char>(0x80 | (code & 63))};
    else
      c = {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 63))};
    if (!latex_letter(c).empty()) all += latex_escaped(c) + (++letters % 40 == 0 ? "\n\n" : " ");
  }
  CHECK(letters > 300);
  for (const char* fonts : {"", "\\usepackage[T1]{fontenc}\n"}) {
    std::string document = latex_document(all);
    document.insert(document.find("\\begin{document}"), fonts);
    const std::string log = check_compiles(document);
    CHECK(log.find("Missing character") == std::string::npos);
    CHECK(log.find("unavailable") == std::string::npos);
  }
}
