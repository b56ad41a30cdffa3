#include "polyscape/exact/monomials.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::exact;

namespace {
using Exponents = std::vector<Exponent>;

Exponents random_exponents(Random& random, std::size_t variables, std::uint64_t below) {
  Exponents e(variables);
  for (Exponent& x : e) x = static_cast<Exponent>(random.below(below));
  return e;
}
}  // namespace

TEST_CASE("a monomial has one index, whatever way it comes about") {
  Random random(3);
  for (const std::size_t variables : {1u, 3u, 9u, 70u}) {
    MonomialTable table(variables, MonomialOrder::graded(variables)),
        other(variables, MonomialOrder::graded(variables));
    for (int k = 0; k < 2000; ++k) {
      const Exponents a = random_exponents(random, variables, 6), b = random_exponents(random, variables, 6);
      Exponents product(variables), lcm(variables);
      for (std::size_t i = 0; i < variables; ++i) product[i] = a[i] + b[i], lcm[i] = std::max(a[i], b[i]);
      const MonomialIndex ia = table.insert(a), ib = other.insert(b);
      CHECK(table.insert_product(table, ia, other, ib) == table.insert(product));
      const MonomialIndex ip = table.insert(product);
      CHECK(table.insert_quotient(table, ip, other, ib) == ia);
      CHECK(table.insert_lcm(table, ia, other, ib) == table.insert(lcm));
      CHECK(table.insert_copy(other, ib) == table.insert(b));
      CHECK(table.is_lcm(ia, table.insert(b), table.insert(lcm)));
      CHECK(std::ranges::equal(table.exponents(ip), product));
      CHECK(table.divides(ia, table, ip));
      CHECK(other.divides(ib, table, ip));
      CHECK(table.divides(ip, table, ia) == std::ranges::all_of(b, [](Exponent e) { return e == 0; }));
    }
  }
}

TEST_CASE("orders are multiplicative and compare as they say") {
  // x^2, y^2, z^2, xy, xz, yz in graded reverse lexicographic order: x^2 > xy > y^2 > xz > yz > z^2.
  MonomialTable table(3, MonomialOrder::graded(3));
  const std::vector<Exponents> descending{{2, 0, 0}, {1, 1, 0}, {0, 2, 0}, {1, 0, 1}, {0, 1, 1},
                                          {0, 0, 2}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 0}};
  for (std::size_t k = 0; k + 1 < descending.size(); ++k)
    CHECK((table.compare(table.insert(descending[k]), table.insert(descending[k + 1])) > 0));
  // A second grading decides among equal degrees before the exponents do.
  MonomialTable second(2, {{{1, 1}, {0, 1}}});
  CHECK((second.compare(second.insert(Exponents{1, 1}), second.insert(Exponents{2, 0})) > 0));
  CHECK((second.compare(second.insert(Exponents{3, 0}), second.insert(Exponents{0, 2})) > 0));
  Random random(5);
  for (const MonomialOrder& order :
       {MonomialOrder::graded(4), MonomialOrder{{{1, 2, 3, 1}}}, MonomialOrder{{{1, 1, 1, 1}, {0, 0, 2, 1}}}}) {
    MonomialTable t(4, order);
    for (int k = 0; k < 500; ++k) {
      const MonomialIndex a = t.insert(random_exponents(random, 4, 5)), b = t.insert(random_exponents(random, 4, 5)),
                          c = t.insert(random_exponents(random, 4, 5));
      CHECK((t.compare(a, b) == t.compare(t.insert_product(t, a, t, c), t.insert_product(t, b, t, c))));
      if (a != b) CHECK((t.compare(a, b) != 0));
      if (a != b && t.divides(a, t, b)) CHECK((t.compare(a, b) < 0));
    }
  }
}

TEST_CASE("orders that are none and degrees too large are refused") {
  CHECK_THROWS_AS(MonomialTable(2, {}), ArgumentError);
  CHECK_THROWS_AS(MonomialTable(2, {{{1}}}), ArgumentError);
  CHECK_THROWS_AS(MonomialTable(2, {{{1, 0}}}), ArgumentError);
  MonomialTable table(2, MonomialOrder::graded(2));
  CHECK_THROWS_AS(table.insert(Exponents{32767, 1}), InputError);
  const MonomialIndex large = table.insert(Exponents{20000, 0});
  CHECK_THROWS_AS(table.insert_product(table, large, table, large), InputError);
  CHECK_THROWS_AS(table.insert(Exponents{1}), ArgumentError);
}
