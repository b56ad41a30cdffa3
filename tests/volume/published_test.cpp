/// Published learning coefficients, by resolution alone and by the closed form.
#include <fstream>
#include <sstream>

#include "polyscape/volume/deep_linear.hpp"
#include "support/catch.hpp"
#include "volume/ideals.hpp"

using namespace polyscape;
using namespace polyscape::volume;

namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& name) {
  std::ifstream file(POLYSCAPE_DATA "/published/" + name);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  while (std::getline(file, line)) {
    auto& row = rows.emplace_back(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        row.emplace_back();
      } else if (c != '\r') {
        row.back() += c;
      }
    }
  }
  REQUIRE(rows.size() > 1);
  rows.erase(rows.begin());
  return rows;
}

struct Row {
  std::vector<long> widths;
  long rank, parameters;
  Pole pole;
};

std::vector<Row> deep_linear_rows() {
  std::vector<Row> rows;
  for (const auto& row : rows_of("rlct_deep_linear.csv")) {
    Row& r =
        rows.emplace_back(Row{{}, std::stol(row[1]), std::stol(row[2]), {*Rational::parse(row[3]), std::stoi(row[4])}});
    std::istringstream widths(row[0]);
    for (std::string w; std::getline(widths, w, '-');) r.widths.push_back(std::stol(w));
  }
  return rows;
}

using Matrix = std::vector<std::vector<Polynomial>>;

/// W_L .. W_1 - C, C of that rank: with entries 1 on its diagonal, or a product of matrices of small integers.
algebra::System deep_linear_system(const Row& row, bool diagonal) {
  algebra::System system;
  const auto n = static_cast<std::size_t>(row.parameters);
  Matrix product;
  for (std::size_t l = 0; l + 1 < row.widths.size(); ++l) {
    Matrix w(static_cast<std::size_t>(row.widths[l + 1]));
    for (auto& unit : w)
      for (long j = 0; j < row.widths[l]; ++j) {
        unit.push_back(Polynomial::variable(n, system.names.size()));
        system.names.push_back("w" + std::to_string(system.names.size() + 1));
      }
    if (l == 0) {
      product = std::move(w);
      continue;
    }
    Matrix next(w.size(), std::vector<Polynomial>(product.front().size(), Polynomial(n)));
    for (std::size_t i = 0; i < w.size(); ++i)
      for (std::size_t k = 0; k < product.size(); ++k)
        for (std::size_t j = 0; j < product.front().size(); ++j) next[i][j] += w[i][k] * product[k][j];
    product = std::move(next);
  }
  for (std::size_t i = 0; i < product.size(); ++i)
    for (std::size_t j = 0; j < product.front().size(); ++j) {
      long target = 0;
      for (long k = 0; k < row.rank; ++k)
        target += diagonal
                      ? (static_cast<long>(i) == k && static_cast<long>(j) == k ? 1 : 0)
                      : (1 + static_cast<long>(i) * (k + 1)) * (1 + static_cast<long>(j) * static_cast<long>(j) * k);
      system.equations.push_back(product[i][j] - Polynomial::constant(n, target));
    }
  return system;
}

}  // namespace

TEST_CASE("deep linear networks: the closed form gives every row") {
  for (const Row& row : deep_linear_rows()) {
    INFO(row.parameters << " weights, rank " << row.rank);
    CHECK(deep_linear(row.widths, row.rank) == row.pole);
  }
}

TEST_CASE("deep linear networks: resolution gives the rows up to 8 weights") {
  std::size_t rows = 0;
  for (const Row& row : deep_linear_rows()) {
    if (row.parameters > 8) continue;
    INFO(row.parameters << " weights in " << row.widths.size() - 1 << " layers, rank " << row.rank);
    CHECK(everywhere(deep_linear_system(row, true)) == text_of(exactly(row.pole)));
    CHECK(everywhere(deep_linear_system(row, false)) == text_of(exactly(row.pole)));
    ++rows;
  }
  CHECK(rows == 111);
}

TEST_CASE("deep linear networks: resolution never says otherwise", "[long]") {
  std::size_t exact = 0, rows = 0;
  for (const Row& row : deep_linear_rows()) {
    if (row.parameters > 16) continue;
    INFO(row.parameters << " weights in " << row.widths.size() - 1 << " layers, rank " << row.rank);
    const Bracket pole = learning_coefficient(deep_linear_system(row, true), {}).pole;
    ++rows;
    exact += pole.is_exact() ? 1 : 0;
    if (pole.is_exact())
      CHECK(text_of(pole) == text_of(exactly(row.pole)));
    else
      CHECK((!(row.pole < *pole.low) && !(pole.high && *pole.high < row.pole)));
  }
  INFO(exact << " of " << rows);
  CHECK(exact >= 250);
}

TEST_CASE("normal crossings that samplers are tested on") {
  std::size_t rows = 0;
  for (const auto& row : rows_of("sampler_reference_values.csv")) {
    const std::string start = "f = w1^";
    if (!row[0].starts_with(start)) continue;
    const std::string function = row[0].substr(4, row[0].find(',') - 4);
    const std::size_t blank = function.find(' ');
    const std::string expected = row[1] + ", m = " + row[2];
    CHECK(at_origin(ideal({"w1", "w2"}, {function.substr(0, blank) + "*" + function.substr(blank + 1)})) == expected);
    ++rows;
  }
  CHECK(rows == 9);
}

// The ideal (w1, w2^2) has lambda 3/4; a layer of degree r after another makes it the power 1 + r + .. of itself.
TEST_CASE("powers of an ideal of two weights") {
  std::size_t rows = 0;
  for (const auto& row : rows_of("rlct_polynomial_2d.csv")) {
    const long r = std::stol(row[0]), depth = std::stol(row[1]);
    long power = 0, term = 1;
    for (long k = 0; k < depth; ++k, term *= r) power += term;
    std::vector<std::string> generators;
    for (long k = 0; k <= power; ++k)
      generators.push_back("w1^" + std::to_string(k) + "*w2^" + std::to_string(2 * (power - k)));
    INFO("degree " << r << ", depth " << depth);
    CHECK(at_origin(ideal({"w1", "w2"}, generators)) == row[2] + ", m = 1");
    // The same by one equation where the power is even: |(w1, w2^2)|^2 is w1^2 + w2^4 up to a factor.
    if (power % 2 == 0)
      CHECK(at_origin(ideal({"w1", "w2"}, {"(w1^2 + w2^4)^" + std::to_string(power / 2)})) == row[2] + ", m = 1");
    ++rows;
  }
  CHECK(rows == 12);
}
