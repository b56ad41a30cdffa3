#include "polyscape/report/table.hpp"

#include <algorithm>

#include "report/example.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

TEST_CASE("CSV has all columns, words quoted") {
  const std::vector<Result> rows{example_result(), Result{}};
  const std::string text = table(rows, TableFormat::csv);
  CHECK(std::ranges::count(text, '\n') == 3);
  CHECK(text.find("title,network,weights,samples,bezout,multihomogeneous,linear_product,mixed_volume,mixed_volume_"
                  "affine,lifted,lift,linear_one_sample,generic_root_count,paths") == 0);
  CHECK(text.find("\"a 100% network_1 with \"\"quotes\"\" & bars | and "
                  "more\",1-1-1,2,1,25,13,11,8,9,9,residuals,,,13,1,9,8,3,1,1,1,0:1 1:1,1,"
                  "CONTRADICTION") != std::string::npos);
}

TEST_CASE("LaTeX is booktabs with special characters escaped") {
  const std::vector<Result> rows{example_result()};
  const std::string text = table(rows, TableFormat::latex);
  CHECK(text.find("\\begin{tabular}{") == 0);
  CHECK(text.find("\\toprule") != std::string::npos);
  CHECK(text.find("100\\% network\\_1") != std::string::npos);
  CHECK(text.find("\\& bars") != std::string::npos);
  CHECK(text.find("\\bottomrule\n\\end{tabular}\n") != std::string::npos);
}

TEST_CASE("Markdown leaves out columns that nothing fills") {
  Result r;
  r.title = "a|b";
  r.bounds.bezout = algebra::power(algebra::Integer(10), 20);
  const std::string text = table(std::vector<Result>{r}, TableFormat::markdown);
  CHECK(text == "| title | M | Bezout |\n| :-- | --: | --: |\n| a\\|b | 0 | 1.00e20 |\n");
}

TEST_CASE("formats have names") {
  for (const std::string_view text : names_of(TableFormat())) CHECK(name(*named<TableFormat>(text)) == text);
  CHECK_FALSE(named<TableFormat>("html").has_value());
}
