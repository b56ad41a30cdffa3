#include "polyscape/exact/reduced_part.hpp"

#include <algorithm>
#include <string>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::exact;
using algebra::GaussianRational;
using algebra::Integer;
using algebra::Polynomial;
using Ideal = std::vector<Polynomial>;

namespace {

ReducedPart part(const Ideal& equations, std::size_t dimension, std::uint64_t seed = 1, int threads = 1) {
  CountOptions options;
  options.seed = seed;
  options.threads = threads;
  const ReducedPartOutcome outcome = reduced_part(equations, dimension, options);
  REQUIRE(outcome.part);
  CHECK(outcome.failure == CountFailure::none);
  CHECK(outcome.part->error_log2 <= -80);
  CHECK(outcome.part->error_log2 > -90);  // the space's share of it is counted
  return *outcome.part;
}

std::size_t nonzero(const Ideal& equations) {
  return static_cast<std::size_t>(std::ranges::count_if(equations, [](const Polynomial& p) { return !p.is_zero(); }));
}

// degrees: of dimension 0, 1, .., but for those that are larger than the equations leave.
void check(const Ideal& equations, const std::vector<long>& degrees, std::uint64_t seed = 1) {
  for (std::size_t e = 0; e < degrees.size(); ++e) {
    INFO("dimension " << e);
    if (nonzero(equations) + e < equations.front().variables()) {
      CHECK(degrees[e] == 0);
      continue;
    }
    const ReducedPart found = part(equations, e, seed);
    CHECK(found.degree == Integer(degrees[e]));
    CHECK(found.unlucky.empty());
  }
}

Ideal ideal(const std::string& text) { return support::parsed(text).equations; }

// What lies on one of both: the ideals' product. Where only one set is, its ideal.
Ideal both(const Ideal& a, const Ideal& b) {
  Ideal result;
  for (const Polynomial& p : a)
    for (const Polynomial& q : b) result.push_back(p * q);
  return result;
}

const std::string three = "x + y + z - x - y - z;\n";  // 0, which names the variables in their order
Ideal in_space(int count, const std::string& equations) {
  return ideal(std::to_string(count + 1) + " 3\n" + three + equations);
}

Ideal twisted_cubic() { return in_space(3, "x*z - y^2;\ny - x^2;\nz - x*y;\n"); }
Ideal point(long x, long y, long z) {
  Ideal result;
  const long at[] = {x, y, z};
  for (std::size_t k = 0; k < 3; ++k)
    result.push_back(Polynomial::variable(3, k) - Polynomial::constant(3, GaussianRational(at[k])));
  return result;
}

// In other coordinates: x = A y + b with random integers; exceptional A are drawn again.
Ideal moved(const Ideal& equations, Random& random) {
  const std::size_t n = equations.front().variables();
  const auto number = [&] { return GaussianRational(static_cast<long>(random.below(19)) - 9); };
  for (;;) {
    algebra::RationalMatrix a(n, std::vector<algebra::Rational>(n));
    std::vector<Polynomial> places;
    for (std::size_t i = 0; i < n; ++i) {
      places.push_back(Polynomial::constant(n, number()));
      for (std::size_t j = 0; j < n; ++j) {
        a[i][j] = number().re;
        places[i] += Polynomial::variable(n, j) * GaussianRational(a[i][j]);
      }
    }
    if (algebra::rank(a) < n) continue;
    Ideal result;
    for (const Polynomial& p : equations) result.push_back(p.substitute(places));
    return result;
  }
}

// Coordinates that are 0 on a space, and the value of the last one of these.
struct Space {
  std::vector<bool> fixed;
  long value = 0;
  bool operator==(const Space&) const = default;
  std::size_t dimension() const { return static_cast<std::size_t>(std::ranges::count(fixed, false)); }
  long at(std::size_t k) const {
    for (std::size_t j = k + 1; j < fixed.size(); ++j)
      if (fixed[j]) return 0;
    return value;
  }
  bool contains(const Space& other) const {
    for (std::size_t k = 0; k < fixed.size(); ++k)
      if (fixed[k] && !(other.fixed[k] && other.at(k) == at(k))) return false;
    return true;
  }
  Ideal equations() const {
    Ideal result;
    for (std::size_t k = 0; k < fixed.size(); ++k)
      if (fixed[k])
        result.push_back(Polynomial::variable(fixed.size(), k) -
                         Polynomial::constant(fixed.size(), GaussianRational(at(k))));
    return result;
  }
};

}  // namespace

TEST_CASE("surface, curve and points each have their degree") {
  // The sphere, the circle {x^2 + y^2 = 4, z = 3}, the points (5, 0, 0) and (0, 7, 1).
  const Ideal sphere = in_space(1, "x^2 + y^2 + z^2 - 1;\n"), circle = in_space(2, "x^2 + y^2 - 4;\nz - 3;\n");
  const Ideal all = both(both(sphere, circle), both(point(5, 0, 0), point(0, 7, 1)));
  check(all, {2, 2, 2});
  Random random(3);
  for (std::uint64_t seed = 0; seed < 4; ++seed) check(moved(all, random), {2, 2, 2}, seed);
  check(sphere, {0, 0, 2});
  check(both(sphere, point(5, 0, 0)), {1, 0, 2});
}

TEST_CASE("the twisted cubic, and points beside it") {
  check(twisted_cubic(), {0, 3});
  check(both(twisted_cubic(), both(point(1, 2, 3), both(point(0, 0, 1), point(-1, 1, 1)))), {3, 3});
  check(both(twisted_cubic(), both(point(1, 2, 3), point(2, 4, 8))), {1, 3});  // (2, 4, 8) is on it
}

TEST_CASE("points embedded in a set, or on a larger one, are none of their own") {
  check(ideal("2 2\nx^2;\nx*y;\n"), {0, 1});
  check(ideal("2 2\nx^2 - x*y;\nx*y - y^2;\n"), {0, 1});
  check(both(in_space(1, "z;\n"), point(1, 2, 0)), {0, 0, 1});
  // A line in the plane, and one that only meets it; singular points of curves.
  check(both(in_space(1, "z;\n"), in_space(2, "z;\ny - 1;\n")), {0, 0, 1});
  check(both(in_space(1, "z;\n"), in_space(2, "x;\ny - 1;\n")), {0, 1, 1});
  check(ideal("1 2\ny^2 - x^3;\n"), {0, 3});
  check(support::cyclic(4).equations, {0, 4});
}

TEST_CASE("what is multiple at its generic point is not counted") {
  check(in_space(2, "(x^2 + y^2 - 1)^2*z;\n(x^2 + y^2 - 1)*(x - 3)*z^2;\n"), {0, 0, 3});
  check(in_space(2, "(x^2 + y^2 - 1)^2*z;\n(x^2 + y^2 - 1)^2*(x - 3);\n"), {0, 1, 0});
  const Ideal plane = in_space(1, "z;\n");
  check(both(plane, in_space(3, "x^2;\ny;\nz - 1;\n")), {0, 0, 1});
  check(both(both(plane, in_space(3, "x^2;\ny;\nz - 1;\n")), point(1, 1, 1)), {1, 0, 1});
  check(both(both(plane, plane), in_space(2, "x^2 + y^2 - 1;\nz - 1;\n")), {0, 2, 0});
  check(ideal("2 2\nx^2;\ny^3;\n"), {0});
}

TEST_CASE("isolated points alone, of equations over Q(i), and none") {
  check(support::katsura(4).equations, {16});
  check(support::noon(3).equations, {21});
  check(ideal("2 2\n(1+i)*x^2 - y;\ny^2 - i;\n"), {4});
  check(ideal("2 2\nx^2 - y;\ny^2 - x*y;\n"), {1});  // (1, 1), and three times the origin
  check(ideal("2 2\nx*y - 1;\nx;\n"), {0});
  check(ideal("2 2\n(x - i)*(y - 1);\n(x - i)*(x + 2*i)*(y + i);\n"), {1, 1});
}

TEST_CASE("arrangements of linear spaces are counted by their dimensions", "[arrangements]") {
  Random random(7);
  for (std::uint64_t round = 0; round < 40; ++round) {
    const std::size_t variables = 2 + random.below(3), many = 1 + random.below(4);
    std::vector<Space> spaces;
    for (std::size_t k = 0; k < many; ++k) {
      Space space{std::vector<bool>(variables), static_cast<long>(random.below(3))};
      for (std::size_t j = 0; j < variables; ++j) space.fixed[j] = random.below(3) > 0;
      if (space.dimension() == variables) space.fixed[random.below(variables)] = true;
      spaces.push_back(space);
    }
    Ideal equations{Polynomial::constant(variables, GaussianRational(1))};
    for (const Space& space : spaces) equations = both(equations, space.equations());
    std::vector<long> degrees(variables);
    for (std::size_t k = 0; k < many; ++k) {
      bool alone = true;
      for (std::size_t j = 0; j < many; ++j) alone &= j == k || !spaces[j].contains(spaces[k]);
      if (alone) ++degrees[spaces[k].dimension()];
    }
    const Ideal elsewhere = moved(equations, random);
    INFO("round " << round << ", " << many << " spaces in " << variables);
    for (std::size_t e = 0; e < variables; ++e)
      if (elsewhere.size() + e >= variables)
        CHECK(part(elsewhere, e, round).degree == Integer(degrees[e]));
      else
        CHECK(degrees[e] == 0);
  }
}

TEST_CASE("a prime that moves points onto larger sets is named and not believed") {
  const auto with_point = [](std::uint64_t z) {
    const std::string plane = "(z - 1)";
    return in_space(3, plane + "*x;\n" + plane + "*(y - 1);\n" + plane + "*(z - " + std::to_string(z) + ");\n");
  };
  const auto two = [](std::uint64_t x) { return ideal("1 1\n(x - 1)*(x - " + std::to_string(x) + ");\n"); };
  const auto believed = [](const Ideal& equations, std::uint64_t seed, std::uint64_t p, long degree) {
    const ReducedPart found = part(equations, 0, seed);
    CHECK(found.degree == Integer(degree));
    CHECK(found.unlucky == std::vector{p});
    CHECK(std::ranges::count(found.primes, p) == 0);
  };
  for (const std::uint64_t seed : {1, 2, 3}) {
    // Modulo p the point is on the plane z = 1; two points are one, of multiplicity two: bounds that would be too
    // small.
    for (const std::uint64_t p : part(with_point(5), 0, seed).primes) believed(with_point(p + 1), seed, p, 1);
    for (const std::uint64_t p : part(two(3), 0, seed).primes) believed(two(p + 1), seed, p, 2);
  }
}

TEST_CASE("parts depend on the seed alone, their degrees not on it") {
  const Ideal all = both(twisted_cubic(), point(1, 2, 3));
  for (std::uint64_t seed = 1; seed <= 12; ++seed)
    for (std::size_t e = 0; e < 2; ++e) {
      const ReducedPart one = part(all, e, seed), four = part(all, e, seed, 4);
      CHECK(one.degree == Integer(e == 0 ? 1 : 3));
      CHECK(one.primes == four.primes);
      CHECK(one.error_log2 == four.error_log2);
      CHECK(one.reach == four.reach);
    }
}

TEST_CASE("parts that take more than they may, or cannot be, are said to") {
  CountOptions options;
  options.limits.operations = 1000;
  const auto outcome = reduced_part(support::katsura(5).equations, 0, options);
  CHECK(!outcome.part);
  CHECK(outcome.failure == CountFailure::budget);
  CHECK(outcome.operations < 1'000'000);
  // Nor are dense equations written out on a space before it is known to be worth it.
  Ideal dense;
  for (std::size_t k = 0; k < 12; ++k) {
    Polynomial sum = Polynomial::constant(12, GaussianRational(static_cast<long>(k) + 1));
    for (std::size_t j = 0; j < 12; ++j)
      sum += Polynomial::variable(12, j) * GaussianRational(static_cast<long>(j + k));
    dense.push_back(sum.pow(4));
  }
  CHECK(reduced_part(dense, 1, options).failure == CountFailure::budget);
  CHECK(reduced_part(dense, 1, options).operations == 0);
  const Ideal plane = in_space(1, "z;\n");
  CHECK_THROWS_AS(reduced_part(plane, 3), ArgumentError);
  CHECK_THROWS_AS(reduced_part(plane, 1), ArgumentError);  // one equation leaves no curve
  CHECK_THROWS_AS(reduced_part(Ideal{}, 0), ArgumentError);
  // Coefficients of any size have minors of any size.
  const std::string huge = "1" + std::string(400, '0');
  check(ideal("2 2\n(x - " + huge + ")*y;\n(x + y)*(x - 1e-300)*y;\n"), {1, 1});
}
