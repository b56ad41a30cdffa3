#include "polyscape/eval/rank.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::GaussianMatrix;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

GaussianMatrix product(const GaussianMatrix& a, const GaussianMatrix& b) {
  GaussianMatrix c(a.size(), Point(b[0].size()));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b[0].size(); ++j)
      for (std::size_t k = 0; k < b.size(); ++k) c[i][j] = c[i][j] + a[i][k] * b[k][j];
  return c;
}

enum class Entries { real, complex };

Point small(Random& random, std::size_t n, Entries entries) {
  Point x;
  for (std::size_t i = 0; i < n; ++i)
    x.emplace_back(support::small_rational(random),
                   entries == Entries::complex ? support::small_rational(random) : Rational(0));
  return x;
}

// I - 2 v v^H / (v^H v): unitary, of rational parts.
GaussianMatrix reflection(Random& random, std::size_t n, Entries entries) {
  const Point v = small(random, n, entries);
  Rational square = 0;
  for (const auto& x : v) square += x.re * x.re + x.im * x.im;
  GaussianMatrix h(n, Point(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      h[i][j] =
          GaussianRational(i == j ? 1 : 0) - GaussianRational(Rational(2) / square) * v[i] * algebra::conjugate(v[j]);
  return h;
}

// A matrix with the given singular values, exactly.
GaussianMatrix with_singular_values(Random& random, std::size_t rows, std::size_t columns,
                                    const std::vector<Rational>& values, Entries entries) {
  GaussianMatrix d(rows, Point(columns));
  for (std::size_t i = 0; i < values.size(); ++i) d[i][i] = values[i];
  return product(product(reflection(random, rows, entries), d), reflection(random, columns, entries));
}

RankDecision decide(const GaussianMatrix& matrix) {
  return decide_rank([&](int) { return std::optional(matrix); });
}

}  // namespace

TEST_CASE("singular values down to 1e-60 are not zero, and exact zeros are") {
  Random random(11);
  const std::vector<Rational> values{3, 1, algebra::power(Rational(10), -20), algebra::power(Rational(10), -60), 0, 0};
  const auto entries = GENERATE(Entries::real, Entries::complex);
  for (const auto& [rows, columns] : {std::pair<std::size_t, std::size_t>{6, 6}, {9, 6}, {6, 8}}) {
    const GaussianMatrix matrix = with_singular_values(random, rows, columns, values, entries);
    const RankDecision d = decide(matrix);
    CHECK(d.decided);
    CHECK(d.rank == 4);
    CHECK(algebra::rank(matrix) == 4);
    CHECK(d.precision_bits == 512);
    CHECK(d.settled_bits == 512);
    CHECK(d.rows == rows);
    CHECK(d.columns == columns);
    REQUIRE(d.log10_singular_values.size() == 6);
    CHECK(std::abs(d.log10_singular_values[0] - std::log10(3.0)) < 1e-12);
    CHECK(std::abs(d.log10_singular_values[2] + 20) < 1e-12);
    CHECK(std::abs(d.log10_singular_values[3] + 60) < 1e-12);
    CHECK(d.log10_singular_values[4] < -140);
    CHECK(d.log10_gap > 80);
  }
}

TEST_CASE("a full rank is decided at the first doubling") {
  Random random(12);
  const RankDecision d =
      decide(with_singular_values(random, 5, 4, {5, 4, 1, Rational(1) / Rational(1000)}, Entries::complex));
  CHECK(d.decided);
  CHECK(d.rank == 4);
  CHECK(d.precision_bits == 128);
}

TEST_CASE("a zero that is only known to the point's precision shrinks with it") {
  // diag(1, e, 1) where e = sqrt(2)^2 - 2 at a point known to `bits` bits.
  const auto source = [](int bits) {
    Rational x = 1;
    for (int i = 0; i < 12; ++i) x = (x + Rational(2) / x) / Rational(2);
    const Rational grid = algebra::power(Rational(2), bits);
    x += Rational(1) / Rational(3) / grid;  // wrong in the last place
    return std::optional(GaussianMatrix{{1, 0, 0}, {0, GaussianRational(x * x - Rational(2)), 0}, {0, 0, 1}});
  };
  const RankDecision d = decide_rank(source);
  CHECK(d.decided);
  CHECK(d.rank == 2);
}

TEST_CASE("a matrix that shrinks as a whole has rank 0") {
  const auto source = [](int bits) {
    return std::optional(GaussianMatrix{{algebra::power(Rational(2), 3 - bits), 0}, {0, 0}});
  };
  const RankDecision d = decide_rank(source);
  CHECK(d.decided);
  CHECK(d.rank == 0);
}

TEST_CASE("a source that fails, or does not settle, leaves the rank undecided") {
  const auto fails = [](int bits) -> std::optional<GaussianMatrix> {
    if (bits > 64) return std::nullopt;
    return GaussianMatrix{{1}};
  };
  CHECK(!decide_rank(fails).decided);
  // Falls by a constant factor only, whatever the precision.
  const auto slow = [](int bits) {
    return std::optional(GaussianMatrix{{1, 0}, {0, algebra::power(Rational(1) / Rational(bits), 4)}});
  };
  CHECK(!decide_rank(slow).decided);
  CHECK_THROWS_AS(
      decide_rank([](int bits) { return std::optional(GaussianMatrix(static_cast<std::size_t>(bits / 64), {1})); }),
      ArgumentError);
}

TEST_CASE("zero and empty matrices have rank 0") {
  const RankDecision zero = decide(GaussianMatrix(2, Point(3)));
  CHECK(zero.decided);
  CHECK(zero.rank == 0);
  CHECK(zero.columns == 3);
  CHECK(decide({}).decided);
}

TEST_CASE("ranks of random products agree with exact elimination") {
  Random random(13);
  for (int round = 0; round < 10; ++round) {
    const std::size_t n = 2 + random.below(5), m = 2 + random.below(5), r = 1 + random.below(3);
    const Entries entries = round % 2 == 0 ? Entries::real : Entries::complex;
    GaussianMatrix a(n), b(r);
    for (auto& row : a) row = small(random, r, entries);
    for (auto& row : b) row = small(random, m, entries);
    const GaussianMatrix matrix = product(a, b);
    const RankDecision d = decide(matrix);
    CHECK(d.decided);
    CHECK(d.rank == algebra::rank(matrix));
  }
}
