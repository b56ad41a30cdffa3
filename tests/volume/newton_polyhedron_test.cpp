#include "polyscape/volume/newton_polyhedron.hpp"

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::volume;

namespace {

std::optional<Pole> plain_pole(const std::vector<Exponents>& exponents) {
  const std::vector<int> zeros(exponents.front().size());
  return pole_of(*newton_polyhedron(exponents), zeros, zeros);
}

}  // namespace

TEST_CASE("facets of a cusp's polygon") {
  const NewtonPolyhedron p = *newton_polyhedron({{3, 0}, {0, 2}, {2, 2}});
  REQUIRE(p.facets.size() == 3);
  CHECK(p.facets[0].normal == std::vector<long>{0, 1});
  CHECK(p.facets[1].normal == std::vector<long>{1, 0});
  CHECK(p.facets[2].normal == std::vector<long>{2, 3});
  CHECK(p.facets[2].level == 6);
  CHECK(plain_pole({{3, 0}, {0, 2}}) == Pole{Rational(5) / Rational(6), 1});
}

TEST_CASE("the order of the pole is the codimension of the face on the diagonal") {
  CHECK(plain_pole({{1, 1, 1}}) == Pole{Rational(1), 3});
  CHECK(plain_pole({{2, 0}, {1, 1}, {0, 2}}) == Pole{Rational(1), 1});
  CHECK(plain_pole({{4, 0}, {1, 1}, {0, 5}}) == Pole{Rational(1), 2});
  CHECK(plain_pole({{0, 0}}) == std::nullopt);
  const std::vector<int> densities{1, 0}, factors{2, 1};
  CHECK(pole_of(*newton_polyhedron({{0, 0}}), densities, factors) == Pole{Rational(1), 2});
}

TEST_CASE("compact faces of a simplex and of a corner") {
  CHECK(compact_faces(*newton_polyhedron({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}))->size() == 7);
  CHECK(compact_faces(*newton_polyhedron({{1, 1, 1}}))->size() == 1);
  CHECK(compact_faces(*newton_polyhedron({{2, 0}, {1, 1}, {0, 2}}))->size() == 3);
}

TEST_CASE("double description and linear program agree on random polyhedra") {
  Random random(26);
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 1 + static_cast<std::size_t>(random.uniform() * 5);
    const int count = 1 + static_cast<int>(random.uniform() * 7);
    std::vector<Exponents> exponents;
    for (int k = 0; k < count; ++k) {
      auto& e = exponents.emplace_back(n);
      for (int& x : e) x = static_cast<int>(random.uniform() * 6);
    }
    std::vector<int> densities(n), factors(n);
    for (std::size_t i = 0; i < n; ++i) {
      densities[i] = static_cast<int>(random.uniform() * 3);
      factors[i] = static_cast<int>(random.uniform() * 2);
    }
    const auto pole = pole_of(*newton_polyhedron(exponents), densities, factors);
    const auto value = value_by_linear_program(exponents, densities, factors);
    INFO("round " << round);
    REQUIRE(pole.has_value() == value.has_value());
    if (pole) CHECK(pole->value == *value);
  }
}
