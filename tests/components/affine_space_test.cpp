#include "polyscape/components/affine_space.hpp"

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::GaussianRational;
using algebra::Rational;

TEST_CASE("the spaces of a flag lie one in the other and satisfy their equations, exactly") {
  constexpr std::size_t n = 5;
  const Flag flag(n, Random(3));
  Random random(7);
  for (std::size_t d = 0; d < n; ++d) {
    eval::Point y;
    for (std::size_t i = 0; i < d; ++i) y.emplace_back(generic_rational(random), generic_rational(random));
    const AffineSpace space = flag.space(d);
    const eval::Point x = lifted(y, space);
    REQUIRE(x.size() == n);
    CHECK(lifted(lifted(y, flag.hyperplane(d)), flag.space(d + 1)) == x);
    REQUIRE(space.forms.size() == n - d);
    for (const auto& form : space.forms) {
      GaussianRational value = 0;
      for (std::size_t i = 0; i < n; ++i) value = value + GaussianRational(form[i]) * x[i];
      CHECK(value == GaussianRational(form[n]));
    }
    for (std::size_t a = 0; a < space.forms.size(); ++a)
      for (std::size_t b = a; b < space.forms.size(); ++b) {
        Rational product = 0;
        for (std::size_t i = 0; i < n; ++i) product += space.forms[a][i] * space.forms[b][i];
        CHECK(product == Rational(a == b ? 1 : 0));
      }
  }
}

TEST_CASE("programs of a flag's space give the points and the forms") {
  const Flag flag(4, Random(5));
  const AffineSpace space = flag.space(2);
  algebra::Program all(2), forms(4);
  all.outputs = append_lifted(all, space);
  forms.outputs = append_forms(forms, space);
  const eval::Point y{GaussianRational(Rational(1) / Rational(3)), GaussianRational(Rational(-2))};
  const eval::Point x = lifted(y, space);
  CHECK(algebra::evaluate(all, std::span<const GaussianRational>(y)) == x);
  const auto values = algebra::evaluate(forms, std::span<const GaussianRational>(x));
  REQUIRE(values.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) CHECK(values[i] == GaussianRational(space.forms[i].back()));
  const solve::Hyperplane plane = hyperplane(space, 6);
  CHECK(plane.form.size() == 6);
  CHECK(plane.form[5] == 0.0);
}
