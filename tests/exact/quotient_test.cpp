#include "polyscape/exact/quotient.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/exact/modular.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::exact;
using Matrix = Quotient::Matrix;

namespace {

__extension__ using Wide = unsigned __int128;

struct Ideal {
  algebra::ResidueField field;
  ModularSystem system;
  Quotient quotient;
};

Ideal ideal_of(const algebra::System& system) {
  const algebra::ResidueField field = random_field(Random(3));
  ModularSystem modular = modulo(system.equations, field).value();
  const MonomialOrder order = MonomialOrder::graded(system.names.size());
  Quotient quotient(groebner_basis(modular, order), modular.prime, system.names.size(), order);
  return {field, std::move(modular), std::move(quotient)};
}

Matrix times(const Matrix& a, const Matrix& b, std::uint64_t prime) {
  Matrix c(a.size(), std::vector<std::uint64_t>(b.size(), 0));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t k = 0; k < b.size(); ++k)
      for (std::size_t j = 0; j < b.size() && a[i][k] != 0; ++j)
        c[i][j] = static_cast<std::uint64_t>((static_cast<Wide>(a[i][k]) * b[k][j] + c[i][j]) % prime);
  return c;
}

}  // namespace

TEST_CASE("multiplication matrices commute and satisfy the equations") {
  for (const algebra::System& system :
       {support::katsura(3), support::noon(3), support::cyclic(5), support::parsed("2 2\nx^2 - y;\ny^2 - x*y;\n")}) {
    const Ideal ideal = ideal_of(system);
    const std::uint64_t p = ideal.system.prime;
    std::vector<Matrix> by;
    for (std::size_t k = 0; k < system.names.size(); ++k) by.push_back(ideal.quotient.multiplication(k));
    const std::size_t size = ideal.quotient.basis()->size();
    for (const Matrix& a : by)
      for (const Matrix& b : by) CHECK(times(a, b, p) == times(b, a, p));
    for (const ModularPolynomial& f : ideal.system.equations) {
      Matrix value(size, std::vector<std::uint64_t>(size, 0));
      for (const ModularTerm& term : f) {
        Matrix product(size, std::vector<std::uint64_t>(size, 0));
        for (std::size_t i = 0; i < size; ++i) product[i][i] = term.coefficient;
        for (std::size_t k = 0; k < by.size(); ++k)
          for (Exponent e = 0; e < term.exponents[k]; ++e) product = times(product, by[k], p);
        for (std::size_t i = 0; i < size; ++i)
          for (std::size_t j = 0; j < size; ++j) value[i][j] = (value[i][j] + product[i][j]) % p;
      }
      CHECK(value == Matrix(size, std::vector<std::uint64_t>(size, 0)));
    }
  }
}

TEST_CASE("normal forms tell what is in an ideal") {
  Random random(47);
  const algebra::System system = support::parsed("2 3\nx*z - y^2;\nx^2 - y*z;\n");
  const Ideal ideal = ideal_of(system);
  for (int round = 0; round < 30; ++round) {
    algebra::Polynomial inside(3);
    for (const algebra::Polynomial& f : system.equations) inside += f * support::random_polynomial(random, 3, 3, 3);
    const algebra::Polynomial other =
        inside + algebra::Polynomial::constant(3, support::small_rational(random) + algebra::Rational(10));
    for (const auto& [p, contained] : {std::pair(inside, true), std::pair(other, false)}) {
      const auto modular = modulo(std::vector{p}, ideal.field);
      REQUIRE(modular);
      CHECK(ideal.quotient.contains(modular->equations.front()) == contained);
      const ModularPolynomial form = ideal.quotient.normal_form(modular->equations.front());
      if (!contained) CHECK(form.size() == 1);
    }
  }
  CHECK(!ideal.quotient.basis());
  CHECK_THROWS_AS(ideal.quotient.multiplication(0), ArgumentError);
  GroebnerBasis unfinished;
  CHECK_THROWS_AS(Quotient(unfinished, 101, 1, MonomialOrder::graded(1)), ArgumentError);
}
