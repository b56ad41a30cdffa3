/// Systems with parameters: every row against the substituted system solved on its own, and counts known by their
/// making.
#include "polyscape/study/parameters.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/run_folder.hpp"
#include "study/checks.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;
using algebra::System;

namespace {

/// Every point of one is a point of the other.
bool same_points(const report::Result& a, const report::Result& b) {
  if (a.points->size() != b.points->size()) return false;
  return std::ranges::all_of(*a.points, [&](const report::Point& p) {
    return std::ranges::any_of(*b.points, [&](const report::Point& q) {
      double distance = 0, size = 1;
      for (std::size_t i = 0; i < p.coordinates.size(); ++i) {
        distance = std::max(distance, std::abs(p.coordinates[i] - q.coordinates[i]));
        size = std::max(size, std::abs(p.coordinates[i]));
      }
      return distance < 1e-6 * size && p.nonsingular == q.nonsingular && p.real == q.real;
    });
  });
}

/// Rows against their own solution. Returns the results.
FamilySolutions check_family(const System& system, const std::string& csv, bool carried = true) {
  INFO(algebra::write_system(system, algebra::Format::json) << csv);
  const ParameterTable table = read_parameters(csv, "values.csv", system);
  const FamilySolutions family = solve_family(system, table, "test", one_thread());
  CHECK(family.carried == carried);
  REQUIRE(family.rows.size() == table.rows.size());
  for (std::size_t i = 0; i < family.rows.size(); ++i) {
    const report::Result& r = family.rows[i];
    INFO(r.title);
    check_ledger(r);
    const System own = at_parameters(system, table, i);
    if (std::ranges::any_of(own.equations, &Polynomial::is_zero)) continue;  // which solve_system may refuse
    const report::Result alone = solve_system(own, "alone", one_thread());
    CHECK(r.solutions->isolated == alone.solutions->isolated);
    CHECK(r.solutions->nonsingular == alone.solutions->nonsingular);
    CHECK(r.solutions->real == alone.solutions->real);
    CHECK(r.solutions->certified_distinct == alone.solutions->certified_distinct);
    CHECK(r.system.real == alone.system.real);
    CHECK(same_points(r, alone));
    if (r.solutions->completeness == Completeness::proved) CHECK(alone.solutions->completeness == Completeness::proved);
    if (carried && r.paths->tracked > 0) CHECK(r.paths->tracked == family.member.solutions->isolated);
  }
  return family;
}

std::vector<std::uint64_t> isolated(const FamilySolutions& family) {
  std::vector<std::uint64_t> result;
  for (const report::Result& r : family.rows) result.push_back(r.solutions->isolated);
  return result;
}

using Counts = std::vector<std::uint64_t>;

std::string error_of(const System& system, const std::string& csv) {
  try {
    read_parameters(csv, "values.csv", system);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("roots of quadratics: two, one, none, lost to infinity", "[parameters]") {
  const System quadratic = read("\"a\", \"x\", \"b\", \"c\"", "\"a*x^2 + b*x + c\"");
  const FamilySolutions family =
      check_family(quadratic, "a,b,c\n1,0,-2\n1,-2,1\n0,1,3\n0,0,1\n1,0,1\n1/2,0.25,-1e-3\ni,1 - 2*i,3\n0,0,0\n");
  CHECK(isolated(family) == Counts{2, 1, 1, 0, 2, 2, 2, 0});
  CHECK(family.rows[0].solutions->real == 2);
  CHECK(family.rows[4].solutions->real == 0);
  CHECK(family.rows[1].solutions->singular == 1);
  CHECK(family.rows[2].paths->at_infinity == 1);
  CHECK(family.rows[0].solutions->completeness == Completeness::proved);
  CHECK(family.rows[2].solutions->completeness == Completeness::proved);
  CHECK_FALSE(family.rows[6].system.real);
}

TEST_CASE("circles and lines", "[parameters]") {
  const std::string files = POLYSCAPE_DATA "/systems/circle_and_line";
  const System circle = algebra::read_system(read_text(files + ".json"), "circle_and_line.json");
  // Secant, tangent, outside, radius 0 (two ways), an asymptotic direction (m = i: one point at infinity), complex.
  const FamilySolutions family = check_family(circle, read_text(files + ".csv"));
  CHECK(isolated(family) == Counts{2, 1, 2, 2, 1, 1, 2});
}

TEST_CASE("rows that hold a line of solutions, or an equation 0", "[parameters]") {
  const System system = read("\"x\", \"y\", \"s\", \"t\"", "\"(x - s)*(y - 1)\", \"(x - t)*(y + 2)\"");
  const FamilySolutions family = check_family(system, "s,t\n1,2\n3,3\n-1,1/2\n");
  CHECK(isolated(family) == Counts{2, 0, 2});
  CHECK(family.rows[1].paths->positive_dimensional == 2);
  const System vanishing = read("\"x\", \"y\", \"s\"", "\"s*(x^2 - 2)\", \"y^2 - x - s\"");
  CHECK(isolated(check_family(vanishing, "s\n1\n0\n2\n")) == Counts{4, 0, 4});
}

TEST_CASE("parameters in powers and products", "[parameters]") {
  check_family(read("\"x\", \"y\", \"p\", \"q\"", "\"x^2 + p^2*y - q\", \"p*q*y^2 - x + p^3\""),
               "q,p\n1,1\n2,-1\n0,1\n1,0\n1/3,2/7\n");
  check_family(read("\"x\", \"y\", \"z\", \"k\"", "\"x^2 + k*y*z - 1\", \"y^2 + k*x*z - 1\", \"z^2 + k*x*y - 1\""),
               "k\n0\n1\n-1\n2\n1/2\ni\n");
}

TEST_CASE("more equations than unknowns", "[parameters]") {
  // y = x + b meets two points of the circle; the third equation keeps the one with x = a, where it is one of them.
  const System system = read("\"x\", \"y\", \"a\", \"b\"", "\"x^2 + y^2 - 25\", \"y - x - b\", \"x - a\"");
  CHECK(isolated(check_family(system, "a,b\n3,1\n-4,1\n3,2\n0,5\n")) == Counts{1, 1, 0, 1});
}

TEST_CASE("families whose every member is singular are solved row by row", "[parameters]") {
  const FamilySolutions family =
      check_family(read("\"x\", \"y\", \"p\"", "\"(x - p)^2\", \"y - x^2\""), "p\n1\n2\n0\n", false);
  CHECK(isolated(family) == Counts{1, 1, 1});
  // A constraint on the parameters alone.
  check_family(read("\"x\", \"p\"", "\"p - 1\", \"x^2 - 2\""), "p\n1\n2\n");
}

TEST_CASE("generated families: rows as their systems alone, special ones among them", "[parameters]") {
  Random random(11);
  for (int k = 0; k < 14; ++k) {
    INFO("family " << k);
    const std::size_t n = 2 + random.below(2), parameters = 1 + random.below(3);
    System system;
    for (std::size_t i = 0; i < n; ++i) system.names.push_back("x" + std::to_string(i));
    for (std::size_t i = 0; i < parameters; ++i) system.names.push_back("p" + std::to_string(i));
    for (std::size_t i = 0; i < n; ++i) {
      Polynomial p = k % 3 == 0 ? support::random_gaussian_polynomial(random, n + parameters, 2, 4)
                                : support::random_polynomial(random, n + parameters, 2, 4);
      p += Polynomial::variable(n + parameters, i).pow(1 + random.below(2)) +
           Polynomial::constant(n + parameters, Rational(static_cast<long>(i) + 3, 7));
      system.equations.push_back(p);
    }
    std::string csv;
    for (std::size_t i = 0; i < parameters; ++i) csv += (i ? ",p" : "p") + std::to_string(i);
    for (int row = 0; row < 4; ++row) {
      csv += "\n";
      for (std::size_t i = 0; i < parameters; ++i)
        csv += (i ? "," : "") + (row == 0   ? "0"
                                 : row == 1 ? "1"
                                 : row == 2 ? support::small_rational(random).to_string()
                                            : support::small_gaussian(random).to_string());
    }
    const FamilySolutions family =
        solve_family(system, read_parameters(csv, "values.csv", system), "test", one_thread());
    check_family(system, csv, family.carried);
  }
}

TEST_CASE("rows of known roots: double ones, lost ones, real and complex ones", "[parameters]") {
  Random random(12);
  // c (x - a) (x - b) = 0 and (d x - e) y = 1: x a root of the first, y = 1 / (d x - e) where that is no pole.
  const System system =
      read("\"x\", \"y\", \"a\", \"b\", \"c\", \"d\", \"e\"", "\"c*(x - a)*(x - b)\", \"(d*x - e)*y - 1\"");
  std::string csv = "a,b,c,d,e";
  struct Truth {
    std::uint64_t nonsingular, singular, real;
  };
  std::vector<Truth> truths;
  for (int k = 0; k < 40; ++k) {
    const bool complex = k % 4 == 3;
    const auto number = [&] {
      return complex ? support::small_gaussian(random) : GaussianRational(support::small_rational(random));
    };
    const GaussianRational a = number(), b = k % 5 == 1 ? a : number(), d = k % 7 == 2 ? GaussianRational(0) : number(),
                           e = k % 3 == 1 ? d * a : number();
    const GaussianRational c = GaussianRational(1 + k % 3);
    csv += "\n" + a.to_string() + "," + b.to_string() + "," + c.to_string() + "," + d.to_string() + "," + e.to_string();
    Truth& truth = truths.emplace_back();
    for (const GaussianRational& x : {a, b})
      if (!(d * x - e).is_zero()) ++(a == b ? truth.singular : truth.nonsingular);
    truth.singular /= 2;
    truth.real = truth.nonsingular + truth.singular;
  }
  const ParameterTable table = read_parameters(csv + "\n", "values.csv", system);
  const FamilySolutions family = solve_family(system, table, "test", one_thread());
  CHECK(family.carried);
  CHECK(family.member.solutions->isolated == 2);
  CHECK(family.member.solutions->completeness == Completeness::proved);
  for (std::size_t k = 0; k < truths.size(); ++k) {
    const report::Result& r = family.rows[k];
    INFO(r.title);
    check_ledger(r);
    CHECK(r.solutions->nonsingular == truths[k].nonsingular);
    CHECK(r.solutions->singular == truths[k].singular);
    CHECK(r.solutions->existence.certified >= truths[k].nonsingular);
    if (r.system.real)
      CHECK(r.solutions->real == truths[k].real);
    else
      CHECK(report::to_json(r).find("certified_real") == std::string::npos);
    for (const report::Point& p : *r.points) CHECK(p.multiplicity == (p.nonsingular ? 1 : 2));
    // As many as the member has, each simple: proved by the bound. Fewer: proved only where the row's own bound is met.
    if (truths[k].nonsingular == 2) CHECK(r.solutions->completeness == Completeness::proved);
    if (truths[k].singular > 0) CHECK(r.solutions->completeness < Completeness::proved);
    if (r.solutions->completeness != Completeness::unknown && r.solutions->isolated > 0)
      CHECK(r.solutions->completeness_by.starts_with("as many as "));
  }
}

TEST_CASE("rows of other sizes than the rest", "[parameters]") {
  const System system = read("\"x\", \"y\", \"a\", \"b\"", "\"x^2 - a*y - 1\", \"y^2 - b*x - 2\"");
  const FamilySolutions family = check_family(system, "a,b\n1,2\n1e8,1e-8\n1e-9,1\n1e12,1\n3,-1\n1e-14,1e6\n");
  CHECK(isolated(family) == Counts(6, 4));
  for (const report::Result& r : family.rows) CHECK(r.solutions->completeness == Completeness::proved);
}

TEST_CASE("the same rows on any number of threads", "[parameters]") {
  const System system = read("\"x\", \"y\", \"p\"", "\"x^3 - p*y + 1\", \"y^2 - x - p\"");
  const ParameterTable table = read_parameters("p\n1\n2\n3\n4\n5\n6\n", "values.csv", system);
  study::Options options = one_thread();
  const FamilySolutions one = solve_family(system, table, "test", options);
  options.threads = 3;
  const FamilySolutions three = solve_family(system, table, "test", options);
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    for (std::size_t k = 0; k < one.rows[i].points->size(); ++k)
      CHECK((*one.rows[i].points)[k].coordinates == (*three.rows[i].points)[k].coordinates);
}

TEST_CASE("tables that are none are answered by file, line and column", "[parameters]") {
  const System system = read("\"x\", \"p\", \"q\"", "\"x^2 - p*x + q\"");
  CHECK(error_of(system, "p,q\n1,2\n3/4,-1e-2\n1 - 2*i,i\n") == "no error");
  CHECK(error_of(system, "p,r\n1,2\n").find("values.csv:1 r: expected a column for a parameter") == 0);
  CHECK(error_of(system, "\n\np,r\n1,2\n").find("values.csv:3 r: expected") == 0);
  CHECK(error_of(system, "p,q\n1,2\n3\n").find("values.csv:3: expected 2 fields") == 0);
  CHECK(error_of(system, "p,q\n1,2\n\n3,two\n").find("values.csv:4 q: expected a number, found \"two\"") == 0);
  CHECK(error_of(system, "p,q\n1,\n").find("values.csv:2 q: expected a number, found \"\"") == 0);
  CHECK(error_of(system, "p,q\n1,1/0\n").find("values.csv:2 q: expected a number") == 0);
  CHECK(error_of(system, "p,q\n").find("values.csv:1: expected at least one row") == 0);
  CHECK(error_of(system, "p,q,x\n1,2,3\n").find("values.csv:1: expected fewer columns") == 0);
  CHECK(error_of(system, "p,p\n1,2\n").find("values.csv:1: expected columns of different names") == 0);
  CHECK(error_of(system, "").find("values.csv:1: expected a header row") == 0);
  CHECK(error_of(read("\"x\", \"p\"", "\"p^9999*x - 1\""), "p\n1\n1e9999\n")
            .find("values.csv:3: expected coefficients of at most") == 0);
  const ParameterTable table = read_parameters("p\n1\n", "values.csv", system);
  CHECK_THROWS_AS(solve_family(system, table, "test", one_thread()), InputError);  // two unknowns, one equation
  study::Options options = one_thread();
  options.known_count = algebra::Integer(2);
  CHECK_THROWS_AS(solve_family(system, read_parameters("p,q\n1,1\n", "values.csv", system), "test", options),
                  InputError);
}
