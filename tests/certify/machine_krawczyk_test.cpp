/// Proofs in machine numbers, held against exact arithmetic: what they prove is true, and what is not true they do not
/// prove.
#include "certify/polydiscs.hpp"
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/certify/machine_krawczyk_kernel.hpp"
#include "polyscape/certify/recheck.hpp"
#include "polyscape/eval/newton.hpp"
#include "support/catch.hpp"
#include "support/clusters.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;
using support::power_of_ten;
using Point = std::vector<GaussianRational>;

namespace {

/// A system with its tapes.
struct Machine {
  MachineTapes tapes;
  explicit Machine(const algebra::System& system)
      : tapes(std::make_shared<const eval::TapeCode>(
            eval::compile(algebra::differentiate(algebra::program_of(system))))) {}

  /// The radius around that centre, with the inverse of a point nearby.
  std::optional<Rational> radius(const Point& near, const Point& centre, const Rational& scale = 1) const {
    MachineKrawczyk test(tapes);
    if (!test.polished(near, scale)) return std::nullopt;
    return test.radius(centre, scale, power_of_ten(-30));
  }
  std::optional<Polydisc> operator()(const Point& near, const Rational& scale = 1) const {
    MachineKrawczyk test(tapes);
    const auto centre = test.polished(near, scale);
    const auto radius = centre ? test.radius(*centre, scale, scale * power_of_ten(-32)) : std::nullopt;
    if (!radius) return std::nullopt;
    return Polydisc{*centre, *radius};
  }
};

/// A random square system that vanishes at the point.
algebra::System vanishing_at(Random& random, const Point& zero, int degree) {
  algebra::System system;
  for (std::size_t i = 0; i < zero.size(); ++i) {
    system.names.push_back("x" + std::to_string(i + 1));
    Polynomial p = support::random_gaussian_polynomial(random, zero.size(), degree, 6);
    p += Polynomial::variable(zero.size(), i) * Rational(17);
    system.equations.push_back(p - Polynomial::constant(zero.size(), p.evaluate(zero)));
  }
  return system;
}

}  // namespace

TEST_CASE("zeros of random systems are proved in machine numbers, and again in exact arithmetic") {
  Random random(71);
  int proved = 0;
  constexpr int rounds = 150;
  for (int round = 0; round < rounds; ++round) {
    Point zero(1 + random.below(5));
    for (GaussianRational& z : zero) z = support::small_gaussian(random);
    const algebra::System system = vanishing_at(random, zero, 2 + round % 3);
    Point near = zero;
    for (GaussianRational& z : near) z = z + support::small_gaussian(random) * GaussianRational(power_of_ten(-9));
    Rational size = 1;
    for (const GaussianRational& z : zero) size = std::max({size, abs(z.re), abs(z.im)});
    const auto found = Machine(system)(near, size);
    if (!found) continue;
    ++proved;
    INFO("round " << round);
    CHECK(inside(zero, *found));
    CHECK(found->radius < power_of_ten(-20));
    CHECK(Recheck(system).one_zero(*found));
  }
  CHECK(proved > rounds * 9 / 10);
}

TEST_CASE("a centre beside the zero is proved with a radius that reaches it, or not at all") {
  Random random(72);
  int proved = 0;
  for (int round = 0; round < 60; ++round) {
    Point zero(1 + random.below(3));
    for (GaussianRational& z : zero) z = support::small_gaussian(random);
    const algebra::System system = vanishing_at(random, zero, 3);
    const Recheck recheck(system);
    Point centre = zero;
    const Rational by = power_of_ten(-static_cast<long>(random.below(40)));
    centre[0] = centre[0] + GaussianRational(by);
    if (const auto r = Machine(system).radius(zero, centre)) {
      ++proved;
      CHECK(inside(zero, {centre, *r}));
      CHECK(recheck.one_zero({centre, *r}));
    }
  }
  CHECK(proved >= 10);
}

TEST_CASE("a square plus a tiny constant: no proof that holds both zeros") {
  for (long exponent = -4; exponent >= -70; exponent -= 2) {
    INFO("1e" << exponent);
    const Rational half = power_of_ten(exponent);
    const algebra::System system{{"x"}, {Polynomial::variable(1, 0).pow(2) + Polynomial::constant(1, half * half)}};
    const Machine machine(system);
    for (const GaussianRational& near :
         {GaussianRational(0, half), GaussianRational(half / Rational(3)), GaussianRational(half, half)})
      if (const auto found = machine({near})) CHECK(Recheck(system).one_zero(*found));
    // Its own size as the scale.
    if (const auto found = machine({GaussianRational(0, half)}, half))
      CHECK(inside({GaussianRational(0, half)}, *found));
  }
}

TEST_CASE("double zeros, curves and points where equations are as good as zero are not proved") {
  const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  const Rational tiny = power_of_ten(-200);
  for (const algebra::System& system :
       {algebra::System{{"x", "y"}, {(x - y) * (x - y), x - Polynomial::constant(2, 1)}},
        algebra::System{{"x", "y"}, {x * y - y, (x - Polynomial::constant(2, 1)) * x * x}},
        algebra::System{{"x", "y"}, {(x - y) * tiny, (x * x - y * y) * tiny}},
        algebra::System{{"x", "y"}, {x * tiny + Polynomial::constant(2, 1), y}}})
    for (const GaussianRational& a : {GaussianRational(1), GaussianRational(1, 1), GaussianRational(0)})
      for (const GaussianRational& b : {GaussianRational(1), GaussianRational(1, 1), GaussianRational(0)})
        CHECK_FALSE(Machine(system)({a, b}));
}

TEST_CASE("cancellation of huge terms is in the bound") {
  // (x - 1) 10^k + x^2 - 2 has a zero near 1, which doubles put elsewhere.
  const auto x = Polynomial::variable(1, 0);
  for (long k = 0; k <= 320; k += 8) {
    INFO("10^" << k);
    const algebra::System system{
        {"x"}, {(x - Polynomial::constant(1, 1)) * power_of_ten(k) + x * x - Polynomial::constant(1, 2)}};
    if (const auto found = Machine(system)({1})) CHECK(Recheck(system).one_zero(*found));
    // Expanded powers of (x - 3) with 19 digits cancelled at 3 + 10^-5.
    const algebra::System flat{{"x"},
                               {(x - Polynomial::constant(1, 3)).pow(4) - Polynomial::constant(1, power_of_ten(-k))}};
    if (const auto found = Machine(flat)({Rational(3) + power_of_ten(-k / 4)})) CHECK(Recheck(flat).one_zero(*found));
  }
}

TEST_CASE("machine numbers and balls prove the same zero") {
  Random random(73);
  for (const algebra::System& system : {support::katsura(4), support::noon(3), support::cyclic(5)}) {
    const algebra::Program program = algebra::program_of(system);
    const Certifier certifier(program);
    const eval::NewtonSolver newton(program);
    int both = 0;
    for (int start = 0; start < 40; ++start) {
      Point near(system.names.size());
      for (GaussianRational& z : near)
        z = support::small_gaussian(random) * GaussianRational(Rational(1) / Rational(3));
      const auto balls = certifier(newton(near, 106, 60).point, {256, 256});
      if (!balls) continue;
      const auto machine = Machine(system)(balls->centre);
      if (!machine) continue;
      ++both;
      CHECK_FALSE(meeting(std::vector<Polydisc>{*machine, {balls->centre, balls->radius}}).empty());
    }
    CHECK(both >= 3);
  }
}
