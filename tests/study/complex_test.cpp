/// Systems whose coefficients are not real, with solutions known by their making.
#include <algorithm>
#include <cmath>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/verification.hpp"
#include "study/checks.hpp"
#include "support/json.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;
using algebra::System;

namespace {

const GaussianRational unit(0, 1);

GaussianRational random_gaussian(Random& random) {
  GaussianRational z = support::small_gaussian(random);
  while (z.is_real() || z.re.is_zero()) z = support::small_gaussian(random);
  return z;
}

System named(std::vector<Polynomial> equations) {
  System system;
  for (std::size_t i = 0; i < equations.front().variables(); ++i) system.names.push_back("x" + std::to_string(i));
  system.equations = std::move(equations);
  return system;
}

Polynomial random_form(Random& random, std::size_t n) {
  Polynomial form = Polynomial::constant(n, random_gaussian(random));
  for (std::size_t j = 0; j < n; ++j) form += Polynomial::variable(n, j) * random_gaussian(random);
  return form;
}

/// All monomials of degree at most `degree`, random coefficients.
Polynomial dense(Random& random, std::size_t n, int degree) {
  Polynomial sum = Polynomial::constant(n, 1), result(n);
  for (std::size_t j = 0; j < n; ++j) sum += Polynomial::variable(n, j);
  for (algebra::Term& term : sum.pow(static_cast<unsigned long>(degree)).terms()) {
    term.coefficient = random_gaussian(random);
    result += Polynomial::from_terms(n, std::span(&term, 1));
  }
  return result;
}

/// The system in coordinates y with x = M y, M random over Q(i).
System transformed(const System& system, Random& random) {
  const std::size_t n = system.names.size();
  std::vector<Polynomial> x;
  for (std::size_t i = 0; i < n; ++i) {
    x.push_back(Polynomial::variable(n, i) * GaussianRational(3, 1));
    for (std::size_t j = 0; j < n; ++j)
      x[i] += Polynomial::variable(n, j) *
              GaussianRational(static_cast<long>(random.below(3)), static_cast<long>(random.below(3)) - 1);
  }
  System result{system.names, {}};
  for (const Polynomial& p : system.equations) result.equations.push_back(p.substitute(x));
  return result;
}

report::Result solved(const System& system, const std::string& start = "auto") {
  return solve_system(system, "test", one_thread(start));
}

/// Nothing is said about which points are real, in any form.
void check_unclaimed(const report::Result& r) {
  CHECK_FALSE(r.system.real);
  const std::string json = report::to_json(r);
  CHECK(json.find("\"real\": true") == std::string::npos);
  CHECK(json.find("certified_real") == std::string::npos);
  CHECK(nlohmann::json::parse(report::to_json(report::result_from_json(json, "test"))) == nlohmann::json::parse(json));
  for (const report::Point& p : *r.points) {
    CHECK_FALSE(p.real);
    if (p.certificate) CHECK_FALSE(p.certificate->real);
  }
}

void check(const System& system, std::uint64_t isolated, const std::string& start = "auto") {
  INFO(algebra::write_system(system, algebra::Format::json));
  const report::Result r = solved(system, start);
  check_ledger(r);
  check_unclaimed(r);
  CHECK(r.solutions->isolated == isolated);
  CHECK(r.solutions->nonsingular == isolated);
  CHECK(r.solutions->certified_distinct == isolated);
  if (r.bounds.bezout == algebra::Integer(static_cast<long>(isolated)))
    CHECK(r.solutions->completeness == Completeness::proved);
  const report::Result again = Verifier(system, "test", one_thread())(r, "test");
  check_unclaimed(again);
  CHECK(again.contradictions.empty());
  CHECK(again.recheck->held == isolated);
  CHECK(again.recheck->distinct);
  CHECK(again.solutions->isolated == isolated);
}

bool holds_point(const report::Result& r, const std::vector<std::complex<double>>& x) {
  return std::ranges::any_of(*r.points, [&](const report::Point& p) {
    double distance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) distance = std::max(distance, std::abs(p.coordinates[i] - x[i]));
    return distance < 1e-9;
  });
}

}  // namespace

TEST_CASE("roots of Gaussian numbers", "[complex]") {
  Random random(1);
  for (unsigned long n = 2; n <= 7; ++n)
    check(named({Polynomial::variable(1, 0).pow(n) - Polynomial::constant(1, random_gaussian(random))}), n);
}

TEST_CASE("products of linear forms over Q(i)", "[complex]") {
  Random random(2);
  for (const std::vector<int>& degrees : {std::vector<int>{2, 3}, {3, 3}, {2, 2, 2}, {1, 2, 3}, {2, 2, 2, 2}}) {
    std::vector<Polynomial> equations;
    std::uint64_t count = 1;
    for (const int d : degrees) {
      Polynomial product = Polynomial::constant(degrees.size(), 1);
      for (int k = 0; k < d; ++k) product *= random_form(random, degrees.size());
      equations.push_back(product);
      count *= static_cast<std::uint64_t>(d);
    }
    check(named(equations), count);
  }
}

TEST_CASE("dense systems over Q(i) have as many solutions as Bezout says", "[complex]") {
  Random random(3);
  for (const std::vector<int>& degrees : {std::vector<int>{2, 2}, {4, 3}, {5, 5}, {2, 2, 3}, {3, 3, 2}, {2, 2, 2, 2}}) {
    std::vector<Polynomial> equations;
    std::uint64_t count = 1;
    for (const int d : degrees) {
      equations.push_back(dense(random, degrees.size(), d));
      count *= static_cast<std::uint64_t>(d);
    }
    check(named(equations), count);
    check(named(equations), count, "polyhedral");
  }
}

TEST_CASE("real systems in Gaussian coordinates keep their counts", "[complex]") {
  Random random(4);
  check(transformed(support::katsura(3), random), 8);
  check(transformed(support::katsura(4), random), 16);
  check(transformed(support::noon(3), random), 21);
  check(transformed(support::cyclic(5), random), 70);
  check(transformed(support::eco(5), random), 8, "multihomogeneous");
  check(transformed(support::katsura(3), random), 8, "monodromy");
}

TEST_CASE("a factor, or a pair of conjugates, hides nothing of what is real", "[complex]") {
  Random random(5);
  for (const System& system : {support::katsura(3), support::noon(3), support::eco(5),
                               read("\"x\", \"y\"", "\"x^2 + y^2 - 2\", \"x*y - 1/2\"")}) {
    const report::Result plain = solved(system);
    System multiple = system;
    for (Polynomial& p : multiple.equations) p = p * random_gaussian(random);
    System paired = system;
    paired.equations[0] = system.equations[0] + system.equations[1] * unit;
    paired.equations[1] = (system.equations[0] - system.equations[1] * unit) * random_gaussian(random);
    for (const System& hidden : {multiple, paired}) {
      const report::Result r = solved(hidden);
      check_ledger(r);
      CHECK(r.system.real);
      CHECK(r.solutions->isolated == plain.solutions->isolated);
      CHECK(r.solutions->real == plain.solutions->real);
      CHECK(r.solutions->certified_real == plain.solutions->certified_real);
    }
  }
}

TEST_CASE("solutions that are real by accident, or nearly, are not called so", "[complex]") {
  const report::Result r = solved(read("\"x\", \"y\"", "\"(x - 1)*(x - i)\", \"y - x*(1 + i) + i\""));
  check_unclaimed(r);
  CHECK(r.solutions->isolated == 2);
  CHECK(holds_point(r, {1, 1}));
  CHECK(r.solutions->completeness == Completeness::proved);
  CHECK(std::ranges::all_of(*r.points, [](const report::Point& p) { return p.exact.has_value(); }));
  // x = 1 + i/10^20: the imaginary part is not dropped.
  const report::Result near = solved(read("\"x\"", "\"(x - 1 - i/10^20)*(x + 3*i)\""));
  check_unclaimed(near);
  for (const report::Point& p : *near.points) {
    REQUIRE(p.digits);
    CHECK(p.digits->pairs()[0][1] != "0");
  }
  check_unclaimed(solved(read("\"x\"", "\"(x - 1 - i/10^300)*(x + 3*i)\"")));
}

TEST_CASE("a forged certificate of reality does not hold for a complex system", "[complex]") {
  const System system =
      read("\"x\", \"y\"", "\"x^2 - 2 + (y - 1)*i\", \"y - 1\"");  // sqrt(2), by equations that are not real
  report::Result r = solved(system);
  check_unclaimed(r);
  for (report::Point& p : *r.points) {
    REQUIRE(p.certificate);
    p.real = true;
    p.certificate->real = true;
  }
  recheck(r, system, {}, "test");
  CHECK(r.recheck->of == 2);
  CHECK(r.recheck->held == 0);
}

TEST_CASE("singular points of complex systems", "[complex]") {
  Random random(6);
  for (int k = 0; k < 5; ++k) {
    // A double and a simple point, on a random line.
    const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
    const GaussianRational a = random_gaussian(random), b = a + random_gaussian(random),
                           slope = random_gaussian(random);
    const Polynomial at_a = x - Polynomial::constant(2, a), at_b = x - Polynomial::constant(2, b);
    const report::Result r = solved(named({at_a * at_a * at_b, y - x * slope}));
    check_ledger(r);
    check_unclaimed(r);
    CHECK(r.solutions->nonsingular == 1);
    REQUIRE(r.solutions->singular == 1);
    for (const report::Point& p : *r.points) {
      CHECK(p.multiplicity == (p.nonsingular ? 1 : 2));
      REQUIRE(p.exact);
      CHECK(p.exact->rank == (p.nonsingular ? 2 : 1));
    }
    CHECK(holds_point(r, {a.to_complex(), (a * slope).to_complex()}));
  }
}

TEST_CASE("multiplicities at real points of complex systems", "[complex]") {
  const char* systems[][2] = {{"x^2 + i*y^2", "x*y"},
                              {"x^2 - i*y", "y^2"},
                              {"x^2 + (1 + i)*x*y", "y^2 - i*x^3"},
                              {"x + i*y", "y^3"},
                              {"x^2 + i*y", "x*y + i*x^2"}};  // and, of the last, (-1, i)
  const int multiplicities[] = {4, 4, 4, 3, 2};
  for (std::size_t k = 0; k < std::size(multiplicities); ++k) {
    INFO(systems[k][0] << ", " << systems[k][1]);
    const report::Result r =
        solved(read("\"x\", \"y\"", "\"" + std::string(systems[k][0]) + "\", \"" + systems[k][1] + "\""));
    check_ledger(r);
    check_unclaimed(r);
    for (const report::Point& p : *r.points)
      if (!p.nonsingular) CHECK(p.multiplicity == multiplicities[k]);
    CHECK(r.solutions->singular == 1);
    CHECK(r.notes.empty());
  }
}

TEST_CASE("lines and points of complex systems", "[complex]") {
  Random random(7);
  for (int k = 0; k < 6; ++k) {
    // A common line, and the point where the other two factors meet.
    const Polynomial line = random_form(random, 2), f = random_form(random, 2), g = random_form(random, 2);
    const System system = named({line * f, line * g});
    const report::Result r = solved(system);
    check_unclaimed(r);
    CHECK(r.solutions->isolated == 1);
    CHECK(r.paths->positive_dimensional > 0);
    CHECK(r.paths->failed == 0);
    const report::Result parts = decompose_system(system, "test", one_thread());
    REQUIRE(parts.decomposition->components.size() == 1);
    CHECK(parts.decomposition->components[0].dimension == 1);
    CHECK(parts.decomposition->components[0].degree == 1);
    CHECK(parts.decomposition->components[0].real_samples.empty());
    CHECK(parts.decomposition->isolated == 1);
    CHECK(parts.decomposition->complete);
  }
  // x^2 + y^2 is a pair of complex lines; over Q(i) the cone x^2 + (1 + i) y^2 - z^2 is one surface of degree 2.
  const report::Result cone =
      decompose_system(read("\"x\", \"y\", \"z\"", "\"x^2 + (1 + i)*y^2 - z^2\""), "test", one_thread());
  REQUIRE(cone.decomposition->components.size() == 1);
  CHECK(cone.decomposition->components[0].degree == 2);
}

TEST_CASE("overdetermined complex systems", "[complex]") {
  Random random(8);
  for (int k = 0; k < 5; ++k) {
    // Two points on a line, by three equations.
    const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
    const GaussianRational a = random_gaussian(random), b = a + random_gaussian(random);
    const Polynomial line = y - x * random_gaussian(random) - Polynomial::constant(2, random_gaussian(random));
    const Polynomial points = (x - Polynomial::constant(2, a)) * (x - Polynomial::constant(2, b));
    const report::Result r =
        solved(named({points + line * random_form(random, 2), points - line * random_form(random, 2),
                      line * line + points * random_gaussian(random), line * x + points}));
    check_ledger(r);
    check_unclaimed(r);
    CHECK(r.solutions->isolated == 2);
  }
}

TEST_CASE("badly scaled complex systems", "[complex]") {
  for (const char* scale : {"10^12", "10^-3", "10^25"}) {
    const std::string s = scale;
    check(read("\"x\", \"y\"", "\"" + s + "*x^2 - (2 + i)*y\", \"y^2*" + s + " - (1 - 3*i)*x + " + s + "*i\""), 4);
  }
}
