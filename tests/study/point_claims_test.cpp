/// What the claims of points make of a result's counts: a result written down by hand.
#include "polyscape/study/point_claims.hpp"

#include <limits>

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::Rational;

namespace {

report::Point minimum(const std::string& low, const std::string& high) {
  report::Point p;
  p.kind = report::Kind::minimum;
  p.certified = true;
  p.certificate = report::Certificate{"1e-30", true, true, std::array{low, high}};
  return p;
}

/// Four points: two real, of which one is a minimum; one that is not real; a singular rational one.
report::Result four() {
  report::Result r;
  r.paths.emplace();
  r.paths->tracked = 5;
  r.paths->nonsingular = 3;
  r.paths->singular = 2;
  r.solutions.emplace();
  r.solutions->isolated = 4;
  r.solutions->nonsingular = 3;
  r.solutions->singular = 1;
  report::Point saddle = minimum("2", "3"), complex = saddle, rational;
  saddle.kind = report::Kind::saddle;
  complex.kind.reset();
  complex.certificate = report::Certificate{"1e-30", false, false, std::nullopt};
  rational.exact.emplace();
  r.points = {minimum("1", "2"), saddle, complex, rational};
  return r;
}

/// All simple, and paths that all arrived.
report::Result simple() {
  report::Result r = four();
  r.points->pop_back();
  r.solutions->isolated = 3;
  r.solutions->singular = 0;
  r.paths->tracked = 3;
  r.paths->singular = 0;
  return r;
}

Completeness concluded(report::Result r) {
  conclude(r);
  return r.solutions->completeness;
}

}  // namespace

TEST_CASE("points exist by a certificate or as rational ones, certificates alone count as distinct or real", "[unit]") {
  report::Result r = four();
  conclude(r);
  const report::Solutions& s = *r.solutions;
  CHECK((s.certified_distinct == 3 && s.certified_real == 2));
  CHECK((s.existence.certified == 4 && s.existence.by == Evidence::theorem));
  REQUIRE(s.minima.size() == 1);
  CHECK(s.minima[0].points == 1);
  r.points->back().exact.reset();
  conclude(r);
  CHECK((s.existence.certified == 3 && s.existence.by == Evidence::numerical));
}

TEST_CASE("minima whose enclosures overlap, through others too, are one level, lowest first", "[unit]") {
  report::Result r = four();
  r.points = {minimum("5", "6"), minimum("1", "2"), minimum("3/2", "4"), minimum("4", "9/2"), minimum("-1", "0")};
  r.solutions->isolated = 5;
  conclude(r);
  const auto& levels = r.solutions->minima;
  REQUIRE(levels.size() == 3);
  CHECK((levels[0].loss == std::array<std::string, 2>{"-1", "0"} && levels[0].points == 1));
  CHECK((levels[1].loss == std::array<std::string, 2>{"1", "9/2"} && levels[1].points == 3));  // they touch at 4
  CHECK((levels[2].loss == std::array<std::string, 2>{"5", "6"} && levels[2].points == 1));
  // Without proof of the inertia it is no minimum.
  r.points->front().certificate->inertia = false;
  conclude(r);
  CHECK(r.solutions->minima.size() == 2);
}

TEST_CASE("a count is proved by any bound that certified simple points meet, and by nothing less", "[unit]") {
  CHECK(concluded(simple()) == Completeness::unknown);
  const algebra::Integer three(3);
  for (int bound = 0; bound < 4; ++bound) {
    INFO("bound " << bound);
    report::Result r = simple();
    if (bound == 0) r.bounds.mixed_volume_affine = three;
    if (bound == 1) r.bounds.bezout = three;
    if (bound == 2) r.bounds.multihomogeneous.emplace().value = three;
    if (bound == 3) r.bounds.linear_product.emplace().value = three;
    CHECK(concluded(r) == Completeness::proved);
    report::Result uncertified = r;
    uncertified.points->front().certified = false;
    CHECK(concluded(uncertified) == Completeness::unknown);
    r.paths->cancelled = true;  // as many as there can be are all
    CHECK(concluded(r) == Completeness::proved);
    r.bounds.mixed_volume_affine = r.bounds.bezout = algebra::Integer(4);
    r.bounds.multihomogeneous.reset();
    r.bounds.linear_product.reset();
    CHECK(concluded(r) == Completeness::unknown);
  }
  // Where a point is singular the bound counts it more than once.
  report::Result singular = four();
  singular.bounds.bezout = algebra::Integer(4);
  CHECK(concluded(singular) == Completeness::unknown);
  // A mixed volume without the origin leaves out solutions with zeros.
  report::Result torus = simple();
  torus.bounds.mixed_volume = three;
  CHECK(concluded(torus) == Completeness::unknown);
}

TEST_CASE("a count is trace-tested where every path of a traced member arrived", "[unit]") {
  report::Result r = simple();
  r.monodromy.emplace().traced = true;
  CHECK(concluded(r) == Completeness::trace_tested);
  report::Result other = r;
  other.monodromy->quoted = true;
  CHECK(concluded(other) == Completeness::unknown);
  other = r;
  other.monodromy->traced = false;
  CHECK(concluded(other) == Completeness::unknown);
  other = r;
  other.paths->cancelled = true;
  CHECK(concluded(other) == Completeness::unknown);
  other = r;
  ++other.paths->tracked;
  ++other.paths->at_infinity;
  conclude(other);
  CHECK(other.solutions->completeness == Completeness::unknown);
  CHECK(other.solutions->completeness_by.find("1 path went to infinity") != std::string::npos);
  other = r;
  other.confirmation.emplace().missing_here = 1;
  CHECK(concluded(other) == Completeness::unknown);
}

TEST_CASE("a known count is believed where as many are certified and no path failed", "[unit]") {
  report::Result r = simple();
  r.solutions->known_count = "3";
  CHECK(concluded(r) == Completeness::given);
  report::Result other = r;
  other.solutions->known_count = "4";
  CHECK(concluded(other) == Completeness::unknown);
  other = r;
  other.paths->failed = 1;
  CHECK(concluded(other) == Completeness::unknown);
  other = r;
  other.points->front().certified = false;
  CHECK(concluded(other) == Completeness::unknown);
}

TEST_CASE("numbers of points are read exactly or not at all", "[unit]") {
  CHECK(certified_number("-2.5e-3") == Rational(-1, 400));
  CHECK(certified_number("1/3") == Rational(1, 3));
  for (const char* none : {"", "x", "1e", "nan", "1e99999999"}) CHECK_FALSE(certified_number(none));
  report::Point p;
  p.coordinates = {{0.5, -2}};
  CHECK(approximation(p) == Centre{{Rational(1, 2), Rational(-2)}});
  p.digits = report::CoordinateTexts::Pairs{{"0.1", "0"}};
  CHECK(approximation(p) == Centre{{Rational(1, 10), Rational(0)}});  // more than a double says
  p.digits = report::CoordinateTexts::Pairs{{"0.1", "?"}};
  CHECK_FALSE(approximation(p));
  p.digits.reset();
  p.coordinates = {std::numeric_limits<double>::quiet_NaN()};
  CHECK_FALSE(approximation(p));
  CHECK((plural(1, "path") == "1 path" && plural(0, "path") == "0 paths"));
}

TEST_CASE("a function space's dimension is exact, probable or numerical as its error says", "[unit]") {
  const double none = -std::numeric_limits<double>::infinity();
  for (const auto& [error, by, said] : {std::tuple{none, Evidence::exact, false},
                                        {-40.0, Evidence::probability, true},
                                        {0.0, Evidence::numerical, false}}) {
    report::Interpolation v;
    v.function_space_error_log2 = -1;  // of before
    say_function_space(5, error, v);
    CHECK(v.function_space_dimension == 5);
    CHECK(v.by.function_space_dimension == by);
    CHECK(v.function_space_error_log2.has_value() == said);
  }
}
