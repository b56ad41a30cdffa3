/// Proofs of zeros, on systems whose zeros are known exactly, and on points that are none.
#include <algorithm>

#include "certify/polydiscs.hpp"
#include "polyscape/algebra/decimal.hpp"
#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/certify/distinct.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/certify/rank.hpp"
#include "polyscape/certify/rational_zero.hpp"
#include "polyscape/certify/recheck.hpp"
#include "support/catch.hpp"
#include "support/clusters.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Integer;
using algebra::Polynomial;
using algebra::Rational;
using algebra::RationalMatrix;
using support::power_of_ten;
using Point = std::vector<GaussianRational>;

namespace {

/// Zeros of one unknown: (y - root) for real ones, ((y - re)^2 + im^2) for pairs.
using Roots = std::vector<GaussianRational>;

struct Known {
  algebra::System system;
  std::vector<Point> zeros;
  std::vector<bool> simple;
};

/// prod_k (l_i(x) - roots[i][k]) = 0 for linear forms l_i with random rational coefficients: the zeros are A^-1 y.
Known known_system(Random& random, const std::vector<Roots>& roots) {
  const std::size_t n = roots.size();
  RationalMatrix a;
  std::optional<RationalMatrix> inverse;
  while (!inverse) {
    a.clear();
    for (std::size_t i = 0; i < n; ++i) a.push_back(support::small_rationals(random, n));
    inverse = algebra::inverse(a);
  }
  Known result;
  std::vector<Point> values{{}};
  std::vector<bool> simple{true};
  for (std::size_t i = 0; i < n; ++i) {
    result.system.names.push_back("x" + std::to_string(i + 1));
    Polynomial form(n), product = Polynomial::constant(n, 1);
    for (std::size_t j = 0; j < n; ++j) form += Polynomial::variable(n, j) * a[i][j];
    std::vector<Point> longer;
    std::vector<bool> longer_simple;
    for (const GaussianRational& root : roots[i]) {
      const Polynomial shifted = form - Polynomial::constant(n, root.re);
      Roots both{root};
      if (root.is_real()) {
        product *= shifted;
      } else {
        product *= shifted * shifted + Polynomial::constant(n, root.im * root.im);
        both.push_back(algebra::conjugate(root));
      }
      for (const GaussianRational& y : both)
        for (std::size_t k = 0; k < values.size(); ++k) {
          longer.push_back(values[k]);
          longer.back().push_back(y);
          longer_simple.push_back(simple[k] && std::ranges::count(roots[i], root) == 1);
        }
    }
    values = longer;
    simple = longer_simple;
    result.system.equations.push_back(product);
  }
  for (std::size_t k = 0; k < values.size(); ++k) {
    Point x(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) x[i] = x[i] + GaussianRational((*inverse)[i][j]) * values[k][j];
    result.zeros.push_back(x);
    result.simple.push_back(simple[k]);
  }
  return result;
}

Point moved(Random& random, Point x, const Rational& by) {
  for (auto& z : x)
    z = z + GaussianRational(support::small_rational(random) * by, support::small_rational(random) * by);
  return x;
}

std::size_t zeros_inside(const Known& known, const Polydisc& p) {
  return static_cast<std::size_t>(std::ranges::count_if(known.zeros, [&](const Point& z) { return inside(z, p); }));
}

/// The largest difference in a part of a coordinate.
Rational distance(const Point& a, const Point& b) {
  Rational result;
  for (std::size_t i = 0; i < a.size(); ++i)
    result = std::max({result, abs(a[i].re - b[i].re), abs(a[i].im - b[i].im)});
  return result;
}

/// Zeros times 10^sizes[j], equation i times 10^factors[i].
Known in_units(const Known& known, const std::vector<long>& sizes, const std::vector<long>& factors) {
  Known result = known;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    auto terms = known.system.equations[i].terms();
    for (algebra::Term& term : terms) {
      long exponent = factors[i];
      for (std::size_t j = 0; j < sizes.size(); ++j) exponent -= sizes[j] * term.exponents[j];
      term.coefficient *= power_of_ten(exponent);
    }
    result.system.equations[i] = Polynomial::from_terms(sizes.size(), terms);
    for (Point& zero : result.zeros) zero[i] = zero[i] * GaussianRational(power_of_ten(sizes[i]));
  }
  return result;
}

/// The polydisc as it is written and read again.
Polydisc from_text(const Certificate& certificate) {
  Polydisc result{{}, algebra::parse_number(algebra::decimal(certificate.radius, 2), largest_exponent).value()};
  for (const auto& [re, im] : centre_text(certificate))
    result.centre.emplace_back(algebra::parse_number(re, largest_exponent).value(),
                               algebra::parse_number(im, largest_exponent).value());
  return result;
}

/// A certificate of the zero holds, from its text alone, and with other numbers in it does not.
void check_certificate(const Known& known, const Point& zero, const Certificate& certificate) {
  const Recheck recheck(known.system);
  const Polydisc disc = from_text(certificate);
  CHECK(disc.centre == certificate.centre);
  CHECK(disc.radius == certificate.radius);
  CHECK(inside(zero, disc));
  CHECK(zeros_inside(known, disc) == 1);
  CHECK(recheck.one_zero(disc));
  const Rational off = distance(zero, disc.centre);
  if (!off.is_zero())
    CHECK_FALSE(recheck.one_zero({disc.centre, algebra::rounded(off * Rational(9) / Rational(10), 6)}));
  CHECK_FALSE(recheck.one_zero({disc.centre, 0}));
  CHECK_FALSE(recheck.one_zero({disc.centre, -disc.radius}));
  for (std::size_t j = 0; j < zero.size(); ++j) {
    Polydisc moved = disc;
    moved.centre[j] = moved.centre[j] + GaussianRational(disc.radius * Rational(3));
    CHECK(recheck.one_zero(moved) <= (zeros_inside(known, moved) == 1));
  }
  for (const Point& other : known.zeros) {
    if (other == zero) continue;
    const Polydisc both{disc.centre,
                        algebra::rounded(distance(other, disc.centre) * Rational(2), 6, algebra::Rounding::up)};
    CHECK(zeros_inside(known, both) > 1);
    CHECK_FALSE(recheck.one_zero(both));
  }
}

bool is_real(const Point& x) {
  return std::ranges::all_of(x, [](const GaussianRational& z) { return z.is_real(); });
}

}  // namespace

TEST_CASE(
    "every simple zero of random systems is proved, alone, distinct, real or not, and again in exact arithmetic") {
  Random random(31);
  for (int round = 0; round < 12; ++round) {
    const PrecisionRange range{round % 2 == 0 ? machine_bits : 128, 2048};  // machine numbers first, or balls alone
    const std::size_t n = 1 + random.below(3);
    std::vector<Roots> roots(n);
    for (Roots& list : roots) {
      while (list.size() < 2) {
        const Rational root = support::small_rational(random);
        if (std::ranges::count(list, GaussianRational(root)) == 0) list.push_back(root);
      }
      if (random.below(2) == 0)
        list.push_back({support::small_rational(random), Rational(1) + abs(support::small_rational(random))});
    }
    const Known known = known_system(random, roots);
    const Certifier certifier(algebra::program_of(known.system));
    const Recheck recheck(known.system);
    std::vector<Polydisc> all;
    for (const Point& zero : known.zeros) {
      const auto certificate = certifier(moved(random, zero, power_of_ten(-9)), range);
      REQUIRE(certificate);
      const Polydisc disc{certificate->centre, certificate->radius};
      CHECK(inside(zero, disc));
      CHECK(zeros_inside(known, disc) == 1);
      CHECK(certificate->reality == (is_real(zero) ? Reality::real : Reality::not_real));
      CHECK(recheck.one_zero(disc));
      const auto text = centre_text(*certificate);
      for (std::size_t i = 0; i < n; ++i)
        CHECK(GaussianRational(*Rational::parse(text[i][0]), *Rational::parse(text[i][1])) == certificate->centre[i]);
      all.push_back(disc);
    }
    CHECK(meeting(all).empty());
  }
}

TEST_CASE("linear equations whose coefficients are as large or small as they can be written") {
  Random random(41);
  const auto coefficient = [&](long exponent) {
    return Rational(static_cast<long>(1 + random.below(999))) * power_of_ten(exponent) *
           Rational(random.below(2) == 0 ? 1 : -1);
  };
  std::vector<std::pair<long, long>> sizes{{-9999, 9999},  {9999, -9999}, {9999, 9999},
                                           {-9999, -9999}, {0, 9999},     {0, -9999}};
  while (sizes.size() < 30)
    sizes.emplace_back(static_cast<long>(random.below(19999)) - 9999, static_cast<long>(random.below(19999)) - 9999);
  for (const auto& [first, second] : sizes) {
    INFO("1e" << first << " x - 1e" << second);
    const Rational a = coefficient(first), b = coefficient(second);
    Known known;
    const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
    known.system = {{"x", "y"}, {x * a - Polynomial::constant(2, b), y - Polynomial::constant(2, 1)}};
    known.zeros = {{b / a, 1}};
    const auto certificate = Certifier(algebra::program_of(known.system))({algebra::rounded(b / a, 15), 1});
    REQUIRE(certificate);
    CHECK(certificate->reality == Reality::real);
    check_certificate(known, known.zeros[0], *certificate);
    // No zero is near what another program might claim.
    const Recheck recheck(known.system);
    for (const auto& [re, radius] : {std::pair{Rational(1), Rational(1)},
                                     {b / a * Rational(3), abs(b / a)},
                                     {Rational(0), abs(b / a) / Rational(2)}})
      CHECK(recheck.one_zero({{re, 1}, radius}) <= (abs(re - b / a) <= radius));
  }
  // What no certificate can be written of.
  algebra::Program squares(1);
  algebra::Program::Node power = squares.variable(0);
  for (int k = 0; k < 8; ++k) power = squares.multiply(power, power);
  squares.outputs = {
      squares.subtract(squares.scale(power_of_ten(-9999), squares.variable(0)), squares.constant(power_of_ten(9999)))};
  REQUIRE(Certifier(squares)({power_of_ten(19998)}));
  const auto far = Certifier(squares)({power_of_ten(19998)});
  squares.outputs = {power};
  CHECK_FALSE(RealEnclosure(squares)(*far));
}

TEST_CASE("claims about numbers of many digits are decided where units tell, and end where they do not") {
  const Rational far = power_of_ten(60000);
  const auto x = Polynomial::variable(3, 0), y = Polynomial::variable(3, 1), z = Polynomial::variable(3, 2),
             one = Polynomial::constant(3, 1);
  const Recheck recheck({{"x", "y", "z"}, {x * y - one, x - Polynomial::constant(3, far), z * z - x * y}});
  const Point zero{far, Rational(1) / far, 1};
  for (const long radius : {-90000L, -60001L, -2L}) CHECK(recheck.one_zero({zero, power_of_ten(radius)}));
  CHECK_FALSE(recheck.one_zero({zero, 2}));  // and z = -1
  CHECK_FALSE(recheck.one_zero({{far, far, 1}, power_of_ten(-60001)}));
  // Entries of the Jacobian that no units make comparable: exact inverses of such a matrix take gigabytes.
  const Recheck mixed({{"x", "y", "z"}, {x * x * y + y * y + z, x * z + y * x + y, z * z * x + x + y * y * y}});
  for (const Point& claim : {Point{far, Rational(1) / far, 1}, Point{far * far, far, Rational(-1) / far}})
    for (const long radius : {-90000L, -1L, 90000L}) CHECK_FALSE(mixed.one_zero({claim, power_of_ten(radius)}));
}

TEST_CASE("random systems in units of any size") {
  Random random(42);
  const std::vector<Roots> roots{{Rational(2), {Rational(1), Rational(2)}}, {Rational(-1), Rational(3) / Rational(7)}};
  const long units[] = {300, -300, 999, -1700, 5000, -5000, 9999, -9999};
  for (int round = 0; round < 18; ++round) {
    const long unit = units[round % 8];
    const long other = round < 16 ? unit : unit + (round % 2 == 0 ? 150 : -40);
    INFO("round " << round << ": units 1e" << unit << ", 1e" << other);
    const Known known =
        in_units(known_system(random, roots), {unit, other}, {static_cast<long>(random.below(4001)) - 2000, -unit});
    const Certifier certifier(algebra::program_of(known.system));
    for (const Point& zero : known.zeros) {
      Point near;
      for (const GaussianRational& z : zero) near.emplace_back(algebra::rounded(z.re, 12), algebra::rounded(z.im, 12));
      const auto certificate = certifier(near, {round % 2 == 0 ? machine_bits : 128, 8192});
      REQUIRE(certificate);
      CHECK(certificate->reality == (is_real(zero) ? Reality::real : Reality::not_real));
      check_certificate(known, zero, *certificate);
    }
  }
}

TEST_CASE("clusters, down to distances that no double tells apart") {
  Random random(32);
  for (const long exponent : {-8, -20, -45, -130}) {
    INFO("distance 1e" << exponent);
    const Rational gap = power_of_ten(exponent);
    const Known known =
        known_system(random, {{Rational(1), Rational(1) + gap, Rational(3)}, {Rational(2), Rational(2) - gap}});
    const Certifier certifier(algebra::program_of(known.system));
    const Recheck recheck(known.system);
    std::vector<Polydisc> all;
    for (const Point& zero : known.zeros) {
      const auto certificate = certifier(moved(random, zero, gap * power_of_ten(-4)), {machine_bits, 2048});
      REQUIRE(certificate);
      all.push_back({certificate->centre, certificate->radius});
      CHECK(zeros_inside(known, all.back()) == 1);
      CHECK(recheck.one_zero(all.back()));
    }
    CHECK(meeting(all).empty());
  }
}

TEST_CASE("adversarial near-solutions: no certificate without exactly one simple zero") {
  Random random(33);
  std::size_t points = 0, proved = 0;
  for (int round = 0; round < 40; ++round) {
    const Rational gap = power_of_ten(-4 - static_cast<long>(random.below(30)));
    // A double root, a cluster, a pair that is nearly real.
    std::vector<Roots> roots{{Rational(1), Rational(1), Rational(2), Rational(2) + gap},
                             {{Rational(1), gap}, Rational(-1)}};
    if (round % 2 == 1) roots.push_back({Rational(0), gap});
    const Known known = known_system(random, roots);
    const Certifier certifier(algebra::program_of(known.system));
    const Recheck recheck(known.system);
    for (std::size_t k = 0; k < known.zeros.size(); k += 1 + random.below(3)) {
      ++points;
      // Near a zero, on it, between two of a cluster.
      const Rational by = std::vector<Rational>{0, gap * power_of_ten(-6), gap, power_of_ten(-3)}[random.below(4)];
      const Point near = moved(random, known.zeros[k], by);
      if (const auto certificate = certifier(near, {round % 3 == 0 ? 128 : machine_bits, 512})) {
        ++proved;
        const Polydisc disc{certificate->centre, certificate->radius};
        CHECK(zeros_inside(known, disc) == 1);
        for (std::size_t z = 0; z < known.zeros.size(); ++z)
          if (inside(known.zeros[z], disc)) {
            CHECK(known.simple[z]);
            if (certificate->reality != Reality::undecided)
              CHECK((certificate->reality == Reality::real) == is_real(known.zeros[z]));
          }
      }
      // Claims that someone else makes.
      for (const Rational& radius :
           {gap * power_of_ten(-8), gap * power_of_ten(-2), gap * Rational(2), power_of_ten(-2)}) {
        const Polydisc claim{near, radius};
        if (recheck.one_zero(claim)) {
          CHECK(zeros_inside(known, claim) == 1);
          for (std::size_t z = 0; z < known.zeros.size(); ++z)
            if (inside(known.zeros[z], claim)) CHECK(known.simple[z]);
        }
      }
    }
  }
  CHECK(points >= 200);
  CHECK(proved >= 20);  // the good ones among them
}

TEST_CASE("nearly real zeros: real, not real, undecided") {
  const auto system = [](const Rational& c) {
    algebra::System s{{"x"}, {Polynomial::variable(1, 0).pow(2) + Polynomial::constant(1, c)}};
    return algebra::program_of(s);
  };
  const Rational tiny = power_of_ten(-80), half = power_of_ten(-40);
  const auto reality = [](const algebra::Program& p, const GaussianRational& near,
                          int max_bits) -> std::optional<Reality> {
    const auto certificate = Certifier(p)({near}, {machine_bits, max_bits});
    return certificate ? std::optional(certificate->reality) : std::nullopt;
  };
  CHECK(reality(system(tiny), {0, half}, 512) == Reality::not_real);
  CHECK(reality(system(-tiny), {half, 0}, 512) == Reality::real);
  CHECK_FALSE(reality(system(tiny), {0, half}, 128) == Reality::real);
  CHECK_FALSE(reality(system(0), 0, 2048));
  // A system whose constants are not real has no conjugate zeros to compare with.
  algebra::Program complex(1);
  complex.outputs = {
      complex.subtract(complex.multiply(complex.variable(0), complex.variable(0)), complex.constant({0, 2}))};
  CHECK(reality(complex, {1, 1}, 512) == Reality::undecided);
}

TEST_CASE("of small zeros around a real one that is proved which was asked for, whatever the precision begins with") {
  for (long exponent = -20; exponent >= -420; exponent -= 20) {
    const Rational half = power_of_ten(exponent);
    const algebra::System s{
        {"x"},
        {(Polynomial::variable(1, 0).pow(2) + Polynomial::constant(1, half * half)) * Polynomial::variable(1, 0)}};
    const Certifier certifier(algebra::program_of(s));
    for (const int first : {machine_bits, 128, 512, 1024, 2048})
      for (const GaussianRational& zero :
           {GaussianRational(0, half), GaussianRational(0, -half), GaussianRational(0)}) {
        INFO("1e" << exponent << " from " << first << " bits");
        const auto certificate = certifier({zero}, {first, 2048});
        CHECK((certificate || zero == GaussianRational(0)));  // 0 has no size of its own
        if (!certificate) continue;
        CHECK(inside({zero}, {certificate->centre, certificate->radius}));
        CHECK(certificate->reality == (zero.is_real() ? Reality::real : Reality::not_real));
      }
  }
}

TEST_CASE("no certificate far from any zero, at a pole of Newton's method, or of a curve") {
  algebra::System s{{"x", "y"}, {Polynomial::variable(2, 0) * Polynomial::variable(2, 1), Polynomial::variable(2, 0)}};
  CHECK_FALSE(Certifier(algebra::program_of(s))({0, 0}, {128, 256}));  // x = 0 is a line of zeros
  s.equations[1] += Polynomial::variable(2, 1) - Polynomial::constant(2, 1);
  CHECK_FALSE(Certifier(algebra::program_of(s))({5, 7}, {128, 256}));
  CHECK(Certifier(algebra::program_of(s))({0, 1}, {128, 256}));
  CHECK_THROWS_AS(Certifier(algebra::program_of(s))({0}), ArgumentError);
  s.equations.pop_back();
  CHECK_THROWS_AS(Certifier(algebra::program_of(s)), ArgumentError);
  CHECK_THROWS_AS(Recheck(s), ArgumentError);
}

TEST_CASE("polydiscs that meet are found, touching ones too") {
  const Rational r = power_of_ten(-3);
  const std::vector<Polydisc> all{{{0, 1}, r},
                                  {{r + r, 1}, r},
                                  {{GaussianRational(0, 1), 1}, r},
                                  {{GaussianRational(0, 1), GaussianRational(1, r)}, r}};
  CHECK(meeting(all) == std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {2, 3}});
}

TEST_CASE("random polydiscs meet where comparing all pairs says so, in units of any size, nearer than doubles tell") {
  Random random(44);
  for (const long unit : {0, -12, -40, -350, 350, 9000}) {
    std::vector<Polydisc> all;
    for (int k = 0; k < 60; ++k) {
      // Some around few places, at distances about their radii.
      Polydisc p;
      p.radius = power_of_ten(unit - 20);
      for (int i = 0; i < 3; ++i)
        p.centre.push_back(GaussianRational(Rational(static_cast<long>(random.below(2)) - 1) * power_of_ten(unit)) +
                           support::small_gaussian(random) * GaussianRational(power_of_ten(unit - 20)));
      all.push_back(std::move(p));
    }
    std::vector<std::pair<std::size_t, std::size_t>> expected;
    for (std::size_t a = 0; a < all.size(); ++a)
      for (std::size_t b = a + 1; b < all.size(); ++b)
        if (distance(all[a].centre, all[b].centre) <= all[a].radius + all[b].radius) expected.emplace_back(a, b);
    INFO("1e" << unit);
    CHECK(!expected.empty());
    CHECK(meeting(all) == expected);
  }
}

TEST_CASE("inertia at certified zeros of a gradient, and where the function lies there") {
  // f = x^4/4 - x^2/2 + y^2: minima at (+-1, 0) of value -1/4, a saddle at the origin.
  const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  const Polynomial f = x.pow(4) * (Rational(1) / Rational(4)) - x.pow(2) * (Rational(1) / Rational(2)) + y.pow(2);
  const algebra::System gradient{{"x", "y"}, {f.derivative(0), f.derivative(1)}};
  const Certifier certifier(algebra::program_of(gradient));
  const Recheck recheck(gradient);
  const RealEnclosure value(algebra::program_of({{"x", "y"}, {f}}));
  const auto check = [&](long at, const algebra::Inertia& inertia, const Rational& f_there) {
    const auto certificate = certifier({Rational(at) + power_of_ten(-8), power_of_ten(-9)});
    REQUIRE(certificate);
    CHECK(certificate->reality == Reality::real);
    CHECK(recheck.inertia({certificate->centre, certificate->radius}) == inertia);
    const auto e = value(*certificate);
    REQUIRE(e);
    CHECK(e->low <= f_there);
    CHECK(f_there <= e->high);
    CHECK(e->high - e->low < power_of_ten(-25));
  };
  check(1, {0, 0, 2}, Rational(-1) / Rational(4));
  check(-1, {0, 0, 2}, Rational(-1) / Rational(4));
  check(0, {1, 0, 1}, 0);
}

TEST_CASE("ranks bounded from below hold on the whole polydisc, and no more is claimed") {
  const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  // Jacobian (1, 1; 1, 1 + y): singular at y = 0 only.
  const algebra::Differentiated near_singular = algebra::differentiate(
      algebra::program_of({{"x", "y"}, {x + y, x + y + y.pow(2) * (Rational(1) / Rational(2))}}));
  CHECK(rank_lower_bound(near_singular, {0, power_of_ten(-30)}, power_of_ten(-31)) == 2);
  CHECK(rank_lower_bound(near_singular, {0, power_of_ten(-30)}, power_of_ten(-30)) == 1);
  CHECK(rank_lower_bound(near_singular, {0, power_of_ten(-30)}, power_of_ten(-29)) == 1);
  CHECK(rank_lower_bound(near_singular, {0, 0}, 0) == 1);
  CHECK_THROWS_AS(rank_lower_bound(near_singular, {0}, 0), ArgumentError);

  // Products A B of random integer matrices, as linear maps: rank r with probability one, exactly; balls of no radius
  // see it.
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    const std::size_t rows = 1 + random.below(5), columns = 1 + random.below(5), inner = random.below(5);
    const auto entry = [&] { return Rational(static_cast<long>(random.below(9)) - 4); };
    RationalMatrix product(rows, std::vector<Rational>(columns));
    for (std::size_t k = 0; k < inner; ++k) {
      std::vector<Rational> left, right;
      for (std::size_t i = 0; i < rows; ++i) left.push_back(entry());
      for (std::size_t j = 0; j < columns; ++j) right.push_back(entry());
      for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) product[i][j] += left[i] * right[j];
    }
    algebra::System linear;
    for (std::size_t j = 0; j < columns; ++j) linear.names.push_back("x" + std::to_string(j));
    for (const auto& row : product) {
      Polynomial p(columns);
      for (std::size_t j = 0; j < columns; ++j) p += Polynomial::variable(columns, j) * row[j];
      linear.equations.push_back(p);
    }
    CHECK(rank_lower_bound(algebra::differentiate(algebra::program_of(linear)), Point(columns, 1), power_of_ten(-3)) ==
          algebra::rank(product));
  }
}

TEST_CASE("rational zeros, singular ones too, are recognised from nearby and proved") {
  const auto x = Polynomial::variable(3, 0), y = Polynomial::variable(3, 1), z = Polynomial::variable(3, 2),
             one = Polynomial::constant(3, 1);
  const algebra::System system{{"x", "y", "z"},
                               {(x * 3 - one) * (x * 3 - one) * (x + one * 2), (x + y) * (x + y), z * z + one * 4}};
  const algebra::Differentiated differentiated = algebra::differentiate(algebra::program_of(system));
  const Recheck checker(system);
  Random random(31);
  for (const Rational& a : {Rational(1) / Rational(3), Rational(-2)})
    for (const long side : {2, -2}) {
      const Point zero{a, -a, GaussianRational(0, side)};
      const auto found = rational_zero(differentiated, moved(random, zero, power_of_ten(-12)));
      REQUIRE(found);
      CHECK(found->point == zero);
      CHECK(found->rank == (a == Rational(-2) ? 2 : 1));
      CHECK(checker.is_zero(zero));
      CHECK(checker.rank(zero) == found->rank);
      CHECK_FALSE(found->inertia);  // the Jacobian is not symmetric
      CHECK_FALSE(rational_zero(differentiated, moved(random, zero, power_of_ten(-2))));
      CHECK_FALSE(checker.is_zero(moved(random, zero, power_of_ten(-30))));
    }
}

TEST_CASE("a rational of a third of the digits is found from either side, whatever its size and sign") {
  const auto x = Polynomial::variable(1, 0);
  Random random(8);
  // Numbers of words, of fractions in 128 bits, and beyond these.
  const std::pair<long, long> sizes[] = {
      {20, 5000},        {1, 3},        {1000000, 7}, {1, 1000003}, {999983, 1000003},
      {1048577, 999979}, {1L << 40, 1}, {3, 1L << 30}};
  for (const auto& [numerator, denominator] : sizes)
    for (int k = 0; k < 20; ++k) {
      const Rational value = Rational(static_cast<long>(random.below(static_cast<std::uint64_t>(numerator))) + 1,
                                      static_cast<long>(random.below(static_cast<std::uint64_t>(denominator))) + 1) *
                             Rational(k % 2 == 0 ? 1 : -1);
      const algebra::Differentiated linear =
          algebra::differentiate(algebra::program_of({{"x"}, {x - Polynomial::constant(1, value)}}));
      for (const Rational& off : {power_of_ten(-26), -power_of_ten(-26), Rational(0)}) {
        INFO(value.to_string());
        const auto found = rational_zero(linear, {GaussianRational(value + off * std::max(Rational(1), abs(value)))});
        REQUIRE(found);
        CHECK(found->point.front() == GaussianRational(value));
      }
    }
}

TEST_CASE("zeros that are not rational are not taken for it, inertia at singular ones of a gradient") {
  const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  // The gradient of x^4/4 + y^2/2.
  const algebra::Differentiated quartic = algebra::differentiate(algebra::program_of({{"x", "y"}, {x * x * x, y}}));
  const auto found =
      rational_zero(quartic, {GaussianRational(power_of_ten(-11)), GaussianRational(-power_of_ten(-12))});
  REQUIRE(found);
  CHECK(found->rank == 1);
  CHECK(found->inertia == algebra::Inertia{0, 1, 1});
  const algebra::Differentiated root =
      algebra::differentiate(algebra::program_of({{"x", "y"}, {x * x - Polynomial::constant(2, 2), y - x}}));
  const Rational two = *Rational::parse("1.41421356237309504880168872420969807856967");
  CHECK_FALSE(rational_zero(root, {two, two}));
  CHECK_THROWS_AS(rational_zero(root, {two}), ArgumentError);
}

TEST_CASE("rational zeros are recognised up to half of the digits known") {
  const auto x = Polynomial::variable(1, 0);
  const std::pair<const char*, bool> cases[] = {
      {"1/9973", true}, {"123456789/98765431", true}, {"7/99999999999973", true}, {"1/100000000000000003", false}};
  for (const auto& [text, expected] : cases) {
    const Rational zero = *Rational::parse(text);
    const algebra::Differentiated linear =
        algebra::differentiate(algebra::program_of({{"x"}, {x - Polynomial::constant(1, zero)}}));
    INFO(text);
    CHECK(rational_zero(linear, {zero + power_of_ten(-31)}).has_value() == expected);
  }
}
