#include "polyscape/exact/count.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/exact/minors.hpp"
#include "polyscape/exact/modular.hpp"
#include "polyscape/exact/multiplicity.hpp"
#include "support/catch.hpp"
#include "support/generated_systems.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::exact;
using algebra::GaussianRational;
using algebra::Integer;
using algebra::Polynomial;
using algebra::Rational;

namespace {
ModularCount count(const algebra::System& system, std::uint64_t seed = 1) {
  CountOptions options;
  options.seed = seed;
  const CountOutcome outcome = modular_count(system.equations, options);
  REQUIRE(outcome.count);
  CHECK(outcome.count->error_log2 <= -80);
  return *outcome.count;
}

void check(const algebra::System& system, long dimension, long degree) {
  const ModularCount found = count(system);
  CHECK(found.dimension == dimension);
  CHECK(found.degree == Integer(degree));
  CHECK(found.unlucky.empty());
}

// (x - root) products: zeros that are known, in random coordinates.
algebra::System with_zeros(const std::vector<std::vector<Rational>>& zeros, Random& random) {
  // One polynomial a separating form and interpolation of the others: x_1 takes different values at the zeros.
  const std::size_t n = zeros.front().size();
  algebra::System system;
  for (std::size_t i = 0; i < n; ++i) system.names.push_back("x" + std::to_string(i));
  std::vector<Polynomial> forms;
  for (std::size_t i = 0; i < n; ++i) {
    Polynomial form = Polynomial::variable(n, i);
    for (std::size_t j = i + 1; j < n; ++j)
      form += Polynomial::variable(n, j) * GaussianRational(support::small_rational(random));
    forms.push_back(form);
  }
  const auto value = [&](std::size_t i, const std::vector<Rational>& zero) {
    return forms[i].evaluate(std::span<const Rational>(zero));
  };
  Polynomial product = Polynomial::constant(n, 1);
  for (const auto& zero : zeros) product *= forms[0] - Polynomial::constant(n, value(0, zero));
  system.equations.push_back(product);
  for (std::size_t i = 1; i < n; ++i) {
    Polynomial lagrange(n);
    for (std::size_t k = 0; k < zeros.size(); ++k) {
      Polynomial term = Polynomial::constant(n, value(i, zeros[k]));
      for (std::size_t l = 0; l < zeros.size(); ++l) {
        if (l == k) continue;
        term *= forms[0] - Polynomial::constant(n, value(0, zeros[l]));
        term *= GaussianRational(Rational(1) / (value(0, zeros[k]) - value(0, zeros[l])));
      }
      lagrange += term;
    }
    system.equations.push_back(forms[i] - lagrange);
  }
  return system;
}
}  // namespace

TEST_CASE("known systems have their counts") {
  check(support::katsura(6), 0, 64);
  check(support::cyclic(5), 0, 70);
  check(support::cyclic(6), 0, 156);
  check(support::noon(4), 0, 73);
  check(support::eco(8), 0, 64);
}

TEST_CASE("multiplicities, sets and empty systems are counted as such") {
  const auto system = [](const std::string& text) { return support::parsed(text); };
  check(system("2 2\nx^2;\ny^3;\n"), 0, 6);
  check(system("2 2\nx^2 - y;\ny^2;\n"), 0, 4);
  check(system("2 2\nx*y - 1;\nx;\n"), -1, 0);
  check(system("3 2\nx^2 + y^2 - 1;\nx + y;\nx - y;\n"), -1, 0);
  check(system("2 2\nx^2 - y^2;\nx*y - y^2;\n"), 1, 1);  // a line, and a point in it
  check(system("2 3\nx*z - y^2;\nx^2 - y*z;\n"), 1, 4);
  check(system("1 3\n(x + y)*(x - z)^2;\n"), 2, 3);
  check(system("2 2\n(1+i)*x^2 - y;\ny^2 - i;\n"), 0, 4);
  check(system("2 2\n0.3333*x^2 - 1e-40*y;\n1e40*y^2 - x + 7/13;\n"), 0, 4);
  // Every zero of the third equation's is on the first two, but one.
  check(system("3 2\nx^2 - 1;\ny^2 - 1;\n(x - 1)*(y - 1);\n"), 0, 3);
  check(system("2 2\n0;\nx - y;\n"), 1, 1);
}

TEST_CASE("zeros that a system was made for are all there is") {
  Random random(19);
  for (std::uint64_t round = 0; round < 20; ++round) {
    const std::size_t variables = 1 + random.below(3), many = 1 + random.below(7);
    std::set<std::vector<Rational>> zeros;
    while (zeros.size() < many) zeros.insert(support::small_rationals(random, variables));
    try {
      const auto system = with_zeros({zeros.begin(), zeros.end()}, random);
      CHECK(count(system, round).degree == Integer(static_cast<long>(many)));
    } catch (const ArgumentError&) {  // the form does not separate them
    }
  }
}

TEST_CASE("clusters, multiple roots and coefficients of any size are counted with their multiplicities") {
  for (std::uint64_t number = 0; number < 60; ++number) {
    const support::GeneratedSystem made = support::generated_system(number, {.closest = 30, .scale = 40});
    INFO(number << ": " << made.description);
    int all = 0;
    for (std::size_t k = 0; k < made.solutions.size(); ++k) {
      all += made.multiplicities[k];
      const auto there = multiplicity_at(made.system.equations, made.solutions[k]);
      REQUIRE(there);
      CHECK(there->multiplicity == static_cast<std::size_t>(made.multiplicities[k]));
    }
    CHECK(count(made.system).degree == Integer(all));
  }
}

TEST_CASE("unlucky primes do not change a count and are named") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const std::vector<std::uint64_t> drawn = count(support::parsed("2 2\nx^2 - 2;\ny^2 - 3;\n"), seed).primes;
    const auto more = [](std::uint64_t p) { return std::to_string(p + 1); };
    for (const std::uint64_t p : drawn) {
      // Modulo p the equations are one, and its zeros a curve.
      const ModularCount curve = count(support::parsed("2 2\nx^2 + x*y - 1;\nx^2 + " + more(p) + "*x*y - 1;\n"), seed);
      CHECK(curve.dimension == 0);
      CHECK(curve.degree == Integer(2));
      CHECK(curve.unlucky == std::vector{p});
      CHECK(std::ranges::count(curve.primes, p) == 0);
      // Modulo p two of four zeros are gone to infinity: a bound that would be too small.
      const ModularCount fewer =
          count(support::parsed("2 2\nx^2 - y^2 + x - 3;\nx^2 - " + more(p) + "*y^2 + y - 5;\n"), seed);
      CHECK(fewer.dimension == 0);
      CHECK(fewer.degree == Integer(4));
      CHECK(fewer.unlucky == std::vector{p});
      // All are gone.
      const ModularCount none = count(support::parsed("2 2\nx - y;\nx - " + more(p) + "*y - 1;\n"), seed);
      CHECK(none.degree == Integer(1));
      CHECK(none.unlucky == std::vector{p});
      // A coefficient is: such primes are not drawn.
      const ModularCount coefficient =
          count(support::parsed("2 2\nx^2 - 2;\n" + std::to_string(p) + "*y^2 + y*x - 3;\n"), seed);
      CHECK(coefficient.degree == Integer(4));
      CHECK(std::ranges::count(coefficient.primes, p) == 0);
      CHECK(coefficient.unlucky.empty());
    }
  }
}

namespace {
// Equations with integer coefficients modulo a small prime; nullopt where a coefficient vanishes.
std::optional<ModularSystem> modulo_small(const algebra::System& system, std::uint64_t prime) {
  ModularSystem result{prime, system.names.size(), {}};
  for (const Polynomial& p : system.equations) {
    result.equations.emplace_back();
    for (const algebra::Term& term : p.terms()) {
      const std::uint64_t c = *algebra::residue(term.coefficient.re, prime);
      if (c == 0) return std::nullopt;
      result.equations.back().push_back({c, {term.exponents.begin(), term.exponents.end()}});
    }
  }
  return result;
}

bool is_prime(std::uint64_t n) {
  for (std::uint64_t d = 2; d * d <= n; ++d)
    if (n % d == 0) return false;
  return n > 1;
}
}  // namespace

TEST_CASE("no more primes are unlucky for a leading monomial than the error bound takes into account") {
  Random random(31);
  std::size_t unlucky = 0;
  for (std::uint64_t round = 0; round < 40; ++round) {
    algebra::System system{{"x", "y"}, {}};
    for (int k = 0; k < 2; ++k) {
      Polynomial p(2);
      for (int t = 0; t < 5; ++t)
        p += algebra::Polynomial::from_terms(
            2, std::vector<algebra::Term>{{Rational(static_cast<long>(random.below(60)) - 30),
                                           {static_cast<int>(random.below(3)), static_cast<int>(random.below(2))}}});
      system.equations.push_back(p + Polynomial::constant(2, Rational(static_cast<long>(random.below(40)) + 1)));
    }
    const std::vector<Monomial> rational = count(system, round).leading;
    std::map<Monomial, std::pair<double, long>> wrong;  // bits of its primes, reach
    for (std::uint64_t p = 2; p < 800; ++p) {
      if (!is_prime(p)) continue;
      const auto input = modulo_small(system, p);
      if (!input) continue;
      const GroebnerBasis basis = groebner_basis(*input, MonomialOrder::graded(2));
      for (const ModularPolynomial& element : basis.elements) {
        const Monomial& b = element.front().exponents;
        if (std::ranges::any_of(rational, [&](const Monomial& m) { return divides(m, b); })) continue;
        auto& [bits, reach] = wrong[b];
        bits += std::log2(static_cast<double>(p));
        reach = std::max(reach, basis.reach);
        ++unlucky;
      }
    }
    for (const auto& [b, seen] : wrong)
      CHECK(seen.first <=
            59 * (1 + std::exp2(unlucky_primes_log2(Sizes(system.equations).macaulay_minors(seen.second)))));
  }
  CHECK(unlucky >= 20);
}

TEST_CASE("a limit ends a count with nothing said") {
  CountOptions options;
  options.limits.operations = 1000;
  const CountOutcome outcome = modular_count(support::katsura(7).equations, options);
  CHECK(!outcome.count);
  CHECK(outcome.failure == CountFailure::budget);
  options = {};
  options.limits.bytes = 100000;
  CHECK(!modular_count(support::katsura(8).equations, options).count);
}

TEST_CASE("a count depends on neither threads nor the way the equations are scaled") {
  const auto system = support::noon(4);
  CountOptions options;
  options.threads = 1;
  const auto one = modular_count(system.equations, options).count.value();
  options.threads = 3;
  const auto three = modular_count(system.equations, options).count.value();
  CHECK(one.primes == three.primes);
  CHECK(one.leading == three.leading);
  CHECK(one.error_log2 == three.error_log2);
  auto scaled = system;
  for (Polynomial& p : scaled.equations) p *= GaussianRational(Rational(7) / Rational(5));
  CHECK(modular_count(scaled.equations, options).count->leading == one.leading);
}
