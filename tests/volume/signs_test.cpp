#include "polyscape/volume/signs.hpp"

#include "support/catch.hpp"
#include "volume/ideals.hpp"

using namespace polyscape;
using namespace polyscape::volume;

namespace {

bool none(const std::vector<std::string>& equations) {
  return no_common_zero_in_torus(ideal({"x", "y", "z"}, equations).equations);
}

}  // namespace

TEST_CASE("no zeros in the torus") {
  CHECK(none({"x*y^2"}));
  CHECK(none({"x^2 + y^2"}));
  CHECK(none({"x^4*y^2 + x^2*y^4*z^2"}));
  CHECK(none({"x^2 - x*y + y^2"}));
  CHECK(none({"x - y", "x + y"}));
  CHECK(none({"x - y", "y - z", "x + z"}));
  CHECK(none({"x - y", "y - z", "x^2 + z^2"}));
  CHECK(none({"x*y - z^2", "x*y + z^2"}));
  CHECK(none({"(x^2 + y^2)*(x^2 - x*z + z^2)"}));
}

TEST_CASE("zeros in the torus are not overlooked") {
  CHECK_FALSE(none({"x - y"}));
  CHECK_FALSE(none({"x + y"}));
  CHECK_FALSE(none({"x^2 - 2*y^2"}));
  CHECK_FALSE(none({"x^3 + y^3"}));
  CHECK_FALSE(none({"x - y", "x^2 - y^2"}));
  CHECK_FALSE(none({"x + y + z", "x - z"}));
  CHECK_FALSE(none({"x^2 - y^2", "x*z - y^2"}));
  CHECK_FALSE(none({"0"}));
}

TEST_CASE("polynomials without a zero where some coordinates are not 0") {
  const auto never = [](const std::string& p, const std::vector<bool>& nonzero) {
    return never_zero(ideal({"x", "y"}, {p}).equations.front(), nonzero);
  };
  CHECK(never("x", {true, false}));
  CHECK_FALSE(never("x", {false, true}));
  CHECK(never("x^2 + 1", {false, false}));
  CHECK(never("x^2 + x + 1", {false, false}));
  CHECK_FALSE(never("x^2 - 2", {false, false}));
  CHECK(never("x^2 + y^2", {true, false}));
  CHECK_FALSE(never("x^2 + y^2", {false, false}));
  CHECK_FALSE(never("x + y", {true, true}));
  CHECK(never("x^2*y^2 + x^4 + y^2", {true, false}));
}
