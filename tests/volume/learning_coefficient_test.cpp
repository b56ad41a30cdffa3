#include "polyscape/volume/learning_coefficient.hpp"

#include "support/catch.hpp"
#include "volume/ideals.hpp"

using namespace polyscape;
using namespace polyscape::volume;

TEST_CASE("hand checks") {
  CHECK(at_origin(ideal({"x", "y", "z"}, {"x*y*z"})) == "1/2, m = 3");
  CHECK(at_origin(ideal({"a", "b", "c", "d"}, {"a*c", "a*d", "b*c", "b*d"})) == "1, m = 2");
  const std::vector<std::string> product{"a*e + b*g", "a*f + b*h", "c*e + d*g", "c*f + d*h"};
  const std::vector<std::string> names{"a", "b", "c", "d", "e", "f", "g", "h"};
  CHECK(at_origin(ideal(names, product)) == "3/2, m = 1");
  CHECK(everywhere(ideal(names, product)) == "3/2, m = 1");
  CHECK(at_origin(ideal({"x"}, {"x"})) == "1/2, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"y^2 - x^3"})) == "5/12, m = 1");
  CHECK(at_origin(ideal({"x", "y", "z"}, {"x^2 + y^3 + z^5"})) == "1/2, m = 1");
  CHECK(at_origin(ideal({"x", "y", "z"}, {"x*y", "y*z", "z*x"})) == "3/4, m = 1");
}

TEST_CASE("degenerate polyhedra") {
  CHECK(at_origin(ideal({"x", "y"}, {"(y - x^2)^2"})) == "1/4, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"(x + y)^2*x"})) == "1/4, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"(y - x^2)^2 - x^5"})) == "7/20, m = 1");  // the cusp u^2 = x^5
  CHECK(at_origin(ideal({"x", "y"}, {"(y^2 - x^3)^2"})) == "5/24, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"(y^2 - x^3)^2 - x^5*y"})) == "5/24, m = 1");
  // Along x = y = 0, z != 0: y^2 (y + x^2), where the blow-up's divisor meets y = 0, both with pole 1/2.
  CHECK(at_origin(ideal({"x", "y", "z"}, {"x^2*y^2 + y^3*z"})) == "1/4, m = 2");
  CHECK(at_origin(ideal({"x", "y"}, {"y^2*(y + x^2)"})) == "1/4, m = 2");
  CHECK(at_origin(ideal({"x", "y"}, {"(x - y)^3*(x + y)^3"})) == "1/6, m = 2");
  CHECK(at_origin(ideal({"x", "y"}, {"(x - y)^3*(x + y)^2"})) == "1/6, m = 1");
  CHECK(at_origin(ideal({"x", "y", "z"}, {"(x + y + z)^2", "(x + y)*(y - z)"})) == "3/4, m = 2");
}

TEST_CASE("real zeros count, complex ones do not") {
  CHECK(at_origin(ideal({"x", "y"}, {"x^2 + y^2"})) == "1/2, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"(x^2 + y^2)^2"})) == "1/4, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"x^4 + y^4"})) == "1/4, m = 1");
  CHECK(at_origin(ideal({"x", "y"}, {"x^2*y^2"})) == "1/4, m = 2");
  CHECK(at_origin(ideal({"x", "y"}, {"(x^2 - y^2)^2"})) == "1/4, m = 2");
  // Over C it is 1/4, as near all points of the cone.
  CHECK(at_origin(ideal({"x", "y", "z"}, {"(x^2 + y^2 + z^2)^2"})) == "3/8, m = 1");
  CHECK(at_origin(ideal({"x", "y", "z"}, {"(x^2 + y^2)*z"})) == "1/2, m = 2");
  CHECK(everywhere(ideal({"x", "y"}, {"(x^2 + 1)*y"})) == "1/2, m = 1");
  CHECK(everywhere(ideal({"x", "y"}, {"x^2 + y^2 + 1"})) == "no zeros");
  CHECK(everywhere(ideal({"x", "y"}, {"x*y - 1", "x"})) == "no zeros");
}

TEST_CASE("singular points away from the origin") {
  const algebra::System node = ideal({"x", "y"}, {"(x - 1)^3*(y + 2)^2"});
  CHECK(at_origin(node) == "no zeros");
  CHECK(everywhere(node) == "1/6, m = 1");
  CHECK(text_of(learning_coefficient(node, {{{Rational(1), Rational(-2)}}}).pole) == "1/6, m = 1");
  CHECK(text_of(learning_coefficient(node, {{{Rational(0), Rational(-2)}}}).pole) == "1/4, m = 1");
  CHECK(everywhere(ideal({"x", "y"}, {"(x - 1)*(x - 2)^2*(y - 1)^2"})) == "1/4, m = 2");
  CHECK(everywhere(ideal({"x", "y"}, {"(y - 3)^2 - (x - 1)^3"})) == "5/12, m = 1");
}

TEST_CASE("ideals that vanish everywhere or nowhere") {
  CHECK(everywhere(ideal({"x"}, {"1"})) == "no zeros");
  CHECK(everywhere(ideal({"x"}, {"0"})) == "0, m = 1");
  CHECK(everywhere(ideal({"x", "y"}, {"x", "y"})) == "1, m = 1");
}
