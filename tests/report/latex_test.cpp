/// What is printed compiles with pdflatex, where that is installed: Debian's texlive-latex-recommended and
/// texlive-science.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "polyscape/report/caption.hpp"
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
