/// A learning coefficient depends neither on coordinates nor on generators.
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"
#include "volume/ideals.hpp"

using namespace polyscape;
using namespace polyscape::volume;

namespace {

int below(Random& random, int bound) { return static_cast<int>(random.below(static_cast<std::uint64_t>(bound))); }

Polynomial number(std::size_t n, int value) { return Polynomial::constant(n, value); }

/// A few terms of degree 1 to 4, most of them 2 or more.
Polynomial random_polynomial(Random& random, std::size_t n) {
  Polynomial p(n);
  const int terms = 1 + below(random, 4);
  for (int t = 0; t < terms; ++t) {
    Polynomial term = number(n, below(random, 2) == 0 ? 1 : below(random, 5) - 2);
    const int degree = below(random, 8) == 0 ? 1 : 2 + below(random, 3);
    for (int d = 0; d < degree; ++d) term *= Polynomial::variable(n, random.below(n));
    p += term;
  }
  return p;
}

algebra::System random_system(Random& random) {
  algebra::System system;
  const std::size_t n = 2 + random.below(2), generators = 1 + random.below(2);
  for (std::size_t i = 0; i < n; ++i) system.names.push_back("x" + std::to_string(i + 1));
  for (std::size_t k = 0; k < generators; ++k) system.equations.push_back(random_polynomial(random, n));
  return system;
}

/// Integer matrices of determinant 1 or -1: a few elementary operations.
algebra::System in_other_coordinates(const algebra::System& system, Random& random) {
  const std::size_t n = system.names.size();
  std::vector<Polynomial> map;
  for (std::size_t i = 0; i < n; ++i) map.push_back(Polynomial::variable(n, i));
  for (int step = 0; step < 3; ++step) {
    const std::size_t i = random.below(n), j = (i + 1 + random.below(n - 1)) % n;
    map[i] += map[j] * number(n, below(random, 2) == 0 ? 1 : -2);
  }
  algebra::System result = system;
  for (Polynomial& p : result.equations) p = p.substitute(map);
  return result;
}

/// A further generator that is in the ideal, and one times a function without a zero.
algebra::System with_other_generators(const algebra::System& system, Random& random) {
  const std::size_t n = system.names.size();
  algebra::System result = system;
  Polynomial more(n);
  for (const Polynomial& p : system.equations) more += p * (random_polynomial(random, n) + number(n, below(random, 2)));
  result.equations.push_back(more);
  const Polynomial x = Polynomial::variable(n, random.below(n));
  result.equations.front() *= number(n, 1) + x * x;
  return result;
}

/// Whether some pole is in both.
bool meet(const Bracket& a, const Bracket& b) {
  const auto before = [](const std::optional<Pole>& high, const std::optional<Pole>& low) {
    return high && (!low || *high < *low);
  };
  return !before(a.high, b.low) && !before(b.high, a.low);
}

/// What becomes of the new coordinate z.
enum class Role { factor, generator };

/// With a further coordinate z: times each generator, or its square a new one.
algebra::System with_another(const algebra::System& system, Role role) {
  const std::size_t n = system.names.size() + 1;
  std::vector<Polynomial> first;
  for (std::size_t i = 0; i + 1 < n; ++i) first.push_back(Polynomial::variable(n, i));
  const Polynomial z = Polynomial::variable(n, n - 1);
  algebra::System result;
  result.names = system.names;
  result.names.push_back("z");
  for (const Polynomial& p : system.equations) {
    result.equations.push_back(p.substitute(first));
    if (role == Role::factor) result.equations.back() *= z;
  }
  if (role == Role::generator) result.equations.push_back(z * z);
  return result;
}

/// The square of the ideal.
algebra::System squared(const algebra::System& system) {
  algebra::System result{system.names, {}};
  for (std::size_t i = 0; i < system.equations.size(); ++i)
    for (std::size_t j = i; j < system.equations.size(); ++j)
      result.equations.push_back(system.equations[i] * system.equations[j]);
  return result;
}

Bracket halved(const Bracket& b) {
  const auto half = [](std::optional<Pole> p) {
    if (p) p->value /= 2;
    return p;
  };
  return {half(b.low), half(b.high)};
}

Bracket at_zero(const algebra::System& system) {
  return learning_coefficient(system, {std::vector<Rational>(system.names.size())}).pole;
}

/// Squares, products with and sums with a coordinate of their own, in turned coordinates.
void check_laws(Random random) {
  const algebra::System system = random_system(random);
  for (const Polynomial& p : system.equations) UNSCOPED_INFO(algebra::to_string(p, system.names));
  const Bracket here = at_zero(system), square = at_zero(in_other_coordinates(squared(system), random));
  const Bracket times = at_zero(in_other_coordinates(with_another(system, Role::factor), random));
  const Bracket plus = at_zero(in_other_coordinates(with_another(system, Role::generator), random));
  UNSCOPED_INFO(text_of(here) << "; " << text_of(square) << "; " << text_of(times) << "; " << text_of(plus));
  const Rational half = Rational(1) / Rational(2);
  CHECK(meet(halved(here), square));
  CHECK(meet(product(here, exactly({half, 1})), times));
  CHECK(meet(sum(here, exactly({half * half, 1})), plus));
}

void check_invariance(Random random, bool& exact) {
  const algebra::System system = random_system(random);
  for (const Polynomial& p : system.equations) UNSCOPED_INFO(algebra::to_string(p, system.names));
  const Where origin{std::vector<Rational>(system.names.size())};
  const Bracket here = learning_coefficient(system, origin).pole;
  const Bracket turned = learning_coefficient(in_other_coordinates(system, random), origin).pole;
  const Bracket generated = learning_coefficient(with_other_generators(system, random), origin).pole;
  const Bracket all = learning_coefficient(system, {}).pole;
  UNSCOPED_INFO(text_of(here) << "; " << text_of(turned) << "; " << text_of(generated) << "; " << text_of(all));
  CHECK(meet(here, turned));
  CHECK(meet(here, generated));
  CHECK(meet(turned, generated));
  // Near all zeros there is as much volume as near one.
  if (here.high && all.low) CHECK_FALSE(*here.high < *all.low);
  exact = here.is_exact();
}

}  // namespace

TEST_CASE("the same volume in other coordinates and by other generators") {
  int exact = 0;
  for (std::uint64_t k = 0; k < 60; ++k) {
    INFO("number " << k);
    bool known = false;
    check_invariance(Random(2026).stream("invariance").stream(k), known);
    exact += known ? 1 : 0;
  }
  UNSCOPED_INFO(exact << " of 60 exact");
  CHECK(exact >= 50);
}

TEST_CASE("squares of ideals, and further coordinates") {
  for (std::uint64_t k = 0; k < 40; ++k) {
    INFO("number " << k);
    check_laws(Random(2027).stream("laws").stream(k));
  }
}

TEST_CASE("many ideals and their squares", "[long]") {
  for (std::uint64_t k = 0; k < 1000; ++k) {
    INFO("number " << k);
    check_laws(Random(8).stream("laws").stream(k));
  }
}

TEST_CASE("many ideals have the same volume in other coordinates", "[long]") {
  for (std::uint64_t k = 0; k < 3000; ++k) {
    INFO("number " << k);
    bool known = false;
    check_invariance(Random(7).stream("invariance").stream(k), known);
  }
}
