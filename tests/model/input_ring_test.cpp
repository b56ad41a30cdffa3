#include "polyscape/model/input_ring.hpp"

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::model;

namespace {

std::vector<int> exponents(const InputMonomial& monomial, std::size_t inputs) {
  std::vector<int> result(inputs, 0);
  for (const std::size_t j : monomial) ++result[j];
  return result;
}

}  // namespace

TEST_CASE("monomials are in the order of their exponents", "[unit]") {
  constexpr std::size_t inputs = 4;
  Random random(3);
  std::vector<InputMonomial> all;
  for (int k = 0; k < 60; ++k) {
    InputMonomial monomial;
    for (std::uint64_t degree = random.below(4); degree > 0; --degree) monomial.push_back(random.below(inputs));
    std::ranges::sort(monomial);
    all.push_back(std::move(monomial));
  }
  for (const InputMonomial& a : all)
    for (const InputMonomial& b : all) CHECK(ByExponents()(a, b) == (exponents(a, inputs) < exponents(b, inputs)));
}

TEST_CASE("polynomials in the input multiply and add up as polynomials do", "[unit]") {
  algebra::Program program(2);
  InputRing ring(program, 4);
  // (w1 x_a + w2 x_b)^2 of two among a million inputs.
  const std::size_t a = 1000000, b = 7;
  const auto form = ring.add(ring.multiply(ring.variable(0), ring.coordinate(a)),
                             ring.multiply(ring.variable(1), ring.coordinate(b)));
  const auto square = ring.power(form, 2);
  REQUIRE(square.size() == 3);
  const std::vector<algebra::GaussianRational> w{3, 5};
  program.outputs.clear();
  for (const auto& [monomial, coefficient] : square) program.outputs.push_back(coefficient);
  const auto values = algebra::evaluate(program, std::span(w));
  std::size_t k = 0;
  for (const auto& [monomial, coefficient] : square) {
    const long expected = monomial == InputMonomial{b, b} ? 25 : monomial == InputMonomial{b, a} ? 30 : 9;
    CHECK(values[k++] == algebra::GaussianRational(expected));
  }
  CHECK(square.contains({a, a}));
  CHECK_FALSE(ring.overflowed());
  ring.power(ring.add(form, ring.constant(1)), 2);
  CHECK(ring.overflowed());  // six terms
}
