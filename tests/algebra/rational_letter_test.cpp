#include "polyscape/algebra/rational_letter.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

TEST_CASE("numbers arrive as they were sent: dyadic ones, decimals, any") {
  Random random(21);
  std::vector<GaussianRational> point;
  for (int k = 0; k < 300; ++k) {
    const long up = static_cast<long>(random.below(400)), down = static_cast<long>(random.below(400));
    const Rational scale = power(Rational(k % 3 == 0 ? 10 : 2), up - down);
    point.emplace_back(k % 3 == 1 ? Rational::from_double(random.unit_complex().real()) * scale
                                  : support::small_rational(random) * scale,
                       support::small_rational(random));
  }
  point.emplace_back(0, -1);
  point.emplace_back(power(Rational(2), -64), power(Rational(2), 64) - Rational(1));
  LetterWriter letter('x');
  write(letter, point);
  write(letter, Rational(Integer(-1), Integer(3)));
  LetterReader reader(letter.letter());
  const auto arrived = read_point(reader);
  REQUIRE(arrived.size() == point.size());
  for (std::size_t i = 0; i < point.size(); ++i) {
    CHECK(arrived[i] == point[i]);
    CHECK(Rational(arrived[i].re.numerator(), arrived[i].re.denominator()) == arrived[i].re);  // lowest terms
  }
  CHECK(read_rational(reader) == Rational(Integer(-1), Integer(3)));
  CHECK(reader.at_end());
}

TEST_CASE("a letter that is cut off, or has no denominator, is refused") {
  LetterWriter letter('x');
  write(letter, std::vector<GaussianRational>{GaussianRational(Rational(Integer(22), Integer(7)), 5)});
  for (std::size_t size = 1; size < letter.letter().size(); ++size) {
    LetterReader reader(std::string_view(letter.letter()).substr(0, size));
    CHECK_THROWS_AS(read_point(reader), Error);
  }
  LetterWriter zero('x');
  zero.number(1 << 2 | 2).number(1).number(1).number(0);  // 1 / 0
  LetterReader reader(zero.letter());
  CHECK_THROWS_AS(read_rational(reader), Error);
}
