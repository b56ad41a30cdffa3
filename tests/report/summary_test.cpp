#include "polyscape/report/summary.hpp"

#include "polyscape/report/summary/page.hpp"
#include "report/example.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

namespace {
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
}  // namespace

TEST_CASE("large integers are readable") {
  CHECK(readable(algebra::Integer(0)) == "0");
  CHECK(readable(algebra::Integer(-1234)) == "-1,234");
  CHECK(readable(algebra::Integer(999)) == "999");
  CHECK(readable(algebra::Integer(5265)) == "5,265");
  CHECK(readable(algebra::power(algebra::Integer(10), 30) * algebra::Integer(2)) == "2.000 x 10^30 (31 digits)");
}

TEST_CASE("only what exceeds 10^80 is set beside the atoms") {
  CHECK(beside_atoms(algebra::power(algebra::Integer(10), 80)).empty());
  CHECK(contains(beside_atoms(algebra::power(algebra::Integer(10), 100)), "10^20.0 times"));
}

TEST_CASE("the summary shows the ledger, the counts and what is wrong") {
  const std::string text = summary(example_result());
  CHECK(contains(text, "INCOMPLETE: 1 path failed (step too small: 1)"));
  CHECK(contains(text, "CONTRADICTION: one thing and its opposite"));
  CHECK(contains(text, "= the sum of the classes"));
  CHECK(contains(text, "0: 1   1: 1"));
  CHECK(contains(text, "1 minimum, 1 saddle, 1 with singular Hessian"));
  CHECK(contains(text, "samples 1 and 2 are equal"));
  CHECK(contains(text, "zero loss is reached on a whole manifold"));
  Result r = example_result();
  r.contradictions.clear();
  CHECK(contains(summary(r), "QUESTION: known_count says 10, found 9"));
  r.paths->tracked = 14;
  CHECK(contains(summary(r), "IS NOT the sum"));
}

TEST_CASE("a clean result warns of nothing") {
  Result r = example_result();
  r.paths->failed = 0;
  r.paths->tracked = 12;
  r.solutions->known_count = "9";
  r.contradictions.clear();
  const std::string text = summary(r);
  CHECK_FALSE(contains(text, "INCOMPLETE"));
  CHECK_FALSE(contains(text, "QUESTION"));
  CHECK_FALSE(contains(text, "CONTRADICTION"));
}

TEST_CASE("certificates that a file says there are, and does not have, count nowhere") {
  Result r = example_result();
  const auto shown = [&] { return summary(r).find("reality at 1 of") != std::string::npos; };
  CHECK(shown());
  for (Point& p : *r.points) p.certificate.reset();
  CHECK_FALSE(shown());
  CHECK(summary(r).find("reality at 0 of") != std::string::npos);
  r.points.reset();
  CHECK(summary(r).find("reality at") == std::string::npos);
}

TEST_CASE("lines fit a terminal") {
  const std::string text = summary(example_result());
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = text.find('\n', from);
    CHECK(to - from <= 100);
    from = to + 1;
  }
}

TEST_CASE("solutions are printed with names, real ones first, a screen of them") {
  Result r = example_result();
  r.system.which = Origin::given;
  r.system.real = true;
  r.network.reset();
  r.names = {"x", "lambda"};
  r.points = std::vector<Point>(20);
  for (std::size_t k = 0; k < 20; ++k) {
    Point& p = (*r.points)[k];
    p.real = k % 2 == 1;
    p.nonsingular = k != 3;
    p.multiplicity = k == 3 ? 2 : 1;
    p.coordinates = {{0.5 + static_cast<double>(k), p.real ? 1e-20 : -1.0}, {1e-17, 2}};
    if (p.real) p.coordinates[1] = {1e-281, 0};
  }
  const std::string text = summary(r);
  CHECK(contains(text, "Solutions, real ones first"));
  CHECK(contains(text, "real             x = 1.5, lambda = 1e-281\n"));
  CHECK(contains(text, "x = 3.5, lambda = 1e-281  (singular, multiplicity 2)"));
  CHECK(contains(text, "not real         x = 0.5 - 1i, lambda = 2i"));
  CHECK(text.find("x = 19.5") < text.find("x = 0.5 "));
  CHECK(contains(text, "and 8 more: --show 20 or --show all"));
  CHECK_FALSE(contains(summary(r, 20), "more: --show"));
  CHECK(contains(summary(r, 0), "and 20 more"));
}

TEST_CASE("minima have the weights' names, and what rounding leaves is no loss") {
  Result r = example_result();
  r.names = {"w1_1_1", "w2_1_1"};
  r.points = std::vector<Point>(3);
  for (Point& p : *r.points) {
    p.real = p.nonsingular = true;
    p.kind = Kind::minimum;
    p.coordinates = {0.25, -1};
  }
  (*r.points)[0].loss = -4.2e-77;
  (*r.points)[1].loss = 0.125;
  (*r.points)[2].loss = 3e-9;
  const std::string text = summary(r);
  CHECK(contains(text, "0                w1_1_1 = 0.25, w2_1_1 = -1"));
  CHECK(contains(text, "0.125            w1_1_1 = 0.25, w2_1_1 = -1"));
  CHECK(contains(text, "3e-09 "));
  CHECK_FALSE(contains(text, "e-77"));
}
